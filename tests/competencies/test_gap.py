"""The gap to a role: the published examples, and what must hold whatever the numbers are."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.gap import Requirement, Shown, State, levels, readiness, shown_at

ROOT = Path(__file__).parents[2]
EXAMPLES = json.loads((ROOT / "tests" / "oracles" / "worked-examples.json").read_text("utf-8"))
STARTER = json.loads((ROOT / "pathways" / "starter" / "content.json").read_text("utf-8"))
ORACLES = EXAMPLES["worked_examples"]["gap_analysis"]["expected"]
PEOPLE = {one["id"]: one for one in EXAMPLES["demo_people"]}
NOW = datetime(2026, 3, 1, tzinfo=UTC)

requirements = st.lists(
    st.builds(
        Requirement,
        competency=st.sampled_from("abcdefgh"),
        level=st.integers(1, 4),
        must=st.booleans(),
        weight=st.integers(1, 5),
    ),
    unique_by=lambda one: one.competency,
)
holdings = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 4))


def asked_by(role: str) -> list[Requirement]:
    found = next(one for one in STARTER["roles"] if one["id"] == role)
    return [
        Requirement(one["competency"], one["level"], one["must"], one["weight"])
        for one in found["requirements"]
    ]


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda one: f"{one['person']}-{one['role']}")
def test_the_worked_examples_hold_for_the_starter_roles(oracle):
    found = readiness(asked_by(oracle["role"]), PEOPLE[oracle["person"]]["held"])
    rows = [
        {
            "competency": gap.competency,
            "required": gap.required,
            "held": gap.held,
            "gap": gap.missing,
            "must": gap.must,
        }
        for gap in found.gaps
    ]
    assert rows == oracle["rows"]
    assert round(float(found.coverage), 4) == oracle["coverage"]
    assert found.must_gap_steps == oracle["must_gap_steps"]
    assert found.state == oracle["state"]


def test_there_are_four_worked_examples_of_every_state():
    assert [one["state"] for one in ORACLES] == ["near", "ready", "ready", "developing"]


@given(requirements, holdings, st.randoms())
def test_the_order_of_requirements_changes_nothing(asked, held, random):
    shuffled = list(asked)
    random.shuffle(shuffled)
    one, other = readiness(asked, held), readiness(shuffled, held)
    assert (one.coverage, one.state, one.must_gap_steps) == (
        other.coverage,
        other.state,
        other.must_gap_steps,
    )
    assert set(one.gaps) == set(other.gaps)


@given(requirements, holdings, holdings)
def test_holding_more_never_takes_anything_away(asked, held, more):
    better = {name: max(held.get(name, 0), more.get(name, 0)) for name in held | more}
    before, after = readiness(asked, held), readiness(asked, better)
    assert after.coverage >= before.coverage
    assert after.must_gap_steps <= before.must_gap_steps
    assert after.musts_met >= before.musts_met
    order = [State.DEVELOPING, State.NEAR, State.READY]
    assert order.index(after.state) >= order.index(before.state)


@given(requirements, holdings)
def test_ready_is_exactly_when_nothing_needed_is_missing(asked, held):
    found = readiness(asked, held)
    assert (found.state is State.READY) == (not any(gap.missing for gap in found.gaps if gap.must))
    assert (found.state is State.READY) == (found.musts_met == found.musts)
    assert 0 <= found.coverage <= 1


@pytest.mark.parametrize(
    ("missing", "state"),
    [([1], "near"), ([1, 1], "near"), ([2], "developing"), ([1, 1, 1], "developing"), ([0, 0], "ready")],
)
def test_near_is_at_most_two_steps_and_none_larger_than_one(missing, state):
    asked = [Requirement(str(index), 3, must=True) for index in range(len(missing))]
    found = readiness(asked, {str(index): 3 - gap for index, gap in enumerate(missing)})
    assert found.state == state


def test_a_role_that_asks_for_nothing_is_covered():
    assert readiness([], {}).coverage == 1


def test_what_has_ended_or_not_begun_shows_nothing():
    past, future = NOW - timedelta(days=1), NOW + timedelta(days=1)
    attained = [
        Shown("a", 4, "ended", past, NOW),
        Shown("a", 3, "not begun", future, None),
        Shown("a", 2, "stands", NOW, future),
    ]
    assert levels(shown_at(attained, NOW)) == {"a": 2}
    assert shown_at(attained, NOW)["a"].source == "stands"


def test_the_highest_level_counts_and_among_equals_what_lasts_longest():
    past, later = NOW - timedelta(days=1), NOW + timedelta(days=9)
    attained = [
        Shown("a", 2, "for ever", past, None),
        Shown("a", 3, "for a day", past, NOW + timedelta(days=1)),
        Shown("a", 3, "for longer", past, later),
        Shown("b", 1, "until later", past, later),
        Shown("b", 1, "without end", past, None),
    ]
    for order in (attained, attained[::-1]):
        found = shown_at(order, NOW)
        assert {name: one.source for name, one in found.items()} == {"a": "for longer", "b": "without end"}
