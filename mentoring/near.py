"""How near somebody is to a role, with every reason; and people in bands, in no order. Pure.

There is no score here: two people in one band are never compared with each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from competencies.gap import Readiness, Requirement, Shown, State, levels, readiness

BANDS = (State.READY, State.NEAR)  # whom a steward sees; who is on the way is left in peace
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Reason:
    """One requirement: what is asked, what is held (0: nothing shown), by which source, until when."""

    competency: str
    required: int
    held: int
    must: bool
    source: str | None
    ends_at: datetime | None

    @property
    def is_met(self) -> bool:
        """Tell whether enough is shown."""
        return self.held >= self.required


@dataclass(frozen=True, slots=True)
class Nearness:
    """A readiness, and everything that it rests on."""

    readiness: Readiness
    reasons: tuple[Reason, ...]

    @property
    def state(self) -> State:
        """Ready, near or developing."""
        return self.readiness.state

    @property
    def met(self) -> tuple[Reason, ...]:
        """What is shown as asked for."""
        return tuple(one for one in self.reasons if one.is_met)

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What is still missing, what is needed first."""
        return tuple(sorted((one for one in self.reasons if not one.is_met), key=lambda one: not one.must))


def nearness(requirements: Iterable[Requirement], shown: Mapping[str, Shown]) -> Nearness:
    """Give how near somebody who can show this (by competency) is to these requirements, with reasons."""
    found = readiness(requirements, levels(shown))
    reasons = tuple(
        Reason(gap.competency, gap.required, gap.held, gap.must, *_proof(shown.get(gap.competency)))
        for gap in found.gaps
    )
    return Nearness(found, reasons)


def requirements_of(rows: Iterable[Mapping[str, Any]]) -> list[Requirement]:
    """Give the requirements as a role version keeps them."""
    return [
        Requirement(one["competency"], int(one["level"]), bool(one["must"]), int(one["weight"]))
        for one in rows
    ]


def grouped(things: Iterable[tuple[State, Thing]]) -> dict[State, list[Thing]]:
    """Give the things of each state, states in their order, things in the order given."""
    found: dict[State, list[Thing]] = {state: [] for state in State}
    for state, thing in things:
        found[state].append(thing)
    return found


def in_bands(things: Iterable[tuple[State, Thing]], chance: Random) -> dict[State, list[Thing]]:
    """Give the things of the two bands, each band mixed anew: a place in it says nothing about anybody."""
    found = grouped(things)
    return {band: mixed(found[band], chance) for band in BANDS}


def mixed(things: Sequence[Thing], chance: Random) -> list[Thing]:
    """Give the same things in an order that chance chose."""
    return chance.sample(list(things), len(things))


def _proof(shown: Shown | None) -> tuple[str | None, datetime | None]:
    return (shown.source, shown.ends_at) if shown else (None, None)
