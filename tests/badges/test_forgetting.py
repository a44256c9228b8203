"""A declined claim is forgotten a year after the decision; what others rely on stays."""

import pytest
from sqlalchemy import func, select

from accounts.models import Notice
from badges.models import AssessmentDecision, Claim, Endorsement, EvidenceItem
from badges.queries import endorsements, tallies
from badges.services import looking_into, reporting, tending
from badges.services.claims import keeping
from badges.services.endorsing import asking
from foundation import audit, clock
from foundation.db import db, session
from tests.badges.cases import HOSTING, endorse, endorser, fresh, hand_in, judged, later, set_bench, settle
from tests.badges.scene import person

OF_A_CLAIM = (Claim, AssessmentDecision, EvidenceItem)
NOT_YET = {"judgements": judged(hosting=0), "reason": "Not yet.", "advice": "Host once more."}
A_YEAR = {"days": 367}


def declined(bench, learner):
    claim = hand_in(bench, learner)
    settle(
        bench.assessor,
        fresh(claim),
        "declined",
        judgements=judged(hosting=0),
        reason="Not yet.",
        advice="More.",
    )
    return fresh(claim)


def tend() -> None:
    """Twice, as jobs may."""
    for _ in range(2):
        tending.tend(clock.now())
    db.session.rollback()
    session().expire_all()


def left() -> list[int]:
    return [session().scalar(select(func.count()).select_from(model)) or 0 for model in OF_A_CLAIM]


def test_a_declined_claim_goes_with_its_evidence_after_a_year_and_only_then(app):
    bench, learner = set_bench(), person("Learner")
    claim_id = declined(bench, learner).id
    later(days=360)
    tend()
    assert left() == [1, 1, 1]
    assert tallies.outcomes(clock.now())["declined"] == 1
    later(days=7)
    tend()
    assert left() == [0, 0, 0]
    paths = session().scalars(select(Notice.path).where(Notice.person_id == learner.person_id))
    assert not [one for one in paths if str(claim_id) in one]
    done = [one.action for one in audit.events_of(learner.person_id)]
    assert done.count("badges.claim.forget") == 1


def test_one_that_was_taken_back_after_it_was_declined_goes_too(app):
    bench, learner = set_bench(), person("Learner")
    keeping.withdraw(learner, declined(bench, learner).id)
    later(**A_YEAR)
    tend()
    assert left() == [0, 0, 0]


@pytest.mark.parametrize("outcome", ["returned", "awarded"])
def test_a_claim_that_was_decided_in_another_way_stays(app, outcome):
    bench, learner = set_bench(), person("Learner")
    claim = hand_in(bench, learner)
    endorse(claim, endorser())
    settle(bench.assessor, fresh(claim), outcome, reason="As it is.")
    later(**A_YEAR)
    tend()
    assert left() == [1, 1, 1]


def test_one_that_is_looked_at_again_stays(app):
    bench, learner = set_bench(), person("Learner")
    claim = declined(bench, learner)
    keeping.appeal(learner, claim.id, "Please look at the second report: it says who came and why.")
    later(**A_YEAR)
    tend()
    assert left() == [1, 1, 1]


def test_one_that_is_reported_waits_for_the_answer(app):
    bench, learner = set_bench(), person("Learner")
    claim = declined(bench, learner)
    report = reporting.make(bench.second, kind="claim", subject_id=claim.id, reason="not_true")
    later(**A_YEAR)
    tend()
    assert left() == [1, 1, 1]
    looking_into.answer(bench.scene.steward, report.report_id, "Looked at.")
    tend()
    assert left() == [0, 0, 0]


def test_signed_words_stay_with_both_and_what_nobody_signed_goes(app):
    bench, learner = set_bench(), person("Learner")
    claim = hand_in(bench, learner)
    friend = endorser()
    kept = endorse(claim, friend).id
    person("Other friend")
    asking.ask(learner, subject_id=claim.credential_id, user_name="Other friend")
    settle(
        bench.assessor,
        fresh(claim),
        "declined",
        judgements=judged(hosting=0),
        reason="Not yet.",
        advice="More.",
    )
    later(**A_YEAR)
    tend()
    assert session().scalars(select(Endorsement.id)).all() == [kept]
    assert [one.id for one in endorsements.for_holder(learner.person_id)] == [kept]
    assert [one.claim_id for one in endorsements.given_by(friend.person_id)] == [None]
    assert hand_in(bench, learner).state == "submitted", f"{HOSTING} can be claimed anew"
