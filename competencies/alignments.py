"""Alignments to other frameworks: what may be kept and signed. Pure but for which address is ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from foundation.addresses import is_own
from foundation.errors import Problem
from foundation.text import clean_line

ALIGNMENTS_MAX = 10  # keeps a credential far below the cellar's cap of nodes
NAME_MAX = 200
URL_MAX = 500
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
EDITION_MAX = 40
FRAMEWORK_MAX = 200
ALIGNMENT_CODE_MAX = 120  # what an item of an imported framework may have
TYPES = ("CFItem",)  # what 1EdTech calls a node of a CASE framework; more of its types would be untested here
_LONGEST = {"framework": FRAMEWORK_MAX, "edition": EDITION_MAX, "code": ALIGNMENT_CODE_MAX}
_FIELDS = frozenset({"name", "url", "framework", "edition", "code", "type", "verified"})


def alignment_problems(pointer: str, alignments: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Give what is wrong: too many, no name, an address that is not https or ours, verified without one."""
    if len(alignments) > ALIGNMENTS_MAX:
        yield Problem(pointer, "too_many", {"most": ALIGNMENTS_MAX})
    for index, one in enumerate(alignments):
        yield from _one(f"{pointer}/{index}", one)


def _one(at: str, one: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (Problem(f"{at}/{name}", "unknown_field") for name in one if name not in _FIELDS)
    name = one.get("name")
    if not isinstance(name, str) or not clean_line(name) or len(name) > NAME_MAX:
        yield Problem(f"{at}/name", "text_missing", {"longest": NAME_MAX})
    for member, longest in _LONGEST.items():
        if len(one.get(member) or "") > longest:
            yield Problem(f"{at}/{member}", "text_too_long", {"longest": longest})
    if one.get("type") and one.get("type") not in TYPES:
        yield Problem(f"{at}/type", "alignment_type_unknown", {"types": list(TYPES)})
    url = one.get("url")
    if url is not None and not may_be_signed(url):
        yield Problem(f"{at}/url", "address_not_https")
    if one.get("verified") and url is None:
        yield Problem(f"{at}/verified", "verified_without_address")


def may_be_signed(url: object) -> bool:
    """Tell whether a badge may point there: https, or our own address as we are served.

    Open Badges 3.0 asks of `targetUrl` that it is a URL, of whatever scheme. We ask for https, as anybody on
    the way could change what stands at another address. Without it we are served on one's own machine only;
    what is signed there has our http address everywhere, so an item opens where the badge does.
    """
    return is_https(url) or (_is_plain(url, "http") and is_own(str(url)))


def is_https(url: object) -> bool:
    """Tell whether this is a plain https address with a host and nothing that canonicalisers spell apart."""
    return _is_plain(url, "https")


def _is_plain(url: object, scheme: str) -> bool:
    if not isinstance(url, str) or len(url) > URL_MAX or any(mark in url for mark in ' "<>\\^`{|}[]'):
        return False
    if _BROKEN_PERCENT.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == scheme and bool(parts.hostname) and not parts.username and url.isprintable()
    except ValueError:
        return False


def tidy_alignments(alignments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give alignments with every member present, so that equal ones compare equal.

    `edition` and `type` are there only where they say something: earlier versions have neither.
    """
    return [
        {
            "name": clean_line(one["name"]),
            "url": one.get("url"),
            "framework": clean_line(one.get("framework") or "") or None,
            "code": clean_line(one.get("code") or "") or None,
            "verified": bool(one.get("verified")),
            **{name: said for name in ("edition", "type") if (said := clean_line(one.get(name) or ""))},
        }
        for one in alignments
    ]


def framework_name(alignment: Mapping[str, Any]) -> str | None:
    """Give the framework of an alignment with the edition it refers to, such as "DigComp, 3.0"."""
    framework, edition = alignment.get("framework"), alignment.get("edition")
    return f"{framework}, {edition}" if framework and edition else framework or None
