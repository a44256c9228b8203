"""Awards and revocations as JSON resources, for the programs of a group."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from badges.queries import awards as queries
from badges.services import awarding, withdrawing
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, SignInNeededError
from foundation.idempotency import once
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from schemas.awards import (
    AwardPageSchema,
    AwardQuerySchema,
    AwardReadSchema,
    AwardWriteSchema,
    RevocationReadSchema,
    RevocationWriteSchema,
    award_document,
)

blueprint = Blueprint("awards", __name__, url_prefix="/api/v1", description="Awards and revocations")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _own_credential(credential_id: UUID) -> None:
    issuer_id = queries.credential_by_id(credential_id).issuer_id
    require(current_actor(), Action.CREDENTIAL_REVOKE, Scope(group_id=issuer_id))


@blueprint.route("/awards", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(AwardWriteSchema)
@blueprint.response(201)
def give(given: dict[str, Any]) -> dict[str, Any]:
    """Give one award. With an Idempotency-Key header, asking twice gives it once."""
    actor = _somebody()

    def do() -> dict[str, Any]:
        return award_document(awarding.award(actor, **given))

    key = request.headers.get("Idempotency-Key")
    return once(_person(actor), key, request.get_data(), do)


@blueprint.route("/awards", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.arguments(AwardQuerySchema, location="query")
@blueprint.response(200, AwardPageSchema)
def listed(wanted: dict[str, Any]) -> queries.Page[Any]:
    """List the awards of a group, newest first, 50 to a page."""
    group = issuers.group_by_slug(wanted["group"])
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.AWARD_SEE, Scope(group_id=group.id))
    return queries.awards_of_group(group.id, state=wanted.get("state"), page=wanted["page"])


@blueprint.route("/awards/<uuid:award_id>/withdraw", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(200, AwardReadSchema)
def withdraw(award_id: UUID) -> object:
    """Take back an offer that nobody has accepted."""
    awarding.withdraw(_somebody(), award_id)
    return queries.award_by_id(award_id)


@blueprint.route("/credentials/<uuid:credential_id>/revoke", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own_credential)
@blueprint.arguments(RevocationWriteSchema)
@blueprint.response(200, RevocationReadSchema)
def revoke(given: dict[str, Any], credential_id: UUID) -> dict[str, str]:
    """Revoke a credential, for good; for cause, propose it to a second steward."""
    outcome = withdrawing.revoke(_somebody(), credential_id, **given)
    return {"outcome": outcome.value}


def _somebody() -> Actor:
    actor = current_actor()
    _person(actor)
    return actor


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id
