"""An account that is locked elsewhere: nothing new comes to it, what it has stays, and no reason is told."""

from uuid import UUID

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import Person
from accounts.services import seats, signing_in
from badges.queries import awards
from badges.services import awarding, claiming
from foundation import clock
from foundation.db import transaction
from foundation.errors import ForbiddenError, InvalidError
from foundation.policy import Action, Actor, Scope, may, require
from issuers.services import registering
from tests.badges.scene import Scene, person, set_stage


@pytest.fixture
def scene(app: Flask) -> Scene:
    return set_stage()


def lock(actor: Actor, *, locked: bool = True) -> Actor:
    with transaction() as session:
        session.get_one(Person, actor.person_id).locked_at = clock.now() if locked else None
    return people.actor_of(actor.person_id)


def give(scene: Scene, recipient: str):
    return awarding.award(scene.steward, achievement=scene.badge, recipient=recipient, reason="")


def test_a_badge_for_a_locked_account_is_refused_without_a_reason(scene: Scene):
    lock(person("Rosa Ek"))
    with pytest.raises(InvalidError) as error:
        give(scene, "Rosa Ek")
    (problem,) = error.value.problems
    assert (problem.pointer, problem.code, problem.facts) == ("/recipient", "cannot_receive", None)


def test_a_locked_account_keeps_its_offers_and_takes_none_until_it_is_unlocked(scene: Scene):
    rosa = person("Rosa Ek")
    award_id = give(scene, "Rosa Ek").id
    locked = lock(rosa)
    with pytest.raises(ForbiddenError) as error:
        claiming.accept(locked, award_id)
    assert error.value.code == "account_locked"
    assert [one.id for one in claiming.inbox(locked)] == [award_id]
    accepted = claiming.accept(lock(rosa, locked=False), award_id)
    assert accepted.person_id == rosa.person_id


def test_a_locked_account_may_say_no(scene: Scene):
    rosa = person("Rosa Ek")
    award_id = give(scene, "Rosa Ek").id
    claiming.refuse(lock(rosa), award_id)
    assert awards.award_by_id(award_id).state == "refused"


def test_a_mailed_link_does_not_get_around_the_lock(scene: Scene):
    rosa = person(address="rosa@example.org")
    award_id = give(scene, "rosa@example.org").id
    letter = awarding.offer_letter(award_id, 0)
    lock(rosa)
    with pytest.raises(ForbiddenError) as error:
        claiming.accept_by_token(letter.token)
    assert error.value.code == "account_locked"
    assert awards.award_by_id(award_id).state == "offered"
    assert signing_in.owner_of_address("rosa@example.org", language="en")[0] == rosa.person_id


def test_what_is_refused_for_the_lock_alone_is_told_so_and_everything_else_as_ever():
    rosa, other = Actor(person_id=UUID(int=1), locked=True), Scope(person_id=UUID(int=2))
    own = Scope(person_id=rosa.person_id)
    for action in (Action.AWARD_ACCEPT, Action.CLAIM_OPEN, Action.CLAIM_KEEP, Action.ENDORSEMENT_WRITE):
        with pytest.raises(ForbiddenError) as error:
            require(rosa, action, own)
        assert error.value.code == "account_locked"
    assert not may(rosa, Action.AWARD_ACCEPT, other)
    for action in (
        Action.AWARD_DECIDE,
        Action.ACCOUNT_TAKE_ALONG,
        Action.ACCOUNT_LEAVE,
        Action.CREDENTIAL_KEEP,
    ):
        assert may(rosa, action, own)


def test_the_seats_of_a_locked_account_rest(scene: Scene):
    locked = lock(scene.steward)
    with pytest.raises(ForbiddenError) as error:
        awarding.award(locked, achievement=scene.badge, recipient="kim@example.org")
    assert error.value.code == "account_locked"
    by_seat = Actor(
        person_id=UUID(int=1), stewards=frozenset({scene.group_id}), assessors=frozenset({scene.group_id}),
        safety=True, locked=True,
    )  # fmt: skip
    of_group = Scope(group_id=scene.group_id)
    assert [one for one in Action if may(by_seat, one, of_group)] == [Action.REPORT_MAKE]  # as anybody may


def test_a_locked_account_takes_no_seat_and_registers_no_group(scene: Scene):
    locked = lock(person("Rosa Ek"))
    token = seats.invite(scene.steward, scene.group_id, "assessor")
    with pytest.raises(ForbiddenError, match="account_locked"):
        seats.accept_invitation(locked, token)
    with pytest.raises(ForbiddenError, match="account_locked"):
        registering.register_group(locked, name="New", description="", url=None, language="en")
    assert seats.accept_invitation(lock(locked, locked=False), token) == scene.group_id
