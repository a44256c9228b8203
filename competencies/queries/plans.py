"""Leadership plans as they are read: who holds which role, which lines stand, and what to look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from accounts.models import Person, Seat
from competencies.gap import State, asked_for, readiness
from competencies.models import PlanLine, Role, RoleHolding, RoleVersion
from competencies.queries import openness
from competencies.queries.published import latest, roles, roles_in_force
from competencies.queries.team import levels_of
from competencies.succession import Concern, Term, concerns, term_end
from foundation import clock
from foundation.db import session
from foundation.errors import NotFoundError

WAITS = timedelta(days=30)  # a question that is never answered would be asked for ever


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds or is asked to hold a role; `ends`: as agreed, or as the role advises."""

    holding: RoleHolding
    user_name: str | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class RolePlan:
    """A role in a group's plan. `ready`, `near`: who lets themselves be found, without those who hold it."""

    role: Role
    version: RoleVersion
    holders: Sequence[Holder]
    asked: Sequence[Holder]
    ready: Sequence[UUID]
    near: Sequence[UUID]
    concerns: Sequence[Concern]
    lines: Sequence[PlanLine]


def plan(group_id: UUID, now: datetime) -> list[RolePlan]:
    """Give every role that the group keeps, plans for or has people in, its own first, then by slug.

    A role of its own that was put aside is there only as long as it has lines or people.
    """
    standing, todo = holders(group_id), lines(group_id)
    wanted = {one.holding.role_id for one in standing} | {one.role_id for one in todo}
    wanted |= {one.id for one in roles_in_force(group_id)}
    planned = [one for one in roles() if one.id in wanted]
    planned.sort(key=lambda one: (one.owner_id != group_id, one.slug))
    near = _near(group_id, planned, now)
    return [_of_role(one, standing, todo, near[one.id], now.date()) for one in planned]


def holdings(group_id: UUID) -> Sequence[RoleHolding]:
    """Give what people of a group hold or are asked to hold; who left the group holds nothing there.

    A locked account keeps what it holds: it is here, and shown nowhere.
    """
    return [one.holding for one, _is_locked in _holders(group_id)]


def holders(group_id: UUID) -> list[Holder]:
    """Give the same with names and ends, whoever holds longest first; not those whose account is locked.

    Who said no stands there like somebody who has not answered, until the question runs out.
    """
    return [one for one, is_locked in _holders(group_id) if not is_locked]


def _holders(group_id: UUID) -> list[tuple[Holder, bool]]:
    sits = select(Seat.id).where(Seat.person_id == RoleHolding.person_id, Seat.group_id == group_id).exists()
    query = (
        select(RoleHolding, Person.user_name, Person.locked_at.is_not(None))
        .join(Person, Person.id == RoleHolding.person_id)
        .options(selectinload(RoleHolding.role).selectinload(Role.versions))
        .where(RoleHolding.group_id == group_id, _stands_for_group(), sits)
        .order_by(RoleHolding.since, RoleHolding.id)
    )
    return [(Holder(row, name, _ends(row)), locked) for row, name, locked in session().execute(query)]


def holdings_of(person_id: UUID) -> Sequence[RoleHolding]:
    """Give what a person holds or is asked to hold, the newest first."""
    query = (
        select(RoleHolding)
        .options(selectinload(RoleHolding.role).selectinload(Role.versions))
        .where(RoleHolding.person_id == person_id, _stands_for_holder())
    )
    return session().scalars(query.order_by(RoleHolding.offered_at.desc(), RoleHolding.id)).all()


def holding(holding_id: UUID) -> RoleHolding:
    """Give one as its holder has it: answered with no, run out or ended, it is gone. Raises NotFoundError."""
    return _one(holding_id, _stands_for_holder())


def holding_of_group(holding_id: UUID) -> RoleHolding:
    """Give one as the group sees it: a no looks like no answer. Raises NotFoundError."""
    return _one(holding_id, _stands_for_group())


def _one(holding_id: UUID, stands: ColumnElement[bool]) -> RoleHolding:
    query = select(RoleHolding).where(RoleHolding.id == holding_id, stands).with_for_update()
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def _stands_for_holder() -> ColumnElement[bool]:
    return and_(RoleHolding.ended_at.is_(None), or_(RoleHolding.accepted_at.is_not(None), _is_asked()))


def _stands_for_group() -> ColumnElement[bool]:
    is_held = and_(RoleHolding.accepted_at.is_not(None), RoleHolding.ended_at.is_(None))
    return or_(is_held, and_(RoleHolding.accepted_at.is_(None), _is_asked()))


def _is_asked() -> ColumnElement[bool]:
    return RoleHolding.offered_at > clock.now() - WAITS


def lines(group_id: UUID) -> Sequence[PlanLine]:
    """Give the lines of a group's plan: open ones first, by the day they are due."""
    query = select(PlanLine).options(selectinload(PlanLine.role).selectinload(Role.versions))
    theirs = session().scalars(query.where(PlanLine.group_id == group_id)).all()
    return sorted(theirs, key=_pressing)


def line(line_id: UUID) -> PlanLine:
    """Give one line, or raise NotFoundError."""
    found = session().get(PlanLine, line_id)
    if found is None:
        raise NotFoundError
    return found


def line_to_change(line_id: UUID) -> PlanLine:
    """Give one line as it is in the database now, locked where that is known. Raises NotFoundError."""
    found = session().get(PlanLine, line_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def _pressing(one: PlanLine) -> tuple[bool, date, datetime, str]:
    return one.done_at is not None, one.due_on or date.max, one.made_at, str(one.id)


def _ends(row: RoleHolding) -> date | None:
    return term_end(Term(row.since, row.until), latest(row.role).term_guidance_months)


def _near(group_id: UUID, planned: Sequence[Role], now: datetime) -> dict[UUID, dict[UUID, State]]:
    """Give by role who lets themselves be found for it, with how far they are; not who said no to it."""
    found = {one.id: set(openness.open_people(group_id, one.slug, now)) for one in planned}
    found = {one: people - openness.not_interested(one, people, now) for one, people in found.items()}
    held = levels_of(set().union(*found.values()), now)
    states: dict[UUID, dict[UUID, State]] = {}
    for role in planned:
        asked = asked_for(latest(role).requirements)
        states[role.id] = {who: readiness(asked, held[who]).state for who in found[role.id]}
    return states


def _of_role(
    role: Role,
    standing: Iterable[Holder],
    todo: Iterable[PlanLine],
    states: dict[UUID, State],
    today: date,
) -> RolePlan:
    theirs = [one for one in standing if one.holding.role_id == role.id]
    accepted = [one for one in theirs if one.holding.accepted_at is not None]
    holding_it = {one.holding.person_id for one in accepted}
    others = {who: state for who, state in states.items() if who not in holding_it}
    ready = [who for who, state in others.items() if state is State.READY]
    near = [who for who, state in others.items() if state is State.NEAR]
    version: RoleVersion = latest(role)
    return RolePlan(
        role=role,
        version=version,
        holders=accepted,
        asked=[one for one in theirs if one.holding.accepted_at is None],
        ready=ready,
        near=near,
        concerns=concerns(
            [Term(one.holding.since, one.holding.until) for one in accepted],
            others=len(ready) + len(near),
            guidance_months=version.term_guidance_months,
            today=today,
        ),
        lines=[one for one in todo if one.role_id == role.id],
    )
