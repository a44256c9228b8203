"""How near somebody is: every reason is there, and a place in a band says nothing."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from competencies.gap import Requirement, Shown, State
from mentoring.moves import NOMINATION, as_nominator_sees
from mentoring.near import BANDS, grouped, in_bands, mixed, nearness, requirements_of
from mentoring.wording import has_contact

THEN = datetime(2026, 1, 1, tzinfo=UTC)
STATES = st.sampled_from(list(State))


def shown(**levels: int) -> dict[str, Shown]:
    return {slug: Shown(slug, level, f"urn:uuid:{slug}", THEN, None) for slug, level in levels.items()}


def test_every_requirement_is_a_reason_with_what_shows_it():
    found = nearness(
        [Requirement("a", 2, True), Requirement("b", 1, False), Requirement("c", 1, True)], shown(a=3)
    )
    assert found.state is State.NEAR
    assert [one.competency for one in found.met] == ["a"]
    assert found.met[0].source == "urn:uuid:a"
    assert [one.competency for one in found.missing] == ["c", "b"]
    assert found.readiness.musts_met == 1


def test_requirements_are_read_from_a_version():
    row = {"competency": "a", "level": 2, "must": True, "weight": 3, "reason": {"en": "As here."}}
    assert requirements_of([row]) == [Requirement("a", 2, True, 3)]


@given(st.lists(st.tuples(STATES, st.integers())), st.integers())
def test_bands_hold_exactly_those_who_are_ready_or_near(things, seed):
    bands = in_bands(things, Random(seed))
    assert tuple(bands) == BANDS
    for band in BANDS:
        assert sorted(bands[band]) == sorted(thing for state, thing in things if state is band)


@given(st.lists(st.tuples(STATES, st.integers())))
def test_grouping_keeps_the_order_given(things):
    found = grouped(things)
    for state in State:
        assert found[state] == [thing for one, thing in things if one is state]


def test_the_order_of_a_band_is_left_to_chance():
    orders = {tuple(mixed(list("abcde"), Random(seed))) for seed in range(200)}
    assert len(orders) > 50
    firsts = [mixed(list("abc"), Random(seed))[0] for seed in range(300)]
    assert all(firsts.count(one) > 50 for one in "abc")


def test_who_made_a_nomination_never_sees_that_it_was_declined():
    over = datetime(2026, 2, 1, tzinfo=UTC)
    assert (
        as_nominator_sees("declined", over, THEN) == as_nominator_sees("proposed", over, THEN) == "proposed"
    )
    assert as_nominator_sees("declined", over, over) == as_nominator_sees("proposed", over, over) == "lapsed"
    assert NOMINATION["declined", "withdraw"] == NOMINATION["proposed", "withdraw"]


def test_ways_to_reach_somebody_are_found():
    for text in (
        "Write to kim@example.org",
        "Call +46 70 123 45 67",
        "call 070-1234567.",
        "tel (555) 123-4567",
    ):
        assert has_contact(text), text
    for text in (
        "On 2026-01-31 she helped 40 people",
        "https://w.example.org/?diff=123456789 shows it",
        "In 2024 and 2025",
        "12 of 15",
    ):
        assert not has_contact(text), text
