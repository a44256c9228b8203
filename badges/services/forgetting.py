"""What goes by itself: a claim that was declined, a year later. What remains of it are the months' counts.

With it go its evidence, decisions and openings, and the endorsements that were asked for and never signed.
Words that somebody signed stay with whom they were signed for and with who signed them, until that one
withdraws them; a claim of the same badge is made anew.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from accounts.services.erasing import forget_paths
from badges.models import AssessmentDecision, Claim, ClaimState, Endorsement, Report, ReportState
from badges.models.claims import DecisionOutcome
from foundation import audit
from foundation.addresses import assessment_path, claim_path, endorsement_path
from foundation.db import session, transaction
from foundation.policy import SYSTEM

# Longer than any year, and than the twelve months of which a month's numbers tell (`queries.tallies`).
KEPT = timedelta(days=366)
_AT_ONCE = 500
_ENDED = (ClaimState.DECLINED, ClaimState.WITHDRAWN)


def forget_declined(now: datetime) -> None:
    """Delete the claims that were declined and have rested for a year. May run twice.

    One that is reported waits until the report is answered.
    """
    while over := _due(now):
        for claim_id in over:
            _forget(claim_id, now)


def _due(now: datetime) -> list[UUID]:
    return list(session().scalars(select(Claim.id).where(*_is_over(now)).limit(_AT_ONCE)))


def _is_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A claim that was declined and then taken back counts as declined; one that is appealed is open."""
    declined = select(AssessmentDecision.id).where(
        AssessmentDecision.claim_id == Claim.id, AssessmentDecision.outcome == DecisionOutcome.DECLINED
    )
    asked = select(Endorsement.id).where(Endorsement.claim_id == Claim.id)
    about = (Report.subject_id == Claim.id) | Report.subject_id.in_(asked)
    reported = select(Report.id).where(Report.state == ReportState.OPEN, about)
    rested = (Claim.state.in_(_ENDED), Claim.decided_at <= now - KEPT, Claim.changed_at <= now - KEPT)
    return (*rested, declined.exists(), ~reported.exists())


def _forget(claim_id: UUID, now: datetime) -> None:
    with transaction() as db_session:
        whose = select(Claim.issuer_id, Claim.person_id).where(Claim.id == claim_id, *_is_over(now))
        found = db_session.execute(whose.with_for_update(of=Claim)).one_or_none()
        if found is None:
            return
        unsigned = (Endorsement.claim_id == claim_id, Endorsement.signed_at.is_(None))
        gone = list(db_session.scalars(select(Endorsement.id).where(*unsigned)))
        forget_paths([claim_path(claim_id), assessment_path(claim_id), *map(endorsement_path, gone)])
        for model, ids in ((Endorsement, gone), (Claim, [claim_id])):
            statement = delete(model).where(model.id.in_(ids))
            db_session.execute(statement, execution_options={"synchronize_session": False})
        db_session.expire_all()
        audit.record(SYSTEM, "badges.claim.forget", claim_id, group_id=found.issuer_id, about=found.person_id)
