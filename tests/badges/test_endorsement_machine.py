"""The machine of endorsements, walked at random through the services: only moves of the table happen."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from badges import moves
from badges.models import Endorsement
from badges.queries import endorsements
from badges.services import carrying
from badges.services.endorsing import asking, deciding, lapsing, offering, withdrawing, writing
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import ConflictError, NotFoundError
from issuers import queries as issuers
from tests.badges.endorsing_scene import WORDS
from tests.badges.scene import accepted, person, set_stage

VERBS = ("draft", "sign", "decline", "accept", "withdraw", "lapse")


class Endorsing(RuleBasedStateMachine):
    stage = None

    @initialize(is_request=st.booleans())
    def begin(self, is_request):
        """A badge and a mentor of their own for each walk."""
        number = session().scalar(select(func.count()).select_from(Endorsement))
        self.holder, self.mentor = person(f"Holder {number}"), person(f"Mentor {number}")
        self.stranger = person(f"Stranger {number}")
        held = accepted(self.stage, self.holder, f"Holder {number}")
        carrying.publish(self.holder, held.id)
        self.subject_id = held.id
        if is_request:
            row = asking.ask(self.holder, subject_id=held.id, user_name=f"Mentor {number}")
        else:
            row = offering.offer(self.mentor, subject_id=held.id)
        self.id, self.state, self.was_signed, self.moves_made = row.id, row.state, False, 0

    @rule(verb=st.sampled_from(VERBS), by_holder=st.booleans())
    def move(self, verb, by_holder):
        """Do something; the table alone says whether it may happen."""
        after = moves.ENDORSEMENT.get((self.state, verb))
        try:
            self._do(verb, by_holder)
        except ConflictError as error:
            assert (after, error.code) == (None, "move_refused")  # noqa: PT017 - other walks go on
            return
        if verb == "lapse" and after is None:
            return  # the job finds nothing to do
        if verb == "withdraw" and self.state == "signed":
            after = "declined"  # taken back before anybody saw it
        assert after is not None
        self.was_signed |= verb == "sign"
        self.moves_made += after != self.state
        self.state = after

    @rule(verb=st.sampled_from(VERBS[:-1]))
    def a_stranger_moves_nothing(self, verb):
        with pytest.raises(NotFoundError):
            self._as(self.stranger, verb)

    def _do(self, verb, by_holder):
        if verb == "lapse":
            lapsing.lapse(clock.now() + timedelta(days=31))
        elif verb == "accept" or (verb == "decline" and by_holder):
            self._as(self.holder, verb)
        else:
            self._as(self.mentor, verb)

    def _as(self, actor, verb):
        acts = {
            "draft": lambda: writing.draft(actor, self.id, WORDS),
            "sign": lambda: writing.sign(actor, self.id),
            "decline": lambda: deciding.decline(actor, self.id),
            "accept": lambda: deciding.accept(actor, self.id),
            "withdraw": lambda: withdrawing.withdraw(actor, self.id, "mistake"),
        }
        return acts[verb]()

    @invariant()
    def what_is_stored_follows_the_table(self):
        row = endorsements.by_id(self.id)
        assert row.state == self.state
        assert (row.signed_at is not None) is self.was_signed
        assert (issuers.signed_body(row.urn, "json") is not None) is self.was_signed

    @invariant()
    def it_is_shown_only_while_accepted(self):
        shown = [one.id for one in endorsements.shown(self.subject_id)]
        assert shown == ([self.id] if self.state == "accepted" else [])

    @invariant()
    def its_bit_is_set_once_it_does_not_stand_any_more(self):
        status = issuers.status_of(f"urn:uuid:{self.id}")
        if self.was_signed:
            assert (status.revoked_at is not None) is (self.state in {"declined", "withdrawn"})
        else:
            assert status is None

    @invariant()
    def every_move_is_on_record(self):
        events = select(func.count()).where(AuditEvent.subject == str(self.id))
        assert session().scalar(events) == 1 + self.moves_made


def test_random_walks_keep_to_the_table(app: Flask):
    Endorsing.stage = set_stage()
    relaxed = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Endorsing,
        settings=settings(
            max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=relaxed
        ),
    )
