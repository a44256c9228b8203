"""Learning paths and resources, as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from accounts.models import Person
from badges.queries.proofs import Proof
from competencies.next_steps import Catalogue, Closer, Lesson
from foundation.db import session
from foundation.errors import NotFoundError
from pathways.models import Enrolment, EnrolmentState, Path, PathVersion, Resource, StepDone


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to learn from: what it is called, in all languages, and the competencies that it is about."""

    slug: str
    title: Mapping[str, str]
    competencies: frozenset[str]


def paths(owner_id: UUID | None = None) -> list[Path]:
    """Give paths with their versions, by slug, of one group if asked."""
    query = _whole().order_by(Path.slug)
    return list(session().scalars(query if owner_id is None else query.where(Path.owner_id == owner_id)))


def path(slug: str) -> Path:
    """Give one path, or raise NotFoundError."""
    found = session().scalar(_whole().where(Path.slug == slug))
    if found is None:
        raise NotFoundError
    return found


def paths_with_badge(slug: str) -> list[Path]:
    """Give paths whose version in force has a step for a badge."""
    return [one for one in paths() if slug in _latest(one).leads_to_badges]


def resources(slugs: set[str] | None = None) -> list[Resource]:
    """Give resources by slug: all, or those of `slugs` that exist."""
    query = select(Resource).order_by(Resource.slug)
    return list(session().scalars(query if slugs is None else query.where(Resource.slug.in_(slugs))))


def resource(slug: str) -> Resource:
    """Give one resource, or raise NotFoundError."""
    found = session().scalar(select(Resource).where(Resource.slug == slug))
    if found is None:
        raise NotFoundError
    return found


def resources_of_path(version: PathVersion) -> dict[str, Resource]:
    """Give the resources of a path's steps, by slug, in one query."""
    wanted = {step["ref"] for step in version.steps if step["kind"] == "resource"}
    return {one.slug: one for one in resources(wanted)}


def enrolments(person_id: UUID) -> list[Enrolment]:
    """Give the paths that a person follows, has paused or completed, the last touched first."""
    query = (
        select(Enrolment)
        .options(selectinload(Enrolment.path).selectinload(Path.versions))
        .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.LEFT)
    )
    return list(session().scalars(query.order_by(Enrolment.changed_at.desc(), Enrolment.id)))


def enrolment(person_id: UUID, path_id: UUID) -> Enrolment | None:
    """Give how a person follows a path; None for somebody who never did, or left."""
    query = select(Enrolment).where(
        Enrolment.person_id == person_id,
        Enrolment.path_id == path_id,
        Enrolment.state != EnrolmentState.LEFT,
    )
    return session().scalar(query)


def ticked(person_id: UUID) -> dict[UUID, set[str]]:
    """Give the steps that a person said are done, by path, in one query."""
    found: dict[UUID, set[str]] = {}
    query = select(StepDone.path_id, StepDone.step).where(StepDone.person_id == person_id)
    for path_id, step in session().execute(query):
        found.setdefault(path_id, set()).add(step)
    return found


def topics() -> list[Topic]:
    """Give everything to learn from by slug, in one query, without the long texts."""
    query = select(Resource.slug, Resource.body["title"], Resource.body["competencies"])
    rows = session().execute(query.order_by(Resource.slug))
    return [Topic(slug, title or {}, frozenset(about or ())) for slug, title, about in rows]


def catalogue(found: Iterable[Proof], every: Sequence[Path], lessons: Iterable[Topic]) -> Catalogue:
    """Give all that can close a gap: badges that count towards roles, with the paths to them; and lessons."""
    return Catalogue(
        [
            Closer(one.slug, one.proves, one.is_open, _paths_to(one.slug, every))
            for one in found
            if one.counts_towards_roles
        ],
        [Lesson(one.slug, one.competencies) for one in lessons],
    )


def _paths_to(badge: str, every: Iterable[Path]) -> tuple[str, ...]:
    return tuple(one.slug for one in every if badge in _latest(one).leads_to_badges)


def _latest(one: Path) -> PathVersion:
    return one.versions[-1]


def _whole() -> Select[Path]:
    return select(Path).options(selectinload(Path.versions))


def completions_by_language(since: datetime) -> dict[str, int]:
    """Give language -> how many people, reading pages in it, completed a path since then."""
    query = (
        select(Person.language, func.count(Person.id.distinct()))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.state == EnrolmentState.COMPLETED, Enrolment.changed_at >= since)
    )
    return {row[0]: row[1] for row in session().execute(query.group_by(Person.language))}
