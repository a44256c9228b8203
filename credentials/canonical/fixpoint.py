"""The fixpoint rule: what a plain JSON reader sees is exactly what the signed graph says.

A document counts only when compacting its expansion with its own contexts gives it back. Otherwise some
member means to one kind of reader what it does not mean to the other (trust rule R6).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from credentials.errors import UnsafeDocumentError
from credentials.json_pointer import escaped

# Names of one IRI in the Open Badges contexts; compaction can only give one of them.
_SAME_TYPE = {
    "AchievementCredential": "OpenBadgeCredential",
    "criteria": "Criteria",
    "geo": "GeoCoordinates",
}

# The same of members, in the first context of Open Badges 3.0; these two kinds of names are never exchanged.
SAME_MEMBER = {"Achievement": "achievement", "Profile": "creator", "Address": "address"}

CREDENTIAL = "VerifiableCredential"
CARRIED = "verifiableCredential"
# All that may be said of a credential elsewhere: what an endorsement inside says of it (OB 3.0,
# EndorsementSubject), and what kind of service its address is, when it is refreshed from its own.
_ELSEWHERE = frozenset({"id", "type", "endorsementComment"})


def check_same(document: Mapping[str, Any], compacted: Any) -> None:
    """Raise `UnsafeDocumentError("not_fixpoint")` with the place of the first difference.

    Harmless and ignored: order of members and of types, an array of one, a null member, `{"id": x}` for `x`
    where the context makes both the same address, the case of a language tag, a repeated `@context` inside.
    """
    place = _difference(plain(document), plain(compacted), "")
    if place is not None:
        raise UnsafeDocumentError("not_fixpoint", pointer=place)


def check_graphs(expanded: Any) -> None:
    """Raise `UnsafeDocumentError("not_fixpoint")` for a graph of an address alone, in an expanded document.

    A proof that is an address makes no statement, so whoever holds the credential could write another one.
    """
    for node in nodes_in(expanded):
        for inner in node.get("@graph", ()):
            if inner.keys() <= {"@id"}:
                raise UnsafeDocumentError("not_fixpoint", value=str(inner.get("@id"))[:200])


def check_places(document: Mapping[str, Any]) -> None:
    """Raise `UnsafeDocumentError("described_twice")` when a credential is described in a second place.

    A graph does not say in which of two places a member stood, so whoever holds a credential could move its
    status or its end from where it is looked for to where it is not, under the same signature. Only what
    nobody looks for in a credential may stand elsewhere. What a presentation carries has a graph of its own.
    """
    if is_presentation(document):
        carried = document.get(CARRIED, [])
        for one in carried if isinstance(carried, list) else [carried]:
            _check_places(one, document)
        document = {name: value for name, value in document.items() if name != CARRIED}
    _check_places(document, document)


def is_presentation(document: Mapping[str, Any]) -> bool:
    """Tell whether each credential in a document has a graph of its own (VC Data Model 2.0, 4.13)."""
    return types_of(document) == ["VerifiablePresentation"]


def _check_places(part: Any, document: Mapping[str, Any]) -> None:
    nodes = list(nodes_in(part))
    credentials: dict[str, Mapping[str, Any]] = {node["id"]: node for node in nodes if _is_credential(node)}
    if isinstance(part, dict) and isinstance(part.get("id"), str):
        credentials[part["id"]] = part
    for node in nodes:
        whole = credentials.get(node["id"]) if isinstance(node.get("id"), str) else None
        if whole is not None and whole is not node and len(node) > 1 and not _is_harmless(node):
            raise UnsafeDocumentError("described_twice", pointer=pointer_to(node, document))


def same_type(name: str) -> str:
    """Give the one of several names for a type that stands for all of them."""
    return _SAME_TYPE.get(name, name)


def nodes_in(document: Any) -> Iterator[dict[str, Any]]:
    """Give every node of a document, the document first."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += [
                member
                for name, member in value.items()
                if member.__class__ in (dict, list) and name != "@context"
            ]
        elif isinstance(value, list):
            waiting += value


def pointer_to(node: Any, value: Any, pointer: str = "") -> str | None:
    """Give the JSON pointer of a node in a value, None where it is not."""
    if value is node:
        return pointer
    if isinstance(value, dict):
        members = [(escaped(name), member) for name, member in value.items()]
    else:
        members = [(str(at), member) for at, member in enumerate(value)] if isinstance(value, list) else []
    found = (pointer_to(node, member, f"{pointer}/{name}") for name, member in members)
    return next((place for place in found if place is not None), None)


def types_of(node: Mapping[str, Any]) -> list[Any]:
    """Give the types of a node as they stand there."""
    types = node.get("type")
    return types if isinstance(types, list) else [types]


def _is_credential(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("id"), str) and CREDENTIAL in types_of(node)


def _is_harmless(node: Mapping[str, Any]) -> bool:
    return node.keys() <= _ELSEWHERE and CREDENTIAL not in types_of(node)


def plain(value: Any) -> Any:
    """Give the value with every harmless freedom of spelling taken out."""
    if isinstance(value, Mapping):
        members = {
            name: _member(name, member)
            for name, member in value.items()
            if name != "@context" and member is not None
        }
        return members["id"] if members.keys() == {"id"} else members
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(member) for member in value]
    return value


def _member(name: str, value: Any) -> Any:
    simple = plain(value)
    if name == "type":
        types = simple if isinstance(simple, list) else [simple]
        return sorted(same_type(kind) for kind in types if isinstance(kind, str))
    if name == "@language" and isinstance(simple, str):
        return simple.lower()
    return simple


def _our_name(name: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """Give the name that we use for a member, where only compaction prefers another one."""
    our = SAME_MEMBER.get(name, name)
    return our if our in ours and name not in ours and our not in theirs else name


def _difference(ours: Any, theirs: Any, place: str) -> str | None:
    """Give the JSON pointer of the first difference, None when there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        theirs = {_our_name(name, ours, theirs): member for name, member in theirs.items()}
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
