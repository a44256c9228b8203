"""The tree of a framework: any operations keep it whole, and a difference names exactly what changed."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competencies import draft_tree, tree_diff
from competencies.draft_tree import COMPETENCIES_MAX, competencies, ids
from competencies.tree_diff import Kind, Thing, applied, compare
from foundation.errors import ConflictError, InvalidError, NotFoundError


def a_tree():
    """Two domains; `a` and `b` stand in the first, `c` in the second."""
    tree = draft_tree.empty({"en": "Skills", "sv": "Färdigheter"}, {"en": "What we do."})
    tree = draft_tree.add_domain(tree, "first", {"en": "First"})
    tree = draft_tree.add_domain(tree, "second", {"en": "Second"})
    for name, domain in (("a", "first"), ("b", "first"), ("c", "second")):
        tree = draft_tree.add_competency(tree, domain, a_competency(name))
    return tree


def a_competency(name, **content):
    said = {"title": {"en": name.upper(), "sv": f"{name}-sv"}, "statement": {"en": f"Does {name}."}}
    return draft_tree.new_competency(name, **{**said, **content})


def order(tree):
    return [(one["id"], [each["id"] for each in one["competencies"]]) for one in tree["domains"]]


def names(changes):
    return {(one.kind.value, one.thing.value, one.id, one.field, one.language) for one in changes}


def test_a_competency_moves_to_any_place_of_any_domain():
    tree = draft_tree.move_competency(a_tree(), "c", "first", 1)
    assert order(tree) == [("first", ["a", "c", "b"]), ("second", [])]
    assert order(draft_tree.move_competency(tree, "a", "first", 2))[0] == ("first", ["c", "b", "a"])
    assert order(draft_tree.move_competency(tree, "a", "second", 99))[1] == ("second", ["a"])


def test_a_domain_moves_and_goes_only_when_it_is_empty():
    tree = draft_tree.move_domain(a_tree(), "second", 0)
    assert [name for name, _ in order(tree)] == ["second", "first"]
    with pytest.raises(ConflictError):
        draft_tree.remove_domain(tree, "second")
    tree = draft_tree.remove_domain(draft_tree.remove_competency(tree, "c"), "second")
    assert [name for name, _ in order(tree)] == ["first"]


def test_what_is_not_in_the_tree_is_not_found():
    for act in (
        lambda tree: draft_tree.move_competency(tree, "none", "first", 0),
        lambda tree: draft_tree.move_competency(tree, "a", "none", 0),
        lambda tree: draft_tree.add_competency(tree, "none", a_competency("d")),
        lambda tree: draft_tree.change_domain(tree, "none", {"en": "X"}),
        lambda tree: draft_tree.remove_competency(tree, "none"),
    ):
        with pytest.raises(NotFoundError):
            act(a_tree())


@pytest.mark.parametrize(
    ("act", "pointer", "code"),
    [
        (lambda tree: draft_tree.add_domain(tree, "first", {"en": "X"}), "/domains/2/id", "duplicate"),
        (lambda tree: draft_tree.add_domain(tree, "F", {"en": "X"}), "/domains/2/id", "slug_invalid"),
        (lambda tree: draft_tree.add_domain(tree, "f", {}), "/domains/2/title", "text_missing"),
        (
            lambda tree: draft_tree.add_competency(tree, "second", a_competency("a")),
            "/domains/1/competencies/1/id",
            "duplicate",
        ),
        (lambda tree: draft_tree.change_competency(tree, "a", title={}), "/title", "text_missing"),
        (
            lambda tree: draft_tree.change_competency(tree, "a", statement={"xx": "X"}),
            "/statement/xx",
            "language_unknown",
        ),
        (
            lambda tree: draft_tree.change_competency(tree, "a", rubric=[{}]),
            "/rubric",
            "levels_not_one_to_four",
        ),
        (
            lambda tree: draft_tree.change_competency(tree, "a", typical_evidence=["rumour"]),
            "/typical_evidence/0",
            "evidence_kind_unknown",
        ),
        (lambda tree: draft_tree.change_frame(tree, levels=[]), "/levels", "levels_not_one_to_four"),
        (lambda tree: draft_tree.change_frame(tree, title={"en": "\u202e"}), "/title/en", "text_empty"),
    ],
)
def test_what_no_draft_may_hold_is_refused_with_its_place(act, pointer, code):
    with pytest.raises(InvalidError) as error:
        act(a_tree())
    assert (pointer, code) in [(one.pointer, one.code) for one in error.value.problems]


def test_a_tree_has_an_end():
    full = a_tree()
    full["domains"][0]["competencies"] = [a_competency(f"n{number}") for number in range(COMPETENCIES_MAX)]
    with pytest.raises(InvalidError) as error:
        draft_tree.checked(full)
    assert error.value.problems[0].code == "too_many"


def test_a_text_that_is_still_missing_is_fine_in_a_draft():
    tree = draft_tree.add_competency(a_tree(), "first", draft_tree.new_competency("d", title={"ar": "د"}))
    assert draft_tree.find_competency(tree, "d")["rubric"] == [{}, {}, {}, {}]


def test_a_difference_names_what_was_added_removed_moved_and_said_otherwise():
    before = a_tree()
    after = draft_tree.remove_competency(before, "b")
    after = draft_tree.add_competency(after, "first", a_competency("d"), 0)
    after = draft_tree.move_competency(after, "c", "first", 0)
    after = draft_tree.change_competency(after, "a", statement={"en": "Does it.", "sv": "Gör."}, code="A1")
    after = draft_tree.change_frame(after, title={"en": "Skills"})
    assert names(compare(before, after)) == {
        ("text", "framework", "", "title", "sv"),
        ("removed", "competency", "b", "", ""),
        ("added", "competency", "d", "", ""),
        ("moved", "competency", "c", "", ""),
        ("text", "competency", "a", "statement", "en"),
        ("text", "competency", "a", "statement", "sv"),
        ("value", "competency", "a", "code", ""),
    }


def test_kinds_of_evidence_have_no_order():
    before = draft_tree.change_competency(a_tree(), "a", typical_evidence=["report", "wiki_page"])
    turned = draft_tree.change_competency(before, "a", typical_evidence=["wiki_page", "report"])
    assert compare(before, turned) == []
    fewer = draft_tree.change_competency(before, "a", typical_evidence=["wiki_page"])
    assert names(compare(before, fewer)) == {("value", "competency", "a", "typical_evidence", "")}


def test_one_that_moved_past_two_is_the_only_one_that_moved():
    before = draft_tree.add_competency(a_tree(), "first", a_competency("d"))
    after = draft_tree.move_competency(before, "d", "first", 0)
    assert names(compare(before, after)) == {("moved", "competency", "d", "", "")}


TEXTS = st.dictionaries(
    st.sampled_from(["en", "sv", "ar"]), st.text("xyz", min_size=1, max_size=3), min_size=1
)
NAMES = st.sampled_from([*"abcdef"])
DOMAINS = st.sampled_from(["first", "second", "third"])
PLACES = st.integers(-1, 5)
OPERATIONS = st.one_of(
    st.tuples(st.just(draft_tree.add_domain), DOMAINS, TEXTS, PLACES),
    st.tuples(st.just(draft_tree.move_domain), DOMAINS, PLACES),
    st.tuples(st.just(draft_tree.remove_domain), DOMAINS),
    st.tuples(st.just(draft_tree.change_domain), DOMAINS, TEXTS),
    st.tuples(st.just(draft_tree.add_competency), DOMAINS, NAMES.map(a_competency), PLACES),
    st.tuples(st.just(draft_tree.move_competency), NAMES, DOMAINS, PLACES),
    st.tuples(st.just(draft_tree.remove_competency), NAMES),
    st.builds(
        lambda name, texts, index: (_change_rubric, name, texts, index), NAMES, TEXTS, st.integers(0, 3)
    ),
    st.builds(lambda name, code: (_change_code, name, code), NAMES, st.text("01", max_size=2)),
    st.builds(lambda texts, level: (_change_level, texts, level), TEXTS, st.integers(0, 3)),
)


def _change_rubric(tree, name, texts, index):
    rubric = list(draft_tree.find_competency(tree, name)["rubric"])
    rubric[index] = texts
    return draft_tree.change_competency(tree, name, rubric=rubric)


def _change_code(tree, name, code):
    return draft_tree.change_competency(tree, name, code=code)


def _change_level(tree, texts, level):
    levels = [{**one, "title": texts} if at == level else one for at, one in enumerate(tree["levels"])]
    return draft_tree.change_frame(tree, levels=levels)


def _done(tree, operations):
    for act, *arguments in operations:
        try:
            tree = act(tree, *arguments)
        except (InvalidError, NotFoundError, ConflictError):
            continue
    return tree


@settings(max_examples=200, deadline=None)
@given(st.lists(OPERATIONS, max_size=12))
def test_any_operations_keep_a_valid_tree_with_unique_ids(operations):
    start = a_tree()
    kept = deepcopy(start)
    tree = _done(start, operations)
    assert start == kept
    assert list(draft_tree.problems(tree)) == []
    assert draft_tree.tidied(tree) == tree
    assert len(ids(tree)) == len(list(competencies(tree)))


@settings(max_examples=200, deadline=None)
@given(st.lists(OPERATIONS, max_size=12), st.lists(OPERATIONS, max_size=12))
def test_the_difference_of_two_trees_makes_the_second_of_the_first(first, second):
    before, after = _done(a_tree(), first), _done(a_tree(), second)
    changes = compare(before, after)
    assert applied(before, changes) == after
    assert compare(before, before) == []
    assert tree_diff.from_rows(tree_diff.as_rows(changes)) == changes
    gone = {one.id for one in changes if (one.kind, one.thing) == (Kind.REMOVED, Thing.COMPETENCY)}
    come = {one.id for one in changes if (one.kind, one.thing) == (Kind.ADDED, Thing.COMPETENCY)}
    assert (gone, come) == (ids(before) - ids(after), ids(after) - ids(before))
