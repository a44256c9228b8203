"""What waits for the stewards of a group in roles, ratings and plans: numbers, one query for each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from competencies.adaptation_moves import AdaptationState
from competencies.models import GroupRating, PlanLine, Role, RoleAdaptation, RoleModelling, RoleVersion
from competencies.queries import plans
from competencies.succession import TERM_ENDS_SOON
from foundation.db import session

RATING_ENDS_SOON = timedelta(days=30)
RATING_FORGOTTEN = timedelta(days=90)  # a group that rates itself no more is not asked for ever


@dataclass(frozen=True, slots=True)
class Due:
    """How many of each wait. `role`: slug of one whose base changed; `review`: of one to look at again."""

    updates: int
    role: str | None
    reviews: int
    review: str | None
    ratings: int
    terms: int
    lines: int


def due(group_id: UUID, now: datetime) -> Due:
    """Give what waits for a group; the same number of queries, however much it has."""
    updates, reviews = _updates(group_id), _reviews(group_id, now)
    return Due(
        updates=len(updates),
        role=updates[0] if updates else None,
        reviews=len(reviews),
        review=reviews[0] if reviews else None,
        ratings=_ratings(group_id, now),
        terms=_terms(group_id, now),
        lines=_lines(group_id, now),
    )


def _updates(group_id: UUID) -> list[str]:
    """Give the adapted roles whose base has a version that the group has not answered yet."""
    newest = select(func.max(RoleVersion.number)).where(RoleVersion.role_id == RoleAdaptation.base_role_id)
    number = newest.correlate(RoleAdaptation).scalar_subquery()
    query = (
        select(Role.slug)
        .join(RoleAdaptation, RoleAdaptation.role_id == Role.id)
        .where(
            RoleAdaptation.group_id == group_id,
            RoleAdaptation.state != AdaptationState.RETIRED.value,
            number > RoleAdaptation.base_number,
            number > func.coalesce(RoleAdaptation.ignored_number, 0),
        )
    )
    return list(session().scalars(query.order_by(Role.slug)))


def _reviews(group_id: UUID, now: datetime) -> list[str]:
    """Give the roles that the group wanted to look at again by now."""
    adapted = select(RoleAdaptation.role_id).where(
        RoleAdaptation.group_id == group_id,
        RoleAdaptation.state != AdaptationState.RETIRED.value,
        RoleAdaptation.review_due <= now.date(),
    )
    modelled = select(RoleModelling.role_id).where(
        RoleModelling.group_id == group_id, RoleModelling.review_due <= now.date()
    )
    query = select(Role.slug).where(or_(Role.id.in_(adapted), Role.id.in_(modelled)))
    return list(session().scalars(query.order_by(Role.slug)))


def _ratings(group_id: UUID, now: datetime) -> int:
    newest = (
        select(func.max(GroupRating.expires_at).label("ends"))
        .where(GroupRating.group_id == group_id)
        .group_by(GroupRating.competency_id)
        .subquery()
    )
    soon = newest.c.ends.between(now - RATING_FORGOTTEN, now + RATING_ENDS_SOON)
    return session().scalar(select(func.count()).select_from(newest).where(soon)) or 0


def _terms(group_id: UUID, now: datetime) -> int:
    until = now.date() + TERM_ENDS_SOON
    return sum(
        one.holding.accepted_at is not None and one.ends is not None and one.ends <= until
        for one in plans.holders(group_id)
    )


def _lines(group_id: UUID, now: datetime) -> int:
    open_ = (PlanLine.group_id == group_id, PlanLine.done_at.is_(None), PlanLine.due_on < now.date())
    return session().scalar(select(func.count()).select_from(PlanLine).where(*open_)) or 0
