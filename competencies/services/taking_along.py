"""What this room knows of a person, for that person to take along."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from competencies.models import Aim, Attainment, Competency, Role
from foundation.db import session as read
from foundation.plain import members


def take(person_id: UUID) -> dict[str, Any]:
    """Give the roles that the person aims at, and the competencies that badges show."""
    aims = select(Aim, Role.slug).join(Role, Role.id == Aim.role_id).where(Aim.person_id == person_id)
    reached = (
        select(Attainment, Competency.slug)
        .join(Competency, Competency.id == Attainment.competency_id)
        .where(Attainment.person_id == person_id)
    )
    return {
        "aims": [
            {"role": slug, **members(aim, "since")}
            for aim, slug in read().execute(aims.order_by(Aim.since, Aim.role_id))
        ],
        "attainments": [
            {"competency": slug, **members(one, "level source starts_at ends_at withdrawn_at")}
            for one, slug in read().execute(reached.order_by(Attainment.starts_at, Attainment.id))
        ],
    }
