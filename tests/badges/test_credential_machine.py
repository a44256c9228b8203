"""The credential machine as a whole, through the services: whatever people do, it moves by its table."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from badges.models import Award
from badges.moves import CREDENTIAL
from badges.queries import awards
from badges.services import awarding, carrying, claiming, giving_up, tending, withdrawing
from badges.standing import is_open_to_all, state_of
from competencies import queries as competencies
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import ServiceError
from foundation.policy import NOBODY
from issuers import queries as issuers
from tests.badges.scene import Scene, give, person, set_stage

OFFER_DAYS = awarding.OFFER_DAYS
ENDED = {"revoked", "given_up"}
# The same once more changes nothing, and is no error: two clicks are one wish.
HARMLESS = {
    *((state, "accept") for state in ("accepted", "expired", "on_hold", "revoked", "given_up")),
    ("refused", "refuse"),
    ("revoked", "revoke"),
    ("given_up", "give_up"),
    ("on_hold", "hold"),
}
NUMBERS = itertools.count()


class CredentialMachine(RuleBasedStateMachine):
    """One award to one person, and everything that can become of it."""

    scene: ClassVar[Scene]

    @initialize()
    def offer(self) -> None:
        self.now: datetime = clock.now()
        clock.set_source(lambda: self.now)
        self.name = f"Holder {next(NUMBERS)}"
        self.holder = person(self.name)
        self.award_id = give(self.scene, self.name).id
        self.awarded_at = self.now
        self.expires_at = self.now + timedelta(days=OFFER_DAYS)
        self.state, self.moves = "offered", 1

    def teardown(self) -> None:
        clock.set_source(None)

    def act(self, verb: str, call: Callable[[], object]) -> None:
        """Do it, and hold the answer against the table."""
        before = self.expected()
        after = CREDENTIAL.get((before, verb))
        is_too_late = verb == "accept" and self.now >= self.ends_at
        if (before, verb) in HARMLESS:
            call()
        elif after is None or is_too_late:
            with pytest.raises(ServiceError):
                call()
        else:
            call()
            self.state, self.moves = after, self.moves + 1
            if verb == "offer":
                self.expires_at = self.now + timedelta(days=OFFER_DAYS)

    @property
    def ends_at(self) -> datetime:
        """Two years after the award, in whole seconds, as the badge of the stage says."""
        start = self.awarded_at.replace(microsecond=0)
        return start.replace(year=start.year + 2)

    def expected(self) -> str:
        return "expired" if self.state == "accepted" and self.now >= self.ends_at else self.state

    def credential_id(self):
        found = awards.credential_of_award(self.award_id)
        return found.id if found else self.award_id  # nobody's credential: not found

    @rule()
    def accept(self) -> None:
        self.act("accept", lambda: claiming.accept(self.holder, self.award_id))

    @rule()
    def refuse(self) -> None:
        self.act("refuse", lambda: claiming.refuse(self.holder, self.award_id))

    @rule()
    def withdraw(self) -> None:
        self.act("withdraw", lambda: awarding.withdraw(self.scene.steward, self.award_id))

    @rule()
    def offer_again(self) -> None:
        self.act("offer", lambda: awarding.offer_again(self.scene.steward, self.award_id))

    @rule()
    def hold(self) -> None:
        self.act("hold", lambda: withdrawing.put_on_hold(self.scene.steward, self.credential_id()))

    @rule()
    def release(self) -> None:
        self.act("release", lambda: withdrawing.release(self.scene.steward, self.credential_id()))

    @rule()
    def revoke(self) -> None:
        why = "issued_in_error"
        self.act("revoke", lambda: withdrawing.revoke(self.scene.steward, self.credential_id(), reason=why))

    @rule()
    def give_up(self) -> None:
        self.act("give_up", lambda: giving_up.give_up(self.holder, self.credential_id()))

    @precondition(lambda self: self.state in {"accepted", "on_hold"})
    @rule()
    def publish(self) -> None:
        carrying.publish(self.holder, self.credential_id())

    @rule(days=st.sampled_from([1, 91, 400]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        tending.tend(self.now)
        if self.state == "offered" and self.now >= self.expires_at:
            self.state, self.moves = "lapsed", self.moves + 1

    @invariant()
    def it_stands_where_the_table_says(self) -> None:
        session().expire_all()
        award = session().get_one(Award, self.award_id)
        credential = awards.credential_of_award(self.award_id)
        assert state_of(award, credential, self.now) == self.expected()
        if credential is None:
            return
        status = issuers.status_of(credential.urn)
        assert (status.revoked_at is not None) == (self.state in ENDED)
        held = competencies.attainments(self.holder.person_id)
        assert bool(held) == (self.state not in ENDED)
        if self.state == "given_up":
            assert not is_open_to_all(credential)
            with pytest.raises(ServiceError):
                carrying.visible(NOBODY, credential.id)

    @invariant()
    def every_move_is_on_record(self) -> None:
        subjects = [str(self.award_id), str(self.credential_id())]
        of_award = ("give", "offer", "accept", "refuse", "withdraw", "lapse")
        of_credential = ("hold", "release", "revoke", "give_up")
        actions = [f"badges.award.{verb}" for verb in of_award]
        actions += [f"badges.credential.{verb}" for verb in of_credential]
        query = select(AuditEvent.id).where(AuditEvent.subject.in_(subjects), AuditEvent.action.in_(actions))
        assert len(set(session().scalars(query))) == self.moves


def test_a_credential_moves_by_its_table_and_by_nothing_else(sqlite_app: Flask):
    CredentialMachine.scene = set_stage()
    shape = settings(
        max_examples=25,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(CredentialMachine, settings=shape)


WALKS = [
    ("accept", "hold", "release", "revoke", "revoke"),
    ("accept", "hold", "give_up", "revoke", "hold"),
    ("withdraw", "accept", "refuse"),
    ("refuse", "refuse", "accept", "withdraw"),
    ("wait", "accept", "offer_again", "accept", "release", "give_up", "give_up"),
    ("accept", "wait_long", "hold", "revoke", "give_up"),
    ("accept", "hold", "wait_long", "release", "hold"),
]


@pytest.mark.parametrize("walk", WALKS, ids="-".join)
def test_each_walk_ends_where_the_table_says_on_both_databases(app: Flask, walk):
    CredentialMachine.scene = set_stage()
    machine = CredentialMachine()
    machine.offer()
    try:
        for step in walk:
            if step.startswith("wait"):
                machine.wait(91 if step == "wait" else 800)
            else:
                getattr(machine, step)()
            machine.it_stands_where_the_table_says()
            machine.every_move_is_on_record()
    finally:
        machine.teardown()
