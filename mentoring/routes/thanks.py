"""Thanks by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from mentoring.queries import thanks
from mentoring.queries.thanks import ThanksView
from mentoring.services import thanking
from schemas.finding import (
    PageQuerySchema,
    ThanksChoiceSchema,
    ThanksPageSchema,
    ThanksReadSchema,
    ThanksWriteSchema,
)

blueprint = Blueprint("thanks", __name__, url_prefix="/api/v1/thanks", description="Thanks between people")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _received(thanks_id: UUID) -> None:
    if thanking.seen(current_actor(), thanks_id).row.receiver_id != current_actor().person_id:
        raise NotFoundError


@blueprint.route("", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(ThanksWriteSchema)
@blueprint.response(201, ThanksReadSchema)
def give(given: dict[str, Any]) -> dict[str, Any]:
    """Thank somebody."""
    row = thanking.thank(current_actor(), **given)
    return _document(thanks.thanks_by_id(row.id))


@blueprint.route("/received", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, ThanksPageSchema)
def received(wanted: dict[str, int]) -> dict[str, Any]:
    """What one was thanked for, newest first, 25 to a page."""
    return _page(thanks.received(_person(), page=wanted["page"]), wanted["page"])


@blueprint.route("/given", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, ThanksPageSchema)
def given_by_me(wanted: dict[str, int]) -> dict[str, Any]:
    """The thanks one gave, newest first, 25 to a page."""
    return _page(thanks.given(_person(), page=wanted["page"]), wanted["page"])


@blueprint.route("/<uuid:thanks_id>", methods=["GET"])
@blueprint.doc(security=[*_TOKEN, {}])
@blueprint.response(200, ThanksReadSchema)
def one(thanks_id: UUID) -> dict[str, Any]:
    """One, for the two; for everybody while its receiver shows it."""
    return _document(thanking.seen(current_actor(), thanks_id))


@blueprint.route("/<uuid:thanks_id>/visibility", methods=["PUT"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_received)
@blueprint.arguments(ThanksChoiceSchema)
@blueprint.response(200, ThanksReadSchema)
def choose(given: dict[str, str], thanks_id: UUID) -> dict[str, Any]:
    """Choose who may read thanks that one received."""
    thanking.choose(current_actor(), thanks_id, given["visibility"])
    return _document(thanks.thanks_by_id(thanks_id))


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _page(found: tuple[list[ThanksView], bool], number: int) -> dict[str, Any]:
    return {"rows": [_document(one) for one in found[0]], "page": number, "has_more": found[1]}


def _document(view: ThanksView) -> dict[str, Any]:
    row, reader = view.row, current_actor().person_id
    told: dict[str, Any] = {"visibility": row.visibility} if row.receiver_id == reader else {}
    if reader in {row.receiver_id, row.giver_id}:
        told["recognition"] = view.badge
    return {
        "id": row.id,
        "giver": view.giver,
        "receiver": view.receiver,
        "text": row.text,
        "group": view.group,
        "competency": view.competency,
        "given_at": row.given_at,
        **told,
    }
