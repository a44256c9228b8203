"""How the items of a package hang together: duplicates, missing parents and circles are found. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from competencies.case import values
from competencies.case.findings import Findings
from competencies.case.shapes import CHILD, DEFINITIONS, LISTS

_LAST = 2**31  # after every sequence number


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: below which item (None: the document itself), and as which of its siblings."""

    parent: str | None
    rank: int


@dataclass(slots=True)
class Tree:
    """The place of every item by its identifier, and how many items stand right below each."""

    places: dict[str, Place] = field(default_factory=dict)
    child_counts: dict[str | None, int] = field(default_factory=dict)


def check(package: Mapping[str, Any], findings: Findings) -> Tree:
    """Give the tree of a package that was read; write down what does not hang together."""
    _doubled(package, findings)
    items = {one.get("identifier"): row for row, one in enumerate(package.get("CFItems", ()), start=1)}
    document = package["CFDocument"].get("identifier")
    parents = _parents(package, findings, items, document)
    for child in _circling(parents):
        findings.problem(f"/CFItems/{items[child] - 1}", "circle", items[child])
    _links(package, findings)
    return _tree(items, parents) if findings.is_good else Tree()


def _doubled(package: Mapping[str, Any], findings: Findings) -> None:
    lists = [(f"/{name}", package.get(name, ())) for name in LISTS]
    definitions = package.get("CFDefinitions") or {}
    lists += [(f"/CFDefinitions/{name}", definitions.get(name, ())) for name in DEFINITIONS]
    for at, rows in lists:
        seen: dict[Any, int] = {}
        for row, one in enumerate(rows, start=1):
            identifier = one.get("identifier")
            if identifier is None:
                continue
            if identifier in seen:
                pointer = f"{at}/{row - 1}/identifier"
                findings.problem(pointer, "identifier_doubled", row, first=seen[identifier])
            seen.setdefault(identifier, row)


def _parents(
    package: Mapping[str, Any], findings: Findings, items: Mapping[Any, int], document: Any
) -> dict[str, list[tuple[int, int, str | None]]]:
    """Give for each item (sequence number, row, parent) of each place that it has."""
    parents: dict[str, list[tuple[int, int, str | None]]] = {}
    for row, one in enumerate(package.get("CFAssociations", ()), start=1):
        origin, target = _node(one, "originNodeURI"), _node(one, "destinationNodeURI")
        _long_nodes(findings, row, origin, target)
        if one.get("associationType") != CHILD:
            continue
        if origin not in items:
            findings.problem(f"/CFAssociations/{row - 1}/originNodeURI", "child_missing", row)
        elif target != document and target not in items:
            findings.problem(f"/CFAssociations/{row - 1}/destinationNodeURI", "parent_missing", row)
        else:
            place = (one.get("sequenceNumber", _LAST), row, None if target == document else target)
            parents.setdefault(origin, []).append(place)
    return parents


def _node(association: Mapping[str, Any], name: str) -> Any:
    found = association.get(name)
    return found.get("identifier") if isinstance(found, dict) else None


def _long_nodes(findings: Findings, row: int, *nodes: Any) -> None:
    if any(isinstance(one, str) and len(one) > values.MOST_NODE_CHARACTERS for one in nodes):
        findings.problem(
            f"/CFAssociations/{row - 1}", "text_too_long", row, longest=values.MOST_NODE_CHARACTERS
        )


def _circling(parents: Mapping[str, list[tuple[int, int, str | None]]]) -> Iterator[str]:
    """Give the items that are below themselves: what is left when every leaf is taken away, again and again.

    From both ends, so that only the circles are left, not what merely hangs on them or leads to them.
    """
    up = {child: {one for _, _, one in places if one is not None} for child, places in parents.items()}
    below: dict[str, set[str]] = {}
    for child, above in up.items():
        for parent in above:
            below.setdefault(parent, set()).add(child)
    left = set(up) | set(below)
    for one_way, other_way in ((up, below), (below, up)):
        open_ends = {name: len(one_way.get(name, set()) & left) for name in left}
        free = [name for name, count in open_ends.items() if not count]
        while free:
            name = free.pop()
            left.discard(name)
            for next_name in other_way.get(name, ()):
                if next_name in open_ends and next_name in left:
                    open_ends[next_name] -= 1
                    if not open_ends[next_name]:
                        free.append(next_name)
    yield from sorted(left)


def _links(package: Mapping[str, Any], findings: Findings) -> None:
    """Note links to definitions that are not in the package; they may be served elsewhere."""
    definitions = package.get("CFDefinitions") or {}
    known = {one.get("identifier") for name in DEFINITIONS for one in definitions.get(name, ())}
    places = (
        ("CFItems", ("CFItemTypeURI", "licenseURI", "conceptKeywordsURI")),
        ("CFAssociations", ("CFAssociationGroupingURI",)),
    )
    for name, members in places:
        for row, one in enumerate(package.get(name, ()), start=1):
            for member in members:
                link = one.get(member)
                if isinstance(link, dict) and link.get("identifier") not in known:
                    findings.note(f"/{name}/{row - 1}/{member}", "link_unknown", row)


def _tree(items: Mapping[str, int], parents: Mapping[str, list[tuple[int, int, str | None]]]) -> Tree:
    """Give one place to each item: the first that it has; without any it stands below the document, last."""
    first = {
        child: min(parents.get(child, [(_LAST, row, None)]), key=lambda one: one[:2])
        for child, row in items.items()
    }
    tree = Tree()
    for child in sorted(first, key=lambda name: (*first[name][:2], items[name])):
        parent = first[child][2]
        rank = tree.child_counts.get(parent, 0)
        tree.places[child] = Place(parent, rank)
        tree.child_counts[parent] = rank + 1
    return tree
