"""Naming somebody without an account by a link: for one use, nothing about them before, then as any other."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Person
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
)
from foundation.policy import NOBODY, Actor
from mentoring.models import Nomination, NominationInvitation
from mentoring.moves import as_nominator_sees
from mentoring.queries import invitations, nominations
from mentoring.services import inviting, nominating, taking_along, tending
from tests.badges.cases import at_once
from tests.badges.scene import person
from tests.mentoring.scene import SEEN, Stage, set_up
from web import leaving

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def stage(app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    return set_up()


def invite(stage: Stage, **more: str) -> inviting.Invited:
    return inviting.invite(stage.sam, **({"role": "guide", "citation": SEEN} | more))


def rows() -> list[Nomination]:
    return list(session().scalars(select(Nomination)))


def test_a_link_becomes_an_ordinary_nomination_of_who_uses_it(stage: Stage):
    link = invite(stage)
    assert rows() == []
    newcomer = person("Newcomer")
    row = inviting.take(newcomer, link.token)
    assert (row.state, row.nominee_id, row.nominator_id) == (
        "proposed",
        newcomer.person_id,
        stage.sam.person_id,
    )
    assert (row.citation, row.lapses_at) == (SEEN, NOW + timedelta(days=30))
    assert nominations.of_group(stage.scene.group_id) == ([], False)
    with pytest.raises(NotFoundError):
        nominating.seen(stage.steward, row.id)
    nominating.accept(newcomer, row.id)
    assert len(nominations.of_group(stage.scene.group_id)[0]) == 1


def test_nothing_is_stored_about_the_person_before(stage: Stage):
    invite(stage)
    (kept,) = session().scalars(select(NominationInvitation))
    people = [one for one in NominationInvitation.__table__.columns if one.foreign_keys]
    assert {one.name for one in people} == {"nominator_id", "group_id", "role_id"}
    assert kept.nominator_id == stage.sam.person_id
    written = session().scalars(select(AuditEvent).where(AuditEvent.action == "mentoring.nomination.invite"))
    assert [(one.about_id, one.facts) for one in written] == [(None, {})]


def test_only_its_digest_is_kept_and_its_words_go_once_it_is_used(stage: Stage):
    link = invite(stage)
    (kept,) = session().scalars(select(NominationInvitation))
    assert link.token.encode() not in kept.token_digest
    inviting.take(stage.kim, link.token)
    assert invitations.by_id(link.id).citation == ""


def test_looking_does_not_use_it_up(stage: Stage):
    link = invite(stage)
    for actor in (NOBODY, stage.kim, stage.kim):
        assert inviting.open_until(actor, link.token) == NOW + timedelta(days=30)
    assert inviting.take(stage.kim, link.token).nominee_id == stage.kim.person_id


def test_it_works_once(stage: Stage):
    link = invite(stage)
    inviting.take(stage.kim, link.token)
    for again in (stage.kim, person("Second")):
        with pytest.raises(GoneError, match="nomination_link_used"):
            inviting.take(again, link.token)
    assert len(rows()) == 1


def test_of_two_at_once_one_gets_it(app: Flask, stage: Stage):
    link, both = invite(stage), [person("First"), person("Second")]
    calls = [partial(inviting.take, one, link.token) for one in both]
    raised = at_once(app, *calls)
    assert sorted(getattr(one, "code", "") for one in raised) == ["", "nomination_link_used"]
    assert len(rows()) == 1


def test_it_lapses_after_thirty_days_and_is_forgotten_later(stage: Stage):
    link = invite(stage)
    clock.set_source(lambda: NOW + timedelta(days=30))
    for use in (inviting.open_until, inviting.take):
        with pytest.raises(GoneError, match="nomination_link_over"):
            use(stage.kim, link.token)
    tending.tend()
    assert invitations.by_id(link.id)
    clock.set_source(lambda: NOW + timedelta(days=60))
    tending.tend()
    with pytest.raises(NotFoundError):
        inviting.take(stage.kim, link.token)


def test_who_made_it_cannot_use_it(stage: Stage):
    link = invite(stage)
    for use in (inviting.open_until, inviting.take):
        with pytest.raises(ConflictError, match="own_nomination_link"):
            use(stage.sam, link.token)
    assert inviting.take(stage.kim, link.token)


def test_who_made_it_takes_it_back(stage: Stage):
    link = invite(stage)
    for other in (stage.kim, stage.steward):
        with pytest.raises(NotFoundError):
            inviting.withdraw(other, link.id)
    inviting.withdraw(stage.sam, link.id)
    with pytest.raises(GoneError, match="nomination_link_over"):
        inviting.take(stage.kim, link.token)
    with pytest.raises(GoneError):
        inviting.withdraw(stage.sam, link.id)
    assert invitations.waiting(stage.sam.person_id) == []
    assert invitations.by_id(link.id).citation == ""


def test_strangers_and_locked_accounts_use_and_make_none(stage: Stage):
    link = invite(stage)
    locked = Actor(person_id=stage.kim.person_id, locked=True)
    for actor, error in ((NOBODY, SignInNeededError), (locked, ForbiddenError)):
        with pytest.raises(error):
            inviting.take(actor, link.token)
        with pytest.raises(error):
            inviting.invite(actor, role="guide", citation=SEEN)


def test_a_link_of_a_locked_account_rests(stage: Stage):
    link = invite(stage)
    with transaction():
        session().get_one(Person, stage.sam.person_id).locked_at = NOW
    with pytest.raises(GoneError, match="nomination_link_over"):
        inviting.take(stage.kim, link.token)
    with transaction():
        session().get_one(Person, stage.sam.person_id).locked_at = None
    assert inviting.take(stage.kim, link.token)


def test_five_in_thirty_days_by_name_or_by_link(stage: Stage):
    nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN)
    used, back = invite(stage), invite(stage)
    inviting.take(person("Newcomer"), used.token)
    inviting.withdraw(stage.sam, back.id)
    for _more in range(2):
        invite(stage)
    person("Other")
    with pytest.raises(LimitedError, match="nominations_full"):
        invite(stage)
    with pytest.raises(LimitedError, match="nominations_full"):
        nominating.nominate(stage.sam, user_name="Other", role="guide", citation=SEEN)
    clock.set_source(lambda: NOW + timedelta(days=30))
    assert invite(stage)


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"role": "nothing"}, "/role", "unknown"),
        ({"citation": "Nice."}, "/citation", "too_short"),
        ({"citation": SEEN + " Write to kim@example.org."}, "/citation", "contact_details"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(stage: Stage, more, pointer, code):
    with pytest.raises(InvalidError) as caught:
        invite(stage, **more)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [(pointer, code)]


def test_who_was_named_by_name_is_not_pressed_again_by_link(stage: Stage):
    row = nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN)
    nominating.decline(stage.kim, row.id)
    link = invite(stage)
    with pytest.raises(ConflictError, match="named_already"):
        inviting.take(stage.kim, link.token)
    assert inviting.take(person("Another"), link.token)


def test_a_decline_looks_as_it_always_does(stage: Stage):
    row = inviting.take(stage.kim, invite(stage).token)
    nominating.decline(stage.kim, row.id)
    view = nominations.nomination_by_id(row.id)
    assert as_nominator_sees(view.row.state, view.row.lapses_at, clock.now()) == "proposed"
    assert taking_along.take(stage.sam.person_id)["nominations_made"][0]["state"] == "proposed"


def test_who_leaves_takes_their_links_with_them(stage: Stage):
    link = invite(stage)
    (told,) = taking_along.take(stage.sam.person_id)["nomination_links"]
    assert (told["role"], told["citation"], told["used_at"]) == ("guide", SEEN, None)
    leaving.leave(stage.sam)
    with pytest.raises(NotFoundError):
        inviting.take(stage.kim, link.token)
