"""The monthly snapshot of needs and assets: taken once, by a job, and never changed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from competencies.models import NeedSnapshot, VisitWeek
from competencies.needs_document import METHOD, Tally, document
from foundation import clock
from foundation.db import session, transaction
from foundation.inserting import insert_unless_there

VISITS_KEPT_WEEKS = 53  # a year: what the retention of a cohort looks back on


def period_now() -> str:
    """The month of now, as 2026-03."""
    return f"{clock.now():%Y-%m}"


def is_taken(period: str) -> bool:
    """Tell whether there is a snapshot of that month."""
    return session().scalar(select(NeedSnapshot.id).where(NeedSnapshot.period == period)) is not None


def take(tally: Tally, *, period: str, made_up: bool = False) -> bool:
    """Publish the month, holding on to what was shown last, and tell whether it was not there yet.

    Made-up months are held on to by made-up months only, and real ones by real ones.
    """
    with transaction():
        if is_taken(period):
            return False
        told = document(tally, _last_before(period, made_up=made_up))
        return insert_unless_there(
            NeedSnapshot,
            period=period,
            method=METHOD,
            made_up=made_up,
            published=told.published,
            last=told.last,
            taken_at=clock.now(),
        )


def forget_old_visits() -> None:
    """Delete the weeks of visits that are older than a year."""
    oldest = (clock.now() - timedelta(weeks=VISITS_KEPT_WEEKS)).date()
    with transaction() as db_session:
        db_session.execute(delete(VisitWeek).where(VisitWeek.week < oldest))


def _last_before(period: str, *, made_up: bool) -> dict[str, Any]:
    query = select(NeedSnapshot.last).where(NeedSnapshot.period < period, NeedSnapshot.made_up == made_up)
    return session().scalar(query.order_by(NeedSnapshot.period.desc()).limit(1)) or {}
