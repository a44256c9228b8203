"""What a group can do together and its leadership plan by the JSON API, with the rights of the token."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Iterable, Mapping, Sequence
from random import SystemRandom
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from accounts import queries as people
from competencies import queries
from competencies.queries import plans
from competencies.queries import team as teams
from competencies.queries.overview import overview
from competencies.services import holding, planning
from foundation import clock
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.repeating import DESCRIBED, begun_once
from issuers import queries as issuers
from schemas.readiness import (
    OverviewSchema,
    PlanLineChangeSchema,
    PlanLineSchema,
    PlanLineStateSchema,
    PlanLineWriteSchema,
    RoleHoldingSchema,
    RoleHoldingWriteSchema,
    RolePlanSchema,
    TeamQuerySchema,
    TeamSchema,
)

blueprint = Blueprint(
    "plans", __name__, url_prefix="/api/v1/groups/<slug>", description="Teams and leadership plans"
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _group(slug: str, action: Action = Action.PLAN_KEEP, **_rest: object) -> UUID:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    require(current_actor(), action, Scope(group_id=found.id))
    return found.id


def _line(slug: str, line_id: UUID) -> UUID:
    group_id = _group(slug)
    if plans.line(line_id).group_id != group_id:
        raise NotFoundError
    return line_id


def _team(slug: str) -> UUID:
    return _group(slug, Action.TEAM_SEE)


@blueprint.get("/team")
@blueprint.doc(security=_TOKEN)
@asked_first(_team)
@blueprint.arguments(TeamQuerySchema, location="query")
@blueprint.response(200, TeamSchema)
def show_team(wanted: dict[str, Any], slug: str) -> dict[str, Any]:
    """Who together meets what a role asks for: by name only who lets the group see it."""
    group_id = _team(slug)
    found = teams.team(group_id, queries.role(wanted["role"]), clock.now())
    names = _names(group_id)
    return {
        "role": found.role.slug,
        "version": found.version.number,
        "members": found.members,
        "seen": len(found.seen),
        "is_met_together": found.coverage.is_met_together,
        "requirements": [
            {
                "competency": row.requirement.competency,
                "required": row.requirement.level,
                "must": row.requirement.must,
                "standing": row.standing.value,
                "by": _named(row.by, names),
            }
            for row in found.coverage.rows
        ],
    }


@blueprint.get("/plan")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, RolePlanSchema(many=True))
def show_plan(slug: str) -> list[dict[str, Any]]:
    """Who holds each role, who is near, and what is to be done."""
    group_id = _group(slug)
    names = _names(group_id)
    return [
        {
            "role": one.role,
            "version": one.version,
            "holders": one.holders,
            "asked": one.asked,
            "ready": _named(_shuffled(one.ready), names),
            "near": _named(_shuffled(one.near), names),
            "concerns": [concern.value for concern in one.concerns],
            "lines": one.lines,
        }
        for one in plans.plan(group_id, clock.now())
    ]


@blueprint.get("/plan/overview")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, OverviewSchema)
def show_overview(slug: str) -> object:
    """Numbers over the groups of a hub, five at least."""
    return overview(_group(slug), clock.now())


@blueprint.post("/plan/lines")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(WRITE)
@asked_first(_group)
@blueprint.arguments(PlanLineWriteSchema)
@blueprint.response(201, PlanLineSchema)
def add_line(given: Any, slug: str) -> object:
    """Write a line."""
    made = begun_once(lambda: planning.add_line(current_actor(), _group(slug), **given).id)
    return plans.line(UUID(made))


@blueprint.put("/plan/lines/<uuid:line_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_line)
@blueprint.arguments(PlanLineChangeSchema)
@blueprint.response(200, PlanLineSchema)
def change_line(given: Any, slug: str, line_id: UUID) -> object:
    """Change a line; 409 when somebody else was quicker."""
    return planning.change_line(current_actor(), _line(slug, line_id), **given)


@blueprint.put("/plan/lines/<uuid:line_id>/state")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_line)
@blueprint.arguments(PlanLineStateSchema)
@blueprint.response(200, PlanLineSchema)
def finish_line(given: dict[str, bool], slug: str, line_id: UUID) -> object:
    """Mark a line as done, or as open again."""
    return planning.finish_line(current_actor(), _line(slug, line_id), is_done=given["done"])


@blueprint.delete("/plan/lines/<uuid:line_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def remove_line(slug: str, line_id: UUID) -> None:
    """Delete a line."""
    planning.remove_line(current_actor(), _line(slug, line_id))


@blueprint.post("/plan/holders")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_group)
@blueprint.arguments(RoleHoldingWriteSchema)
@blueprint.response(201, RoleHoldingSchema)
def propose_holder(given: dict[str, Any], slug: str) -> object:
    """Ask a member to say that they hold a role."""
    group_id, person = _group(slug), people.person_by_name(given.pop("user_name"))
    person_id = person.id if person else None
    return holding.propose(current_actor(), group_id, person_id=person_id, **given)


@blueprint.delete("/plan/holders/<uuid:holding_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def end_holding(slug: str, holding_id: UUID) -> None:
    """End a holding, or take the question back."""
    if plans.holding_of_group(holding_id).group_id != _group(slug):
        raise NotFoundError
    holding.end(current_actor(), holding_id)


def _names(group_id: UUID) -> Mapping[UUID, str | None]:
    return {one.person_id: one.user_name for one in people.seats_of_group(group_id)}


def _shuffled(found: Sequence[UUID]) -> list[UUID]:
    """Give the same people in another order at each look, so that nobody stands first."""
    return SystemRandom().sample(found, len(found))


def _named(found: Iterable[UUID], names: Mapping[UUID, str | None]) -> list[str | None]:
    return [names.get(who) for who in found]
