"""What was reviewed is outdated when its source changes; only what is reviewed everywhere may be signed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competencies import draft_tree, translating
from competencies.translating import Notes, State, as_published, counted, fields, followed, marked
from foundation.errors import InvalidError
from tests.competencies.test_draft_tree import a_competency, a_tree

TITLE = "/competencies/a/title"


def noted(tree, *languages, source="en"):
    """Everything written is reviewed in these languages."""
    return as_published(fields(tree), languages, Notes(source))


def test_a_changed_source_makes_the_other_languages_outdated_and_itself_a_draft():
    before = a_tree()
    after = draft_tree.change_competency(before, "a", title={"en": "Other", "sv": "a-sv"})
    notes = followed(fields(before), fields(after), noted(before, "en", "sv"))
    assert notes.states[TITLE] == {"en": State.DRAFT, "sv": State.OUTDATED}
    assert notes.states["/competencies/b/title"] == {"en": State.REVIEWED, "sv": State.REVIEWED}


def test_a_changed_translation_leaves_its_source_reviewed():
    before = a_tree()
    after = draft_tree.change_competency(before, "a", title={"en": "A", "sv": "annat"})
    notes = followed(fields(before), fields(after), noted(before, "en", "sv"))
    assert notes.states[TITLE] == {"en": State.REVIEWED, "sv": State.DRAFT}


def test_any_language_can_be_the_source():
    before = a_tree()
    after = draft_tree.change_competency(before, "a", title={"en": "A", "sv": "annat"})
    notes = followed(fields(before), fields(after), noted(before, "en", "sv", source="sv"))
    assert notes.states[TITLE] == {"en": State.OUTDATED, "sv": State.DRAFT}


def test_a_text_first_written_in_another_language_has_that_one_as_its_source():
    before = a_tree()
    one = a_competency("d", title={"ar": "د"}, statement={})
    after = draft_tree.add_competency(before, "first", one)
    notes = followed(fields(before), fields(after), noted(before, "en"))
    both = draft_tree.change_competency(after, "d", title={"ar": "د", "en": "D"})
    notes = followed(fields(after), fields(both), notes)
    assert translating.source_of("/competencies/d/title", {"ar": "د", "en": "D"}, notes) == "ar"
    notes = marked(notes, fields(both), "en", ["/competencies/d/title"], reviewed=True)
    changed = draft_tree.change_competency(both, "d", title={"ar": "دد", "en": "D"})
    notes = followed(fields(both), fields(changed), notes)
    assert notes.states["/competencies/d/title"] == {"ar": State.DRAFT, "en": State.OUTDATED}


def test_what_moves_keeps_its_states():
    before = a_tree()
    after = draft_tree.move_competency(before, "a", "second", 0)
    notes = noted(before, "en")
    assert followed(fields(before), fields(after), notes) == notes


def test_only_a_language_with_every_text_reviewed_may_be_signed():
    tree = draft_tree.change_competency(
        a_tree(), "a", statement={"en": "Does.", "sv": "Gör."}, rubric=[{"en": "1", "sv": "1"}] * 4
    )
    own = translating.competency_fields(draft_tree.find_competency(tree, "a"))
    notes = noted(tree, "en", "sv")
    assert translating.reviewed_languages(own, notes) == ["en", "sv"]
    less = marked(notes, own, "sv", [TITLE], reviewed=False)
    assert translating.reviewed_languages(own, less) == ["en"]
    other = translating.competency_fields(draft_tree.find_competency(tree, "b"))
    assert translating.reviewed_languages(other, notes) == []


@pytest.mark.parametrize("source", ["en", "sv"])
def test_the_source_may_be_signed_without_a_review_and_a_translation_may_not(source):
    tree = draft_tree.change_competency(
        a_tree(), "a", statement={"en": "Does.", "sv": "Gör."}, rubric=[{"en": "1", "sv": "1"}] * 4
    )
    own = translating.competency_fields(draft_tree.find_competency(tree, "a"))
    assert translating.reviewed_languages(own, Notes(source)) == [source]
    assert counted(own, Notes(source), source) == {"draft": 0, "reviewed": 6, "outdated": 0, "missing": 0}


def test_a_text_that_is_not_there_cannot_be_marked():
    tree = a_tree()
    for language, pointer in (("ar", TITLE), ("sv", "/nothing"), ("xx", TITLE)):
        with pytest.raises(InvalidError):
            marked(noted(tree, "en"), fields(tree), language, [pointer], reviewed=True)


def test_states_are_counted_and_what_is_missing_too():
    tree = a_tree()
    found = counted(
        translating.competency_fields(draft_tree.find_competency(tree, "a")), noted(tree, "en"), "sv"
    )
    assert found == {"draft": 1, "reviewed": 0, "outdated": 0, "missing": 1}


def test_turning_to_another_source_keeps_the_source_of_what_is_not_written_in_it():
    tree = a_tree()
    notes = translating.turned_to(noted(tree, "en"), "sv", fields(tree))
    assert translating.source_of(TITLE, {"en": "A", "sv": "a"}, notes) == "sv"
    assert notes.sources["/competencies/a/statement"] == "en"


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.dictionaries(
            st.sampled_from(["en", "sv", "ar"]), st.text("xy", min_size=1, max_size=2), min_size=1
        ),
        st.sampled_from(["", "en", "sv", "ar"]),
    ),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(EDITS, st.sampled_from(["en", "sv", "ar"]))
def test_nothing_stays_reviewed_whose_source_changed_and_no_state_outlives_its_text(edits, source):
    tree, notes = a_tree(), Notes(source)
    for name, title, review in edits:
        pointer = f"/competencies/{name}/title"
        old = draft_tree.find_competency(tree, name)["title"]
        spoken = translating.source_of(pointer, old, notes)
        changed = draft_tree.change_competency(tree, name, title=title)
        notes = followed(fields(tree), fields(changed), notes)
        tree = changed
        assert set(notes.states[pointer]) == set(title)
        if old.get(spoken) != title.get(spoken):
            assert State.REVIEWED not in notes.states[pointer].values()
        if review in title:
            notes = marked(notes, fields(tree), review, [pointer], reviewed=True)
            assert notes.state(pointer, review) == State.REVIEWED
