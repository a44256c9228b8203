"""What a group meets together."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from competencies.coverage import Standing, coverage
from competencies.gap import Requirement, asked_for

ROOT = Path(__file__).parents[2]
EXAMPLES = json.loads((ROOT / "tests" / "oracles" / "worked-examples.json").read_text("utf-8"))
STARTER = json.loads((ROOT / "pathways" / "starter" / "content.json").read_text("utf-8"))
PEOPLE = {one["id"]: one["held"] for one in EXAMPLES["demo_people"]}

levels = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 4))
asked = st.lists(
    st.builds(Requirement, competency=st.sampled_from("abcd"), level=st.integers(1, 4), must=st.booleans()),
    unique_by=lambda one: one.competency,
)


def role(slug: str) -> list[Requirement]:
    return asked_for(next(one for one in STARTER["roles"] if one["id"] == slug)["requirements"])


def test_two_people_of_the_worked_examples_meet_together_what_neither_meets_alone():
    found = coverage(role("community-organiser"), {key: PEOPLE[key] for key in ("p2", "p5")})
    for row in found.rows:
        asked_level, competency = row.requirement.level, row.requirement.competency
        assert row.by == tuple(k for k in ("p2", "p5") if PEOPLE[k].get(competency, 0) >= asked_level)
    assert {one.requirement.competency for one in found.single_points} == {
        one.requirement.competency for one in found.rows if len(one.by) == 1
    }


def test_a_requirement_is_unmet_rests_on_one_or_is_safe():
    needs = [Requirement(one, 2, must=one != "c") for one in "abc"]
    found = coverage(needs, {"Ada": {"a": 2, "b": 3}, "Bo": {"b": 2, "c": 1}})
    assert [one.standing for one in found.rows] == [Standing.ONE, Standing.SEVERAL, Standing.UNMET]
    assert [one.requirement.competency for one in found.unmet] == ["c"]
    assert [one.by for one in found.single_points] == [("Ada",)]
    assert found.is_met_together
    assert not coverage(needs, {"Bo": {"b": 2}}).is_met_together


@given(asked, st.dictionaries(st.sampled_from("xyz"), levels), levels)
def test_one_more_person_never_makes_a_group_poorer(needs, seen, more):
    before, after = coverage(needs, seen), coverage(needs, {**seen, "new": more})
    assert {one.requirement for one in after.unmet} <= {one.requirement for one in before.unmet}
    assert all(set(b.by) <= set(a.by) for b, a in zip(before.rows, after.rows, strict=True))


@given(asked, levels)
def test_a_person_meets_all_that_is_needed_exactly_when_ready(needs, held):
    alone = coverage(needs, {"one": held})
    musts = [one for one in needs if one.must]
    assert alone.is_met_together == all(held.get(one.competency, 0) >= one.level for one in musts)
