"""How much is asked of those who endorse: counts and figures for a month, never persons.

A mentor is here whoever was asked to endorse somebody, by name or by a link that they opened. Who offers it
unasked is no mentor by that.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Integer, func, select

from badges.models import Endorsement, EndorsementState
from badges.queries.tallies import LOOK_BACK, percent
from competencies.needs_figures import Figure
from foundation.db import session

LOAD = "mentor_load"  # the metric in whose cases everybody is who was asked
FULL_AT = 5  # requests that wait for one person: each takes some half an hour to answer well
ANSWER_WITHIN = timedelta(days=14)
_WAITING = (EndorsementState.REQUESTED, EndorsementState.DRAFTED)
_ASKED = (Endorsement.endorser_id.is_not(None), Endorsement.lapses_at.is_not(None))  # an offer never lapses


def load(now: datetime) -> dict[str, int]:
    """Give how many mentors have room for more, and how many have five or more requests waiting."""
    waiting = func.sum(Endorsement.state.in_(_WAITING).cast(Integer))
    query = select(waiting).where(*_ASKED, Endorsement.asked_at >= now - LOOK_BACK)
    each = session().scalars(query.group_by(Endorsement.endorser_id)).all()
    full = sum(number >= FULL_AT for number in each)
    return {"with_room": len(each) - full, "full": full}


def unanswered(now: datetime) -> Figure:
    """Give what share of the requests that are over 14 days old had no answer in that time."""
    query = select(
        Endorsement.endorser_id, Endorsement.asked_at, Endorsement.signed_at, Endorsement.decided_at
    ).where(
        *_ASKED,
        Endorsement.asked_at >= now - LOOK_BACK,
        Endorsement.asked_at <= now - ANSWER_WITHIN,
    )
    asked: set[UUID | None] = set()
    late = requests = 0
    for endorser_id, asked_at, signed_at, decided_at in session().execute(query):
        asked.add(endorser_id)
        requests += 1
        answered_at = signed_at or decided_at
        late += answered_at is None or answered_at - asked_at > ANSWER_WITHIN
    share = percent(late, requests)
    return Figure(len(asked), {} if share is None else {"percent": share}, LOAD)
