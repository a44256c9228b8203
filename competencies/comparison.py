"""Roles beside each other: two of them, requirement by requirement; and where many of them overlap. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from competencies.gap import Requirement


class Difference(StrEnum):
    """What is different about one competency in two roles; pages hold the words."""

    SAME = "same"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    HIGHER = "higher"
    LOWER = "lower"
    NEEDED = "needed"
    HELPFUL = "helpful"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Compared:
    """One competency in two roles; `differences` say what the second has otherwise than the first."""

    competency: str
    first: Requirement | None
    second: Requirement | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two roles (by their places in what was given) and the competencies that both ask for."""

    first: int
    second: int
    shared: tuple[str, ...]


def compare(first: Iterable[Requirement], second: Iterable[Requirement]) -> list[Compared]:
    """Give every competency of either role: those of the first in its order, then those of the second."""
    one = {each.competency: each for each in first}
    other = {each.competency: each for each in second}
    names = [*one, *(name for name in other if name not in one)]
    return [
        Compared(name, one.get(name), other.get(name), _differences(one.get(name), other.get(name)))
        for name in names
    ]


def overlaps(roles: Sequence[Mapping[str, int]]) -> list[Overlap]:
    """Give each pair of roles (competency -> level) with what they share, in order; those without, too."""
    pairs = combinations(range(len(roles)), 2)
    return [
        Overlap(first, second, tuple(name for name in roles[first] if name in roles[second]))
        for first, second in pairs
    ]


def _differences(first: Requirement | None, second: Requirement | None) -> tuple[Difference, ...]:
    if first is None:
        return (Difference.ONLY_SECOND,)
    if second is None:
        return (Difference.ONLY_FIRST,)
    found = []
    if first.level != second.level:
        found.append(Difference.HIGHER if second.level > first.level else Difference.LOWER)
    if first.must != second.must:
        found.append(Difference.NEEDED if second.must else Difference.HELPFUL)
    if first.weight != second.weight:
        found.append(Difference.WEIGHT)
    return tuple(found) or (Difference.SAME,)
