"""Badges by the JSON API: anybody reads, a steward of the group writes.

Competencies are written here too, since their levels are achievements: one request makes both or nothing.
What is published is written with `If-Match` and the mark that its ETag told (`competencies.routes.seen`).
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from badges.queries import achievements as queries
from badges.services import defining, levels
from competencies import queries as competencies
from competencies.routes.seen import ETAG, ToldPublished, mark_of, published
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
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
from schemas.frameworks import SeenSchema

blueprint = Blueprint("badges", __name__, url_prefix="/api/v1")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _own_badge(slug: str) -> None:
    require(current_actor(), Action.ACHIEVEMENT_DEFINE, Scope(group_id=queries.achievement(slug).owner_id))


def _own_competency(slug: str) -> None:
    owner_id = competencies.competency(slug).owner_id
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=owner_id))


@blueprint.get("/badges")
@blueprint.response(200, BadgeSchema(many=True))
def list_badges() -> list[Published]:
    """Every badge, without the levels of competencies."""
    return [in_force(one) for one in queries.badges()]


@blueprint.get("/badges/<slug>")
@blueprint.response(200, BadgeSchema, headers=ETAG)
def show_badge(slug: str) -> ToldPublished:
    """One badge, or one level of a competency."""
    return published(queries.achievement(slug))


@blueprint.post("/badges")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(BadgeDefineSchema)
@blueprint.response(201, BadgeSchema, headers=ETAG)
def define_badge(shape: dict[str, Any]) -> ToldPublished:
    """Publish a new badge of a group."""
    return published(defining.define_achievement(current_actor(), **shape))


@blueprint.put("/badges/<slug>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own_badge)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(BadgeReviseSchema)
@blueprint.response(200, BadgeSchema, headers=ETAG)
def revise_badge(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> ToldPublished:
    """Publish a new version; the same words make none."""
    return published(defining.revise_achievement(current_actor(), slug, seen=mark_of(seen), **shape))


@blueprint.post("/competencies")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(CompetencyDefineSchema)
@blueprint.response(201, CompetencySchema, headers=ETAG)
def define_competency(shape: dict[str, Any]) -> ToldPublished:
    """Publish a new competency of a group, with an achievement for each of its levels."""
    return published(levels.define_competency_with_levels(current_actor(), **shape))


@blueprint.put("/competencies/<slug>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own_competency)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(CompetencyReviseSchema)
@blueprint.response(200, CompetencySchema, headers=ETAG)
def revise_competency(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> ToldPublished:
    """Publish a new version; the achievements of its levels follow."""
    mark = mark_of(seen)
    return published(levels.revise_competency_with_levels(current_actor(), slug, seen=mark, **shape))
