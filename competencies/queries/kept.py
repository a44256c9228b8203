"""What people kept of their own readiness, as its owner reads it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from competencies.models import ReadinessSnapshot
from foundation.db import session
from foundation.errors import NotFoundError


def snapshots(person_id: UUID) -> Sequence[ReadinessSnapshot]:
    """Give everything that a person kept, newest first."""
    mine = select(ReadinessSnapshot).where(ReadinessSnapshot.person_id == person_id)
    mine = mine.options(selectinload(ReadinessSnapshot.role))
    newest = (ReadinessSnapshot.taken_at.desc(), ReadinessSnapshot.id.desc())
    return session().scalars(mine.order_by(*newest)).all()


def snapshot(snapshot_id: UUID) -> ReadinessSnapshot:
    """Give one kept readiness, or raise NotFoundError."""
    found = session().get(ReadinessSnapshot, snapshot_id)
    if found is None:
        raise NotFoundError
    return found


def newest_of_role(person_id: UUID, role_id: UUID) -> ReadinessSnapshot | None:
    """Give what a person kept last about a role."""
    return next((one for one in snapshots(person_id) if one.role_id == role_id), None)


def count(person_id: UUID) -> int:
    """Give how many a person kept."""
    mine = ReadinessSnapshot.person_id == person_id
    return session().scalar(select(func.count()).select_from(ReadinessSnapshot).where(mine)) or 0
