"""A framework is drafted as a tree, by several people, and nobody overwrites what another wrote."""

import pytest

from competencies import draft_tree, queries
from competencies.queries import trees
from competencies.services import deriving, draft_edits, drafting
from competencies.services.defining import define_competency
from competencies.services.frameworks import define_framework
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges import definitions

DOMAINS = [{"id": "wheels", "title": {"en": "Wheels"}}, {"id": "frames", "title": {"en": "Frames"}}]


def a_framework(steward, group_id, **changes):
    """A published framework with one competency, `trueing`."""
    shape = {
        "title": {"en": "Bicycles", "sv": "Cyklar"},
        "description": {"en": "Mending."},
        "domains": DOMAINS,
        "levels": None,
        "vocabularies": {},
        "reviewed": ["en"],
    }
    words = definitions.competency(title={"en": "Trueing", "sv": "Rikta"})
    placed = [{"slug": "trueing", "code": "W1", "domain": "wheels", "words": words}]
    define_framework(steward, group_id=group_id, slug="bicycles", competencies=placed, **{**shape, **changes})


def a_draft(steward, group_id):
    """A draft of a new framework with one domain, `tools`."""
    draft = drafting.begin_new(
        steward, group_id=group_id, title={"sv": "Verktyg"}, description={}, source="sv"
    )
    return draft_edits.add_domain(steward, draft.slug, revision=1, title={"sv": "Verktyg", "en": "Tools"})


