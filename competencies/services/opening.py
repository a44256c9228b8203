"""Letting oneself be found: for a group or all of one's own, for a role or any, until a day. One tap ends it.

Nobody is found without this. Stewards then see who is ready or near for a role, and why.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from accounts import queries as people
from accounts.models import Person
from competencies import queries
from competencies.models import DismissedSuggestion, Openness, Role
from competencies.queries import openness
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, NotFoundError, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers

MOST_MONTHS = 12  # consent that is never asked for again is forgotten, and then it is none
MONTH_DAYS = 30
MOST_OPENINGS = 20  # a list that its owner can keep an eye on
DISMISSED_DAYS = 182  # six months: long enough to be left in peace, short enough that lives change


def open_up(actor: Actor, *, group: str = "", role: str = "", months: int) -> Openness:
    """Let oneself be found by a group (its slug; "": all of one's own) for a role ("": any), so many months.

    The same again begins anew. Raises InvalidError at /group, /role or /months,
    ConflictError("openings_full"), ForbiddenError("account_locked"), and those of `require`.
    """
    person_id = _person(actor)
    if actor.locked:
        raise ForbiddenError("account_locked")
    if not 1 <= months <= MOST_MONTHS:
        raise invalid("/months", "out_of_range", least=1, most=MOST_MONTHS)
    with transaction() as session:
        # Under the lock: who leaves a group at this moment does not open up to it.
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        group_id = _group(person_id, group)
        role_id = _role(actor, group_id, role)
        now = clock.now()
        row = _same(person_id, group_id, role_id)
        if row is None:
            if len(openness.openings_of(person_id, now)) >= MOST_OPENINGS:
                raise ConflictError("openings_full", most=MOST_OPENINGS)
            row = Openness(person_id=person_id, group_id=group_id, role_id=role_id)
            session.add(row)
        row.since, row.until = now, now + timedelta(days=MONTH_DAYS * months)
        session.flush()
        record(actor, "competencies.openness.begin", row.id, group_id=group_id, about=person_id)
        return row


def end(actor: Actor, openness_id: UUID) -> None:
    """Be found no more by this. Raises NotFoundError for what is not one's own or not there any more."""
    person_id = _person(actor)
    with transaction() as session:
        mine = (Openness.id == openness_id, Openness.person_id == person_id)
        if session.scalar(delete(Openness).where(*mine).returning(Openness.id)) is None:
            raise NotFoundError
        record(actor, "competencies.openness.end", openness_id, about=person_id)


def forget_ended() -> None:
    """Delete what has run out: consent that is over, and "not interested" that is."""
    with transaction() as session:
        for row_type in (Openness, DismissedSuggestion):
            session.execute(delete(row_type).where(row_type.until <= clock.now()))


def dismiss(actor: Actor, role: str) -> None:
    """Not be interested in a role (its slug) for six months. Raises NotFoundError and those of `require`."""
    person_id = _person(actor)
    with transaction() as session:
        found = queries.role(role)
        now = clock.now()
        until = now + timedelta(days=DISMISSED_DAYS)
        session.merge(
            DismissedSuggestion(person_id=person_id, role_id=found.id, since=now, until=until), load=True
        )
        record(actor, "competencies.suggestion.dismiss", found.id, about=person_id)


def take_back(actor: Actor, role: str) -> None:
    """Be interested again; when it was not said before, nothing changes. Raises NotFoundError."""
    person_id = _person(actor)
    with transaction() as session:
        found = queries.role(role)
        mine = (DismissedSuggestion.person_id == person_id, DismissedSuggestion.role_id == found.id)
        gone = delete(DismissedSuggestion).where(*mine).returning(DismissedSuggestion.role_id)
        if session.scalar(gone) is not None:
            record(actor, "competencies.suggestion.take_back", found.id, about=person_id)


def _person(actor: Actor) -> UUID:
    require(actor, Action.OPENNESS_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id


def _group(person_id: UUID, slug: str) -> UUID | None:
    if not slug:
        return None
    found = issuers.group_by_slug(slug)
    if found is None or person_id not in set(people.members(found.id)):
        raise invalid("/group", "unknown")
    return found.id


def _role(actor: Actor, group_id: UUID | None, slug: str) -> UUID | None:
    """A role of that group, or of one of one's own."""
    if not slug:
        return None
    try:
        found: Role = queries.role(slug)
    except NotFoundError as error:
        raise invalid("/role", "unknown") from error
    if found.owner_id not in ({group_id} if group_id else actor.groups):
        raise invalid("/role", "unknown")
    return found.id


def _same(person_id: UUID, group_id: UUID | None, role_id: UUID | None) -> Openness | None:
    """Give the row of exactly this scope, also one that has run out."""
    with transaction() as session:
        rows = session.scalars(select(Openness).where(Openness.person_id == person_id))
        return next((one for one in rows if (one.group_id, one.role_id) == (group_id, role_id)), None)
