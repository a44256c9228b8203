"""The machine of claims, driven through the services by hypothesis, beside the table that is its law."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from badges.models import Claim, ClaimState
from badges.moves import CLAIM, moved
from badges.queries import claims
from badges.services import assessing, evidence
from badges.services.claims import keeping
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import ConflictError, GoneError, NotFoundError, ServiceError
from foundation.policy import Actor
from tests.badges.claiming_stage import assessor, badge, opened, with_link
from tests.badges.scene import Scene, person, set_stage

STATES = tuple(state.value for state in ClaimState)
VERBS = ("submit", "take", "release", "return", "award", "decline", "appeal", "withdraw")
REASON = "This is a reason of more than forty characters, for whoever reads it."
OUTCOMES = {"return": "returned", "award": "awarded", "decline": "declined"}
JUDGED = {"competency": "citing", "level": 2, "reason": "Cites sources as the rubric says."}
MORE = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return set_stage()


def doing(verb: str, claim: Claim, learner: Actor, looks: Actor) -> Callable[[], Any]:
    """Give the use case that makes a move."""
    if verb in OUTCOMES:
        texts = {"reason": REASON, "advice": REASON}
        return lambda: assessing.decide(
            looks, claim.id, outcome=OUTCOMES[verb], judgements=[JUDGED], revision=claim.revision, **texts
        )
    return {
        "submit": lambda: keeping.submit(learner, claim.id),
        "withdraw": lambda: keeping.withdraw(learner, claim.id),
        "appeal": lambda: keeping.appeal(learner, claim.id, REASON),
        "take": lambda: assessing.take(looks, claim.id, claim.revision),
        "release": lambda: assessing.release(looks, claim.id),
    }[verb]


def moves_on_record(claim: Claim) -> int:
    """Count the moves of a claim in the audit log; that it was opened is none."""
    found = (AuditEvent.subject == str(claim.id), AuditEvent.action != "badges.claim.open")
    return session().scalar(select(func.count()).select_from(AuditEvent).where(*found)) or 0


def as_it_stands(claim: Claim) -> tuple[Any, ...]:
    found = claims.claim_by_id(claim.id)
    return (found.state, found.revision, found.narrative, found.taken_by, found.appeal, len(found.decisions))


@pytest.mark.parametrize("state", STATES)
def test_every_move_that_is_not_in_the_table_is_refused_and_changes_nothing(scene, state):
    slug, looks = badge(scene, "moved"), assessor(scene.group_id)
    learner = person("Kim")
    claim = opened(learner, slug)
    with_link(learner, claim)
    with transaction():
        row = claims.claim_by_id(claim.id, lock=True)
        row.state = ClaimState(state)
        row.taken_by = looks.person_id if state == "in_review" else None
    before = as_it_stands(claim)
    refused = [verb for verb in VERBS if (state, verb) not in CLAIM]
    for verb in refused:
        if (state, verb) == ("in_review", "take"):
            continue  # taking what one has taken already is harmless, told as done
        with pytest.raises((ConflictError, GoneError, NotFoundError)):
            doing(verb, claims.claim_by_id(claim.id), learner, looks)()
        assert as_it_stands(claim) == before, verb
    assert moves_on_record(claim) == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_the_table_is_the_law(state, verb):
    if (state, verb) in CLAIM:
        assert moved(CLAIM, state, verb) == CLAIM[state, verb]
        return
    with pytest.raises(ConflictError) as refused:
        moved(CLAIM, state, verb)
    assert refused.value.facts == {"state": state, "verb": verb}


def test_a_claim_is_withdrawn_from_every_state_before_it_is_awarded():
    assert {state for state, verb in CLAIM if verb == "withdraw"} == set(STATES) - {"awarded", "withdrawn"}


class ClaimMachine(RuleBasedStateMachine):
    """A learner and two assessors act in any order; the model is the table and three counts."""

    slug: ClassVar[str]
    assessors: ClassVar[tuple[Actor, Actor]]

    @initialize()
    def open(self) -> None:
        self.learner = person()
        self.claim = opened(self.learner, self.slug)
        self.state, self.items, self.moves = "draft", 0, 0

    @rule()
    def add_evidence(self) -> None:
        self._only_while_written(lambda: with_link(self.learner, self.claim), 1)

    @rule()
    def remove_evidence(self) -> None:
        kept = claims.claim_by_id(self.claim.id).evidence
        if kept:
            self._only_while_written(lambda: evidence.remove(self.learner, kept[0].id), -1)

    @rule(words=st.text(max_size=20))
    def write(self, words: str) -> None:
        self._only_while_written(lambda: keeping.save(self.learner, self.claim.id, narrative=words), 0)

    @rule(verb=st.sampled_from(VERBS), who=st.integers(0, 1))
    def move(self, verb: str, who: int) -> None:
        """Whoever moves it: afterwards the claim is where the table says, or where it was."""
        claim = claims.claim_by_id(self.claim.id)
        before = as_it_stands(claim)
        try:
            doing(verb, claim, self.learner, self.assessors[who])()
        except ServiceError:
            assert as_it_stands(claim) == before
            return
        after = claims.claim_by_id(claim.id)
        if verb == "take" and self.state == "in_review":
            assert as_it_stands(claim) == before
            return
        assert after.state == CLAIM[self.state, verb]
        assert after.revision > before[1]
        self.state, self.moves = after.state, self.moves + 1

    @rule()
    def hand_in(self) -> None:
        """Makes long lives likelier: a claim with evidence is handed in, and taken."""
        if self.state in ("draft", "returned"):
            if not self.items:
                self.add_evidence()
            self.move("submit", 0)
            assert self.state == "submitted"
            self.move("take", 0)

    @invariant()
    def the_claim_is_what_the_model_says(self) -> None:
        if not hasattr(self, "claim"):
            return
        found = claims.claim_by_id(self.claim.id)
        assert (found.state, len(found.evidence)) == (self.state, self.items)
        assert moves_on_record(found) == self.moves
        assert found.credential_id == self.claim.credential_id
        assert (found.taken_by is not None) == (self.state == "in_review")
        assert (found.award_id is not None) == (self.state == "awarded")

    def _only_while_written(self, call: Callable[[], object], change: int) -> None:
        if self.state in ("draft", "returned"):
            call()
            self.items += change
            return
        with pytest.raises(ConflictError):
            call()


def test_no_order_of_acts_leaves_the_table(scene):
    class Machine(ClaimMachine):
        slug = badge(scene, "any-order")
        assessors = (assessor(scene.group_id, "First"), assessor(scene.group_id, "Second"))

    run_state_machine_as_test(Machine, settings=MORE)
