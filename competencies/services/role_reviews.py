"""What happens to roles by itself: a year after a group decided, its stewards are asked to look again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update

from competencies.adaptation_moves import AdaptationState, moved
from competencies.models import Role, RoleAdaptation, RoleModelling
from competencies.services.role_notices import tell_of_review
from foundation.audit import record
from foundation.db import session, transaction
from foundation.policy import SYSTEM

TEND = "competencies.tend"
EVERY_SECONDS = 86_400


def tend(now: datetime) -> None:
    """Mark adaptations whose review is due, and tell the stewards once. May run twice."""
    today = now.date()
    for adaptation_id in _due_adaptations(today):
        _come_due(adaptation_id, today)
    for modelling_id, group_id, slug, due in _due_modellings(today):
        with transaction():
            tell_of_review(group_id, slug, f"{modelling_id}:{due.isoformat()}")


def _due_adaptations(today: date) -> list[UUID]:
    due = (RoleAdaptation.state == AdaptationState.ADOPTED.value, RoleAdaptation.review_due <= today)
    return list(session().scalars(select(RoleAdaptation.id).where(*due)))


def _come_due(adaptation_id: UUID, today: date) -> None:
    state = AdaptationState.ADOPTED
    with transaction() as db_session:
        due = (
            RoleAdaptation.id == adaptation_id,
            RoleAdaptation.state == state.value,
            RoleAdaptation.review_due <= today,
        )
        moving = update(RoleAdaptation).where(*due).values(state=moved(state, "come_due").value)
        found = db_session.execute(
            moving.returning(RoleAdaptation.group_id, RoleAdaptation.role_id, RoleAdaptation.review_due)
        ).one_or_none()
        if found is None:
            return
        slug = db_session.scalar(select(Role.slug).where(Role.id == found.role_id))
        record(SYSTEM, "competencies.adaptation.come_due", adaptation_id, group_id=found.group_id)
        tell_of_review(found.group_id, slug or "", f"{adaptation_id}:{found.review_due.isoformat()}")


def _due_modellings(today: date) -> list[tuple[UUID, UUID, str, date]]:
    query = select(RoleModelling.id, RoleModelling.group_id, Role.slug, RoleModelling.review_due)
    query = query.join(Role, Role.id == RoleModelling.role_id).where(RoleModelling.review_due <= today)
    return [(one.id, one.group_id, one.slug, one.review_due) for one in session().execute(query)]
