"""How a group makes a role its own: operations on the requirements of another role. Pure.

A role is a title (text map) and an ordered list of requirements. Operations are JSON as they are stored:

    {"op": "raise" | "lower", "competency": slug, "from": level, "to": level, "reason": texts}
    {"op": "add", "competency": slug, "level": 1-4, "must": bool, "weight": 1-5, "reason": texts}
    {"op": "drop", "competency": slug, "reason": texts}
    {"op": "rename", "title": texts, "reason": texts}

They are applied in order. Requirements that stay keep their order, additions stand last; raise and lower
leave `must` and `weight` as they are, so that another weight is a drop and an add. Nobody has to approve
anything; only a floor cannot be taken away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from competencies.gap import Requirement
from competencies.wording import LEVELS, TITLE_MAX, text_problems
from foundation.errors import InvalidError, Problem

Operation = Mapping[str, Any]
Texts = Mapping[str, str]

OPERATIONS = ("raise", "lower", "add", "drop", "rename")
OPERATIONS_MAX = 60  # twice as many as a role may have requirements: each dropped, and as many added
REASON_MAX = 500  # some sentences; more belongs on the page that says how the role came about
WEIGHTS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Floor:
    """A requirement that a role may raise but never drop, lower below `level`, or make merely helpful."""

    competency: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Content:
    """What is adapted: the title and the requirements of a role, in their order."""

    title: Texts
    requirements: tuple[Requirement, ...]


@dataclass(slots=True)
class _Work:
    """A role while operations are applied; `touched`: competency -> the last operation about it."""

    title: Texts
    asked: dict[str, Requirement]
    touched: dict[str, int] = field(default_factory=dict)


def requirements_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """Give the requirements of a published version as values."""
    return tuple(
        Requirement(one["competency"], int(one["level"]), bool(one["must"]), int(one["weight"]))
        for one in stored
    )


def apply(base: Content, operations: Sequence[Operation], floors: Iterable[Floor] = ()) -> Content:
    """Give the role that the operations make of `base`. Raises InvalidError with every problem at once."""
    made, problems = attempt(base, operations, floors)
    if problems:
        raise InvalidError(problems)
    return made


def attempt(
    base: Content, operations: Sequence[Operation], floors: Iterable[Floor] = ()
) -> tuple[Content, list[Problem]]:
    """Give what the operations make of `base`, without those that do not fit, and why these do not.

    Pointers are `/operations/<index>/<member>`. A floor counts where `base` has it.
    """
    if len(operations) > OPERATIONS_MAX:
        return base, [Problem("/operations", "too_many", {"most": OPERATIONS_MAX})]
    work = _Work(base.title, {one.competency: one for one in base.requirements})
    problems: list[Problem] = []
    for index, operation in enumerate(operations):
        wrong = list(_wrong(f"/operations/{index}", operation, work))
        if not wrong:
            _do(operation, work, index)
        problems += wrong
    problems += _below_floor(base, operations, floors, work)
    return Content(work.title, tuple(work.asked.values())), problems


def diff(first: Content, second: Content) -> list[dict[str, Any]]:
    """Give operations (without reasons) that make `second` of `first`.

    `apply(first, diff(first, second))` has the title of `second` and the same requirements, each with the
    same level, must and weight. In their order stand first those that stay, as in `first`, then those added,
    as in `second`: so it equals `second` exactly when `second` keeps that order.
    """
    before = {one.competency: one for one in first.requirements}
    after = {one.competency: one for one in second.requirements}
    stay = {name for name, one in before.items() if name in after and _same_but_level(one, after[name])}
    found = [
        _levelled(one, after[name].level) if name in stay else {"op": "drop", "competency": name}
        for name, one in before.items()
        if name not in stay or one.level != after[name].level
    ]
    found += [_added(one) for name, one in after.items() if name not in stay]
    if dict(first.title) != dict(second.title):
        found.append({"op": "rename", "title": dict(second.title)})
    return found


def stamped(base: Content, operations: Sequence[Operation]) -> list[dict[str, Any]]:
    """Give fitting operations with the level from which each raise and lower starts, for the record."""
    made: list[dict[str, Any]] = []
    work = _Work(base.title, {one.competency: one for one in base.requirements})
    for index, operation in enumerate(operations):
        whole = dict(operation)
        if operation["op"] in {"raise", "lower"}:
            whole["from"] = work.asked[operation["competency"]].level
        _do(operation, work, index)
        made.append(whole)
    return made


def rebased(operations: Sequence[Operation]) -> list[dict[str, Any]]:
    """Give operations that may be applied to another version of their base: without the levels they left."""
    return [{name: value for name, value in one.items() if name != "from"} for one in operations]


def reasons(operations: Iterable[Operation]) -> dict[str, Texts]:
    """Give competency -> why it is as it is here, by the last operation about it."""
    return {one["competency"]: one["reason"] for one in operations if one["op"] in {"raise", "lower", "add"}}


def _same_but_level(one: Requirement, other: Requirement) -> bool:
    return (one.must, one.weight) == (other.must, other.weight)


def _levelled(one: Requirement, level: int) -> dict[str, Any]:
    kind = "raise" if level > one.level else "lower"
    return {"op": kind, "competency": one.competency, "from": one.level, "to": level}


def _added(one: Requirement) -> dict[str, Any]:
    named = {"op": "add", "competency": one.competency}
    return {**named, "level": one.level, "must": one.must, "weight": one.weight}


def _do(operation: Operation, work: _Work, index: int) -> None:
    kind, name = operation["op"], operation.get("competency", "")
    work.touched[name] = index
    if kind == "rename":
        work.title = dict(operation["title"])
    elif kind == "drop":
        del work.asked[name]
    elif kind == "add":
        must, weight = bool(operation.get("must", True)), operation.get("weight", 1)
        work.asked[name] = Requirement(name, operation["level"], must, weight)
    else:
        work.asked[name] = replace(work.asked[name], level=operation["to"])


def _wrong(at: str, operation: Operation, work: _Work) -> Iterator[Problem]:
    kind = operation.get("op")
    if kind not in OPERATIONS:
        yield Problem(f"{at}/op", "operation_unknown", {"allowed": list(OPERATIONS)})
        return
    if "reason" in operation:
        yield from text_problems(f"{at}/reason", operation["reason"], longest=REASON_MAX)
    if kind == "rename":
        yield from text_problems(f"{at}/title", operation.get("title"), longest=TITLE_MAX)
    elif kind == "add":
        yield from _wrong_addition(at, operation, work)
    elif operation.get("competency") not in work.asked:
        yield Problem(f"{at}/competency", "requirement_absent")
    elif kind != "drop":
        yield from _wrong_level(at, operation, work.asked[operation["competency"]].level)


def _wrong_addition(at: str, operation: Operation, work: _Work) -> Iterator[Problem]:
    name = operation.get("competency")
    if not isinstance(name, str) or not name:
        yield Problem(f"{at}/competency", "competency_unknown")
    elif name in work.asked:
        yield Problem(f"{at}/competency", "requirement_there")
    if operation.get("level") not in LEVELS:
        yield Problem(f"{at}/level", "level_unknown")
    if operation.get("weight", 1) not in WEIGHTS:
        yield Problem(f"{at}/weight", "out_of_range", {"from": WEIGHTS[0], "to": WEIGHTS[-1]})


def _wrong_level(at: str, operation: Operation, now: int) -> Iterator[Problem]:
    to = operation.get("to")
    if to not in LEVELS:
        yield Problem(f"{at}/to", "level_unknown")
    elif operation["op"] == "raise" and to <= now:
        yield Problem(f"{at}/to", "not_higher", {"level": now})
    elif operation["op"] == "lower" and to >= now:
        yield Problem(f"{at}/to", "not_lower", {"level": now})
    elif operation.get("from") not in {None, now}:
        yield Problem(f"{at}/from", "base_moved", {"level": now})


def _below_floor(
    base: Content, operations: Sequence[Operation], floors: Iterable[Floor], work: _Work
) -> Iterator[Problem]:
    before = {one.competency: one for one in base.requirements}
    for floor in floors:
        was, now = before.get(floor.competency), work.asked.get(floor.competency)
        if was is None or floor.competency not in work.touched:
            continue
        lowest = min(floor.level, was.level)
        if now is None or now.level < lowest or (was.must and not now.must):
            index = work.touched[floor.competency]
            member = {"lower": "to", "add": "must"}.get(operations[index]["op"], "op")
            yield Problem(f"/operations/{index}/{member}", "floor", {"level": lowest})
