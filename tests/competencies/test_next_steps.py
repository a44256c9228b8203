"""The useful steps towards a role are few, have reasons, and are the same for the same person."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from competencies.gap import Requirement, readiness
from competencies.next_steps import Catalogue, Closer, Lesson, nothing_closes, useful_steps

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
    return useful_steps(readiness(asked, held).gaps, held, Catalogue(starter_badges()))


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
    assert (first.path, first.leads_to) == ("calm-communities", "mediator")


def test_a_badge_that_is_not_open_is_proposed_only_with_a_path():
    gaps = readiness([Requirement("a", 2, must=True)], {}).gaps
    closed = Closer("x", {"a": 2}, is_open=False)
    assert useful_steps(gaps, {}, Catalogue([closed])) == ()
    (step,) = useful_steps(gaps, {}, Catalogue([Closer("x", {"a": 2}, is_open=False, paths=("p",))]))
    assert (step.path, step.reasons) == ("p", ("needed", "closes", "not_open_yet"))


lessons = st.lists(
    st.builds(Lesson, resource=st.text("rst", min_size=1, max_size=3), competencies=st.frozensets(NAMES)),
    unique_by=lambda one: one.resource,
)
held_levels = st.dictionaries(NAMES, st.integers(0, 4))


def test_where_there_is_no_badge_something_to_learn_from_is_shown_and_else_that_nothing_helps():
    asked = [Requirement("a", 2, must=True), Requirement("b", 1, must=False), Requirement("c", 1, must=True)]
    gaps = readiness(asked, {"a": 1}).gaps
    catalogue = Catalogue(lessons=[Lesson("reading", frozenset("a"))])
    (step,) = useful_steps(gaps, {"a": 1}, catalogue)
    assert (step.held, step.level, step.badge, step.resource) == (1, 2, None, "reading")
    assert step.reasons == ("needed", "teaches")
    assert [gap.competency for gap in nothing_closes(gaps, catalogue)] == ["c", "b"]


def shown(steps) -> list[tuple]:
    return [(one.competency, one.badge, one.path, one.leads_to, one.resource) for one in steps]


def test_a_step_names_the_path_failing_that_the_resource_and_failing_both_the_badge_to_claim():
    asked = [
        Requirement(name, 1, must=True, weight=weight)
        for name, weight in zip("abcd", (4, 3, 2, 1), strict=True)
    ]
    catalogue = Catalogue(
        badges=[
            Closer("a-badge", {"a": 1}, is_open=True, paths=("z-path", "a-path")),
            Closer("b-badge", {"b": 1}, is_open=True),
            Closer("b-large", {"b": 2, "x": 3}, is_open=True, paths=("b-path",)),
            Closer("c-badge", {"c": 1}, is_open=True),
            Closer("d-badge", {"d": 1}, is_open=True),
        ],
        lessons=[Lesson("reading", frozenset("abc")), Lesson("other", frozenset("x"))],
    )
    assert shown(useful_steps(readiness(asked, {}).gaps, {}, catalogue, most=4)) == [
        ("a", "a-badge", "a-path", None, None),
        ("b", "b-badge", "b-path", "b-large", None),
        ("c", "c-badge", None, None, "reading"),
        ("d", "d-badge", None, None, None),
    ]


def test_a_path_that_only_narrows_a_gap_is_not_named_where_a_resource_teaches_it():
    gaps = readiness([Requirement("a", 3, must=True)], {}).gaps
    badges = [
        Closer("low", {"a": 1}, is_open=False, paths=("low-path",)),
        Closer("high", {"a": 3}, is_open=True),
    ]
    (step,) = useful_steps(gaps, {}, Catalogue(badges, [Lesson("reading", frozenset("a"))]))
    assert shown([step]) == [("a", "high", None, None, "reading")]


def test_the_largest_needed_gap_that_can_be_closed_comes_first_and_larger_ones_that_cannot_after_it():
    asked = [
        Requirement("helpful", 4, must=False, weight=5),
        Requirement("narrowed", 4, must=True),
        Requirement("nothing", 4, must=True),
        Requirement("small", 1, must=True, weight=5),
        Requirement("large", 2, must=True),
        Requirement("taught", 3, must=True),
        Requirement("by-path", 2, must=True),
    ]
    catalogue = Catalogue(
        badges=[
            Closer("helpful-4", {"helpful": 4}, is_open=True),
            Closer("narrowed-3", {"narrowed": 3}, is_open=True, paths=("up",)),
            Closer("small-1", {"small": 1}, is_open=True),
            Closer("large-2", {"large": 2}, is_open=True),
            Closer("by-path-2", {"by-path": 2}, is_open=False, paths=("slow",)),
        ],
        lessons=[Lesson("reading", frozenset(["taught"]))],
    )
    gaps = readiness(asked, {}).gaps
    every = useful_steps(gaps, {}, catalogue, most=9)
    assert [one.competency for one in every] == ["by-path", "large", "small", "narrowed", "taught", "helpful"]
    assert useful_steps(gaps, {}, catalogue) == every[:3]
    assert [one.competency for one in nothing_closes(gaps, catalogue)] == ["nothing"]


def test_what_is_needed_goes_by_the_largest_gap_and_what_is_helpful_by_its_weight():
    asked = [
        Requirement("a", 1, must=True, weight=5),
        Requirement("b", 3, must=True),
        Requirement("c", 4, must=False),
        Requirement("d", 1, must=False, weight=3),
    ]
    badges = [Closer(name, {name: 4}, is_open=True) for name in "abcd"]
    steps = useful_steps(readiness(asked, {}).gaps, {}, Catalogue(badges), most=4)
    assert [one.competency for one in steps] == ["b", "a", "d", "c"]


@given(asked_for, held_levels, closers, lessons, st.randoms())
def test_the_order_in_which_things_come_changes_no_step(asked, held, badges, taught, random):
    gaps, catalogue = readiness(asked, held).gaps, Catalogue(badges, taught)
    steps, helpless = useful_steps(gaps, held, catalogue), nothing_closes(gaps, catalogue)
    for one in (asked, badges, taught):
        random.shuffle(one)
    again, catalogue = readiness(asked, held).gaps, Catalogue(badges, taught)
    assert useful_steps(again, held, catalogue) == steps
    assert nothing_closes(again, catalogue) == helpless


@given(asked_for, held_levels, closers, lessons)
def test_every_step_really_helps_and_what_is_needed_comes_first(asked, held, badges, taught):
    gaps, catalogue = readiness(asked, held).gaps, Catalogue(badges, taught)
    steps = useful_steps(gaps, held, catalogue)
    assert len(steps) <= 3
    missing = {gap.competency: gap for gap in gaps if gap.missing}
    assert all(one.level > missing[one.competency].held == one.held for one in steps)
    assert [one.must for one in steps] == sorted((one.must for one in steps), reverse=True)
    assert len({one.competency for one in steps}) == len(steps)
    assert all(one.is_open or one.path or one.resource for one in steps)
    taught = {lesson for one in taught for lesson in one.competencies}
    for one in steps:
        closing = [
            each for each in badges if each.paths and each.proves.get(one.competency, 0) >= one.required
        ]
        assert one.path or not closing
        assert one.path or one.resource or one.competency not in taught


@given(asked_for, held_levels, closers, lessons)
def test_every_gap_is_helped_by_a_step_or_told_to_have_none(asked, held, badges, taught):
    gaps, catalogue = readiness(asked, held).gaps, Catalogue(badges, taught)
    steps = useful_steps(gaps, held, catalogue, most=len(gaps))
    told = {gap.competency for gap in nothing_closes(gaps, catalogue)}
    helped = {one.competency for one in steps} | {closed for one in steps for closed in one.closes}
    assert not told & helped
    assert told | helped == {gap.competency for gap in gaps if gap.missing}
