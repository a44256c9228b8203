"""Counts of people: the published example, and that nothing hidden can be worked out, month after month.

Three attackers are tried on random tables and histories: one who subtracts, one who solves all equations and
inequalities there are (linear programming), and one who knows the rules by heart and tries every other world.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from competencies.aggregate import THRESHOLD, hold, public_rows, published
from competencies.suppression import NOTHING, Counts, Numbers, step

EXAMPLES = json.loads((Path(__file__).parents[1] / "oracles" / "worked-examples.json").read_text("utf-8"))
ORACLE = EXAMPLES["worked_examples"]["suppression"]
REGIONS, LANGUAGES = "nsew", ("ar", "en", "es", "sv")
SMALL = range(THRESHOLD)

# A person says at most one region, and any number of languages.
people = st.tuples(
    st.sampled_from(["", *REGIONS]), st.frozensets(st.sampled_from(LANGUAGES), max_size=3), st.integers(0, 9)
)
crowds = st.lists(people, max_size=14)
histories = st.lists(crowds, min_size=1, max_size=5)


@st.composite
def drifting(draw: st.DrawFn) -> list[list[tuple[str, frozenset[str], int]]]:
    """A crowd in which a few come and go between months: what holding and hiding are for."""
    months = [draw(crowds)]
    for _ in range(draw(st.integers(0, 5))):
        moved = [(who, langs, max(0, many + draw(st.integers(-3, 3)))) for who, langs, many in months[-1]]
        months.append(moved)
    return months


def counts_of(crowd) -> Counts:
    return Counts(
        total=sum(many for _, _, many in crowd),
        by_region={one: sum(many for who, _, many in crowd if who == one) for one in REGIONS},
        by_language={one: sum(many for _, langs, many in crowd if one in langs) for one in LANGUAGES},
    )


def published_over(months: list[Counts]) -> list[Numbers]:
    shown, last = [], NOTHING
    for counts in months:
        taken = step(counts, last)
        shown.append(taken.shown)
        last = taken.last
    return shown


def numbers_of(shown: Numbers) -> Iterator[int]:
    yield from shown.by_region.values()
    yield from shown.by_language.values()
    if shown.total is not None:
        yield shown.total


def test_the_published_example_comes_out_exactly():
    rows = list(public_rows(ORACLE["input"]["cells"], ("wanted", "offered")))
    assert rows == ORACLE["expected_public"]
    assert ORACLE["input"]["threshold"] == THRESHOLD


@pytest.mark.parametrize(("count", "said"), [(0, None), (1, None), (4, None), (5, 5), (6, 6)])
def test_a_count_below_five_is_hidden_zero_like_one(count, said):
    assert published(count) == said


@pytest.mark.parametrize(
    ("before", "count", "said"),
    [(None, 9, 9), (9, 13, 9), (9, 14, 14), (9, 5, 9), (9, 4, None), (12, 8, 12), (12, 7, 7), (5, 0, None)],
)
def test_a_shown_number_stays_until_five_have_come_or_gone_or_too_few_are_left(before, count, said):
    assert hold(before, count) == said


def test_a_total_is_shown_only_when_five_remain_beside_the_regions():
    def total(unsaid: int) -> int | None:
        return step(Counts(12 + unsaid, {"n": 12}, {})).shown.total

    assert [total(unsaid) for unsaid in (0, 4, 5)] == [None, None, 17]


def test_a_language_that_nearly_all_speak_counts_as_a_total():
    def english(count: int) -> int | None:
        return step(Counts(20, {"n": 12}, {"en": count})).shown.by_language.get("en")

    assert [english(count) for count in (11, 12, 16, 17)] == [11, None, None, 17]


def test_a_total_is_hidden_when_the_languages_would_tell_who_is_missing():
    assert step(Counts(22, {}, {"en": 12, "sv": 8, "ar": 2})).shown.total is None
    assert step(Counts(25, {}, {"en": 12, "sv": 8, "ar": 2})).shown.total == 25


def test_a_total_that_was_hidden_for_a_month_does_not_come_back_with_one_person_more():
    months = [Counts(30, {"n": 20}), Counts(30, {"n": 27}), Counts(31, {"n": 20})]
    assert [one.total for one in published_over(months)] == [30, None, 30]


@given(histories | drifting())
def test_no_number_below_five_is_ever_shown(months):
    for shown in published_over([counts_of(one) for one in months]):
        assert all(number >= THRESHOLD for number in numbers_of(shown))


@given(histories | drifting())
def test_between_two_months_a_shown_number_stays_or_the_true_one_moved_by_five(months):
    truths = [counts_of(one) for one in months]
    every = published_over(truths)
    for truth, before, after in zip(truths[1:], every, every[1:], strict=False):
        for mine, then, now in (
            (truth.by_region, before.by_region, after.by_region),
            (truth.by_language, before.by_language, after.by_language),
            ({"": truth.total}, {"": before.total or 0}, {"": after.total or 0}),
        ):
            for key in then.keys() & now.keys():
                if then[key] and now[key]:
                    moved = abs(mine[key] - then[key])
                    assert now[key] == (mine[key] if moved >= THRESHOLD else then[key])


@given(histories | drifting())
def test_whoever_subtracts_never_finds_a_small_number(months):
    for shown in published_over([counts_of(one) for one in months]):
        in_regions = sum(shown.by_region.values())
        for number in (shown.total, *shown.by_language.values()):
            if number is not None and number >= in_regions:
                assert number - in_regions >= THRESHOLD
        if shown.total is not None:
            left = shown.total - sum(shown.by_language.values())
            assert left < 0 or left >= THRESHOLD


def _known(now: int | None, before: int | None) -> tuple[int, int | None]:
    """What a reader knows of the true number: from, to."""
    if now is None:
        return 0, None
    if now != before:
        return now, now
    return max(THRESHOLD, now - THRESHOLD + 1), now + THRESHOLD - 1


def _bounds(shown: Numbers, before: Numbers) -> list[tuple[int, int | None]]:
    """Variables: regions, no region, languages, total. Hidden regions are small: only rule 1 hides them."""
    places = [_known(shown.by_region.get(one), before.by_region.get(one)) for one in REGIONS]
    regions = [(low, THRESHOLD - 1 if high is None else high) for low, high in places]
    languages = [_known(shown.by_language.get(one), before.by_language.get(one)) for one in LANGUAGES]
    return [*regions, (0, None), *languages, _known(shown.total, before.total)]


def _reach(shown: Numbers, before: Numbers, place: int) -> tuple[float, float]:
    """The least and the most that one hidden number can be, given everything that is shown."""
    size = len(REGIONS) + 1 + len(LANGUAGES) + 1
    everybody = np.zeros((1, size))
    everybody[0, : len(REGIONS) + 1], everybody[0, -1] = 1, -1
    speaking = np.zeros((len(LANGUAGES), size))
    for row in range(len(LANGUAGES)):
        speaking[row, len(REGIONS) + 1 + row], speaking[row, -1] = 1, -1
    goal, ends = np.zeros(size), []
    for sign in (1, -1):
        goal[place] = sign
        found = linprog(
            goal, A_ub=speaking, b_ub=np.zeros(len(LANGUAGES)), A_eq=everybody, b_eq=[0],
            bounds=_bounds(shown, before), method="highs",
        )  # fmt: skip
        if found.status == UNBOUNDED:
            return ends[0] if ends else 0.0, float("inf")
        assert found.status == 0, found.message
        ends.append(sign * found.fun)
    return ends[0], ends[1]


UNBOUNDED = 3


@settings(max_examples=60, deadline=None)
@given(histories | drifting())
def test_linear_programming_pins_no_hidden_number(months):
    every = published_over([counts_of(one) for one in months])
    for before, shown in zip([NOTHING, *every], every, strict=False):
        for place, one in enumerate(REGIONS):
            if one not in shown.by_region:
                least, most = _reach(shown, before, place)
                assert (round(least), round(most)) == (0, THRESHOLD - 1)
        for place, one in enumerate(LANGUAGES, start=len(REGIONS) + 1):
            if one not in shown.by_language:
                least, most = _reach(shown, before, place)
                assert round(least) == 0
                assert most >= THRESHOLD - 1


def _other_worlds(months: list[Counts], every: list[Numbers]) -> Iterator[list[Counts]]:
    """For every hidden number of every month and each value from 0 to 4: a world in which it is that."""
    for month, (truth, shown) in enumerate(zip(months, every, strict=True)):
        for one in REGIONS:
            if one in shown.by_region:
                continue
            for value in SMALL:
                regions = {key: shown.by_region.get(key, 0) for key in REGIONS} | {one: value}
                in_regions = sum(shown.by_region.values())
                total = max(truth.total, in_regions + THRESHOLD - 1)
                yield _with(months, month, replace(truth, total=total, by_region=regions))
        for one in LANGUAGES:
            if truth.by_language[one] < THRESHOLD:
                for value in SMALL:
                    total = max(truth.total, value)
                    changed = {**truth.by_language, one: value}
                    yield _with(months, month, replace(truth, total=total, by_language=changed))


def _with(months: list[Counts], place: int, month: Counts) -> list[Counts]:
    return [*months[:place], month, *months[place + 1 :]]


def _could_be(counts: Counts) -> bool:
    """Are there people of whom these are the counts?"""
    return sum(counts.by_region.values()) <= counts.total >= max(counts.by_language.values(), default=0)


@settings(max_examples=60, deadline=None)
@given(histories | drifting())
def test_whoever_knows_the_rules_cannot_tell_a_small_number_from_any_other(months):
    truths = [counts_of(one) for one in months]
    every = published_over(truths)
    for world in _other_worlds(truths, every):
        assert all(_could_be(one) for one in world)
        assert published_over(world) == every
