"""What was done, by whom, to what: an append-only record, written in the same transaction as the change.

Facts hold ids, codes and counts, never names, addresses or texts that people wrote. After two years an event
is deleted; the database itself refuses to delete a younger one (triggers of migration 0002).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.columns import uuid7
from foundation.db import Base, session, transaction, write_waiting
from foundation.inserting import insert_at_end
from foundation.policy import Actor

SOMEBODY = "somebody who left"
KEPT = timedelta(days=732)  # 24 months at their longest, and a day for two clocks that differ
_AT_ONCE = 5_000  # a lock on many more rows would keep others waiting


class AuditEvent(Base):
    """One thing that was done. `about_id`: the person whose data it was done with, who may see this."""

    __tablename__ = "audit_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    facts: Mapped[dict[str, Any]]


def record(
    actor: Actor,
    action: str,
    subject: object,
    *,
    group_id: UUID | None = None,
    about: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write one event at the end of the open transaction; when it cannot be written, the change fails too."""
    insert_at_end(
        AuditEvent,
        at=clock.now(),
        actor_id=actor.person_id,
        about_id=about,
        group_id=group_id,
        action=action,
        subject=str(subject),
        facts=dict(facts or {}),
    )


def events_of(person_id: UUID, *, skip: int = 0, most: int | None = None) -> Sequence[AuditEvent]:
    """Give what a person did and what was done with their data, newest first."""
    theirs = or_(AuditEvent.actor_id == person_id, AuditEvent.about_id == person_id)
    query = select(AuditEvent).where(theirs).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return session().scalars(query.offset(skip).limit(most)).all()


def forget(person_id: UUID) -> None:
    """Blank whoever left: what was done stays written, not by whom. Joins the open transaction."""
    session().flush()
    write_waiting()
    for column in (AuditEvent.actor_id, AuditEvent.about_id):
        session().execute(update(AuditEvent).where(column == person_id).values({column.key: None}))
    named = AuditEvent.subject == str(person_id)
    session().execute(update(AuditEvent).where(named).values(subject=SOMEBODY))


def forget_old() -> None:
    """Delete every event that is older than two years. May run twice."""
    while _forget_some(clock.now() - KEPT):
        pass


def _forget_some(before: datetime) -> int:
    """Delete the first of the old events; give how many."""
    old = select(AuditEvent.id).where(AuditEvent.at <= before).order_by(AuditEvent.id).limit(_AT_ONCE)
    with transaction() as db_session:
        ids = list(db_session.scalars(old))
        going = delete(AuditEvent).where(AuditEvent.id.in_(ids))
        db_session.execute(going, execution_options={"synchronize_session": False})
    return len(ids)
