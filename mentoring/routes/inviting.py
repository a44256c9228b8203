"""Links that name somebody without an account, by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation.acting import current_actor
from foundation.addresses import absolute, nomination_link_path
from foundation.errors import SignInNeededError
from foundation.limits import SIGN_IN, WRITE, limiter
from mentoring.queries import invitations, nominations
from mentoring.routes.nominations import document_of
from mentoring.services import inviting
from schemas.finding import (
    NominationLinkMadeSchema,
    NominationLinkSchema,
    NominationLinkTakeSchema,
    NominationLinkWriteSchema,
    NominationReadSchema,
)

blueprint = Blueprint(
    "nomination_links", __name__, url_prefix="/api/v1/nominations/links", description="Naming by a link"
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.route("", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(NominationLinkWriteSchema)
@blueprint.response(201, NominationLinkMadeSchema)
def make(given: dict[str, str]) -> dict[str, Any]:
    """Make a link that names whoever uses it, once; its address is given only now."""
    made = inviting.invite(current_actor(), **given)
    address = absolute(nomination_link_path(made.token))
    return {"id": made.id, "role": given["role"], "address": address, "lapses_at": made.lapses_at}


@blueprint.route("", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, NominationLinkSchema(many=True))
def unused() -> list[dict[str, Any]]:
    """Links of one's own that nobody used, newest first."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return [
        {"id": one.row.id, "role": one.role, "made_at": one.row.made_at, "lapses_at": one.row.lapses_at}
        for one in invitations.waiting(person_id)
    ]


@blueprint.route("/<uuid:invitation_id>/withdraw", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def withdraw(invitation_id: UUID) -> None:
    """Take a link back that nobody used."""
    inviting.withdraw(current_actor(), invitation_id)


@blueprint.route("/take", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(SIGN_IN)
@blueprint.arguments(NominationLinkTakeSchema)
@blueprint.response(201, NominationReadSchema)
def take(given: dict[str, str]) -> dict[str, Any]:
    """Use a link up, by the last part of its address: a nomination of oneself, which waits for yes or no."""
    row = inviting.take(current_actor(), given["token"])
    return document_of(nominations.nomination_by_id(row.id))
