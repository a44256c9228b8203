"""Publishing a draft: immutable versions that name what stood in them, and badges for every level."""

import pytest

from badges.queries.achievements import level_achievements, signable_languages
from badges.services.defining import define_achievement, revise_achievement
from badges.services.framework_publishing import publish_framework
from badges.services.levels import (
    define_competency_with_levels,
    ensure_level_achievements,
    revise_competency_with_levels,
)
from competencies import queries, tree_diff
from competencies.queries import trees
from competencies.services import adapting, deriving, draft_edits, drafting
from competencies.services.defining import define_competency, define_role
from competencies.services.framework_publishing import take_in
from competencies.services.frameworks import revise_framework
from competencies.translating import fields
from foundation.errors import ConflictError, InvalidError, NotFoundError
from tests.badges import definitions
from tests.competencies import roles_stage
from tests.competencies.test_drafting import DOMAINS, a_framework

WHOLE = {
    "title": {"en": "Mending tubes"},
    "statement": {"en": "Mends tubes."},
    "rubric": [{"en": f"Mends at level {level}."} for level in range(1, 5)],
}


def set_up():
    steward, group_id = definitions.group()
    a_framework(steward, group_id)
    ensure_level_achievements(steward, "trueing")
    drafting.begin(steward, "bicycles")
    return steward, group_id


def second(steward):
    """Version 2: a new competency, one moved and reworded, another domain title."""
    draft_edits.add_competency(steward, "bicycles", revision=1, domain="wheels", **WHOLE)
    draft_edits.move_competency(steward, "bicycles", revision=2, competency="trueing", domain="frames", at=0)
    words = {"title": {"en": "Trueing wheels"}}
    draft_edits.write_competency(steward, "bicycles", revision=3, competency="trueing", **words)
    draft_edits.write_domain(steward, "bicycles", revision=4, domain="frames", title={"en": "The rest"})
    return publish_framework(steward, "bicycles", revision=5)


def test_publishing_makes_one_version_and_one_of_each_competency_that_says_something_new(app):
    steward, _ = set_up()
    framework = second(steward)
    members = [(one["competency"], one["version"], one["domain"]) for one in framework.versions[-1].members]
    assert members == [("mending-tubes", 1, "wheels"), ("trueing", 2, "frames")]
    assert queries.competency_version("trueing", 1).title == {"en": "Trueing", "sv": "Rikta"}
    for slug in ("trueing", "mending-tubes"):
        levels = level_achievements(queries.competency(slug).id)
        assert [one.level for one in levels] == [1, 2, 3, 4]
    assert levels[0].versions[-1].name == {"en": "Mending tubes – Exploring"}


def test_the_difference_of_two_versions_names_exactly_what_changed(app):
    steward, _ = set_up()
    framework = second(steward)
    first, then = trees.tree(framework, 1), trees.tree(framework, 2)
    changes = tree_diff.compare(first, then)
    assert {(one.kind.value, one.id, one.field, one.language) for one in changes} == {
        ("added", "mending-tubes", "", ""),
        ("moved", "trueing", "", ""),
        ("text", "trueing", "title", "en"),
        ("text", "trueing", "title", "sv"),
        ("text", "frames", "title", "en"),
    }
    assert tree_diff.applied(first, changes) == then
    assert trees.draft("bicycles").tree == then == trees.current_tree(framework)


def test_publishing_again_what_is_published_makes_no_version(app):
    steward, _ = set_up()
    publish_framework(steward, "bicycles", revision=1)
    assert len(queries.framework("bicycles").versions) == 1  # it names its members from now on
    badges = [len(one.versions) for one in level_achievements(queries.competency("trueing").id)]
    draft_edits.add_domain(steward, "bicycles", revision=1, title={"en": "More"})
    for _again in range(2):
        publish_framework(steward, "bicycles", revision=2)
    assert len(queries.framework("bicycles").versions) == 2
    assert [len(one.versions) for one in level_achievements(queries.competency("trueing").id)] == badges


