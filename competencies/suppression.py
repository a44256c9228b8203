"""Counts of the same people by region and by language: which of them can be shown together. Pure.

Rule 1 (`aggregate.hold`) decides about every number alone. Rule 2 is about numbers that together would tell
a hidden one: whatever could stand for everybody, as the total or a language that nearly all speak, is shown
only when at least five people remain beside the regions that are shown. People may say no region and no
language, and how many do not is never shown, so regions and languages of one competency tell nothing of each
other. docs/needs.md has the proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from competencies.aggregate import THRESHOLD, hold, hold_each


@dataclass(frozen=True, slots=True)
class Counts:
    """People, truly: all, those of each region (one at most each), of each language (any number each)."""

    total: int = 0
    by_region: Mapping[str, int] = field(default_factory=dict)
    by_language: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that are shown, or (what `Step.last` is) that were shown last; hidden ones are left out."""

    total: int | None = None
    by_region: Mapping[str, int] = field(default_factory=dict)
    by_language: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What to show, and what was shown last of each number that has not fallen below five since."""

    shown: Numbers
    last: Numbers


NOTHING = Numbers()


def step(counts: Counts, last: Numbers = NOTHING) -> Step:
    """Decide what to show of one competency (or anything else that is counted), after what was shown last."""
    regions = hold_each(last.by_region, counts.by_region)
    in_regions = sum(regions.values())
    held = hold_each(last.by_language, counts.by_language)
    languages = {key: number for key, number in held.items() if not _could_be_all(number, in_regions)}
    total = hold(last.total, counts.total)
    if total is not None and not _may_stand(total, counts.total - in_regions, in_regions, languages):
        total = None
    return Step(
        Numbers(total, regions, languages),
        Numbers(_last_total(last.total, counts.total, total), regions, _last(last, counts, languages)),
    )


def _could_be_all(number: int, in_regions: int) -> bool:
    """Beside the regions' sum such a number would tell how few are left."""
    return 0 <= number - in_regions < THRESHOLD


def _may_stand(total: int, truly_left: int, in_regions: int, languages: Mapping[str, int]) -> bool:
    left_by_language = total - sum(languages.values())
    return (
        min(truly_left, total - in_regions) >= THRESHOLD
        and total >= max(languages.values(), default=0)
        and not 0 <= left_by_language < THRESHOLD
    )


def _last_total(before: int | None, count: int, shown: int | None) -> int | None:
    """A total that is hidden by rule 2 keeps what was shown last, so that it cannot come back exact."""
    return shown if shown is not None else before if count >= THRESHOLD else None


def _last(last: Numbers, counts: Counts, shown: Mapping[str, int]) -> dict[str, int]:
    kept = {
        key: number
        for key, number in last.by_language.items()
        if counts.by_language.get(key, 0) >= THRESHOLD and key not in shown
    }
    return {**kept, **shown}
