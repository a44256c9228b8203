"""The fixpoint rule: what a plain JSON reader sees is exactly what the signed graph says.

A document counts only when compacting its expansion with its own contexts gives it back. Otherwise some
member means to one kind of reader what it does not mean to the other (trust rule R6).
"""

from collections.abc import Mapping
from typing import Any

from credentials.errors import UnsafeDocumentError

# Names of one IRI in the Open Badges contexts; compaction can only give one of them.
_SAME_TYPE = {"AchievementCredential": "OpenBadgeCredential", "geo": "GeoCoordinates"}


def check_same(document: Mapping[str, Any], compacted: Any) -> None:
    """Raise `UnsafeDocumentError("not_fixpoint")` with the place of the first difference.

    Harmless and ignored: order of members and of types, an array of one, a null member, `{"id": x}` for `x`
    where the context makes both the same address, the case of a language tag, a repeated `@context` inside.
    """
    place = _difference(_plain(document), _plain(compacted), "")
    if place is not None:
        raise UnsafeDocumentError("not_fixpoint", at=place or "/")


def _plain(value: Any) -> Any:
    """Give the value with every harmless freedom of spelling taken out."""
    if isinstance(value, Mapping):
        members = {
            name: _member(name, member)
            for name, member in value.items()
            if name != "@context" and member is not None
        }
        return members["id"] if members.keys() == {"id"} else members
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(member) for member in value]
    return value


def _member(name: str, value: Any) -> Any:
    plain = _plain(value)
    if name == "type":
        types = plain if isinstance(plain, list) else [plain]
        return sorted(str(_SAME_TYPE.get(kind, kind)) for kind in types if isinstance(kind, str))
    if name == "@language" and isinstance(plain, str):
        return plain.lower()
    return plain


def _difference(ours: Any, theirs: Any, place: str) -> str | None:
    """Give the JSON pointer of the first difference, None when there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            found = _difference(ours.get(name), theirs.get(name), f"{place}/{name}")
            if found is not None:
                return found
        return None
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            found = _difference(left, right, f"{place}/{index}")
            if found is not None:
                return found
        return None
    same = ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)
    return None if same else place
