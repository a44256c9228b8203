"""Frameworks, competencies and roles, as they are read. `latest(thing)` is what is in force."""

from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, Uuid, bindparam, func, or_, select
from sqlalchemy.orm import selectinload

from competencies.adaptation_moves import AdaptationState
from competencies.gap import Shown
from competencies.models import (
    Aim,
    Attainment,
    Competency,
    CompetencyVersion,
    Framework,
    FrameworkVersion,
    Role,
    RoleAdaptation,
)
from foundation import clock
from foundation.columns import UTCDateTime
from foundation.db import session
from foundation.errors import NotFoundError

Row = TypeVar("Row", Framework, Competency, Role)


def _shown() -> Select[Any]:
    """Give what a person shows, one row for each competency: the strongest, ordered as in `competencies.gap`.

    The database picks it, so that five hundred credentials cost a few rows; told once, run often.
    """
    now = bindparam("now", type_=UTCDateTime())
    strongest = (
        Attainment.level.desc(),
        Attainment.ends_at.is_(None).desc(),
        Attainment.ends_at.desc(),
        Attainment.source.desc(),
    )
    columns = (Attainment.competency_id, Attainment.level, Attainment.source)
    shown = (
        select(*columns, Attainment.starts_at, Attainment.ends_at)
        .add_columns(
            func.row_number().over(partition_by=Attainment.competency_id, order_by=strongest).label("place")
        )
        .where(
            Attainment.person_id == bindparam("person", type_=Uuid()),  # told before people are known
            Attainment.withdrawn_at.is_(None),
            Attainment.held_at.is_(None),
            Attainment.starts_at <= now,
            or_(Attainment.ends_at.is_(None), Attainment.ends_at > now),
        )
        .subquery()
    )
    told = (Competency.slug, *(shown.c[name] for name in ("level", "source", "starts_at", "ends_at")))
    return select(*told).join(shown, shown.c.competency_id == Competency.id).where(shown.c.place == 1)


_SHOWN = _shown()


def latest(thing: Any) -> Any:
    """Give the version in force of a framework, competency, role, achievement or path."""
    return thing.versions[-1]


def version_mark(thing: Any) -> str:
    """Give a short mark of a role, competency or badge: another one means that somebody has changed it.

    It is the number of its version; the code and area of a competency stand beside its versions.
    """
    number = str(latest(thing).number)
    if not isinstance(thing, Competency):
        return number
    return f"{number}-{sha256(orjson.dumps([thing.code, thing.domain])).hexdigest()[:8]}"


def frameworks() -> list[Framework]:
    """Give every framework with its versions, by slug."""
    return list(session().scalars(_whole(Framework).order_by(Framework.slug)))


def framework(slug: str) -> Framework:
    """Give one framework, or raise NotFoundError."""
    return _one(Framework, slug)


def competencies(framework_id: UUID | None = None, owner_id: UUID | None = None) -> list[Competency]:
    """Give competencies with their versions by code, of one framework or one group if asked."""
    query = _whole(Competency).order_by(Competency.code, Competency.slug)
    if framework_id is not None:
        query = query.where(Competency.framework_id == framework_id)
    if owner_id is not None:
        query = query.where(Competency.owner_id == owner_id)
    return list(session().scalars(query))


def competency(slug: str) -> Competency:
    """Give one competency, or raise NotFoundError."""
    return _one(Competency, slug)


def competencies_by_slug(slugs: set[str]) -> dict[str, Competency]:
    """Give those of `slugs` that exist, by slug, in two queries."""
    found = session().scalars(_whole(Competency).where(Competency.slug.in_(slugs)))
    return {one.slug: one for one in found}


def competency_version(slug: str, number: int) -> CompetencyVersion:
    """Give one published version of a competency, or raise NotFoundError."""
    query = select(CompetencyVersion).join(Competency, CompetencyVersion.competency_id == Competency.id)
    found = session().scalar(query.where(Competency.slug == slug, CompetencyVersion.number == number))
    if found is None:
        raise NotFoundError
    return found


def frameworks_by_id(ids: set[UUID]) -> dict[UUID, Framework]:
    """Give frameworks with their versions, by id, in two queries."""
    return {one.id: one for one in session().scalars(_whole(Framework).where(Framework.id.in_(ids)))}


def latest_framework_version(framework_id: UUID | None) -> FrameworkVersion | None:
    """Give the version in force of a framework; None where a competency stands in none."""
    query = select(FrameworkVersion).where(FrameworkVersion.framework_id == framework_id)
    return session().scalar(query.order_by(FrameworkVersion.number.desc()).limit(1))


def roles(owner_id: UUID | None = None) -> list[Role]:
    """Give roles with their versions, by slug, of one group if asked."""
    query = _whole(Role).order_by(Role.slug)
    return list(session().scalars(query if owner_id is None else query.where(Role.owner_id == owner_id)))


def roles_in_force(owner_id: UUID | None = None) -> list[Role]:
    """Give the same without those that their group has put aside: what may be offered to anybody."""
    query = _whole(Role).where(is_in_force()).order_by(Role.slug)
    return list(session().scalars(query if owner_id is None else query.where(Role.owner_id == owner_id)))


def is_in_force() -> ColumnElement[bool]:
    """Give the condition that a `Role` was not put aside; its pages stay, and whoever holds it does too."""
    aside = select(RoleAdaptation.role_id).where(
        RoleAdaptation.state == AdaptationState.RETIRED.value, RoleAdaptation.role_id.is_not(None)
    )
    return Role.id.not_in(aside)


def role(slug: str) -> Role:
    """Give one role, or raise NotFoundError."""
    return _one(Role, slug)


def roles_with_competency(slug: str) -> list[Role]:
    """Give roles in force that require a competency."""
    every = roles_in_force()
    return [one for one in every if any(need["competency"] == slug for need in latest(one).requirements)]


def attainments(person_id: UUID) -> list[Attainment]:
    """Give what a person has reached and nobody withdrew; whether it has ended is judged by the reader."""
    query = select(Attainment).where(Attainment.person_id == person_id, Attainment.withdrawn_at.is_(None))
    return list(session().scalars(query.order_by(Attainment.starts_at, Attainment.id)))


def shown_levels(person_id: UUID) -> dict[str, Shown]:
    """Give by competency (slug) the highest level that a person can show now, by which credential, how long.

    One query. What was withdrawn, is on hold, has ended or has not begun does not count.
    """
    rows = session().connection().execute(_SHOWN, {"person": person_id, "now": clock.now()})
    return {row.slug: Shown(*row) for row in rows}


def aims(person_id: UUID) -> list[Role]:
    """Give the roles that a person works towards, with their versions, the longest aimed at first."""
    query = _whole(Role).join(Aim, Aim.role_id == Role.id).where(Aim.person_id == person_id)
    return list(session().scalars(query.order_by(Aim.since, Role.slug)))


def _whole(kind: type[Row]) -> Select[Row]:
    return select(kind).options(selectinload(kind.versions))


def _one(kind: type[Row], slug: str) -> Row:
    found = session().scalar(_whole(kind).where(kind.slug == slug))
    if found is None:
        raise NotFoundError
    return found
