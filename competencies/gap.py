"""What a person still misses for a role: values in, values out. Pure.

Readiness is advice: nobody is appointed, refused or ranked by it. What people read are counts
("3 of 5 required"); `coverage` exists so that two moments of one person can be compared exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

NEAR_STEPS = 2  # with so few steps missing on what is needed, none of them larger than one, a person is near
NEAR_STEP = 1


class State(StrEnum):
    """How far a person is on the way to a role."""

    READY = "ready"
    NEAR = "near"
    DEVELOPING = "developing"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A competency (slug) and level (1 to 4) that a role needs (`must`) or finds helpful."""

    competency: str
    level: int
    must: bool
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A level that one credential shows, from when and until when (None: without end)."""

    competency: str
    level: int
    source: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement beside what is held (0: nothing shown yet)."""

    competency: str
    required: int
    held: int
    must: bool
    weight: int

    @property
    def missing(self) -> int:
        """How many levels are missing, 0 when the requirement is met."""
        return max(0, self.required - self.held)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Every requirement with its gap, in the order given; and what that amounts to."""

    gaps: tuple[Gap, ...]
    coverage: Fraction
    must_gap_steps: int
    state: State

    @property
    def musts(self) -> int:
        """How many requirements are needed."""
        return sum(gap.must for gap in self.gaps)

    @property
    def musts_met(self) -> int:
        """How many of the needed ones are met."""
        return sum(gap.must and not gap.missing for gap in self.gaps)


def asked_for(requirements: Iterable[Mapping[str, Any]]) -> list[Requirement]:
    """Give the requirements of a role as a version of it keeps them: [{competency, level, must, weight}]."""
    return [
        Requirement(one["competency"], int(one["level"]), bool(one["must"]), int(one["weight"]))
        for one in requirements
    ]


def readiness(requirements: Iterable[Requirement], held: Mapping[str, int]) -> Readiness:
    """Give how far somebody who holds these levels (by competency) is from these requirements."""
    gaps = tuple(
        Gap(one.competency, one.level, held.get(one.competency, 0), one.must, one.weight)
        for one in requirements
    )
    missing = [gap.missing for gap in gaps if gap.must]
    return Readiness(gaps, _coverage(gaps), sum(missing), _state(missing))


def shown_at(attained: Iterable[Shown], moment: datetime) -> dict[str, Shown]:
    """Give for each competency what shows the highest level at a moment, and the longest among equals."""
    best: dict[str, Shown] = {}
    for one in sorted(attained, key=_strength):
        if one.starts_at <= moment and (one.ends_at is None or one.ends_at > moment):
            best[one.competency] = one
    return best


def levels(shown: Mapping[str, Shown]) -> dict[str, int]:
    """Give the level held of each competency."""
    return {competency: one.level for competency, one in shown.items()}


def _strength(one: Shown) -> tuple[int, bool, float, str]:
    lasts = one.ends_at.timestamp() if one.ends_at else 0.0
    return one.level, one.ends_at is None, lasts, one.source


def _coverage(gaps: tuple[Gap, ...]) -> Fraction:
    asked = sum(gap.weight * gap.required for gap in gaps)
    if not asked:
        return Fraction(1)
    return Fraction(sum(gap.weight * min(gap.held, gap.required) for gap in gaps), asked)


def _state(missing: list[int]) -> State:
    if not any(missing):
        return State.READY
    if sum(missing) <= NEAR_STEPS and max(missing) <= NEAR_STEP:
        return State.NEAR
    return State.DEVELOPING
