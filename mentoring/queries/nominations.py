"""Nominations as they are read: by the nominee, by who made them, by the stewards once accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Person
from accounts.queries import unlocked
from competencies.models import Role
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer
from mentoring.models import Nomination, NominationState
from mentoring.queries.thanks import MOST_PAGES, PAGE_ROWS


@dataclass(frozen=True, slots=True)
class NominationView:
    """A nomination with the names of the two people, and the slugs of role and group."""

    row: Nomination
    nominee: str | None
    nominator: str | None
    role: str
    group: str | None


def nomination_by_id(nomination_id: UUID) -> NominationView:
    """Give one as it stands now. Raises NotFoundError."""
    query = _views(Nomination.id == nomination_id).execution_options(populate_existing=True)
    found = session().execute(query).one_or_none()
    if found is None:
        raise NotFoundError
    return NominationView(*found)


def received(person_id: UUID, now: datetime, *, page: int = 1) -> tuple[list[NominationView], bool]:
    """Give one page of the nominations of a person that wait or that they accepted; and whether more."""
    waits = (Nomination.state == NominationState.PROPOSED) & (Nomination.lapses_at > now)
    lives = or_(waits, Nomination.state == NominationState.ACCEPTED)
    return _page(_views(Nomination.nominee_id == person_id, lives), page)


def made(person_id: UUID, *, page: int = 1) -> tuple[list[NominationView], bool]:
    """Give one page of the nominations that a person made, newest first; and whether there are more."""
    return _page(_views(Nomination.nominator_id == person_id), page)


def of_group(group_id: UUID, *, page: int = 1) -> tuple[list[NominationView], bool]:
    """Give one page of what nominees of a group accepted, newest first; and whether there are more.

    Whose account is locked is not among them.
    """
    accepted = (Nomination.state == NominationState.ACCEPTED, unlocked(Nomination.nominee_id))
    return _page(_views(Nomination.group_id == group_id, *accepted), page)


def accepted_number(group_id: UUID) -> int:
    """Give how many nominations of a group its stewards see, and have not put away."""
    accepted = (Nomination.state == NominationState.ACCEPTED, unlocked(Nomination.nominee_id))
    query = select(func.count()).select_from(Nomination).where(Nomination.group_id == group_id, *accepted)
    return session().scalar(query) or 0


def made_since(
    nominator_id: UUID, since: datetime, nominee_id: UUID | None = None, role: UUID | None = None
) -> int:
    """Give how many nominations a person made since then, of one nominee and role if asked."""
    query = select(func.count()).select_from(Nomination)
    query = query.where(Nomination.nominator_id == nominator_id, Nomination.made_at > since)
    if nominee_id is not None:
        query = query.where(Nomination.nominee_id == nominee_id, Nomination.role_id == role)
    return session().scalar(query) or 0


def due(now: datetime) -> list[UUID]:
    """Give the nominations whose time is over without an answer."""
    over = (Nomination.state == NominationState.PROPOSED, Nomination.lapses_at <= now)
    return list(session().scalars(select(Nomination.id).where(*over).limit(500)))


def _views(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    nominee, nominator = aliased(Person), aliased(Person)
    return (
        select(Nomination, nominee.user_name, nominator.user_name, Role.slug, Issuer.slug)
        .join(Role, Role.id == Nomination.role_id)
        .join(Issuer, Issuer.id == Nomination.group_id)
        .join(nominee, nominee.id == Nomination.nominee_id)
        .join(nominator, nominator.id == Nomination.nominator_id)
        .where(*conditions)
        .order_by(Nomination.made_at.desc(), Nomination.id.desc())
    )


def _page(query: Select[*tuple[Any, ...]], page: int) -> tuple[list[NominationView], bool]:
    start = (min(max(page, 1), MOST_PAGES) - 1) * PAGE_ROWS
    rows = session().execute(query.offset(start).limit(PAGE_ROWS + 1)).all()
    return [NominationView(*row) for row in rows[:PAGE_ROWS]], len(rows) > PAGE_ROWS
