"""Who vouches for a group, by the JSON API: read by everybody, written as on the pages."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation.acting import current_actor
from foundation.errors import NotFoundError, SignInNeededError, invalid
from foundation.limits import WRITE, limiter
from issuers import queries
from issuers.services import registering
from schemas.groups import VoucherSchema, VouchingSchema

blueprint = Blueprint(
    "vouching", __name__, url_prefix="/api/v1/groups/<slug>/vouching", description="Who vouches for a group"
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("")
@blueprint.response(200, VouchingSchema)
def show_vouching(slug: str) -> dict[str, Any]:
    """Whether somebody vouches for the group, who, and since when."""
    return _told(slug)


@blueprint.put("")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(VoucherSchema)
@blueprint.response(200, VouchingSchema)
def vouch(given: dict[str, Any], slug: str) -> dict[str, Any]:
    """Vouch for the group in the name of one's own; where somebody does already, it stays as it is."""
    registering.vouch(current_actor(), _group(slug).id, by_group_id=_voucher(given))
    return _told(slug)


@blueprint.delete("")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(VoucherSchema, location="query")
@blueprint.response(204)
def take_back(given: dict[str, Any], slug: str) -> None:
    """Vouch for the group no more; only the group that did, or the operator, takes it back."""
    registering.take_back_vouching(current_actor(), _group(slug).id, by_group_id=_voucher(given))


def _group(slug: str) -> Any:
    found = queries.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _voucher(given: dict[str, Any]) -> UUID | None:
    """Give in whose name it is done; a stranger is asked to sign in before anything is looked for."""
    if not current_actor().signed_in:
        raise SignInNeededError
    if given["by_group"] is None:
        return None
    found = queries.group_by_slug(given["by_group"])
    if found is None:
        raise invalid("/by_group", "group_unknown")
    return found.id


def _told(slug: str) -> dict[str, Any]:
    found = _group(slug)
    voucher = queries.issuer(found.vouched_by) if found.vouched_by else None
    return {
        "group": found.slug,
        "is_vouched": found.is_vouched,
        "by_group": voucher.slug if voucher else None,
        "since": found.vouched_at,
    }
