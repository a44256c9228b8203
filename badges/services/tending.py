"""What happens to offers by themselves: one reminder, then they lapse and the address is forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from badges.models import Award, AwardState
from badges.services.claiming import never_write_again
from foundation import audit, jobs
from foundation.db import session, transaction
from foundation.policy import SYSTEM

__all__ = ["REMINDER_SEND", "never_write_again", "tend"]

REMIND_AFTER_DAYS = 14
REMINDER_SEND = 100  # the number of the reminder among the letters of an offer; the others count from 0
_AT_ONCE = 500


def tend(now: datetime) -> None:
    """Let offers lapse that are over, and ask for the one reminder of those that wait. May run twice."""
    while over := _due(Award.token_expires_at <= now):
        for award_id in over:
            _lapse(award_id, now)
    waited = Award.awarded_at <= now - timedelta(days=REMIND_AFTER_DAYS)
    while waiting := _due(waited, Award.reminded_at.is_(None), Award.sealed_address.is_not(None)):
        for award_id in waiting:
            _remind(award_id, now)


def _due(*conditions: object) -> list[UUID]:
    query = select(Award.id).where(Award.state == AwardState.OFFERED, *conditions).limit(_AT_ONCE)  # type: ignore[arg-type] # column conditions
    return list(session().scalars(query))


def _lapse(award_id: UUID, now: datetime) -> None:
    with transaction() as db_session:
        lapsed = db_session.scalar(
            update(Award)
            .where(Award.id == award_id, Award.state == AwardState.OFFERED, Award.token_expires_at <= now)
            .values(state=AwardState.LAPSED, decided_at=now, sealed_address=None)
            .returning(Award.issuer_id)
        )
        if lapsed is not None:
            audit.record(SYSTEM, "badges.award.lapse", award_id, group_id=lapsed)


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
