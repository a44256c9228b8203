"""Figures such as a median of days: when one is shown, and when it is worked out anew. Pure.

How many people stand behind a figure is published nowhere. Where all of them are counted in a metric of the
month too, such as everybody whose claim was decided by outcome, their number would tell a hidden outcome, and
so would that there is a figure or that it changes: it then depends on the shown counts of that metric alone.
docs/needs.md has the reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competencies.aggregate import THRESHOLD

NINETIETH = "ninetieth"
NINETIETH_FROM = 20  # people: with fewer it would be one person's time
_MOST_HIDDEN = THRESHOLD - 1

Basis = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures of a group of people (such as a median of days), and of how many people.

    `within`: the metric of `Tally.people` in whose cases each of them is counted too, where there is one.
    """

    people: int
    values: Mapping[str, float]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What everybody sees of the figures, and what the next month has to hold on to."""

    shown: dict[str, dict[str, Any]]
    last: dict[str, dict[str, Any]]


def decide(
    figures: Mapping[str, Figure], shown_people: Mapping[str, Basis], last: Mapping[str, Any]
) -> Decided:
    """Give the figures of a month after the `Decided.last` of the month before.

    A figure that is hidden keeps what was shown last, so that a hidden month does not bring an exact one.
    """
    told = Decided({}, {name: dict(one) for name, one in last.items() if name in figures})
    for name, one in figures.items():
        basis = shown_people.get(one.within, {}) if one.within else {"": one.people}
        if basis and one.people >= THRESHOLD:
            kept = _held(last.get(name), one, basis)
            told.last[name] = kept
            told.shown[name] = {"values": kept["values"]}
    return told


def _held(before: Mapping[str, Any] | None, one: Figure, basis: Basis) -> dict[str, Any]:
    if before is None or _has_moved(before.get("basis", basis), basis):
        return {"basis": dict(basis), "values": _values(one.values, basis)}
    return {"basis": dict(before.get("basis", basis)), "values": _values(before["values"], basis)}


def _has_moved(before: Basis, now: Basis) -> bool:
    """Tell whether five people have surely come or gone; a hidden count may be as many as four."""
    return any(
        abs(before.get(case, _MOST_HIDDEN) - now.get(case, _MOST_HIDDEN)) >= THRESHOLD
        for case in before.keys() | now.keys()
    )


def _values(values: Mapping[str, float], basis: Basis) -> dict[str, float]:
    is_enough = max(basis.values()) >= NINETIETH_FROM
    return {name: value for name, value in values.items() if name != NINETIETH or is_enough}
