"""Adaptations of a group by their own addresses, by the JSON API: drafts, which have no role yet, among them.

What changes one takes `If-Match` with the mark that its ETag told, as in `competencies.routes.adapting`.
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from competencies.queries import adapting as known
from competencies.routes.adapting import ETAG, Told, told
from competencies.routes.seen import mark_of
from competencies.services import adapting
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from schemas.adaptations import AdaptationSchema, RebasedSchema
from schemas.frameworks import SeenSchema

blueprint = Blueprint(
    "adaptations",
    __name__,
    url_prefix="/api/v1/groups/<slug>/adaptations",
    description="Roles that a group adapts, drafts too, for who defines its roles",
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _group(slug: str) -> UUID:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=found.id))
    return found.id


def _own(slug: str, adaptation_id: UUID) -> Any:
    group_id, found = _group(slug), known.adaptation(adaptation_id)
    if found.group_id != group_id:
        raise NotFoundError
    return found


@blueprint.get("")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, AdaptationSchema(many=True))
def list_adaptations(slug: str) -> list[dict[str, Any]]:
    """What the group adapts, oldest first: drafts, what is in force, and what was put aside."""
    return [told(one)[0] for one in known.adaptations_of_group(_group(slug))]


@blueprint.get("/<uuid:adaptation_id>")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, AdaptationSchema, headers=ETAG)
def show(slug: str, adaptation_id: UUID) -> Told:
    """One of them, with its mark."""
    return told(_own(slug, adaptation_id))


@blueprint.delete("/<uuid:adaptation_id>/draft")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(204)
def forget_draft(seen: dict[str, Any], slug: str, adaptation_id: UUID) -> None:  # noqa: ARG001 - in the address
    """Drop what is prepared; an adaptation that was never adopted is dropped whole."""
    adapting.forget_draft(current_actor(), adaptation_id, seen=mark_of(seen))


@blueprint.post("/<uuid:adaptation_id>/newest")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(200, RebasedSchema, headers=ETAG)
def start_from_newest(seen: dict[str, Any], slug: str, adaptation_id: UUID) -> Told:
    """Put a draft on the newest version of its base, without the operations that do not fit any more."""
    left_out = adapting.start_from_newest(current_actor(), adaptation_id, seen=mark_of(seen))
    document, headers = told(_own(slug, adaptation_id))
    return document | {"left_out": left_out}, headers


@blueprint.post("/<uuid:adaptation_id>/retire")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(200, AdaptationSchema, headers=ETAG)
def retire(seen: dict[str, Any], slug: str, adaptation_id: UUID) -> Told:  # noqa: ARG001 - in the address
    """Put an adapted role aside at its review; its page stays."""
    return told(adapting.retire(current_actor(), adaptation_id, seen=mark_of(seen)))
