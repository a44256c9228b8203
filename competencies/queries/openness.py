"""Who lets themselves be found, for what, until when; and who is not interested in a role.

Without a row of their own nobody is found. A seat that was taken away ends it too, and so does a lock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from accounts.models import Person, Seat
from competencies.models import DismissedSuggestion, Openness, Role
from foundation.db import session


def open_people(group_id: UUID, role_slug: str | None, now: datetime) -> list[UUID]:
    """Give who may be found by the stewards of a group now, for that role; None: for any role at all.

    Who opened up for one role only is not given for another, nor for None. A yes to all of one's groups is
    one to those in which one sat when saying it, not to what somebody gives one a seat in later.
    """
    role = select(Role.id).where(Role.slug == role_slug).scalar_subquery()
    for_role: list[ColumnElement[bool]] = [Openness.role_id.is_(None)]
    if role_slug is not None:
        for_role.append(Openness.role_id == role)
    sits = select(Seat.person_id, func.min(Seat.since).label("since")).where(Seat.group_id == group_id)
    sits_since = sits.group_by(Seat.person_id).subquery()
    for_all = and_(Openness.group_id.is_(None), Openness.since >= sits_since.c.since)
    query = (
        select(Openness.person_id)
        .join(sits_since, sits_since.c.person_id == Openness.person_id)
        .join(Person, Person.id == Openness.person_id)
        .where(
            Person.locked_at.is_(None),
            or_(for_all, Openness.group_id == group_id),
            or_(*for_role),
            Openness.since <= now,
            Openness.until > now,
        )
        .distinct()
        .order_by(Openness.person_id)
    )
    return list(session().scalars(query))


def openings_of(person_id: UUID, now: datetime) -> Sequence[Openness]:
    """Give what a person opened up for and has not ended, the newest first."""
    mine = (Openness.person_id == person_id, Openness.until > now)
    return session().scalars(select(Openness).where(*mine).order_by(Openness.since.desc(), Openness.id)).all()


def dismissals(person_id: UUID, now: datetime) -> Sequence[DismissedSuggestion]:
    """Give the roles that a person is not interested in now, the newest first."""
    mine = (DismissedSuggestion.person_id == person_id, DismissedSuggestion.until > now)
    query = select(DismissedSuggestion).where(*mine)
    return session().scalars(query.order_by(DismissedSuggestion.since.desc())).all()


def not_interested(role_id: UUID, people: Iterable[UUID], now: datetime) -> set[UUID]:
    """Give who of these people is not interested in a role now."""
    theirs = DismissedSuggestion.person_id.in_(list(people))
    query = select(DismissedSuggestion.person_id).where(
        theirs, DismissedSuggestion.role_id == role_id, DismissedSuggestion.until > now
    )
    return set(session().scalars(query))
