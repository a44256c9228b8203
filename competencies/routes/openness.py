"""Letting oneself be found, and roles one is not interested in, by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from competencies import queries
from competencies.queries import openness
from competencies.services import opening
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from issuers import queries as issuers
from schemas.finding import OpeningReadSchema, OpeningWriteSchema

blueprint = Blueprint("openness", __name__, url_prefix="/api/v1", description="Letting oneself be found")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.route("/openness", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, OpeningReadSchema(many=True))
def listed() -> list[dict[str, Any]]:
    """For what one may be found now; at most twenty."""
    return [_document(one) for one in openness.openings_of(_person(), clock.now())]


@blueprint.route("/openness", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(OpeningWriteSchema)
@blueprint.response(201, OpeningReadSchema)
def begin(given: dict[str, Any]) -> dict[str, Any]:
    """Let oneself be found; the same again begins anew."""
    return _document(opening.open_up(current_actor(), **given))


@blueprint.route("/openness/<uuid:openness_id>", methods=["DELETE"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def end(openness_id: UUID) -> None:
    """Be found no more by this."""
    opening.end(current_actor(), openness_id)


@blueprint.route("/roles/<slug>/not-interested", methods=["PUT"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def dismiss(slug: str) -> None:
    """Not be interested in a role, for six months."""
    opening.dismiss(current_actor(), slug)


@blueprint.route("/roles/<slug>/not-interested", methods=["DELETE"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def take_back(slug: str) -> None:
    """Be interested again."""
    opening.take_back(current_actor(), slug)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _document(row: Any) -> dict[str, Any]:
    group = issuers.issuer(row.group_id) if row.group_id else None
    roles = {one.id: one.slug for one in queries.roles()} if row.role_id else {}
    return {
        "id": row.id,
        "group": group.slug if group else None,
        "role": roles.get(row.role_id),
        "since": row.since,
        "until": row.until,
    }
