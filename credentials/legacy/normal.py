"""The members of 0.5, 1.0 and 1.1 under the names that 2.0 gave them; a 2.0 object comes back as it is."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from credentials.legacy.generations import Generation
from credentials.verify.case import listed

Members = Mapping[str, object]

_HASH = re.compile(r"(?:sha256|md5)\$[0-9a-fA-F]+")
_ASSERTION_NAMES = {"issued_on": "issuedOn", "verify": "verification"}
_ALIGNMENT_NAMES = {"name": "targetName", "url": "targetUrl", "description": "targetDescription"}
_ISSUER_NAMES = {"contact": "email", "org": "description"}
_WORDS = {"true": True, "false": False}  # some tools of 1.0 wrote them as text


def assertion(document: Members, generation: Generation) -> Members:
    """Give an Assertion with `issuedOn`, `verification` and an IdentityObject as `recipient`."""
    if generation == "2.0":
        return document
    found = _renamed(document, _ASSERTION_NAMES)
    found["recipient"] = _recipient(found)
    found.pop("salt", None)
    return found


def badge_class(document: Members, generation: Generation) -> Members:
    """Give a BadgeClass whose alignments speak of targets; addresses before 1.0 become absolute."""
    if generation == "2.0":
        return document
    found = dict(document)
    if "alignment" in found:
        found["alignment"] = [
            _renamed(entry, _ALIGNMENT_NAMES) if isinstance(entry, Mapping) else entry
            for entry in listed(found["alignment"])
        ]
    issuer = found.get("issuer")
    home = issuer.get("origin") if generation == "0.5" and isinstance(issuer, Mapping) else None
    if isinstance(home, str):
        found |= {name: _absolute(home, found[name]) for name in ("image", "criteria") if name in found}
    return found


def profile(document: Members, generation: Generation) -> Members:
    """Give a Profile. Before 1.0 an issuer was known by its origin, which becomes its `id` and `url`."""
    if generation != "0.5":
        return document
    found = _renamed(document, _ISSUER_NAMES)
    if isinstance(found.get("origin"), str):
        found |= {"id": found["origin"], "url": found["origin"]}
    return found


def _recipient(found: Members) -> object:
    given = found.get("recipient")
    if isinstance(given, str):
        salt = {"salt": found["salt"]} if "salt" in found else {}
        return {"type": "email", "identity": given, "hashed": bool(_HASH.fullmatch(given)), **salt}
    if isinstance(given, Mapping) and isinstance(given.get("hashed"), str):
        return {**given, "hashed": _WORDS.get(given["hashed"].lower(), given["hashed"])}
    return given


def _absolute(home: str, address: object) -> object:
    """Give an address as seen from the issuer's origin; what is none stays as it is."""
    try:
        return urljoin(f"{home}/", address) if isinstance(address, str) else address
    except ValueError:
        return address


def _renamed(document: Members, names: Mapping[str, str]) -> dict[str, object]:
    """Give the members under new names; a member that already has the new name wins."""
    found = {names[name]: value for name, value in document.items() if name in names}
    return found | {name: value for name, value in document.items() if name not in names}