def test_a_competency_that_was_taken_out_stays_readable_and_can_come_back(app):
    steward, _ = set_up()
    second(steward)
    draft_edits.remove_competency(steward, "bicycles", revision=5, competency="trueing")
    framework = publish_framework(steward, "bicycles", revision=6)
    gone = queries.competency("trueing")
    assert gone.taken_out_at is not None
    assert gone.versions[-1].title == {"en": "Trueing wheels"}
    assert len(level_achievements(gone.id)) == 4
    assert [one["competency"] for one in trees.members(framework, 3)] == ["mending-tubes"]
    assert [one["competency"] for one in trees.members(framework, 2)] == ["mending-tubes", "trueing"]
    tree = trees.tree(framework, 2)
    draft_edits.replace_tree(steward, "bicycles", revision=6, tree=tree)
    publish_framework(steward, "bicycles", revision=7)
    assert queries.competency("trueing").taken_out_at is None


def test_only_languages_that_are_reviewed_everywhere_are_published_as_reviewed(app):
    steward, _ = set_up()
    at = "/competencies/mending-tubes"
    pointers = [f"{at}/title", f"{at}/statement", *(f"{at}/rubric/{index}" for index in range(4))]
    draft_edits.add_competency(steward, "bicycles", revision=1, domain="wheels", **WHOLE)
    sent = {"language": "sv", "texts": dict.fromkeys(pointers, "Lagar slangar.")}
    draft_edits.translate(steward, "bicycles", revision=2, reviewed=pointers[:-1], **sent)
    publish_framework(steward, "bicycles", revision=3)
    assert queries.competency("mending-tubes").versions[-1].reviewed == ["en"]
    draft_edits.translate(steward, "bicycles", revision=3, reviewed=pointers, **sent)
    publish_framework(steward, "bicycles", revision=4)
    assert queries.competency("mending-tubes").versions[-1].reviewed == ["en", "sv"]


def signable(slug):
    """Give the languages in which the first level of a competency can be signed."""
    first = level_achievements(queries.competency(slug).id)[0]
    return signable_languages(first.versions[-1])


def test_words_that_nobody_reviewed_are_signable_in_the_language_they_were_written_in(app):
    steward, _ = set_up()
    draft_edits.add_domain(steward, "bicycles", revision=1, title={"en": "Tubes"})
    draft_edits.add_competency(steward, "bicycles", revision=2, domain="tubes", **WHOLE)
    publish_framework(steward, "bicycles", revision=3)
    assert signable("mending-tubes") == signable("trueing") == ["en"]


def test_a_new_area_without_a_translation_leaves_translated_badges_signable(app):
    steward, _ = set_up()
    draft = trees.draft("bicycles")
    words = {one: "Svenska." for one in fields(draft.tree) if one.startswith(("/levels/", "/competencies/"))}
    sent = {"language": "sv", "texts": words, "reviewed": list(words)}
    draft_edits.translate(steward, "bicycles", revision=1, **sent)
    publish_framework(steward, "bicycles", revision=2)
    assert signable("trueing") == ["en", "sv"]
    draft_edits.add_domain(steward, "bicycles", revision=2, title={"en": "Tubes"})
    publish_framework(steward, "bicycles", revision=3)
    assert signable("trueing") == ["en", "sv"]


def test_what_is_missing_is_told_with_its_place_and_nothing_is_written(app):
    steward, _ = set_up()
    title = {"title": {"en": "Half"}}
    draft_edits.add_competency(steward, "bicycles", revision=1, domain="wheels", **title)
    with pytest.raises(InvalidError) as error:
        publish_framework(steward, "bicycles", revision=2)
    assert ("/competencies/half/statement", "text_missing") in [
        (one.pointer, one.code) for one in error.value.problems
    ]
    assert len(queries.framework("bicycles").versions) == 1
    with pytest.raises(NotFoundError):
        queries.competency("half")


def test_an_older_revision_is_not_published(app):
    steward, _ = set_up()
    draft_edits.add_domain(steward, "bicycles", revision=1, title={"en": "X"})
    with pytest.raises(ConflictError) as error:
        publish_framework(steward, "bicycles", revision=1)
    assert error.value.code == "draft_changed"


def test_what_was_published_beside_the_draft_is_taken_in_first(app):
    steward, _ = set_up()
    draft_edits.add_competency(steward, "bicycles", revision=1, domain="wheels", **WHOLE)
    revise_competency_with_levels(
        steward, "trueing", **definitions.competency(title={"en": "Beside"}, reviewed=["en"])
    )
    with pytest.raises(ConflictError) as error:
        publish_framework(steward, "bicycles", revision=2)
    assert error.value.code == "draft_behind"
    draft = take_in(steward, "bicycles", revision=2)
    assert draft.states["/competencies/trueing/title"] == {"en": "reviewed"}
    publish_framework(steward, "bicycles", revision=3)
    assert queries.competency("trueing").versions[-1].title == {"en": "Beside"}


