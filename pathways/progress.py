"""How far a person is on a path: values in, values out. Pure. Derived whenever it is asked for.

A step that is a badge is done when the person holds that badge; no tick makes it so. Every other step is
done when the person says so. A path is complete when all its required steps are done; where none is
required, all are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BADGE = "badge"


class StepState(StrEnum):
    """Where one step stands; exactly one is next until the path is complete."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `ref` is a slug of a badge or resource, or the name of an activity. `minutes` 0: not said."""

    id: str
    kind: str
    ref: str
    required: bool
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step and where it stands."""

    step: Step
    state: StepState


@dataclass(frozen=True, slots=True)
class Progress:
    """Every step in order, counts of the required ones, and the minutes that these still take."""

    steps: tuple[StepProgress, ...]
    required: int
    required_done: int
    minutes_left: int
    next_step: Step | None

    @property
    def is_complete(self) -> bool:
        """Tell whether every required step is done."""
        return self.required_done == self.required


def steps_of(described: Iterable[Mapping[str, Any]], resource_minutes: Mapping[str, int]) -> list[Step]:
    """Give the steps that a PathVersion describes; minutes are the step's own or those of its resource."""
    return [
        Step(
            id=one["id"],
            kind=one["kind"],
            ref=one["ref"],
            required=bool(one["required"]),
            minutes=one.get("duration_minutes") or resource_minutes.get(one["ref"], 0),
        )
        for one in described
    ]


def progress(steps: Collection[Step], ticked: Collection[str], badges: Collection[str]) -> Progress:
    """Give how far somebody is who ticked steps (by id) and holds badges (by slug)."""
    done = {one.id for one in steps if is_done(one, ticked, badges)}
    required = [one for one in steps if one.required] or list(steps)
    undone = [one for one in required if one.id not in done]
    following = undone[0] if undone else None
    return Progress(
        steps=tuple(StepProgress(one, _state(one, done, following)) for one in steps),
        required=len(required),
        required_done=len(required) - len(undone),
        minutes_left=sum(one.minutes for one in undone),
        next_step=following,
    )


def is_done(step: Step, ticked: Collection[str], badges: Collection[str]) -> bool:
    """Tell whether one step is done."""
    return step.ref in badges if step.kind == BADGE else step.id in ticked


def _state(step: Step, done: Collection[str], following: Step | None) -> StepState:
    if step.id in done:
        return StepState.DONE
    return StepState.NEXT if step == following else StepState.OPEN
