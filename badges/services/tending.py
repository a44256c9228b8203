"""What happens by itself: offers are reminded of once, then lapse; assessors hear once of a waiting claim.

What is over long enough is forgotten: `badges.services.forgetting`.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from accounts import queries as people
from accounts.models import NoticeKind, SeatRole
from accounts.services import notifying
from badges.models import Award, AwardState, Claim
from badges.moves import CREDENTIAL, moved
from badges.queries.assessing import WAITING
from badges.queries.claims import claim_by_id
from badges.queries.ties import conflicts_of
from badges.services import forgetting
from badges.services.claiming import never_write_again
from foundation import audit, jobs
from foundation.addresses import assessment_path
from foundation.db import session, transaction
from foundation.policy import SYSTEM
from issuers import queries as issuers

__all__ = ["REMINDER_SEND", "never_write_again", "tend"]

REMIND_AFTER_DAYS = 14
REMINDER_SEND = 100  # the number of the reminder among the letters of an offer; the others count from 0
_AT_ONCE = 500


def tend(now: datetime) -> None:
    """Let lapse what is over, remind once of what waits, forget declined claims of old. May run twice."""
    while over := _due(Award.token_expires_at <= now):
        for award_id in over:
            _lapse(award_id, now)
    waited = Award.awarded_at <= now - timedelta(days=REMIND_AFTER_DAYS)
    while waiting := _due(waited, Award.reminded_at.is_(None), Award.sealed_address.is_not(None)):
        for award_id in waiting:
            _remind(award_id, now)
    for claim_id in _waiting_claims(now):
        _tell_assessors(claim_id, now)
    forgetting.forget_declined(now)


def _due(*conditions: object) -> list[UUID]:
    query = select(Award.id).where(Award.state == AwardState.OFFERED, *conditions).limit(_AT_ONCE)  # type: ignore[arg-type] # column conditions
    return list(session().scalars(query))


def _lapse(award_id: UUID, now: datetime) -> None:
    with transaction() as db_session:
        lapsed = db_session.scalar(
            update(Award)
            .where(Award.id == award_id, Award.state == AwardState.OFFERED, Award.token_expires_at <= now)
            .values(state=moved(CREDENTIAL, AwardState.OFFERED, "lapse"), decided_at=now, sealed_address=None)
            .returning(Award)
        )
        if lapsed is not None:
            audit.record(
                SYSTEM, "badges.award.lapse", award_id, group_id=lapsed.issuer_id, about=lapsed.person_id
            )


def _remind(award_id: UUID, now: datetime) -> None:
    with transaction() as db_session:
        reminded = db_session.scalar(
            update(Award)
            .where(Award.id == award_id, Award.state == AwardState.OFFERED, Award.reminded_at.is_(None))
            .values(reminded_at=now)
            .returning(Award.id)
        )
        if reminded is not None:
            payload = {"award_id": str(award_id), "send": REMINDER_SEND}
            jobs.ask("letter.reminder", payload, key=f"reminder:{award_id}")


def _waiting_claims(now: datetime) -> list[UUID]:
    """Give the claims that wait for 14 days since they were handed in, and that nobody was told of since."""
    waited = Claim.submitted_at <= now - timedelta(days=REMIND_AFTER_DAYS)
    query = select(Claim.id).where(Claim.state.in_(WAITING), waited, _not_told())
    return list(session().scalars(query.order_by(Claim.submitted_at)))


def _not_told() -> ColumnElement[bool]:
    return or_(Claim.reminded_at.is_(None), Claim.reminded_at < Claim.submitted_at)


def _tell_assessors(claim_id: UUID, now: datetime) -> None:
    """Tell those who may decide; where every assessor is too close to it, all: they can find another."""
    with transaction() as db_session:
        told = db_session.scalar(
            update(Claim)
            .where(Claim.id == claim_id, Claim.state.in_(WAITING), _not_told())
            .values(reminded_at=now)
            .returning(Claim.id)
        )
        if told is None:
            return
        claim = claim_by_id(claim_id)
        assessors = people.people_with_seat(claim.issuer_id, SeatRole.ASSESSOR)
        free = [one for one in assessors if not conflicts_of(one, [claim])[claim.id]]
        group = issuers.issuer(claim.issuer_id)
        facts = {"badge": claim.version.achievement.slug, "group": group.slug if group else ""}
        key = f"{claim_id}:{claim.submitted_at:%Y-%m-%dT%H:%M:%S}"
        notifying.tell_all(
            free or assessors, NoticeKind.CLAIM_WAITS, path=assessment_path(claim_id), key=key, facts=facts
        )
