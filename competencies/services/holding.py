"""Who holds a role for a group: the group proposes it, the person says yes first, and either may end it.

The service appoints nobody: it writes down what a group and a person agreed on.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from accounts import queries as people
from accounts.models import NoticeKind, Person
from accounts.services import notifying
from competencies import queries
from competencies.models import RoleHolding
from competencies.queries import plans
from foundation import clock
from foundation.addresses import roles_held_path
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean_line
from issuers import queries as issuers

FIRST_YEAR, LAST_YEAR = 1990, 2200  # before there were wikis, and after anybody's term
MOST_HOLDINGS = 200  # of one group, past ones not counted; many times the largest board


def propose(
    actor: Actor,
    group_id: UUID,
    *,
    role: str,
    person_id: UUID | None,
    since: date | None,
    until: date | None = None,
) -> RoleHolding:
    """Ask a member to say that they hold a role (its slug) for the group; until the yes only both see it.

    Raises InvalidError at /role, /person, /since or /until, ConflictError("held_already" | "plan_full"), and
    those of `require`.
    """
    with transaction() as session:
        require(actor, Action.PLAN_KEEP, Scope(group_id=group_id))
        role_id = role_of(role)
        # Under the lock: who leaves the group at this moment is asked nothing that outlasts the seat.
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        if person_id is None or person_id not in set(people.members(group_id, with_locked=False)):
            raise invalid("/person", "not_a_member")
        if since is None:
            raise invalid("/since", "date_expected")
        require_sensible_day("/since", since)
        require_sensible_day("/until", until)
        if until is not None and until <= since:
            raise invalid("/until", "ends_before_start")
        issuers.hold(group_id)
        standing = plans.holdings(group_id)
        if any(one.person_id == person_id and one.role_id == role_id for one in standing):
            raise ConflictError("held_already")
        if len(standing) >= MOST_HOLDINGS:
            raise ConflictError("plan_full", most=MOST_HOLDINGS)
        facts = {"group_id": group_id, "role_id": role_id, "person_id": person_id}
        row = RoleHolding(**facts, since=since, until=until, offered_at=clock.now())
        session.add(row)
        session.flush()
        _note(actor, "competencies.holding.propose", row)
        notifying.tell(person_id, NoticeKind.ROLE_PROPOSED, path=roles_held_path(), key=str(row.id))
        return row


def accept(actor: Actor, holding_id: UUID) -> None:
    """Say yes to holding a role; twice is harmless. Raises NotFoundError and those of `require`."""
    with transaction():
        row = _own(actor, holding_id, Action.HOLDING_ACCEPT)
        if row.accepted_at is None:
            row.accepted_at = clock.now()
            _note(actor, "competencies.holding.accept", row)


def decline(actor: Actor, holding_id: UUID) -> None:
    """Say no, without a reason. The group is told nothing: it sees the question until that runs out.

    Raises NotFoundError, ConflictError("move_refused").
    """
    with transaction():
        row = _own(actor, holding_id, Action.HOLDING_KEEP)
        if row.accepted_at is not None:
            raise ConflictError("move_refused")
        row.ended_at = clock.now()
        record(actor, "competencies.holding.decline", row.id, about=row.person_id)


def hand_back(actor: Actor, holding_id: UUID) -> None:
    """Hold a role no more, as its holder. Raises NotFoundError, ConflictError("move_refused")."""
    with transaction():
        row = _own(actor, holding_id, Action.HOLDING_KEEP)
        if row.accepted_at is None:
            raise ConflictError("move_refused")
        row.ended_at = clock.now()
        _note(actor, "competencies.holding.hand_back", row)


def end(actor: Actor, holding_id: UUID) -> None:
    """End a holding, or take a proposal back, as a steward. Raises NotFoundError and those of `require`."""
    with transaction() as session:
        row = plans.holding_of_group(holding_id)
        require(actor, Action.PLAN_KEEP, Scope(group_id=row.group_id))
        _note(actor, "competencies.holding.end", row)
        if row.accepted_at is None:
            session.delete(row)
        else:
            row.ended_at = clock.now()


def forget_unanswered() -> None:
    """Delete the questions that nobody answered in time, and those that somebody said no to with them."""
    with transaction() as session:
        over = (RoleHolding.accepted_at.is_(None), RoleHolding.offered_at <= clock.now() - plans.WAITS)
        session.execute(delete(RoleHolding).where(*over))


def require_sensible_day(pointer: str, day: date | None) -> None:
    """Refuse a day so far away that it is a slip of the finger. Raises InvalidError at `pointer`."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise invalid(pointer, "out_of_range", least=FIRST_YEAR, most=LAST_YEAR)


def role_of(role: str) -> UUID:
    """Give the id of a role by its slug. Raises InvalidError at /role."""
    try:
        return queries.role(clean_line(role)).id
    except NotFoundError as error:
        raise invalid("/role", "unknown") from error


def _own(actor: Actor, holding_id: UUID, action: Action) -> RoleHolding:
    row = plans.holding(holding_id)
    require(actor, action, Scope(person_id=row.person_id))
    return row


def _note(actor: Actor, action: str, row: RoleHolding) -> None:
    record(actor, action, row.id, group_id=row.group_id, about=row.person_id)
