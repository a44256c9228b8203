"""Claims, their evidence and who opened it, as nouns. Every list costs the same number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from badges.models import (
    AchievementVersion,
    Award,
    AwardState,
    Claim,
    ClaimState,
    Credential,
    Endorsement,
    EvidenceItem,
    EvidenceOpening,
)
from badges.queries import awards
from foundation import clock
from foundation.db import session
from foundation.errors import NotFoundError

OVER_STATES = (ClaimState.DECLINED, ClaimState.WITHDRAWN)
OPEN_STATES = tuple(state for state in ClaimState if state not in {ClaimState.AWARDED, *OVER_STATES})
EDITABLE_STATES = (ClaimState.DRAFT, ClaimState.RETURNED)
MOST_CLAIMS_SHOWN = 200  # more than anybody opens; keeps the page of a busy learner quick
MOST_OPENINGS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One time that somebody other than the claimant opened a piece of evidence."""

    item_id: UUID
    item_name: str
    opened_at: datetime


def claim_by_id(claim_id: UUID, *, lock: bool = False) -> Claim:
    """Give one claim with its texts, evidence and decisions, as it stands now. Raises NotFoundError.

    `lock`: no other transaction moves it until this one ends.
    """
    query = _whole().where(Claim.id == claim_id)
    if lock:
        query = query.with_for_update(of=Claim)
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def claims_of(person_id: UUID) -> Sequence[Claim]:
    """Give a person's claims, the last changed first."""
    query = _whole().where(Claim.person_id == person_id).order_by(Claim.changed_at.desc(), Claim.id.desc())
    return session().scalars(query.limit(MOST_CLAIMS_SHOWN)).all()


def open_claim_of(person_id: UUID, achievement_id: UUID) -> Claim | None:
    """Give the claim of a badge that a person has open: one at most."""
    query = (
        _whole()
        .join(AchievementVersion, AchievementVersion.id == Claim.version_id)
        .where(
            Claim.person_id == person_id,
            Claim.state.in_(OPEN_STATES),
            AchievementVersion.achievement_id == achievement_id,
        )
    )
    return session().scalar(query.order_by(Claim.opened_at).limit(1))


def standing_award(person_id: UUID, achievement_id: UUID) -> Award | None:
    """Give what keeps a person from claiming a badge: an offer that stands, or the badge still good."""
    query = (
        select(Award)
        .join(AchievementVersion, AchievementVersion.id == Award.version_id)
        .outerjoin(Credential, Credential.award_id == Award.id)
        .where(
            AchievementVersion.achievement_id == achievement_id,
            awards.is_for(person_id),
            Award.state.in_([AwardState.OFFERED, AwardState.ACCEPTED]),
            Credential.revoked_at.is_(None),
            Credential.given_up_at.is_(None),
            or_(Credential.valid_until.is_(None), Credential.valid_until > clock.now()),
        )
    )
    return session().scalar(query.order_by(Award.awarded_at.desc()).limit(1))


def award_states(claims: Iterable[Claim]) -> dict[UUID, str]:
    """Give the state of the award of each claim that became one, by the claim's id."""
    became = {one.award_id: one.id for one in claims if one.award_id is not None}
    if not became:
        return {}
    found = session().execute(select(Award.id, Award.state).where(Award.id.in_(became)))
    return {became[award_id]: state for award_id, state in found}


def endorsement_states(claims: Iterable[Claim]) -> dict[UUID, Counter[str]]:
    """Give how many endorsements about each claim's credential stand in which state, by the claim's id."""
    wanted = {one.credential_id: one.id for one in claims}
    counts: dict[UUID, Counter[str]] = {claim_id: Counter() for claim_id in wanted.values()}
    query = (
        select(Endorsement.subject_id, Endorsement.state, func.count())
        .where(Endorsement.subject_id.in_(wanted), Endorsement.suppressed_at.is_(None))
        .group_by(Endorsement.subject_id, Endorsement.state)
    )
    for subject_id, state, number in session().execute(query):
        counts[wanted[subject_id]][state] = number
    return counts


def evidence_item(item_id: UUID) -> EvidenceItem:
    """Give one piece of evidence. Raises NotFoundError."""
    found = session().get(EvidenceItem, item_id, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def openings_of(claim_id: UUID) -> list[OpeningView]:
    """Give when others opened the evidence of a claim, the newest first."""
    query = (
        select(EvidenceItem.id, EvidenceItem.name, EvidenceOpening.opened_at)
        .join(EvidenceItem, EvidenceItem.id == EvidenceOpening.item_id)
        .where(EvidenceOpening.claim_id == claim_id)
        .order_by(EvidenceOpening.opened_at.desc(), EvidenceOpening.id.desc())
        .limit(MOST_OPENINGS_SHOWN)
    )
    return [OpeningView(*row) for row in session().execute(query)]


def _whole() -> Select[Claim]:
    texts = joinedload(Claim.version, innerjoin=True).joinedload(
        AchievementVersion.achievement, innerjoin=True
    )
    return select(Claim).options(texts, selectinload(Claim.evidence), selectinload(Claim.decisions))
