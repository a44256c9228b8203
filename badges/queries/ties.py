"""What ties one assessor to cases: four queries for a whole list of claims."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from badges.conflicts import MENTOR, Ties, conflicts
from badges.models import AssessmentDecision, Claim, DecisionOutcome, Endorsement, EndorsementState
from foundation import clock
from foundation.db import session


def conflicts_of(assessor_id: UUID, claims: Sequence[Claim]) -> dict[UUID, tuple[str, ...]]:
    """Give the codes of why an assessor does not decide each claim, by the claim's id; none: they may."""
    now = clock.now()
    return {key: conflicts(one, now) for key, one in ties_of(assessor_id, claims).items()}


def ties_of(assessor_id: UUID, claims: Sequence[Claim]) -> dict[UUID, Ties]:
    """Give what ties an assessor to each claim, by the claim's id."""
    claimants = {one.person_id for one in claims if one.person_id}
    mentees, subjects = _endorsed(assessor_id, claimants)
    decided, endorsed = _decided_by(claimants, assessor_id), _endorsed_by(claimants, assessor_id)
    declined = _declined(assessor_id, {one.id for one in claims})
    return {
        one.id: Ties(
            is_own=one.person_id == assessor_id,
            mentors=one.person_id in mentees,
            endorses=one.credential_id in subjects,
            declined=one.id in declined,
            decided_at=decided.get(one.person_id) if one.person_id else None,
            endorsed_at=endorsed.get(one.person_id) if one.person_id else None,
        )
        for one in claims
    }


def _endorsed(assessor_id: UUID, claimants: Collection[UUID]) -> tuple[set[UUID | None], set[UUID]]:
    """Give whom the assessor endorsed as a mentor, and what they wrote or are writing about."""
    # A request alone ties nobody: else a claimant could keep any assessor from a case by asking.
    written = or_(Endorsement.signed_at.is_not(None), Endorsement.state == EndorsementState.DRAFTED)
    query = select(Endorsement.holder_id, Endorsement.subject_id, Endorsement.relation).where(
        Endorsement.endorser_id == assessor_id, Endorsement.holder_id.in_(claimants), written
    )
    found = session().execute(query).all()
    mentees = {holder for holder, _subject, relation in found if relation == MENTOR}
    return mentees, {subject for _holder, subject, _relation in found}


def _endorsed_by(claimants: Collection[UUID], assessor_id: UUID) -> dict[UUID, datetime]:
    query = (
        select(Endorsement.endorser_id, func.max(Endorsement.signed_at))
        .where(
            Endorsement.holder_id == assessor_id,
            Endorsement.endorser_id.in_(claimants),
            Endorsement.signed_at.is_not(None),
        )
        .group_by(Endorsement.endorser_id)
    )
    return {person_id: moment for person_id, moment in session().execute(query) if person_id and moment}


def _decided_by(claimants: Collection[UUID], assessor_id: UUID) -> dict[UUID, datetime]:
    query = (
        select(AssessmentDecision.assessor_id, func.max(AssessmentDecision.decided_at))
        .join(Claim, Claim.id == AssessmentDecision.claim_id)
        .where(Claim.person_id == assessor_id, AssessmentDecision.assessor_id.in_(claimants))
        .group_by(AssessmentDecision.assessor_id)
    )
    return {person_id: moment for person_id, moment in session().execute(query) if person_id and moment}


def _declined(assessor_id: UUID, claim_ids: Collection[UUID]) -> set[UUID]:
    query = select(AssessmentDecision.claim_id).where(
        AssessmentDecision.assessor_id == assessor_id,
        AssessmentDecision.claim_id.in_(claim_ids),
        AssessmentDecision.outcome == DecisionOutcome.DECLINED,
    )
    return set(session().scalars(query))