def test_a_draft_begins_as_its_framework_stands_and_is_there_once(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    draft = drafting.begin(steward, "bicycles")
    assert draft_tree.place_of(draft.tree, "trueing") == ("wheels", 0)
    assert draft.states["/title"] == {"en": "reviewed", "sv": "draft"}
    assert draft.states["/competencies/trueing/title"] == {"en": "reviewed", "sv": "draft"}
    assert drafting.begin(steward, "bicycles").id == draft.id


def test_a_draft_of_a_new_framework_is_nobody_elses_framework(app):
    steward, group_id = definitions.group()
    draft = a_draft(steward, group_id)
    assert draft.slug == "verktyg"
    assert queries.frameworks() == []
    with pytest.raises(NotFoundError):
        queries.framework("verktyg")
    assert [one.slug for one in trees.drafts(group_id)] == ["verktyg"]


def test_what_is_added_moved_and_removed_is_in_the_draft(app):
    steward, group_id = definitions.group()
    slug = a_draft(steward, group_id).slug
    draft_edits.add_domain(steward, slug, revision=2, title={"sv": "Annat"})
    draft_edits.add_competency(steward, slug, revision=3, domain="tools", title={"sv": "Slipa"})
    draft_edits.move_competency(steward, slug, revision=4, competency="slipa", domain="annat", at=0)
    draft_edits.move_domain(steward, slug, revision=5, domain="annat", at=0)
    draft = draft_edits.remove_domain(steward, slug, revision=6, domain="tools")
    assert [(one["id"], [each["id"] for each in one["competencies"]]) for one in draft.tree["domains"]] == [
        ("annat", ["slipa"])
    ]
    assert draft.revision == 7
    assert draft_tree.find_competency(draft.tree, "slipa")["title"] == {"sv": "Slipa"}


def test_who_saw_an_older_revision_overwrites_nothing_and_is_told(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    draft = drafting.begin(steward, "bicycles")
    draft_edits.write_domain(steward, "bicycles", revision=1, domain="wheels", title={"en": "Round things"})
    with pytest.raises(ConflictError) as error:
        draft_edits.write_domain(steward, "bicycles", revision=1, domain="wheels", title={"en": "Mine"})
    assert (error.value.code, error.value.facts) == ("draft_changed", {"revision": 2})
    now = trees.draft("bicycles")
    assert draft_tree.find_domain(now.tree, "wheels")["title"] == {"en": "Round things"}
    told = [change for step in trees.changes_since(draft.id, 1) for change in step.changes]
    assert [(one["id"], one["before"], one["after"]) for one in told] == [
        ("wheels", "Wheels", "Round things")
    ]


def test_the_same_words_make_no_revision(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    drafting.begin(steward, "bicycles")
    draft = draft_edits.write_domain(steward, "bicycles", revision=1, domain="wheels", title={"en": "Wheels"})
    assert draft.revision == 1


def test_translating_marks_what_was_reviewed_and_a_changed_source_makes_it_outdated(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    drafting.begin(steward, "bicycles")
    title, statement = "/competencies/trueing/title", "/competencies/trueing/statement"
    draft = draft_edits.translate(
        steward,
        "bicycles",
        revision=1,
        language="sv",
        texts={title: "Rikta hjul", statement: "Riktar hjul."},
        reviewed=[title],
    )
    assert (draft.states[title]["sv"], draft.states[statement]["sv"]) == ("reviewed", "draft")
    words = {"title": {"en": "Trueing wheels", "sv": "Rikta hjul"}}
    draft = draft_edits.write_competency(steward, "bicycles", revision=2, competency="trueing", **words)
    assert draft.states[title] == {"en": "draft", "sv": "outdated"}


def test_a_translation_that_does_not_fit_is_refused_at_its_place(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    drafting.begin(steward, "bicycles")
    sent = {"revision": 1, "language": "ar", "reviewed": []}
    with pytest.raises(InvalidError) as error:
        draft_edits.translate(steward, "bicycles", texts={"/domains/wheels/title": "x" * 200}, **sent)
    assert error.value.problems[0].pointer == "/domains/wheels/title/ar"
    with pytest.raises(NotFoundError):
        draft_edits.translate(steward, "bicycles", texts={"/domains/none/title": "x"}, **sent)
    with pytest.raises(InvalidError):
        draft_edits.translate(steward, "bicycles", texts={}, **{**sent, "language": "xx"})


def test_turning_to_another_language_makes_it_the_source(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    draft = drafting.begin(steward, "bicycles")
    frame = {name: draft.tree[name] for name in ("title", "description", "levels")}
    draft_edits.write_frame(steward, "bicycles", revision=1, **frame, source="sv")
    title = {"en": "Trueing", "sv": "Rikta hjul"}
    draft = draft_edits.write_competency(steward, "bicycles", revision=2, competency="trueing", title=title)
    assert draft.states["/competencies/trueing/title"] == {"en": "outdated", "sv": "draft"}


def test_a_tree_as_a_whole_replaces_the_draft_and_takes_no_address_of_others(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    draft = drafting.begin(steward, "bicycles")
    define_competency(steward, group_id=group_id, slug="elsewhere", **definitions.competency())
    new = {
        key: value
        for key, value in draft_tree.new_competency("x", title={"en": "Truing"}).items()
        if key != "id"
    }
    domains = [{"title": {"en": "All"}, "competencies": [new, draft.tree["domains"][0]["competencies"][0]]}]
    done = draft_edits.replace_tree(steward, "bicycles", revision=1, tree={**draft.tree, "domains": domains})
    assert [(one["id"], [each["id"] for each in one["competencies"]]) for one in done.tree["domains"]] == [
        ("all", ["truing", "trueing"])
    ]
    domains[0]["competencies"][0] = {**new, "id": "elsewhere"}
    with pytest.raises(InvalidError) as error:
        draft_edits.replace_tree(steward, "bicycles", revision=2, tree={**draft.tree, "domains": domains})
    assert [(one.pointer, one.code) for one in error.value.problems] == [
        ("/domains/0/competencies/0/id", "slug_taken")
    ]


def test_a_derived_draft_has_its_own_addresses_and_remembers_where_each_came_from(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    other, other_id = definitions.group("Others")
    draft = deriving.derive(other, "bicycles", group_id=other_id)
    assert (draft.derived_from, draft.derived_number, draft.owner_id) == ("bicycles", 1, other_id)
    one = draft_tree.find_competency(draft.tree, "trueing-others")
    assert one["origin"] == {"competency": "trueing", "version": 1}
    assert draft.slug != "bicycles"
    assert draft.states["/competencies/trueing-others/title"] == {"en": "reviewed", "sv": "draft"}


def test_only_a_steward_of_the_group_drafts_in_it(app):
    steward, group_id = definitions.group()
    stranger, _ = definitions.group("Others")
    a_framework(steward, group_id)
    drafting.begin(steward, "bicycles")
    begun = {"group_id": group_id, "title": {"en": "X"}, "description": {}, "source": "en"}
    for act in (
        lambda who: drafting.begin_new(who, **begun),
        lambda who: drafting.begin(who, "bicycles"),
        lambda who: deriving.derive(who, "bicycles", group_id=group_id),
        lambda who: draft_edits.add_domain(who, "bicycles", revision=1, title={"en": "X"}),
        lambda who: drafting.discard(who, "bicycles", revision=1),
    ):
        with pytest.raises(NotFoundError):
            act(stranger)
        with pytest.raises(SignInNeededError):
            act(NOBODY)


def test_a_draft_that_is_thrown_away_leaves_what_was_published(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    drafting.begin(steward, "bicycles")
    draft_edits.add_domain(steward, "bicycles", revision=1, title={"en": "X"})
    drafting.discard(steward, "bicycles", revision=2)
    assert trees.drafts(group_id) == []
    assert len(queries.framework("bicycles").versions) == 1


def test_two_new_competencies_with_the_same_title_are_two(app):
    steward, group_id = definitions.group()
    draft = a_draft(steward, group_id)
    new = {**draft_tree.new_competency(""), "title": {"en": "Listening"}}
    del new["id"], new["origin"]
    domains = [{**draft.tree["domains"][0], "competencies": [dict(new), dict(new)]}]
    tree = {**draft.tree, "domains": domains}
    after = draft_edits.replace_tree(steward, draft.slug, revision=draft.revision, tree=tree)
    assert len(draft_tree.ids(after.tree)) == 2


def test_competencies_whose_long_addresses_start_alike_are_derived_apart(app):
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    for last in ("one", "two"):
        slug = f"{'very-long-' * 6}{last}"
        words = definitions.competency()
        define_competency(
            steward, group_id=group_id, slug=slug, framework="bicycles", domain="wheels", **words
        )
    other, other_id = definitions.group("Other")
    draft = deriving.derive(other, "bicycles", group_id=other_id)
    assert len(draft_tree.ids(draft.tree)) == 3


def test_an_alignment_of_a_draft_is_short_and_deceives_nobody(app):
    steward, group_id = definitions.group()
    draft = a_draft(steward, group_id)
    domain = draft.tree["domains"][0]["id"]
    one = {"name": "A\u202e\x00B", "framework": "F\u2066", "code": "c\u200b"}
    content = {"title": {"en": "Listening"}, "alignments": [one]}
    draft = draft_edits.add_competency(steward, draft.slug, revision=draft.revision, domain=domain, **content)
    kept = draft.tree["domains"][0]["competencies"][0]["alignments"][0]
    assert (kept["name"], kept["framework"], kept["code"]) == ("AB", "F", "c")
    for name in ("framework", "code"):
        content = {"title": {"en": "Long"}, "alignments": [{"name": "A", name: "x" * 201}]}
        with pytest.raises(InvalidError) as caught:
            draft_edits.add_competency(steward, draft.slug, revision=draft.revision, domain=domain, **content)
        assert caught.value.problems[0].pointer == f"/alignments/0/{name}"
