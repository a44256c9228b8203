"""A group makes a role its own by operations, each with a reason; only the floor stays."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.adaptation import (
    OPERATIONS_MAX,
    Content,
    Floor,
    apply,
    attempt,
    diff,
    rebased,
    requirements_of,
    stamped,
)
from competencies.adaptation_moves import MOVES, AdaptationState, moved
from competencies.gap import Requirement
from foundation.errors import ConflictError, InvalidError

ROOT = Path(__file__).parents[2]
CONTENT = json.loads((ROOT / "pathways/starter/content.json").read_text("utf-8"))
ORACLE = json.loads((ROOT / "tests/oracles/worked-examples.json").read_text("utf-8"))["worked_examples"]
SAFE = "inclusive-safe-participation"
FLOORS = (Floor(SAFE, 1),)
WHY = {"en": "Because."}
BASE = Content(
    {"en": "Guide"},
    (Requirement(SAFE, 2, must=True), Requirement("writing", 2, must=True, weight=2)),
)


def op(kind, competency="writing", **more):
    return {"op": kind, "competency": competency, "reason": WHY, **more}


def found(*operations, floors=FLOORS):
    return [(one.pointer, one.code) for one in attempt(BASE, operations, floors)[1]]


def test_the_worked_example_gives_exactly_the_expected_list():
    example = CONTENT["role_adaptations_example"][0]
    base = next(one for one in CONTENT["roles"] if one["id"] == example["base_role"])
    floors = [
        Floor(one["competency"], one["min_level"])
        for one in CONTENT["framework"]["subsidiarity"]["protected"]
    ]
    start = Content(base["title"], requirements_of(base["requirements"]))
    rename = {"op": "rename", "title": example["title_override"], "reason": WHY}
    made = apply(start, [*example["changes"], rename], floors)
    assert made.requirements == requirements_of(ORACLE["role_adaptation"]["expected_requirements"])
    assert made.title["en"] == "Community weaver"


@pytest.mark.parametrize(
    ("operation", "pointer", "code"),
    [
        (op("raise", to=1), "to", "not_higher"),
        (op("raise", to=2), "to", "not_higher"),
        (op("raise", to=5), "to", "level_unknown"),
        (op("raise"), "to", "level_unknown"),
        (op("raise", to="3"), "to", "level_unknown"),
        (op("lower", to=3), "to", "not_lower"),
        (op("lower", to=0), "to", "level_unknown"),
        (op("raise", "cooking", to=3), "competency", "requirement_absent"),
        (op("drop", "cooking"), "competency", "requirement_absent"),
        (op("add", level=2), "competency", "requirement_there"),
        (op("add", "cooking"), "level", "level_unknown"),
        (op("add", "cooking", level=1, weight=9), "weight", "out_of_range"),
        (op("add", None, level=1), "competency", "competency_unknown"),
        (op("raise", to=3, **{"from": 1}), "from", "base_moved"),
        (op("replace"), "op", "operation_unknown"),
        ({"op": "rename", "title": {}, "reason": WHY}, "title", "text_missing"),
        ({"op": "drop", "competency": "writing", "reason": {}}, "reason", "text_missing"),
        (op("drop", SAFE), "op", "floor"),
    ],
)
def test_what_does_not_fit_is_said_where_it_stands(operation, pointer, code):
    assert found(operation) == [(f"/operations/0/{pointer}", code)]


def test_every_problem_is_told_at_once_and_the_rest_is_applied():
    made, problems = attempt(BASE, [op("raise", to=1), op("add", "cooking", level=1), op("drop", "sailing")])
    assert [one.pointer for one in problems] == ["/operations/0/to", "/operations/2/competency"]
    assert [one.competency for one in made.requirements] == [SAFE, "writing", "cooking"]
    with pytest.raises(InvalidError):
        apply(BASE, [op("raise", to=1)])


def test_the_floor_may_be_raised_and_lowered_to_its_level_but_not_taken_away():
    assert found(op("raise", SAFE, to=4)) == []
    assert found(op("lower", SAFE, to=1)) == []
    assert found(op("drop", SAFE), op("add", SAFE, level=2, must=False)) == [("/operations/1/must", "floor")]
    assert found(op("drop", SAFE), op("add", SAFE, level=1, must=True, weight=3)) == []
    assert found(op("lower", SAFE, to=1), floors=[Floor(SAFE, 2)]) == [("/operations/0/to", "floor")]


def test_a_floor_that_the_base_never_had_asks_nothing():
    assert found(op("drop"), floors=[Floor("cooking", 1)]) == []


def test_must_and_weight_stay_when_a_level_is_raised():
    (_, writing) = apply(BASE, [op("raise", to=4)]).requirements
    assert writing == Requirement("writing", 4, must=True, weight=2)


def test_too_many_operations_are_refused_whole():
    many = [op("drop")] * (OPERATIONS_MAX + 1)
    assert found(*many) == [("/operations", "too_many")]


def test_operations_are_kept_with_the_level_they_left_and_rebased_without():
    kept = stamped(BASE, [op("raise", to=3), op("raise", to=4)])
    assert [one["from"] for one in kept] == [2, 3]
    assert all("from" not in one for one in rebased(kept))


NAMES = st.sampled_from(["a", "b", "c", "d", "e", "f", SAFE])
REQUIREMENTS = st.lists(
    st.builds(Requirement, NAMES, st.integers(1, 4), st.booleans(), st.integers(1, 5)),
    unique_by=lambda one: one.competency,
    max_size=7,
).map(tuple)
CONTENTS = st.builds(
    Content,
    st.dictionaries(st.sampled_from(["en", "ar"]), st.sampled_from(["Guide", "Host"]), min_size=1),
    REQUIREMENTS,
)


@given(CONTENTS, CONTENTS)
def test_applying_the_difference_of_two_roles_gives_the_second(first, second):
    made = apply(first, diff(first, second))
    assert made.title == second.title
    assert set(made.requirements) == set(second.requirements)
    assert len(made.requirements) == len(second.requirements)
    assert diff(made, second) == []


@given(CONTENTS, CONTENTS)
def test_what_stays_keeps_the_order_of_the_first_and_additions_that_of_the_second(first, second):
    operations = diff(first, second)
    added = [one["competency"] for one in operations if one["op"] == "add"]
    names = [one.competency for one in apply(first, operations).requirements]
    stayed = [one.competency for one in first.requirements if one.competency in set(names) - set(added)]
    assert names == [*stayed, *added]
    if [one.competency for one in second.requirements] == names:
        assert apply(first, operations) == second


@given(CONTENTS)
def test_there_is_no_difference_between_a_role_and_itself(role):
    assert diff(role, role) == []


@given(CONTENTS, st.lists(st.fixed_dictionaries({}, optional={
    "op": st.sampled_from(["raise", "lower", "add", "drop", "rename", "", None]),
    "competency": NAMES | st.none(), "to": st.integers(-1, 6) | st.none(), "level": st.integers(-1, 6),
    "must": st.booleans(), "weight": st.integers(-1, 7), "from": st.integers(0, 5),
    "title": st.just({"en": "Other"}) | st.none(), "reason": st.just(WHY) | st.just({}) | st.none(),
}), max_size=8))  # fmt: skip
def test_whatever_is_sent_gives_a_role_or_problems_and_never_breaks_the_floor(base, operations):
    made, problems = attempt(base, operations, FLOORS)
    had = {one.competency: one for one in base.requirements}.get(SAFE)
    has = {one.competency: one for one in made.requirements}.get(SAFE)
    if had is not None and not problems:
        assert has is not None
        assert has.level >= 1
        assert has.must or not had.must
    assert len({one.competency for one in made.requirements}) == len(made.requirements)


def test_only_the_moves_of_the_table_are_made():
    verbs = {verb for _, verb in MOVES}
    for state in AdaptationState:
        for verb in verbs:
            if (state, verb) in MOVES:
                assert moved(state, verb) == MOVES[state, verb]
            else:
                with pytest.raises(ConflictError):
                    moved(state, verb)
    assert moved("draft", "adopt") == "adopted"
    assert moved("adopted", "come_due") == "due_for_review"
    assert moved("due_for_review", "retire") == "retired"
