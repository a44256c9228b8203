"""The roles that one aims at, by the JSON API. Only the person sees them."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies import queries
from competencies.services import aiming
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from schemas.readiness import AimsSchema

blueprint = Blueprint("aims", __name__, url_prefix="/api/v1/me/aims", description="Roles that one aims at")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, AimsSchema)
def list_aims() -> dict[str, Any]:
    """The roles that one aims at, the longest aimed at first, and how many they can be."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return {"roles": [one.slug for one in queries.aims(person_id)], "most": aiming.MOST_AIMS}


@blueprint.put("/<role>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def aim(role: str) -> None:
    """Aim at a role; a second time changes nothing."""
    aiming.aim(current_actor(), role)


@blueprint.delete("/<role>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def stop_aiming(role: str) -> None:
    """Aim at a role no more; a second time changes nothing."""
    aiming.stop_aiming(current_actor(), role)
