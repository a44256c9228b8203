"""What a group says of itself, by the JSON API: read by everybody, written by who defines its roles.

It is written with `If-Match` and the mark that its ETag told (`competencies.routes.seen`).
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies.queries import adapting as known
from competencies.routes.seen import ETAG, Told, mark_of, tagged
from competencies.services import contexts
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from schemas.frameworks import SeenSchema
from schemas.groups import ContextSchema, ContextWriteSchema

blueprint = Blueprint(
    "contexts", __name__, url_prefix="/api/v1/groups/<slug>/context", description="What a group is like"
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_NOTHING_YET = {"kind": None, "connectivity": None, "languages": "", "constraints": "", "changed_at": None}


def _own(slug: str) -> Any:
    found = _group(slug)
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=found.id))
    return found


@blueprint.get("")
@blueprint.response(200, ContextSchema, headers=ETAG)
def show_context(slug: str) -> Told:
    """What the group says of itself, so that everybody sees why a role differs there."""
    return _told(_group(slug))


@blueprint.put("")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(ContextWriteSchema)
@blueprint.response(200, ContextSchema, headers=ETAG)
def describe(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> Told:
    """Say what the group is like."""
    group = _own(slug)
    contexts.describe(current_actor(), group_id=group.id, **shape, seen=mark_of(seen))
    return _told(group)


def _group(slug: str) -> Any:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _told(group: Any) -> Told:
    profile = known.context(group.id)
    said = contexts.profile_values(profile) | {"changed_at": profile.changed_at} if profile else _NOTHING_YET
    return tagged({"group": group.slug, **said}, contexts.context_mark(profile))
