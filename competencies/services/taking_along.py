"""What this room knows of a person, for that person to take along."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from competencies.models import (
    Aim,
    Attainment,
    Competency,
    DismissedSuggestion,
    Openness,
    ReadinessSnapshot,
    Role,
    RoleHolding,
)
from competencies.services import own_needs
from foundation.db import session as read
from foundation.plain import members


def _openness(person_id: UUID) -> dict[str, Any]:
    """For what the person may be found, and which roles they turned down."""
    open_for = select(Openness, Role.slug).outerjoin(Role, Role.id == Openness.role_id)
    open_for = open_for.where(Openness.person_id == person_id)
    turned_down = select(DismissedSuggestion, Role.slug).join(Role, Role.id == DismissedSuggestion.role_id)
    turned_down = turned_down.where(DismissedSuggestion.person_id == person_id)
    return {
        "openness": [
            {"role": slug, **members(one, "group_id since until")}
            for one, slug in read().execute(open_for.order_by(Openness.since, Openness.id))
        ],
        "dismissed_suggestions": [
            {"role": slug, **members(one, "since until")}
            for one, slug in read().execute(turned_down.order_by(Role.slug))
        ],
    }


_KEPT = "role_number role_title frameworks held own_levels result taken_at"


def take(person_id: UUID) -> dict[str, Any]:
    """Give the roles that the person aims at, and the competencies that badges show."""
    aims = select(Aim, Role.slug).join(Role, Role.id == Aim.role_id).where(Aim.person_id == person_id)
    kept = select(ReadinessSnapshot, Role.slug).join(Role, Role.id == ReadinessSnapshot.role_id)
    kept = kept.where(ReadinessSnapshot.person_id == person_id)
    held = select(RoleHolding, Role.slug).join(Role, Role.id == RoleHolding.role_id)
    held = held.where(RoleHolding.person_id == person_id)
    reached = (
        select(Attainment, Competency.slug)
        .join(Competency, Competency.id == Attainment.competency_id)
        .where(Attainment.person_id == person_id)
    )
    return {
        **_openness(person_id),
        **own_needs.take(person_id),
        "aims": [
            {"role": slug, **members(aim, "since")}
            for aim, slug in read().execute(aims.order_by(Aim.since, Aim.role_id))
        ],
        "readiness_kept": [
            {"role": slug, **members(one, _KEPT)}
            for one, slug in read().execute(kept.order_by(ReadinessSnapshot.taken_at, ReadinessSnapshot.id))
        ],
        "roles_held": [
            {"role": slug, **members(one, "group_id since until offered_at accepted_at ended_at")}
            for one, slug in read().execute(held.order_by(RoleHolding.offered_at, RoleHolding.id))
        ],
        "attainments": [
            {"competency": slug, **members(one, "level source starts_at ends_at withdrawn_at held_at")}
            for one, slug in read().execute(reached.order_by(Attainment.starts_at, Attainment.id))
        ],
    }
