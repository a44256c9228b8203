"""How near one is to roles; and who of those who let themselves be found is near to one role of a group."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.models import Person
from badges.models import Achievement, AchievementVersion, Credential
from competencies import queries as competencies
from competencies.gap import Shown, State
from competencies.models import Role, RoleVersion
from competencies.queries import latest, openness, team
from foundation.db import session
from mentoring.near import Nearness, grouped, in_bands, nearness, requirements_of

URN = "urn:uuid:"
Texts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Badge:
    """What shows a level: the name of the badge in all languages, its slug, the id of the credential."""

    credential_id: UUID
    slug: str
    name: Texts


@dataclass(frozen=True, slots=True)
class RoleNear:
    """A role in force beside what somebody can show."""

    role: Role
    version: RoleVersion
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class PersonNear:
    """Somebody who let themselves be found, and why they are shown. `user_name` None: there is none."""

    person_id: UUID
    user_name: str | None
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class Words:
    """What the reasons speak of: titles of competencies by slug, badges by the source of a level."""

    competencies: Mapping[str, Texts]
    badges: Mapping[str, Badge]


def roles_near(person_id: UUID, roles: Iterable[Role], now: datetime) -> dict[State, list[RoleNear]]:
    """Give these roles by state, in the order given, without those that the person is not interested in."""
    shown = competencies.shown_levels(person_id)
    dismissed = {one.role_id for one in openness.dismissals(person_id, now)}
    found = [_role_near(role, shown) for role in roles if role.id not in dismissed]
    return grouped((one.nearness.state, one) for one in found)


def roles_around(groups: Collection[UUID]) -> tuple[list[Role], list[Role]]:
    """Give the roles in force of these groups, and the reference roles that none of these comes from."""
    every = competencies.roles_in_force()
    own = [one for one in every if one.owner_id in groups]
    adapted = {base["role"] for one in own if (base := latest(one).base)}
    return own, [one for one in every if one.is_reference and one not in own and one.slug not in adapted]


def people_near(group_id: UUID, role: Role, now: datetime, chance: Random) -> dict[State, list[PersonNear]]:
    """Give who let themselves be found for this role, in two bands, each mixed by chance.

    Not those who are not interested in it, and nobody who did not open up.
    """
    people = openness.open_people(group_id, role.slug, now)
    dismissed = openness.not_interested(role.id, people, now)
    people = [one for one in people if one not in dismissed]
    shown = team.shown_of(people, now)
    names = dict(session().execute(select(Person.id, Person.user_name).where(Person.id.in_(people))).all())
    wanted = requirements_of(latest(role).requirements)
    found = [PersonNear(one, names[one], nearness(wanted, shown[one])) for one in people if one in names]
    return in_bands(((one.nearness.state, one) for one in found), chance)


def words_of(found: Iterable[Nearness]) -> Words:
    """Give the titles that the reasons of all these need, in three queries."""
    reasons = [reason for one in found for reason in one.reasons]
    titles = competencies.competencies_by_slug({one.competency for one in reasons})
    sources = {one.source for one in reasons if one.source is not None}
    return Words({slug: latest(one).title for slug, one in titles.items()}, _badges(sources))


def _role_near(role: Role, shown: Mapping[str, Shown]) -> RoleNear:
    version = latest(role)
    return RoleNear(role, version, nearness(requirements_of(version.requirements), shown))


def _badges(sources: Collection[str]) -> dict[str, Badge]:
    ids = [UUID(one.removeprefix(URN)) for one in sources if one.startswith(URN)]
    query = (
        select(Credential.id, Achievement.slug, AchievementVersion.name)
        .join(AchievementVersion, AchievementVersion.id == Credential.version_id)
        .join(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .where(Credential.id.in_(ids))
    )
    return {f"{URN}{row.id}": Badge(*row) for row in session().execute(query)}
