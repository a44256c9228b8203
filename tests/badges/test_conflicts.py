from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.conflicts import REASONS, Ties, conflicts

NOW = datetime(2026, 5, 1, tzinfo=UTC)
moments = st.one_of(st.none(), st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)))
ties = st.builds(
    Ties, *(moments if one.name.endswith("_at") else st.booleans() for one in fields(Ties))
)  # fmt: skip


def test_somebody_without_ties_may_decide():
    assert conflicts(Ties(), NOW) == ()


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (Ties(is_own=True), "own"),
        (Ties(mentors=True), "mentee"),
        (Ties(endorses=True), "endorser"),
        (Ties(declined=True), "declined_it"),
        (Ties(decided_at=NOW), "decided_yours"),
        (Ties(endorsed_at=NOW), "endorsed_you"),
    ],
)
def test_each_tie_has_its_reason(one: Ties, reason: str):
    assert conflicts(one, NOW) == (reason,)


@pytest.mark.parametrize(("days", "ties_them"), [(0, True), (90, True), (91, False), (400, False)])
def test_what_is_reciprocal_ends_after_90_days(days: int, ties_them: bool):
    then = NOW - timedelta(days=days)
    assert bool(conflicts(Ties(decided_at=then), NOW)) is ties_them
    assert bool(conflicts(Ties(endorsed_at=then), NOW)) is ties_them


@given(ties)
def test_reasons_are_known_and_told_once(one: Ties):
    found = conflicts(one, NOW)
    assert set(found) <= set(REASONS)
    assert len(found) == len(set(found))


@given(ties, st.integers(0, 1000))
def test_time_never_makes_a_new_conflict(one: Ties, days: int):
    assert set(conflicts(one, NOW + timedelta(days=days))) <= set(conflicts(one, NOW))
