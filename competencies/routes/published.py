"""Competencies and roles by the JSON API. Competencies are written in `badges`, with their levels."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies import queries
from competencies.services import defining
from foundation.acting import current_actor
from foundation.limits import WRITE, limiter
from schemas.definitions import (
    CompetencySchema,
    Published,
    RoleDefineSchema,
    RoleReviseSchema,
    RoleSchema,
    in_force,
)

competencies_blueprint = Blueprint("competencies", __name__, url_prefix="/api/v1/competencies")
roles_blueprint = Blueprint("roles", __name__, url_prefix="/api/v1/roles")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@competencies_blueprint.get("")
@competencies_blueprint.response(200, CompetencySchema(many=True))
def list_competencies() -> list[Published]:
    """Every competency."""
    return [in_force(one) for one in queries.competencies()]


@competencies_blueprint.get("/<slug>")
@competencies_blueprint.response(200, CompetencySchema)
def show_competency(slug: str) -> Published:
    """One competency."""
    return in_force(queries.competency(slug))


@roles_blueprint.get("")
@roles_blueprint.response(200, RoleSchema(many=True))
def list_roles() -> list[Published]:
    """Every role."""
    return [in_force(one) for one in queries.roles()]


@roles_blueprint.get("/<slug>")
@roles_blueprint.response(200, RoleSchema)
def show_role(slug: str) -> Published:
    """One role."""
    return in_force(queries.role(slug))


@roles_blueprint.post("")
@roles_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@roles_blueprint.arguments(RoleDefineSchema)
@roles_blueprint.response(201, RoleSchema)
def define_role(shape: dict[str, Any]) -> Published:
    """Publish a new role of a group."""
    return in_force(defining.define_role(current_actor(), needs_reasons=True, **shape))


@roles_blueprint.put("/<slug>")
@roles_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@roles_blueprint.arguments(RoleReviseSchema)
@roles_blueprint.response(200, RoleSchema)
def revise_role(shape: dict[str, Any], slug: str) -> Published:
    """Publish a new version; the same words make none."""
    return in_force(defining.revise_role(current_actor(), slug, needs_reasons=True, **shape))
