"""Alignments to other frameworks: what may be kept, and what may be signed. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from foundation.errors import Problem

ALIGNMENTS_MAX = 10  # keeps a credential far below the cellar's cap of nodes
NAME_MAX = 200
URL_MAX = 500
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FIELDS = frozenset({"name", "url", "framework", "code", "verified"})


def alignment_problems(pointer: str, alignments: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Give what is wrong: too many, no name, an address that is not https, verified without an address."""
    if len(alignments) > ALIGNMENTS_MAX:
        yield Problem(pointer, "too_many", {"most": ALIGNMENTS_MAX})
    for index, one in enumerate(alignments):
        yield from _one(f"{pointer}/{index}", one)


def _one(at: str, one: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (Problem(f"{at}/{name}", "unknown_field") for name in one if name not in _FIELDS)
    name = one.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > NAME_MAX:
        yield Problem(f"{at}/name", "text_missing", {"longest": NAME_MAX})
    url = one.get("url")
    if url is not None and not is_https(url):
        yield Problem(f"{at}/url", "address_not_https")
    if one.get("verified") and url is None:
        yield Problem(f"{at}/verified", "verified_without_address")


def is_https(url: object) -> bool:
    """Tell whether this is a plain https address with a host and nothing that canonicalisers spell apart."""
    if not isinstance(url, str) or len(url) > URL_MAX or any(mark in url for mark in ' "<>\\^`{|}[]'):
        return False
    if _BROKEN_PERCENT.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and not parts.username and url.isprintable()
    except ValueError:
        return False


def tidy_alignments(alignments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give alignments with every member present, so that equal ones compare equal."""
    return [
        {
            "name": one["name"].strip(),
            "url": one.get("url"),
            "framework": one.get("framework") or None,
            "code": one.get("code") or None,
            "verified": bool(one.get("verified")),
        }
        for one in alignments
    ]
