"""Names for the nodes without an id, so that a statement is found again in a part of its document.

The standard gives such nodes ids of an invented scheme and takes them out of the N-Quads again
("skolemization", vc-di-ecdsa, sections 3.4.5 to 3.4.9). Array cells and graphs get theirs from their owners.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from credentials.canonical.quads import Quad, Writer
from credentials.proofs.configuration import Contexts

_SCHEME = "urn:blank:"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def named(document: Mapping[str, Any], contexts: Contexts | None) -> dict[str, Any]:
    """3.4.8 skolemizeCompactJsonLd: the document as it is written, with an id for every node.

    It must have passed the fixpoint rule, which makes the compacted twin the same but for spelling.
    """
    from credentials.canonical import processor  # noqa: PLC0415 - PyLD is half of all import time

    chosen = processor.options(contexts)
    numbers = itertools.count()
    expanded = [_with_id(node, numbers) for node in processor.expand(document, chosen)]
    twin = processor.compact(expanded, document.get("@context", []), chosen)
    grafted: dict[str, Any] = _grafted(document, twin)
    return grafted


def statements(named_document: Mapping[str, Any], contexts: Contexts | None) -> list[Quad]:
    """3.4.9 toDeskolemizedNQuads: the quads of a document, or a part of one, that went through `named`."""
    from credentials.canonical import processor  # noqa: PLC0415 - as above

    expanded = processor.expand(named_document, processor.options(contexts))
    quads = Writer().write([_without_cells(node) for node in expanded])
    return [Quad(_blank(s), p, _blank(o), _blank(g) if g else g) for s, p, o, g in quads]


def _with_id(element: Any, numbers: Iterator[int]) -> Any:
    """3.4.7 skolemizeExpandedJsonLd, for one element. Lists and graphs are no nodes."""
    if isinstance(element, list):
        return [_with_id(member, numbers) for member in element]
    if not isinstance(element, dict) or "@value" in element:
        return element
    node = {name: _with_id(value, numbers) for name, value in element.items()}
    if not {"@id", "@list", "@graph"} & node.keys():
        node["@id"] = f"{_SCHEME}{next(numbers)}"
    return node


def _grafted(value: Any, twin: Any) -> Any:
    """Give `value` with the ids of its compacted twin, which spells an array of one as its member."""
    if isinstance(value, list):
        twins = twin if isinstance(twin, list) else [twin]
        if len(value) != len(twins):  # an empty array, or types: nothing inside that could have an id
            return value
        return [_grafted(*pair) for pair in zip(value, twins, strict=True)]
    if isinstance(twin, list) and len(twin) == 1:
        return _grafted(value, twin[0])
    if not isinstance(value, dict) or not isinstance(twin, dict):
        return value
    node = {
        name: member if name == "@context" else _grafted(member, twin.get(name))
        for name, member in value.items()
    }
    name = twin.get("id")
    return {"id": name, **node} if isinstance(name, str) and name.startswith(_SCHEME) else node


def _without_cells(node: Any) -> Any:
    """Give an expanded node with lists spelled out as nodes and graphs named: nothing is without id."""
    if not isinstance(node, dict) or "@value" in node:
        return node
    whole: dict[str, Any] = {}
    for member, values in node.items():
        if member.startswith("@") and member != "@graph":
            whole[member] = values
        else:
            place = f"{node.get('@id')} {member}"
            whole[member] = [_value(value, f"{place} {at}") for at, value in enumerate(values)]
    return whole


def _value(value: Any, place: str) -> Any:
    if isinstance(value, dict) and "@list" in value:
        return _cells(value["@list"], place)
    if isinstance(value, dict) and "@graph" in value and "@id" not in value:
        inside = " ".join(str(node.get("@id")) for node in value["@graph"])
        return {**_without_cells(value), "@id": f"{_SCHEME}{inside} graph"}
    return _without_cells(value)


def _cells(members: list[Any], place: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"@id": f"{_RDF}nil"}
    for at in reversed(range(len(members))):
        first = _value(members[at], f"{place} {at}")
        cell = {"@id": f"{_SCHEME}{place} {at}", f"{_RDF}first": [first], f"{_RDF}rest": [cell]}
    return cell


def _blank(part: str) -> str:
    return f"_:{part[1 + len(_SCHEME) : -1]}" if part.startswith(f"<{_SCHEME}") else part
