"""The demo shows a framework being written: derived from another, with a translation fallen behind."""

from flask import Flask

from accounts import queries as people
from competencies import translating
from competencies.queries import trees
from competencies.services.drafting import notes_of
from issuers import queries as issuers
from tests.web.visiting import client_of
from web.demo import movement


def test_the_user_group_derives_a_framework_in_two_languages_and_loading_again_changes_nothing(
    sqlite_app: Flask,
):
    movement.load()
    group = next(one for one in issuers.groups() if one.name == movement.USER_GROUP)
    draft = trees.drafts(group.id)[0]
    revision = draft.revision
    present = translating.fields(draft.tree)
    assert {language for texts in present.values() for language in texts} == {"en", "sv"}
    assert translating.counted(present, notes_of(draft), "sv")["outdated"] == 1
    assert draft.derived_from == "volunteer-movement-core"
    steward = people.person_by_name(next(one.user_name for one in movement.demo_people() if one.key == "p2"))
    client = client_of(sqlite_app, people.actor_of(steward.id))
    assert "What we do along the river" in client.get(f"/frameworks/{draft.slug}/draft").text
    assert "1 thing" not in client.get(f"/frameworks/{draft.slug}/draft/publish").text
    movement.load()
    assert [one.revision for one in trees.drafts(group.id)] == [revision]
