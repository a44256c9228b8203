"""How groups see themselves: the newest rating of each competency, and all that went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from competencies.models import Competency, GroupRating
from foundation import clock
from foundation.db import session

MONTH_DAYS = 30.44
PAGE = 100


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating with its age in whole months, and whether it still holds."""

    competency: str
    level: int
    robustness: int
    rated_at: datetime
    expires_at: datetime
    months: int
    holds: bool


def newest(group_id: UUID) -> dict[str, Rated]:
    """Give by competency (slug) what a group said last, also when that holds no more."""
    return {one.competency: one for one in reversed(history(group_id, most=None))}


def history(group_id: UUID, *, skip: int = 0, most: int | None = PAGE) -> Sequence[Rated]:
    """Give everything that a group ever said, newest first."""
    query = (
        select(GroupRating, Competency.slug)
        .join(Competency, Competency.id == GroupRating.competency_id)
        .where(GroupRating.group_id == group_id)
        .order_by(GroupRating.rated_at.desc(), GroupRating.id.desc())
    )
    now = clock.now()
    return [_rated(row, slug, now) for row, slug in session().execute(query.offset(skip).limit(most))]


def _rated(row: GroupRating, slug: str, now: datetime) -> Rated:
    months = int((now - row.rated_at).days / MONTH_DAYS)
    return Rated(
        slug, row.level, row.robustness, row.rated_at, row.expires_at, months, holds=now < row.expires_at
    )
