"""Following a path: every move is allowed or refused by the table, ticks are harmless twice and at once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from sqlalchemy import select

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.services import awarding, claiming, withdrawing
from foundation.audit import AuditEvent
from foundation.db import db, session, transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from pathways import queries
from pathways.models import Enrolment
from pathways.moves import ENROLMENT
from pathways.services import following
from tests.badges.scene import person
from tests.web.starter import load_starter

STEWARD = "Steward"
PATH = "newcomer-packet"
OWN_STEPS = ("wiki-basics", "sources-licences", "practice-three-improvements", "reflect-one-source")
STATES = ("started", "paused", "completed", "left")
VERBS = ("follow", "pause", "go_on", "leave", "complete")


@pytest.fixture
def learner(app):
    group = load_starter()  # before any person: it puts a kept database in the place of this one
    seats.give(person(STEWARD).person_id, group.id, SeatRole.STEWARD)
    learner = person("Learner")
    following.follow(learner, PATH)
    return learner


def steward():
    found = people.person_by_name(STEWARD)
    return people.actor_of(found.id)


def row(actor) -> Enrolment:
    return session().scalar(select(Enrolment).where(Enrolment.person_id == actor.person_id))


def done(actor) -> set[str]:
    return queries.ticked(actor.person_id).get(queries.path(PATH).id, set())


def audited(actor) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.about_id == actor.person_id).order_by(AuditEvent.id)
    return [one for one in session().scalars(query) if one.startswith("pathways.")]


def give_badge(actor, badge: str = "first-steps"):
    award = awarding.award(steward(), achievement=badge, recipient="Learner")
    return claiming.accept(actor, award.id)


def test_the_table_holds_exactly_these_moves():
    assert {key: ENROLMENT[key] for key in ENROLMENT} == {
        ("started", "pause"): "paused",
        ("paused", "go_on"): "started",
        ("started", "complete"): "completed",
        ("started", "leave"): "left",
        ("paused", "leave"): "left",
        ("left", "follow"): "started",
    }
    assert set(ENROLMENT.values()) <= set(STATES)


def test_every_move_does_what_the_table_says(learner):
    for state, verb in product(STATES, ("pause", "go_on", "leave")):
        with transaction():
            row(learner).state = state
        after = ENROLMENT.get((state, verb))
        if after is None:
            with pytest.raises(ConflictError) as refused:
                getattr(following, verb)(learner, PATH)
            assert (refused.value.code, refused.value.facts["state"]) == ("move_refused", state)
            assert row(learner).state == state
        else:
            getattr(following, verb)(learner, PATH)
            assert row(learner).state == after
            assert audited(learner)[-1] == f"pathways.enrolment.{verb}"


def test_following_twice_is_following_once_and_coming_back_keeps_what_was_done(learner):
    following.follow(learner, PATH)
    following.tick(learner, PATH, "wiki-basics")
    following.leave(learner, PATH)
    assert queries.enrolments(learner.person_id) == []
    following.follow(learner, PATH)
    assert row(learner).state == "started"
    assert done(learner) == {"wiki-basics"}
    assert audited(learner) == [
        "pathways.enrolment.follow",
        "pathways.step.tick",
        "pathways.enrolment.leave",
        "pathways.enrolment.follow",
    ]


def test_a_tick_is_harmless_twice_and_can_be_taken_back(learner):
    for _ in range(2):
        following.tick(learner, PATH, "wiki-basics")
    assert done(learner) == {"wiki-basics"}
    for _ in range(2):
        following.untick(learner, PATH, "wiki-basics")
    assert done(learner) == set()
    assert audited(learner)[1:] == ["pathways.step.tick", "pathways.step.untick"]


def test_a_badge_step_is_never_ticked(learner):
    for verb in (following.tick, following.untick):
        with pytest.raises(ConflictError) as refused:
            verb(learner, PATH, "badge-first-steps")
        assert refused.value.code == "step_is_a_badge"


def test_a_step_or_path_that_is_not_there_is_not_found(learner):
    with pytest.raises(NotFoundError):
        following.tick(learner, PATH, "no-such-step")
    with pytest.raises(NotFoundError):
        following.tick(learner, "no-such-path", "wiki-basics")
    with pytest.raises(NotFoundError):
        following.follow(learner, "no-such-path")


def test_a_step_of_a_path_that_is_not_followed_or_is_paused_is_not_ticked(learner):
    other = person("Other")
    for actor, code in ((other, "path_not_followed"), (learner, "path_paused")):
        if actor is learner:
            following.pause(learner, PATH)
        with pytest.raises(ConflictError) as refused:
            following.tick(actor, PATH, "wiki-basics")
        assert refused.value.code == code
    following.leave(learner, PATH)
    with pytest.raises(ConflictError) as refused:
        following.tick(learner, PATH, "wiki-basics")
    assert refused.value.code == "path_not_followed"
    with pytest.raises(ConflictError):
        following.pause(other, PATH)


def test_nobody_signed_in_follows_nothing(learner):
    with pytest.raises(SignInNeededError):
        following.follow(NOBODY, PATH)
    with pytest.raises(SignInNeededError):
        following.tick(NOBODY, PATH, "wiki-basics")


def test_the_last_tick_completes_a_path_whose_badge_is_held_already(learner):
    give_badge(learner)
    for step in OWN_STEPS:
        assert row(learner).state == "started"
        following.tick(learner, PATH, step)
    assert row(learner).state == "completed"
    assert audited(learner)[-1] == "pathways.enrolment.complete"


def test_accepting_the_badge_completes_a_path_whose_other_steps_are_done(learner):
    for step in OWN_STEPS:
        following.tick(learner, PATH, step)
    following.complete_what_is_done(learner)
    assert row(learner).state == "started"
    give_badge(learner)
    for _ in range(2):
        following.complete_what_is_done(learner)
    assert row(learner).state == "completed"
    assert audited(learner).count("pathways.enrolment.complete") == 1


def test_a_completed_path_stays_completed(learner):
    credential_id = give_badge(learner).credential_id
    for step in OWN_STEPS:
        following.tick(learner, PATH, step)
    withdrawing.revoke(steward(), credential_id, reason="issued_in_error", note="")
    following.tick(learner, PATH, "strategy-tour")
    with pytest.raises(ConflictError) as refused:
        following.untick(learner, PATH, "wiki-basics")
    assert refused.value.code == "path_completed"
    following.follow(learner, PATH)
    assert row(learner).state == "completed"


def test_a_revoked_badge_completes_nothing(learner):
    withdrawing.revoke(steward(), give_badge(learner).credential_id, reason="issued_in_error", note="")
    for step in OWN_STEPS:
        following.tick(learner, PATH, step)
    assert row(learner).state == "started"


def test_going_on_with_a_path_that_became_complete_meanwhile_completes_it(learner):
    for step in OWN_STEPS:
        following.tick(learner, PATH, step)
    following.pause(learner, PATH)
    give_badge(learner)
    following.complete_what_is_done(learner)
    assert row(learner).state == "paused"
    following.go_on(learner, PATH)
    assert row(learner).state == "completed"


def test_two_last_ticks_at_once_complete_the_path_once(app, learner):
    give_badge(learner)
    for step in OWN_STEPS[:2]:
        following.tick(learner, PATH, step)
    db.session.remove()

    def do(step: str) -> None:
        with app.app_context():
            following.tick(learner, PATH, step)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(do, [*OWN_STEPS[2:], *OWN_STEPS[2:]]))
    assert row(learner).state == "completed"
    assert audited(learner).count("pathways.enrolment.complete") == 1


def test_one_persons_ticks_are_not_anothers(learner):
    other = person("Other")
    following.follow(other, PATH)
    following.tick(other, PATH, "wiki-basics")
    assert done(learner) == set()
