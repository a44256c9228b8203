"""The weeks in which somebody was here: kept only for those who let that be counted, and never by day."""

from datetime import timedelta
from uuid import UUID

from competencies.models import NeedsProfile, VisitWeek
from foundation import clock
from foundation.db import session, transaction
from foundation.inserting import insert_unless_there


def note(person_id: UUID) -> None:
    """Note that a person signed in this week, if they let that be counted."""
    kept = session().get(NeedsProfile, person_id)
    if kept is None or not kept.visits_counted:
        return
    today = clock.now().date()
    with transaction():
        insert_unless_there(VisitWeek, person_id=person_id, week=today - timedelta(days=today.weekday()))
