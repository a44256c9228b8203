"""What one is near to, and who of those who said yes is near to a role, by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

import secrets
from typing import Any

from flask_smorest import Blueprint

from competencies import queries as competencies
from competencies.gap import State
from foundation import clock
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, SignInNeededError
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from mentoring.near import Nearness
from mentoring.queries import near
from mentoring.queries.near import PersonNear, Words
from schemas.finding import NearBandsSchema, NearQuerySchema, NearRoleSchema

blueprint = Blueprint("near", __name__, url_prefix="/api/v1", description="Who is near to what")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _own(slug: str) -> Any:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.OPEN_PEOPLE_SEE, Scope(group_id=group.id))
    return group


@blueprint.route("/near", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, NearRoleSchema(many=True))
def own() -> list[dict[str, Any]]:
    """Roles of one's groups and reference roles, with every reason; by slug, not by nearness."""
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    mine, others = near.roles_around(actor.groups)
    by_state = near.roles_near(actor.person_id, [*mine, *others], clock.now())
    found = sorted((one for some in by_state.values() for one in some), key=lambda one: one.role.slug)
    words = near.words_of([one.nearness for one in found])
    return [
        {
            "role": one.role.slug,
            "version": one.version.number,
            "state": one.nearness.state.value,
            "is_of_own_group": one.role.owner_id in actor.groups,
            **_counts(one.nearness, words),
        }
        for one in found
    ]


@blueprint.route("/groups/<slug>/near", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@asked_first(_own)
@blueprint.arguments(NearQuerySchema, location="query")
@blueprint.response(200, NearBandsSchema)
def of_group(wanted: dict[str, str], slug: str) -> dict[str, Any]:
    """Who let themselves be found and is ready or near, for the stewards of the group."""
    group = _own(slug)
    role = competencies.role(wanted["role"])
    if role.owner_id != group.id:
        raise NotFoundError
    found = near.people_near(group.id, role, clock.now(), secrets.SystemRandom())
    words = near.words_of([one.nearness for some in found.values() for one in some])
    return {
        "role": role.slug,
        "version": competencies.latest(role).number,
        "ready": [_person(one, words) for one in found[State.READY]],
        "near": [_person(one, words) for one in found[State.NEAR]],
    }


def _person(one: PersonNear, words: Words) -> dict[str, Any]:
    return {"user_name": one.user_name, **_counts(one.nearness, words)}


def _counts(found: Nearness, words: Words) -> dict[str, Any]:
    return {
        "needed": found.readiness.musts,
        "needed_met": found.readiness.musts_met,
        "reasons": [
            {
                "competency": one.competency,
                "required": one.required,
                "held": one.held,
                "must": one.must,
                "badge": badge.slug if (badge := words.badges.get(one.source or "")) else None,
                "ends_at": one.ends_at,
            }
            for one in found.reasons
        ],
    }
