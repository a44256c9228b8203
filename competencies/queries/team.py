"""What the people of a group show together: only those who let the group see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from competencies.coverage import Coverage, coverage
from competencies.gap import Shown, asked_for, levels, shown_at
from competencies.models import Attainment, Competency, Role, RoleVersion
from competencies.queries import openness
from competencies.queries.published import latest
from foundation.db import session


@dataclass(frozen=True, slots=True)
class Team:
    """A role beside the people of a group. `seen`: who lets themselves be found.

    `members`: how many have a seat, without locked accounts.
    """

    role: Role
    version: RoleVersion
    coverage: Coverage[UUID]
    seen: tuple[UUID, ...]
    members: int


def team(group_id: UUID, role: Role, now: datetime) -> Team:
    """Give who together meets what a role asks for, by the version in force.

    Named are who opened up and did not say no to the role, in another order at each look.
    """
    everybody = people.members(group_id, with_locked=False)
    members = SystemRandom().sample(everybody, len(everybody))
    may_see = set(openness.open_people(group_id, role.slug, now))
    may_see -= openness.not_interested(role.id, may_see, now)
    seen = levels_of([who for who in members if who in may_see], now)
    version: RoleVersion = latest(role)
    found = coverage(asked_for(version.requirements), seen)
    return Team(role, version, found, tuple(seen), len(members))


def levels_of(wanted: Iterable[UUID], now: datetime) -> dict[UUID, dict[str, int]]:
    """Give for each of these people the level of each competency that they can show, in one query."""
    return {who: levels(theirs) for who, theirs in shown_of(wanted, now).items()}


def shown_of(wanted: Iterable[UUID], now: datetime) -> dict[UUID, dict[str, Shown]]:
    """Give for each of these people what they can show of each competency, and by what, in one query."""
    shown: dict[UUID, list[Shown]] = {one: [] for one in wanted}
    if not shown:
        return {}
    columns = (Competency.slug, Attainment.level, Attainment.source, Attainment.starts_at, Attainment.ends_at)
    query = (
        select(Attainment.person_id, *columns)
        .join(Competency, Competency.id == Attainment.competency_id)
        .where(
            Attainment.person_id.in_(list(shown)),
            Attainment.withdrawn_at.is_(None),
            Attainment.held_at.is_(None),
        )
    )
    for person_id, slug, level, source, starts_at, ends_at in session().execute(query):
        shown[person_id].append(Shown(slug, level, source, starts_at, ends_at))
    return {who: shown_at(theirs, now) for who, theirs in shown.items()}
