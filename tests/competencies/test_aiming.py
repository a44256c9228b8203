"""A person aims at roles; nobody else sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from badges.services import withdrawing
from competencies import queries
from competencies.gap import levels
from competencies.services import aiming, defining
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Action, Scope, may
from tests.badges.scene import accepted, both, person, set_stage


def slugs(actor) -> list[str]:
    return [one.slug for one in queries.aims(actor.person_id)]


def actions(about) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.about_id == about).order_by(AuditEvent.id)
    return [one for one in session().scalars(query) if one.startswith("competencies.aim.")]


def test_aiming_twice_is_aiming_once_and_stopping_twice_is_stopping_once(app):
    set_stage()
    learner = person("Learner")
    for _ in range(2):
        aiming.aim(learner, "guide")
    assert slugs(learner) == ["guide"]
    for _ in range(2):
        aiming.stop_aiming(learner, "guide")
    assert slugs(learner) == []
    assert actions(learner.person_id) == ["competencies.aim.begin", "competencies.aim.stop"]


def test_nobody_aims_at_a_role_that_is_not_there(app):
    set_stage()
    with pytest.raises(NotFoundError):
        aiming.aim(person("Learner"), "nothing")


def test_somebody_who_is_not_signed_in_is_asked_to(sqlite_app):
    set_stage()
    for verb in (aiming.aim, aiming.stop_aiming):
        with pytest.raises(SignInNeededError):
            verb(NOBODY, "guide")


def test_an_aim_belongs_to_the_person_alone(sqlite_app):
    scene, learner = set_stage(), person("Learner")
    mine = Scope(person_id=learner.person_id, group_id=scene.group_id)
    for action in (Action.AIM_KEEP, Action.PATH_FOLLOW):
        assert may(learner, action, mine)
        assert may(replace(learner, locked=True), action, mine)
        assert not may(scene.steward, action, mine)
        assert not may(NOBODY, action, mine)


def test_there_is_an_end_to_how_many_roles_one_aims_at(sqlite_app):
    scene, learner = set_stage(), person("Learner")
    for number in range(aiming.MOST_AIMS):
        defining.define_role(
            scene.steward, group_id=scene.group_id, slug=f"role-{number}", title=both("R", "R"),
            purpose=both("P", "P"), requirements=[], term_guidance_months=None, reviewed=("en", "sv"),
        )  # fmt: skip
        aiming.aim(learner, f"role-{number}")
    with pytest.raises(ConflictError) as refused:
        aiming.aim(learner, "guide")
    assert refused.value.code == "aims_full"
    aiming.aim(learner, "role-0")


def test_what_one_can_show_names_the_badge_and_ends_with_it(app):
    scene, learner = set_stage(validity_months=24), person("Learner")
    held = accepted(scene, learner, "Learner")
    shown = queries.shown_levels(learner.person_id)
    assert levels(shown) == {"citing": 2}
    assert (shown["citing"].source, shown["citing"].ends_at) == (held.urn, held.valid_until)
    later = clock.now() + timedelta(days=3 * 366)
    clock.set_source(lambda: later)
    assert queries.shown_levels(learner.person_id) == {}


def test_what_was_revoked_shows_nothing(app):
    scene, learner = set_stage(), person("Learner")
    held = accepted(scene, learner, "Learner")
    withdrawing.revoke(scene.steward, held.id, reason="issued_in_error", note="")
    assert queries.shown_levels(learner.person_id) == {}
