"""What was published of needs and assets, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from accounts.queries import unlocked
from competencies.models import Attainment, Competency, NeedSnapshot, VisitWeek
from foundation import clock
from foundation.db import session
from foundation.errors import NotFoundError

MOST_PERIODS = 120  # ten years


@dataclass(frozen=True, slots=True)
class Visits:
    """When somebody who lets it be counted was here: Mondays, oldest first."""

    person_id: UUID
    weeks: tuple[date, ...]


def periods() -> Sequence[str]:
    """Give the months that were published, newest first."""
    query = select(NeedSnapshot.period).order_by(NeedSnapshot.period.desc())
    return session().scalars(query.limit(MOST_PERIODS)).all()


def snapshot(period: str | None = None) -> NeedSnapshot | None:
    """Give one month, or the newest; None while nothing was published. Raises NotFoundError."""
    query = select(NeedSnapshot).order_by(NeedSnapshot.period.desc()).limit(1)
    found = session().scalar(query if period is None else query.where(NeedSnapshot.period == period))
    if found is None and period is not None:
        raise NotFoundError
    return found


def holders(now: datetime | None = None) -> dict[str, dict[int, int]]:
    """Give by competency (slug) and level how many people's highest valid level it is."""
    now = now or clock.now()
    highest = (
        select(Attainment.person_id, Attainment.competency_id, func.max(Attainment.level).label("level"))
        .where(
            Attainment.withdrawn_at.is_(None),
            Attainment.held_at.is_(None),
            Attainment.starts_at <= now,
            Attainment.ends_at.is_(None) | (Attainment.ends_at > now),
            unlocked(Attainment.person_id),
        )
        .group_by(Attainment.person_id, Attainment.competency_id)
        .subquery()
    )
    query = (
        select(Competency.slug, highest.c.level, func.count())
        .join(highest, highest.c.competency_id == Competency.id)
        .group_by(Competency.slug, highest.c.level)
    )
    found: dict[str, dict[int, int]] = {}
    for slug, level, count in session().execute(query):
        found.setdefault(slug, {})[level] = count
    return found


def visits() -> list[Visits]:
    """Give the weeks of everybody who lets them be counted."""
    query = select(VisitWeek.person_id, VisitWeek.week).where(unlocked(VisitWeek.person_id))
    rows = session().execute(query.order_by(VisitWeek.person_id, VisitWeek.week))
    found: dict[UUID, list[date]] = {}
    for person_id, week in rows:
        found.setdefault(person_id, []).append(week)
    return [Visits(person_id, tuple(weeks)) for person_id, weeks in found.items()]
