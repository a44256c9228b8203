"""Which hubs may define a group's roles, by the JSON API: given, taken back and handed back."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries
from issuers.models import Delegation, Issuer
from issuers.services import delegating
from schemas.groups import DelegationSchema, DelegationsSchema, DelegationWriteSchema

blueprint = Blueprint(
    "delegations",
    __name__,
    url_prefix="/api/v1/groups/<slug>/delegations",
    description="Which hubs may define the roles of a group, for its stewards",
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _own(slug: str, **_rest: object) -> UUID:
    found = queries.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    require(current_actor(), Action.ROLE_DELEGATE, Scope(group_id=found.id))
    return found.id


@blueprint.get("")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, DelegationsSchema)
def list_delegations(slug: str) -> dict[str, Any]:
    """Which hubs may define the group's roles, and whose roles the group may define."""
    group_id = _own(slug)
    return {
        "given": _told(queries.delegations_by(group_id)),
        "received": _told(queries.delegations_to(group_id)),
    }


@blueprint.post("")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(DelegationWriteSchema)
@blueprint.response(201, DelegationSchema)
def delegate(given: dict[str, Any], slug: str) -> dict[str, Any]:
    """Let a hub define the group's roles; a second time changes nothing."""
    group_id = _own(slug)
    delegating.delegate(current_actor(), group_id, hub=given["hub"])
    return next(one for one in _told(queries.delegations_by(group_id)) if one["group"] == given["hub"])


@blueprint.delete("/<uuid:delegation_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def end(slug: str, delegation_id: UUID) -> None:
    """Take a delegation back, or, as the hub, hand it back; roles that were published stay."""
    group_id = _own(slug)
    both = (*queries.delegations_by(group_id), *queries.delegations_to(group_id))
    if delegation_id not in {one.id for one, _other in both}:
        raise NotFoundError
    delegating.end(current_actor(), delegation_id)


def _told(found: Sequence[tuple[Delegation, Issuer]]) -> list[dict[str, Any]]:
    return [{"id": one.id, "group": other.slug, "since": one.since} for one, other in found]
