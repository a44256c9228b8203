"""A draft takes in what was published beside it, and keeps its own words where both say something new."""

from hypothesis import given, settings
from hypothesis import strategies as st

from competencies import draft_tree
from competencies.catching_up import caught_up
from tests.competencies.test_draft_tree import OPERATIONS, _done, a_competency, a_tree


def test_what_only_the_other_side_changed_is_taken_in():
    base = a_tree()
    tree = draft_tree.change_competency(base, "a", code="A")
    current = draft_tree.change_competency(base, "b", code="B")
    current = draft_tree.change_frame(current, description={"en": "Other."})
    current = draft_tree.add_competency(current, "second", a_competency("d"))
    both = caught_up(tree, base, current)
    assert [draft_tree.find_competency(both, name)["code"] for name in "ab"] == ["A", "B"]
    assert both["description"] == {"en": "Other."}
    assert draft_tree.place_of(both, "d") == ("second", 1)


def test_what_both_changed_stays_as_the_draft_says_and_what_it_took_out_stays_out():
    base = a_tree()
    tree = draft_tree.remove_competency(draft_tree.change_competency(base, "a", code="mine"), "b")
    current = draft_tree.change_competency(draft_tree.change_competency(base, "a", code="x"), "b", code="x")
    both = caught_up(tree, base, current)
    assert draft_tree.find_competency(both, "a")["code"] == "mine"
    assert "b" not in draft_tree.ids(both)


@settings(max_examples=100, deadline=None)
@given(st.lists(OPERATIONS, max_size=8), st.lists(OPERATIONS, max_size=8))
def test_any_two_sides_make_a_valid_tree_and_nothing_new_takes_nothing_away(first, second):
    base = a_tree()
    tree, current = _done(base, first), _done(base, second)
    assert list(draft_tree.problems(caught_up(tree, base, current))) == []
    assert caught_up(tree, base, base) == tree