def test_an_earlier_version_shows_what_stood_in_it_when_competencies_are_published_one_by_one(app):
    steward, _ = set_up()
    shape = {"title": {"en": "Bikes"}, "description": {"en": "Mending."}, "domains": DOMAINS}
    revise_framework(steward, "bicycles", **shape, levels=None, vocabularies={}, reviewed=["en"])
    revise_competency_with_levels(steward, "trueing", **definitions.competency(title={"en": "Later"}))
    framework = queries.framework("bicycles")
    said = [trees.tree(framework, number)["domains"][0]["competencies"][0]["title"] for number in (1, 2, 3)]
    assert said == [{"en": "Trueing", "sv": "Rikta"}, {"en": "Trueing", "sv": "Rikta"}, {"en": "Later"}]


def test_a_badge_that_is_saved_again_stays_as_it_is_when_only_other_competencies_changed(app):
    steward, group_id = set_up()
    place = {"framework": "bicycles", "domain": "wheels"}
    define_competency_with_levels(
        steward, group_id=group_id, slug="braking", **place, **definitions.competency()
    )
    words = {"title": {"en": "Braking"}}
    revise_competency_with_levels(steward, "braking", **definitions.competency(**words))
    badge = definitions.badge(proves=[{"competency": "trueing", "level": 1}])
    define_achievement(steward, group_id=group_id, kind="skill", slug="wheel", **badge)
    revise_competency_with_levels(steward, "braking", **definitions.competency())
    assert len(revise_achievement(steward, "wheel", **badge).versions) == 1
    levels = [len(one.versions) for one in ensure_level_achievements(steward, "trueing")]
    assert levels == [1, 1, 1, 1]
    assert [len(one.versions) for one in ensure_level_achievements(steward, "braking")] == [3, 3, 3, 3]


def test_the_floor_of_the_roles_is_kept_when_a_framework_is_derived_twice(app):
    stage = roles_stage.set_up()
    protected = roles_stage.SAFE
    origin = "core"
    for steward, group_id in ((stage.river, stage.river_id), (stage.hills, stage.hills_id)):
        draft = deriving.derive(steward, origin, group_id=group_id)
        framework = publish_framework(steward, draft.slug, revision=1)
        origin = framework.slug
        own = {one.derived_from: one.slug for one in queries.competencies(framework_id=framework.id)}
        protected = own[protected]
    needs = [roles_stage.need(protected), roles_stage.need(own["welcoming-river"])]
    needs = [one | {"reason": roles_stage.WHY} for one in needs]
    words = definitions.role(requirements=needs)
    define_role(stage.hills, group_id=stage.hills_id, slug="host", **words)
    found = adapting.begin(stage.hub, "host", group_id=stage.hub_id)
    with pytest.raises(InvalidError) as error:
        adapting.prepare(stage.hub, found.id, [roles_stage.dropped(protected)])
    assert [one.code for one in error.value.problems] == ["floor"]
    adapting.prepare(stage.hub, found.id, [roles_stage.dropped(needs[1]["competency"])])


def test_a_derived_framework_is_published_with_its_lineage(app):
    _steward, _ = set_up()
    other, other_id = definitions.group("Others")
    draft = deriving.derive(other, "bicycles", group_id=other_id)
    framework = publish_framework(other, draft.slug, revision=1)
    assert (framework.derived_from, framework.derived_number) == ("bicycles", 1)
    assert [one.slug for one in trees.derivatives("bicycles")] == [framework.slug]
    competency = queries.competency("trueing-others")
    assert (competency.derived_from, competency.derived_number) == ("trueing", 1)
    assert competency.owner_id == other_id
    assert competency.versions[-1].reviewed == ["en"]


def test_an_address_that_somebody_took_meanwhile_is_given_up(app):
    steward, _ = set_up()
    draft_edits.add_competency(steward, "bicycles", revision=1, domain="wheels", **WHOLE)
    other, other_id = definitions.group("Others")
    define_competency(other, group_id=other_id, slug="mending-tubes", **definitions.competency())
    framework = publish_framework(steward, "bicycles", revision=2)
    slug = framework.versions[-1].members[1]["competency"]
    assert slug.startswith("mending-tubes-")
    assert queries.competency("mending-tubes").owner_id == other_id
    assert f"/competencies/{slug}/title" in trees.draft("bicycles").states
