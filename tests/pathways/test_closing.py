"""The useful steps towards a role are few, have reasons, and are the same for the same person."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from competencies.gap import Requirement, readiness
from pathways.closing import Closer, useful_steps

STARTER = json.loads((Path(__file__).parents[2] / "pathways" / "starter" / "content.json").read_text("utf-8"))
NAMES = st.sampled_from("abcdef")
LEVELS = st.integers(1, 4)
asked_for = st.lists(
    st.builds(Requirement, competency=NAMES, level=LEVELS, must=st.booleans(), weight=st.integers(1, 5)),
    unique_by=lambda one: one.competency,
)
closers = st.lists(
    st.builds(
        Closer,
        badge=st.text("xyz", min_size=1, max_size=4),
        proves=st.dictionaries(NAMES, LEVELS, max_size=3),
        is_open=st.booleans(),
        paths=st.lists(st.sampled_from(("one", "two")), unique=True).map(tuple),
    ),
    unique_by=lambda one: one.badge,
)


def starter_badges() -> list[Closer]:
    """The badges of the starter content, and each level of each competency on its own."""
    badges = [
        Closer(
            badge=one["id"],
            proves={proof["competency"]: proof["level"] for proof in one["awards"]},
            is_open=not one["assessment"]["panel_size"] and not one["assessment"]["random_assessors"],
            paths=tuple(
                path["id"] for path in STARTER["learning_paths"] if one["id"] in path["leads_to_badges"]
            ),
        )
        for one in STARTER["badges"]
        if one["counts_towards_roles"]
    ]
    rules = STARTER["single_competency_awards"]["assessment_by_level"]
    alone = [
        Closer(f"{one['id']}-{level}", {one["id"]: int(level)}, not rule["assessment"]["random_assessors"])
        for one in STARTER["framework"]["competencies"]
        for level, rule in rules.items()
    ]
    return badges + alone


def steps_to(role: str, held: dict[str, int]):
    found = next(one for one in STARTER["roles"] if one["id"] == role)
    asked = [Requirement(**one) for one in found["requirements"]]
    return useful_steps(readiness(asked, held).gaps, held, starter_badges())


def test_a_beginner_is_shown_the_badges_that_close_most_of_what_an_organiser_needs():
    steps = steps_to("community-organiser", {"welcoming-volunteers": 1})
    assert [one.badge for one in steps] == [
        "project-deliverer",
        "cross-language-communication-2",
        "welcoming-host",
    ]
    assert steps[0].closes == ("evaluation-learning", "project-delivery")
    assert steps[0].path == "editor-to-organiser"
    assert steps[0].reasons == ("needed", "closes", "closes_several")
    assert steps[2].closes == ("inclusive-safe-participation", "welcoming-volunteers")


def test_who_is_ready_is_shown_what_is_helpful():
    held = {"growing-others": 3, "cross-language-communication": 3, "inclusive-safe-participation": 2}
    steps = steps_to("peer-mentor", held)
    assert [(one.competency, one.must) for one in steps] == [("on-wiki-collaboration", False)]
    assert steps[0].badge == "on-wiki-collaboration-2"


def test_where_the_whole_level_cannot_be_claimed_yet_a_lower_one_brings_nearer():
    steps = steps_to("community-mediator", {})
    first = steps[0]
    assert first.competency == "mediation"
    assert (first.badge, first.level, first.closes) == ("mediation-2", 2, ())
    assert first.reasons == ("needed", "narrows")


def test_a_badge_that_is_not_open_is_proposed_only_with_a_path():
    gaps = readiness([Requirement("a", 2, must=True)], {}).gaps
    closed = Closer("x", {"a": 2}, is_open=False)
    assert useful_steps(gaps, {}, [closed]) == ()
    (step,) = useful_steps(gaps, {}, [Closer("x", {"a": 2}, is_open=False, paths=("p",))])
    assert (step.path, step.reasons) == ("p", ("needed", "closes", "not_open_yet"))


@given(asked_for, st.dictionaries(NAMES, st.integers(0, 4)), closers, st.randoms())
def test_the_order_in_which_things_come_changes_no_step(asked, held, badges, random):
    steps = useful_steps(readiness(asked, held).gaps, held, badges)
    random.shuffle(asked)
    random.shuffle(badges)
    assert useful_steps(readiness(asked, held).gaps, held, badges) == steps


@given(asked_for, st.dictionaries(NAMES, st.integers(0, 4)), closers)
def test_every_step_really_helps_and_what_is_needed_comes_first(asked, held, badges):
    gaps = readiness(asked, held).gaps
    steps = useful_steps(gaps, held, badges)
    assert len(steps) <= 3
    missing = {gap.competency: gap for gap in gaps if gap.missing}
    assert all(one.level > missing[one.competency].held for one in steps)
    assert [one.must for one in steps] == sorted((one.must for one in steps), reverse=True)
    assert len({one.competency for one in steps}) == len(steps)
    assert all(one.is_open or one.path for one in steps)
