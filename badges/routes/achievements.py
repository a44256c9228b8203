"""Badges by the JSON API: anybody reads, a steward of the group writes.

Competencies are written here too, since their levels are achievements: one request makes both or nothing.
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from badges.queries import achievements as queries
from badges.services import defining, levels
from foundation.acting import current_actor
from foundation.limits import WRITE, limiter
from schemas.definitions import (
    BadgeDefineSchema,
    BadgeReviseSchema,
    BadgeSchema,
    CompetencyDefineSchema,
    CompetencyReviseSchema,
    CompetencySchema,
    Published,
    in_force,
)

blueprint = Blueprint("badges", __name__, url_prefix="/api/v1")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("/badges")
@blueprint.response(200, BadgeSchema(many=True))
def list_badges() -> list[Published]:
    """Every badge, without the levels of competencies."""
    return [in_force(one) for one in queries.badges()]


@blueprint.get("/badges/<slug>")
@blueprint.response(200, BadgeSchema)
def show_badge(slug: str) -> Published:
    """One badge, or one level of a competency."""
    return in_force(queries.achievement(slug))


@blueprint.post("/badges")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(BadgeDefineSchema)
@blueprint.response(201, BadgeSchema)
def define_badge(shape: dict[str, Any]) -> Published:
    """Publish a new badge of a group."""
    return in_force(defining.define_achievement(current_actor(), **shape))


@blueprint.put("/badges/<slug>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(BadgeReviseSchema)
@blueprint.response(200, BadgeSchema)
def revise_badge(shape: dict[str, Any], slug: str) -> Published:
    """Publish a new version; the same words make none."""
    return in_force(defining.revise_achievement(current_actor(), slug, **shape))


@blueprint.post("/competencies")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(CompetencyDefineSchema)
@blueprint.response(201, CompetencySchema)
def define_competency(shape: dict[str, Any]) -> Published:
    """Publish a new competency of a group, with an achievement for each of its levels."""
    return in_force(levels.define_competency_with_levels(current_actor(), **shape))


@blueprint.put("/competencies/<slug>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(CompetencyReviseSchema)
@blueprint.response(200, CompetencySchema)
def revise_competency(shape: dict[str, Any], slug: str) -> Published:
    """Publish a new version; the achievements of its levels follow."""
    return in_force(levels.revise_competency_with_levels(current_actor(), slug, **shape))
