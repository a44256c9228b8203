"""Requests that nobody took up lapse after 30 days."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from accounts.models import NoticeKind
from accounts.services.notifying import tell
from badges.models import Endorsement, EndorsementState
from badges.moves import ENDORSEMENT, moved
from badges.queries import endorsements
from badges.services.endorsing.subjects import facts_of
from foundation import audit
from foundation.addresses import endorsement_path
from foundation.db import session, transaction
from foundation.policy import SYSTEM

_AT_ONCE = 500


def lapse(now: datetime) -> None:
    """Let requests lapse whose time is over. May run twice."""
    while over := _due(now):
        for endorsement_id in over:
            _lapse(endorsement_id, now)


def _due(now: datetime) -> list[UUID]:
    query = select(Endorsement.id).where(*_over(now)).limit(_AT_ONCE)
    return list(session().scalars(query))


def _lapse(endorsement_id: UUID, now: datetime) -> None:
    with transaction() as db_session:
        lapsed = db_session.scalar(
            update(Endorsement)
            .where(Endorsement.id == endorsement_id, *_over(now))
            .values(state=moved(ENDORSEMENT, EndorsementState.REQUESTED, "lapse"), decided_at=now)
            .returning(Endorsement.id)
        )
        if lapsed is None:
            return
        row = endorsements.by_id(endorsement_id)
        audit.record(SYSTEM, "badges.endorsement.lapse", row.id, group_id=row.group_id, about=row.holder_id)
        tell(
            row.holder_id,
            NoticeKind.ENDORSEMENT_LAPSED,
            path=endorsement_path(row.id),
            key=str(row.id),
            facts=facts_of(row),
        )


def _over(now: datetime) -> tuple:  # type: ignore[type-arg] # two column conditions
    return (Endorsement.state == EndorsementState.REQUESTED, Endorsement.lapses_at <= now)
