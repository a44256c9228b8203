"""Learning paths and resources, as they are read."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from foundation.db import session
from foundation.errors import NotFoundError
from pathways.models import Path, PathVersion, Resource


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


def _latest(one: Path) -> PathVersion:
    return one.versions[-1]


def _whole() -> Select[Path]:
    return select(Path).options(selectinload(Path.versions))
