"""JSON pointers into a credential, and what they select (vc-di-ecdsa, sections 3.4.10 to 3.4.13)."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from credentials.errors import ProofError, TooComplexError

POINTERS_MAX = 100  # an achievement has some 40 members
POINTER_CHARACTERS_MAX = 500
_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,5})\Z")
_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)+\Z")

# What a holder may never leave out. A credential without a required member is none; one that has lost the
# end of its validity, its status or its terms says more than the issuer did. Ids and types come along anyway.
ALWAYS_SHOWN = (
    "/name",
    "/issuer",
    "/validFrom",
    "/validUntil",
    "/issuanceDate",
    "/expirationDate",
    "/credentialStatus",
    "/credentialSchema",
    "/refreshService",
    "/termsOfUse",
    "/credentialSubject/achievement/name",
    "/credentialSubject/achievement/description",
    "/credentialSubject/achievement/criteria",
    "/credentialSubject/endorsementComment",
)

# What not even the issuer can leave to the holder: without it, what has ended or was withdrawn looks good.
NEVER_DROPPED = ("/validUntil", "/expirationDate", "/credentialStatus")

# Which members of an object are selected: all of them, or those named.
Kept = dict[str, "Kept | None"]


def mandatory_pointers(document: Mapping[str, Any]) -> list[str]:
    """Give those of `ALWAYS_SHOWN` that the credential has: the choice of an issuer who makes none."""
    return [pointer for pointer in ALWAYS_SHOWN if _exists(document, paths_of(pointer))]


def with_ends(document: Mapping[str, Any], pointers: Sequence[str]) -> list[str]:
    """Give the pointers of an issuer, and those of `NEVER_DROPPED` that the credential has."""
    ends = (pointer for pointer in NEVER_DROPPED if pointer not in pointers)
    return [*pointers, *(pointer for pointer in ends if _exists(document, paths_of(pointer)))]


def check_pointers(pointers: object) -> list[str]:
    """Give the pointers when they are a list of RFC 6901 texts within bounds.

    Raises `ProofError("pointer_invalid")` or `TooComplexError("too_many_pointers")`.
    """
    if not isinstance(pointers, Sequence) or isinstance(pointers, str | bytes):
        raise ProofError("pointer_invalid")
    if len(pointers) > POINTERS_MAX:
        raise TooComplexError("too_many_pointers", max=POINTERS_MAX)
    for pointer in pointers:
        is_short = isinstance(pointer, str) and len(pointer) <= POINTER_CHARACTERS_MAX
        if not is_short or not _POINTER.match(pointer):
            raise ProofError("pointer_invalid", pointer=str(pointer)[:POINTER_CHARACTERS_MAX])
    return list(pointers)


def paths_of(pointer: str) -> list[str]:
    """3.4.10 jsonPointerToPaths. An index stays text here; what it stands in tells that it is one."""
    return [path.replace("~1", "/").replace("~0", "~") for path in pointer.split("/")[1:]]


def selected(document: Mapping[str, Any], pointers: Sequence[str]) -> dict[str, Any] | None:
    """3.4.13 selectJsonLd: the part that the pointers select, None for no pointer.

    It keeps the contexts, and the `id` and `type` of every object on the way. Raises
    `ProofError("pointer_without_match")`.
    """
    if not pointers:  # 1.
        return None
    kept: Kept | None = {}
    for pointer in pointers:  # 5.
        paths = paths_of(pointer)
        if not _exists(document, paths):
            raise ProofError("pointer_without_match", pointer=pointer)
        kept = _with(kept, paths)
    chosen: dict[str, Any] = _part(document, kept)
    return {"@context": copy.deepcopy(document.get("@context")), **chosen}


def _exists(value: Any, paths: Sequence[str]) -> bool:
    for path in paths:
        if isinstance(value, Mapping) and path in value:
            value = value[path]
        elif isinstance(value, list) and _INDEX.match(path) and int(path) < len(value):
            value = value[int(path)]
        else:
            return False
    return True


def _with(kept: Kept | None, paths: Sequence[str]) -> Kept | None:
    """Give what is kept once a further path is selected; what is kept as a whole stays so."""
    if kept is None or not paths:
        return None
    first, *rest = paths
    return {**kept, first: _with(kept.get(first, {}), rest)}


def _part(value: Any, kept: Kept | None) -> Any:
    """3.4.12 selectPaths and 3.4.11 createInitialSelection, for all pointers; arrays come out dense."""
    if kept is None:
        return copy.deepcopy(value)
    if isinstance(value, list):
        return [_part(member, kept[str(place)]) for place, member in enumerate(value) if str(place) in kept]
    names = kept.keys() | {"id", "type"}
    return {name: _part(member, kept.get(name)) for name, member in value.items() if name in names}
