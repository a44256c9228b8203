"""What differs between two trees of a framework, by id: added, removed, moved, and changed texts. Pure.

Applying the difference of two trees to the first gives the second; see `applied`. Kinds of evidence have no
order: in another one they are the same.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from competencies.draft_tree import Node, Tree, competencies
from competencies.wording import LANGUAGES, Texts


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TEXT = "text"
    VALUE = "value"


class Thing(StrEnum):
    """What it happened to."""

    FRAMEWORK = "framework"
    DOMAIN = "domain"
    COMPETENCY = "competency"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `title`: of the thing, for people. `field` and `language`: of a text or value.

    `before` and `after`: text, value, whole thing, or {domain, at} of a move (only {at} of a domain).
    """

    kind: Kind
    thing: Thing
    id: str
    title: Texts
    field: str = ""
    language: str = ""
    before: Any = None
    after: Any = None


_TEXTS = ("title", "statement", "rubric/0", "rubric/1", "rubric/2", "rubric/3")
_VALUES = ("code", "typical_evidence", "alignments", "origin")
_UNORDERED = {"typical_evidence"}  # kinds are ticked, so a form sends them in its own order


def compare(before: Tree, after: Tree) -> list[Change]:
    """Give every difference, from the framework down to its competencies, in the order of `after`."""
    return [*_frame(before, after), *_domains(before, after), *_competencies(before, after)]


