"""Competencies and roles by the JSON API. Competencies are written in `badges`, with their levels.

A role is written with `If-Match` and the mark that its ETag told (`competencies.routes.seen`).
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies import queries
from competencies.routes.seen import ETAG, ToldPublished, mark_of, published
from competencies.services import defining
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from schemas.definitions import (
    CompetencySchema,
    Published,
    RoleDefineSchema,
    RoleReviseSchema,
    RoleSchema,
    in_force,
)
from schemas.frameworks import SeenSchema

competencies_blueprint = Blueprint("competencies", __name__, url_prefix="/api/v1/competencies")
roles_blueprint = Blueprint("roles", __name__, url_prefix="/api/v1/roles")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _own_role(slug: str) -> None:
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=queries.role(slug).owner_id))


@competencies_blueprint.get("")
@competencies_blueprint.response(200, CompetencySchema(many=True))
def list_competencies() -> list[Published]:
    """Every competency."""
    return [in_force(one) for one in queries.competencies()]


@competencies_blueprint.get("/<slug>")
@competencies_blueprint.response(200, CompetencySchema, headers=ETAG)
def show_competency(slug: str) -> ToldPublished:
    """One competency."""
    return published(queries.competency(slug))


@roles_blueprint.get("")
@roles_blueprint.response(200, RoleSchema(many=True))
def list_roles() -> list[Published]:
    """Every role."""
    return [in_force(one) for one in queries.roles_in_force()]


@roles_blueprint.get("/<slug>")
@roles_blueprint.response(200, RoleSchema, headers=ETAG)
def show_role(slug: str) -> ToldPublished:
    """One role."""
    return published(queries.role(slug))


@roles_blueprint.post("")
@roles_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@roles_blueprint.arguments(RoleDefineSchema)
@roles_blueprint.response(201, RoleSchema, headers=ETAG)
def define_role(shape: dict[str, Any]) -> ToldPublished:
    """Publish a new role of a group."""
    return published(defining.define_role(current_actor(), needs_reasons=True, **shape))


@roles_blueprint.put("/<slug>")
@roles_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own_role)
@roles_blueprint.arguments(SeenSchema, location="headers")
@roles_blueprint.arguments(RoleReviseSchema)
@roles_blueprint.response(200, RoleSchema, headers=ETAG)
def revise_role(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> ToldPublished:
    """Publish a new version; the same words make none."""
    mark = mark_of(seen)
    return published(defining.revise_role(current_actor(), slug, needs_reasons=True, seen=mark, **shape))
