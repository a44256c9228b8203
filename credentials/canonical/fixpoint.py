"""The fixpoint rule: what a plain JSON reader sees is exactly what the signed graph says.

A document counts only when compacting its expansion with its own contexts gives it back. Otherwise some
member means to one kind of reader what it does not mean to the other (trust rule R6).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from credentials.errors import UnsafeDocumentError, UnsupportedError
from credentials.json_pointer import escaped

# Names of one IRI in the Open Badges contexts; compaction can only give one of them.
_SAME_TYPE = {
    "AchievementCredential": "OpenBadgeCredential",
    "criteria": "Criteria",
    "geo": "GeoCoordinates",
}

CREDENTIAL = "VerifiableCredential"
_NOTHING: tuple[object, ...] = (None, [])
# One page may be evidence of several things, one picture have several captions.
_GATHERED = ("Evidence", "Image")
_NO_WORDS = frozenset({"id", "type", "@context"})
# All that may be said of a credential elsewhere: what an endorsement inside says of it (OB 3.0,
# EndorsementSubject), and what kind of service its address is, when it is refreshed from its own.
_ELSEWHERE = frozenset({"id", "type", "endorsementComment"})


def check_same(document: Mapping[str, Any], compacted: Any) -> None:
    """Raise `UnsafeDocumentError("not_fixpoint")` with the place of the first difference.

    Harmless and ignored: order of members and of types, an array of one, a null member, `{"id": x}` for `x`
    where the context makes both the same address, the case of a language tag, a repeated `@context` inside.
    """
    place = _difference(_plain(document), _plain(compacted), "")
    if place is not None:
        raise UnsafeDocumentError("not_fixpoint", pointer=place)


def check_graphs(expanded: Any) -> None:
    """Raise `UnsafeDocumentError("not_fixpoint")` for a graph of an address alone, in an expanded document.

    A proof that is an address makes no statement, so whoever holds the credential could write another one.
    """
    for node in _nodes(expanded):
        for inner in node.get("@graph", ()):
            if inner.keys() <= {"@id"}:
                raise UnsafeDocumentError("not_fixpoint", value=str(inner.get("@id"))[:200])


def check_places(document: Mapping[str, Any]) -> None:
    """Raise `UnsafeDocumentError("described_twice")` when a credential is described in a second place.

    A graph does not say in which of two places a member stood, so whoever holds a credential could move its
    status or its end from where it is looked for to where it is not, under the same signature. Only what
    nobody looks for in a credential may stand elsewhere.
    """
    nodes = list(_nodes(document))
    credentials: dict[str, Mapping[str, Any]] = {node["id"]: node for node in nodes if _is_credential(node)}
    if isinstance(document.get("id"), str):
        credentials[document["id"]] = document
    for node in nodes:
        whole = credentials.get(node["id"]) if isinstance(node.get("id"), str) else None
        if whole is not None and whole is not node and len(node) > 1 and not _is_harmless(node):
            raise UnsafeDocumentError("described_twice", pointer=_pointer_to(node, document, ""))


def check_descriptions(document: Mapping[str, Any], among: frozenset[str] | None = None) -> None:
    """Raise `UnsupportedError("described_differently")` when two places contradict each other about one id.

    Whoever holds the document could put the words of one place into the other, as the graph holds both. What
    has a proof of its own inside cannot be changed so, and may be of another time. `among` are the ids, in
    brackets, of which that can be, where it is known.
    """
    if among is not None and not among:
        return
    nodes = [node for node in _nodes(document, is_whole=False) if node.get("id").__class__ is str]
    times = Counter([node["id"] for node in nodes])
    said: dict[tuple[str, str], _Said] = {}
    for node in nodes:
        name = node["id"]
        if times[name] == 1 or (among is not None and f"<{name}>" not in among):
            continue
        kind = _gathered(node)
        for member, value in node.items():
            if value in _NOTHING or member in _NO_WORDS:
                continue
            if said.setdefault((name, member), _Said()).contradicts(kind, value):
                pointer = _pointer_to(node, document, "")
                raise UnsupportedError("described_differently", pointer=f"{pointer}/{escaped(member)}")


class _Said:
    """What was said of one member of one id: by kind of what may be said otherwise, else under ""."""

    __slots__ = ("_by_kind",)

    def __init__(self) -> None:
        self._by_kind: dict[str, set[str]] = {}

    def contradicts(self, kind: str, value: Any) -> bool:
        """Note what a node of a kind says; tell whether another one says otherwise."""
        word = _spelled(value)
        if any(words != {word} for one, words in self._by_kind.items() if not kind or one != kind):
            return True
        self._by_kind.setdefault(kind, set()).add(word)
        return False


def _gathered(node: Mapping[str, Any]) -> str:
    """Give the kind of a node of which several with one address may stand side by side, "" for others."""
    types = _types(node)
    return types[0] if len(types) == 1 and types[0] in _GATHERED else ""


def _spelled(value: Any) -> str:
    """Give what a value says as one text, in whichever order; what has an id is told by that."""
    if value.__class__ is str:
        return f"{value} "
    if isinstance(value, list):
        return json.dumps(sorted(set(map(_spelled, value)))) if len(value) != 1 else _spelled(value[0])
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return _spelled(value["id"])
    return json.dumps(_plain(value), sort_keys=True, default=str)


def same_type(name: str) -> str:
    """Give the one of several names for a type that stands for all of them."""
    return _SAME_TYPE.get(name, name)


def _nodes(document: Any, *, is_whole: bool = True) -> Iterator[dict[str, Any]]:
    """Every node of a document, the document first; unless `is_whole` none that has a proof of its own."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if not is_whole and value is not document and value.get("proof"):
                continue
            yield value
            waiting += [
                member
                for name, member in value.items()
                if member.__class__ in (dict, list) and name != "@context"
            ]
        elif isinstance(value, list):
            waiting += value


def _pointer_to(node: Any, value: Any, pointer: str) -> str | None:
    if value is node:
        return pointer
    if isinstance(value, dict):
        members = [(escaped(name), member) for name, member in value.items()]
    else:
        members = [(str(at), member) for at, member in enumerate(value)] if isinstance(value, list) else []
    found = (_pointer_to(node, member, f"{pointer}/{name}") for name, member in members)
    return next((place for place in found if place is not None), None)


def _types(node: Mapping[str, Any]) -> list[Any]:
    types = node.get("type")
    return types if isinstance(types, list) else [types]


def _is_credential(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("id"), str) and CREDENTIAL in _types(node)


def _is_harmless(node: Mapping[str, Any]) -> bool:
    return node.keys() <= _ELSEWHERE and CREDENTIAL not in _types(node)


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
        return sorted(same_type(kind) for kind in types if isinstance(kind, str))
    if name == "@language" and isinstance(plain, str):
        return plain.lower()
    return plain


def _difference(ours: Any, theirs: Any, place: str) -> str | None:
    """Give the JSON pointer of the first difference, None when there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            found = _difference(ours.get(name), theirs.get(name), f"{place}/{escaped(name)}")
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