def as_rows(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Give differences as plain JSON."""
    return [asdict(one) for one in changes]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Give differences from plain JSON."""
    return [Change(**{**row, "kind": Kind(row["kind"]), "thing": Thing(row["thing"])}) for row in rows]


def same_value(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values of a field of a competency say the same."""
    return sorted(one) == sorted(other) if field in _UNORDERED else bool(one == other)


def touched(changes: Sequence[Change]) -> set[str]:
    """Give the ids of competencies whose meaning changes: other words or rules, or gone."""
    meaning = {Kind.REMOVED, Kind.TEXT, Kind.VALUE}
    return {one.id for one in changes if one.thing == Thing.COMPETENCY and one.kind in meaning}


def levels_differ(changes: Sequence[Change]) -> bool:
    """Tell whether the scale of levels changes, which every level of every competency bears in its name."""
    return any(one.thing == Thing.FRAMEWORK and one.field.startswith("levels/") for one in changes)


def applied(before: Tree, changes: Sequence[Change]) -> Tree:
    """Give the tree that `before` becomes by these differences."""
    frame = {"title": before["title"], "description": before["description"], "levels": before["levels"]}
    domains = {one["id"]: {**one, "competencies": []} for one in before["domains"]}
    inside = {one["id"]: dict(one) for _, one in competencies(before)}
    for one in changes:
        if one.thing == Thing.FRAMEWORK:
            frame = _said(frame, one)
        elif one.kind in {Kind.TEXT, Kind.VALUE}:
            found = domains if one.thing == Thing.DOMAIN else inside
            found[one.id] = _said(found[one.id], one)
        elif one.kind == Kind.ADDED:
            found = domains if one.thing == Thing.DOMAIN else inside
            found[one.id] = {**one.after["content"]}
    order = _ordered([one["id"] for one in before["domains"]], _of(changes, Thing.DOMAIN), None)
    lists = {one["id"]: [each["id"] for each in one["competencies"]] for one in before["domains"]}
    placed = {
        name: [inside[one] for one in _ordered(lists.get(name, []), _of(changes, Thing.COMPETENCY), name)]
        for name in order
    }
    return {**frame, "domains": [{**domains[name], "competencies": placed[name]} for name in order]}


def _of(changes: Sequence[Change], thing: Thing) -> list[Change]:
    return [one for one in changes if one.thing == thing]


def _ordered(order: Sequence[str], changes: Sequence[Change], domain: str | None) -> list[str]:
    """Put one list in its new order: take out what went or moved, then put in what came."""
    gone = {one.id for one in changes if one.kind in {Kind.REMOVED, Kind.MOVED}}
    found = [one for one in order if one not in gone]
    coming = [
        one for one in changes if one.kind in {Kind.ADDED, Kind.MOVED} and one.after.get("domain") == domain
    ]
    for one in sorted(coming, key=lambda each: int(each.after["at"])):
        found.insert(one.after["at"], one.id)
    return found


def _said(thing: Node, change: Change) -> Node:
    """Give a thing with one text or value as the difference says."""
    if change.kind == Kind.VALUE:
        return {**thing, change.field: change.after}
    name, *steps = change.field.split("/")
    if not steps:
        return {**thing, name: _text(thing[name], change)}
    rows = list(thing[name])
    index = int(steps[0]) if name == "rubric" else int(steps[0]) - 1
    rows[index] = _text(rows[index], change) if name == "rubric" else _level(rows[index], steps[1], change)
    return {**thing, name: rows}


def _level(level: Node, name: str, change: Change) -> Node:
    return {**level, name: _text(level[name], change)}


def _text(texts: Texts, change: Change) -> dict[str, str]:
    found = {**texts, change.language: change.after}
    return {one: found[one] for one in LANGUAGES if found.get(one) is not None}


def _frame(before: Tree, after: Tree) -> Iterator[Change]:
    pairs = [(name, before[name], after[name]) for name in ("title", "description")]
    for old, new in zip(before["levels"], after["levels"], strict=True):
        at = f"levels/{new['level']}"
        pairs += [(f"{at}/{name}", old[name], new[name]) for name in ("title", "descriptor")]
    framework = Change(Kind.TEXT, Thing.FRAMEWORK, "", after["title"])
    for field, old, new in pairs:
        yield from _texts(framework, field, old, new)


def _domains(before: Tree, after: Tree) -> Iterator[Change]:
    old = {one["id"]: one for one in before["domains"]}
    new = {one["id"]: one for one in after["domains"]}
    for name in sorted(old.keys() - new.keys()):
        yield Change(Kind.REMOVED, Thing.DOMAIN, name, old[name]["title"])
    staying = _unmoved([one for one in old if one in new], [one for one in new if one in old])
    before_at = {name: at for at, name in enumerate(old)}
    for at, (name, one) in enumerate(new.items()):
        if name not in old:
            content = {"id": name, "title": one["title"]}
            yield Change(Kind.ADDED, Thing.DOMAIN, name, one["title"], after={"content": content, "at": at})
            continue
        domain = Change(Kind.MOVED, Thing.DOMAIN, name, one["title"])
        yield from _texts(domain, "title", old[name]["title"], one["title"])
        if name not in staying:
            yield replace(domain, before={"at": before_at[name]}, after={"at": at})


def _competencies(before: Tree, after: Tree) -> Iterator[Change]:
    old, old_at = _placed(before)
    new, new_at = _placed(after)
    staying = _staying(before, after)
    for name in sorted(old.keys() - new.keys()):
        yield Change(Kind.REMOVED, Thing.COMPETENCY, name, old[name]["title"], before=old_at[name])
    for name, one in new.items():
        if name not in old:
            told = {"content": one, **new_at[name]}
            yield Change(Kind.ADDED, Thing.COMPETENCY, name, one["title"], after=told)
            continue
        yield from _said_otherwise(old[name], one)
        if name not in staying:
            moved = Change(Kind.MOVED, Thing.COMPETENCY, name, one["title"])
            yield replace(moved, before=old_at[name], after=new_at[name])


def _placed(tree: Tree) -> tuple[dict[str, Node], dict[str, dict[str, Any]]]:
    places = {
        one["id"]: {"domain": domain["id"], "at": at}
        for domain in tree["domains"]
        for at, one in enumerate(domain["competencies"])
    }
    return {one["id"]: one for _, one in competencies(tree)}, places


def _staying(before: Tree, after: Tree) -> set[str]:
    """Give the competencies that stand where they stood, among those that stayed in their domain."""
    found: set[str] = set()
    lists = {one["id"]: [each["id"] for each in one["competencies"]] for one in before["domains"]}
    for domain in after["domains"]:
        old = lists.get(domain["id"], [])
        new = [one["id"] for one in domain["competencies"]]
        found |= _unmoved([one for one in old if one in new], [one for one in new if one in old])
    return found


def _unmoved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Give a largest part of `new` that stands in the order of `old`: all others were moved."""
    rank = {name: at for at, name in enumerate(old)}
    tails: list[int] = []  # the longest rising row of ranks, by patience sorting
    reached: list[int] = []
    for name in new:
        place = bisect_left(tails, rank[name])
        tails[place : place + 1] = [rank[name]]
        reached.append(place)
    wanted, last, kept = len(tails) - 1, len(old), set[str]()
    for name, place in zip(reversed(new), reversed(reached), strict=True):
        if place == wanted and rank[name] < last:
            kept.add(name)
            last, wanted = rank[name], wanted - 1
    return kept


def _said_otherwise(old: Node, new: Node) -> Iterator[Change]:
    competency = Change(Kind.VALUE, Thing.COMPETENCY, new["id"], new["title"])
    for field in _TEXTS:
        yield from _texts(competency, field, _at(old, field), _at(new, field))
    for field in _VALUES:
        if not same_value(field, old[field], new[field]):
            yield replace(competency, field=field, before=old[field], after=new[field])


def _at(one: Node, field: str) -> Texts:
    name, _, index = field.partition("/")
    found: Texts = one[name][int(index)] if index else one[name]
    return found


def _texts(of: Change, field: str, old: Texts, new: Texts) -> Iterator[Change]:
    for language in LANGUAGES:
        if old.get(language) != new.get(language):
            said = replace(of, kind=Kind.TEXT, field=field, language=language)
            yield replace(said, before=old.get(language), after=new.get(language))
