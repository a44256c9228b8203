"""What people have reached, recorded from above when a credential is accepted, held, renewed or withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from competencies.models import Attainment
from competencies.wording import LEVELS
from foundation import clock
from foundation.db import transaction
from foundation.errors import invalid
from foundation.inserting import insert_unless_there


def record_attainment(
    person_id: UUID,
    competency_id: UUID,
    level: int,
    *,
    source: str,
    starts_at: datetime,
    ends_at: datetime | None,
) -> None:
    """Record that a person reached a level (1 to 4), as `source` (an IRI) shows; again changes the dates.

    What was withdrawn stays withdrawn. Raises InvalidError (level_unknown).
    """
    if level not in LEVELS:
        raise invalid("/level", "level_unknown")
    same = {"source": source, "competency_id": competency_id}
    told = {"person_id": person_id, "level": level, "starts_at": starts_at, "ends_at": ends_at}
    with transaction() as session:
        if not insert_unless_there(Attainment, **same, **told):
            session.execute(update(Attainment).filter_by(**same).values(**told))


def withdraw_attainments(source: str) -> int:
    """Withdraw what rests on `source` and give how many; a second time withdraws nothing."""
    with transaction() as session:
        standing = select(Attainment).where(Attainment.source == source, Attainment.withdrawn_at.is_(None))
        rows = session.scalars(standing).all()
        for row in rows:
            row.withdrawn_at = clock.now()
        return len(rows)


def hold_attainments(source: str) -> None:
    """Let what rests on `source` not count while it is under review; twice is harmless."""
    with transaction() as session:
        standing = (Attainment.source == source, Attainment.held_at.is_(None))
        session.execute(update(Attainment).where(*standing).values(held_at=clock.now()))


def release_attainments(source: str) -> None:
    """Let what rests on `source` count again; what was withdrawn meanwhile stays withdrawn."""
    with transaction() as session:
        session.execute(update(Attainment).where(Attainment.source == source).values(held_at=None))
