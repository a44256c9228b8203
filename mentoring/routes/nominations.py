"""Nominations by the JSON API. Who made one never learns from its state that it was declined."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation import clock
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from mentoring.moves import as_nominator_sees
from mentoring.queries import nominations
from mentoring.queries.nominations import NominationView
from mentoring.services import nominating
from schemas.finding import (
    NominationPageSchema,
    NominationReadSchema,
    NominationWriteSchema,
    PageQuerySchema,
)

blueprint = Blueprint("nominations", __name__, url_prefix="/api/v1", description="Naming somebody for a role")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_WITHDRAWN = "withdrawn"  # the words of who took them back are theirs
_VERBS: dict[str, Callable[[Actor, UUID], None]] = {
    "accept": nominating.accept,
    "decline": nominating.decline,
    "withdraw": nominating.withdraw,
    "close": nominating.close,
}


def _own(slug: str) -> Any:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.OPEN_PEOPLE_SEE, Scope(group_id=group.id))
    return group


@blueprint.route("/nominations", methods=["POST"])
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(NominationWriteSchema)
@blueprint.response(201, NominationReadSchema)
def make(given: dict[str, Any]) -> dict[str, Any]:
    """Name somebody for a role; they see it first, and alone."""
    cited = [str(one) for one in given.pop("cited")]
    row = nominating.nominate(current_actor(), **given, cited=cited)
    return document_of(nominations.nomination_by_id(row.id))


@blueprint.route("/nominations/received", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, NominationPageSchema)
def received(wanted: dict[str, int]) -> dict[str, Any]:
    """Nominations of oneself that wait or that one accepted, newest first, 25 to a page."""
    return _page(nominations.received(_person(), clock.now(), page=wanted["page"]), wanted["page"])


@blueprint.route("/nominations/made", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, NominationPageSchema)
def made(wanted: dict[str, int]) -> dict[str, Any]:
    """Nominations that one made, newest first, 25 to a page."""
    return _page(nominations.made(_person(), page=wanted["page"]), wanted["page"])


@blueprint.route("/groups/<slug>/nominations", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@asked_first(_own)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, NominationPageSchema)
def of_group(wanted: dict[str, int], slug: str) -> dict[str, Any]:
    """What nominees accepted, for the stewards of the group, newest first, 25 to a page."""
    return _page(nominations.of_group(_own(slug).id, page=wanted["page"]), wanted["page"])


@blueprint.route("/nominations/<uuid:nomination_id>", methods=["GET"])
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, NominationReadSchema)
def one(nomination_id: UUID) -> dict[str, Any]:
    """One, for the two; for the stewards once it was accepted."""
    return document_of(nominating.seen(current_actor(), nomination_id))


@blueprint.route(
    "/nominations/<uuid:nomination_id>/<any(accept, decline, withdraw, close):verb>", methods=["POST"]
)
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def move(nomination_id: UUID, verb: str) -> None:
    """Say yes or no to being named, take it back, or, as a steward, put it away."""
    _VERBS[verb](current_actor(), nomination_id)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _page(found: tuple[list[NominationView], bool], number: int) -> dict[str, Any]:
    return {"rows": [document_of(one) for one in found[0]], "page": number, "has_more": found[1]}


def document_of(view: NominationView) -> dict[str, Any]:
    """Give a nomination as whoever asks may know it."""
    row = view.row
    is_nominee = row.nominee_id == current_actor().person_id
    return {
        "id": row.id,
        "nominee": view.nominee,
        "nominator": view.nominator,
        "role": view.role,
        "group": view.group,
        "citation": "" if is_nominee and row.state == _WITHDRAWN else row.citation,
        "state": row.state if is_nominee else as_nominator_sees(row.state, row.lapses_at, clock.now()),
        "made_at": row.made_at,
        "lapses_at": row.lapses_at,
        "cited": row.thanks,
    }
