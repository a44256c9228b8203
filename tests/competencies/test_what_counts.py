"""Only a credential that stands counts: not one that ended, is on hold, was revoked or given up."""

from datetime import timedelta

import pytest
from flask_migrate import downgrade, upgrade

from badges.services import awarding, claiming, giving_up, withdrawing
from competencies import queries
from competencies.gap import levels
from competencies.services import keeping
from foundation import clock
from foundation.db import db
from tests.badges.claiming_stage import badge
from tests.badges.scene import accepted, person, set_stage


def shown(actor) -> dict[str, int]:
    return levels(queries.shown_levels(actor.person_id))


def state(actor) -> str:
    return keeping.keep(actor, "guide").result["state"]


def test_a_credential_on_hold_does_not_count_until_it_is_released(app):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    assert (shown(learner), state(learner)) == ({"citing": 2}, "ready")
    for _ in range(2):
        withdrawing.put_on_hold(scene.steward, credential.id)
    assert (shown(learner), state(learner)) == ({}, "developing")
    withdrawing.release(scene.steward, credential.id)
    assert (shown(learner), state(learner)) == ({"citing": 2}, "ready")


def test_what_was_revoked_while_on_hold_does_not_come_back(app):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    withdrawing.put_on_hold(scene.steward, credential.id)
    withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    assert shown(learner) == {}


def test_a_lower_level_that_stands_counts_while_the_higher_one_is_on_hold(app):
    scene, learner = set_stage(), person("Learner")
    accepted(scene, learner, "Learner")
    slug = badge(scene, "citing-well", proves=[{"competency": "citing", "level": 3}])
    award = awarding.award(scene.steward, achievement=slug, recipient="Learner")
    higher = claiming.accept(learner, award.id).credential_id
    assert shown(learner) == {"citing": 3}
    withdrawing.put_on_hold(scene.steward, higher)
    assert shown(learner) == {"citing": 2}


@pytest.mark.parametrize("end", ["revoke", "give_up", "expire"])
def test_what_has_ended_does_not_count(app, end):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    if end == "revoke":
        withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    elif end == "give_up":
        giving_up.give_up(learner, credential.id)
    else:
        later = clock.now() + timedelta(days=800)
        clock.set_source(lambda: later)
    assert shown(learner) == {}


def test_what_was_on_hold_before_an_update_does_not_count_after_it(app):
    scene, learner = set_stage(), person("Learner")
    withdrawing.put_on_hold(scene.steward, accepted(scene, learner, "Learner").id)
    db.session.remove()
    downgrade(revision="0006")
    upgrade()
    assert shown(learner) == {}
