"""Roles as groups make them their own, by the JSON API: versions, adaptations, comparison, outline.

An adaptation is written with `If-Match` and the mark that its ETag told to whoever may write it: another one
answers 409 (`draft_changed`, with the mark that stands now), none at all 428.
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies import queries
from competencies.adaptation import diff, requirements_of
from competencies.comparison import compare, overlaps
from competencies.queries import adapting as known
from competencies.queries import outline as outlines
from competencies.routes.seen import mark_of, signed_in
from competencies.services import adapting
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from schemas.adaptations import (
    AdaptationBeginSchema,
    AdaptationChangeSchema,
    AdaptationSchema,
    ComparisonQuerySchema,
    ComparisonSchema,
    OutlineQuerySchema,
    OutlineSchema,
    UpdateAnswerSchema,
)
from schemas.definitions import Published, RoleSchema
from schemas.frameworks import SeenSchema

blueprint = Blueprint("adapted_roles", __name__, url_prefix="/api/v1/roles")
_MEMBERS = (
    *("id", "group_id", "base_number", "state", "operations", "context"),
    *("adopted_by", "adopted_on", "review_due"),
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
ETAG = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "The mark of how it stands, for `If-Match`; told to those who may change it.",
    }
}
Told = tuple[dict[str, Any], dict[str, str]]


def _adaptation(slug: str) -> Any:
    found = known.adaptation_of(queries.role(slug))
    if found is None:
        raise NotFoundError
    return found


def _own(slug: str) -> Any:
    found = _adaptation(slug)
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=found.group_id))
    return found


@blueprint.get("/<slug>/versions/<int(max=1000000):number>")
@blueprint.response(200, RoleSchema)
def show_version(slug: str, number: int) -> Published:
    """One published version of a role, which never changes."""
    role = queries.role(slug)
    return Published(role, known.role_version(role, number))


@blueprint.get("/<slug>/adaptation")
@blueprint.response(200, AdaptationSchema, headers=ETAG)
def show_adaptation(slug: str) -> Told:
    """How a group made this role of another one. Drafts are shown to those who may change them."""
    return told(_adaptation(slug))


@blueprint.post("/<slug>/adaptation")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(AdaptationBeginSchema)
@blueprint.response(201, AdaptationSchema, headers=ETAG)
def adapt(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> Told:
    """Adapt this role for a group: a draft, or adopted at once when it is said who decided.

    Where the group is at it already, the request needs the mark of that, as `If-Match`; else it answers 409.
    """
    signed_in()
    mark = mark_of(seen) if seen["if_match"] else None
    return told(adapting.adapt(current_actor(), slug, **shape, seen=mark))


@blueprint.put("/<slug>/adaptation")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(AdaptationChangeSchema)
@blueprint.response(200, AdaptationSchema, headers=ETAG)
def change_adaptation(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> Told:
    """Change how this adapted role is made: a draft, or adopted at once when it is said who decided."""
    mark = mark_of(seen)
    return told(adapting.change(current_actor(), _adaptation(slug).id, **shape, seen=mark))


@blueprint.post("/<slug>/adaptation/update")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(UpdateAnswerSchema)
@blueprint.response(200, AdaptationSchema, headers=ETAG)
def answer_update(seen: dict[str, Any], shape: dict[str, Any], slug: str) -> Told:
    """Accept the new version of the base (without the operations of `leave_out`), or ignore it."""
    found, mark = _adaptation(slug), mark_of(seen)
    if shape["accept"]:
        left_out = set(shape["leave_out"])
        return told(adapting.accept_update(current_actor(), found.id, leave_out=left_out, seen=mark))
    return told(adapting.ignore_update(current_actor(), found.id, seen=mark))


@blueprint.get("/<slug>/comparison/<other>")
@blueprint.arguments(ComparisonQuerySchema, location="query")
@blueprint.response(200, ComparisonSchema)
def show_comparison(wanted: dict[str, Any], slug: str, other: str) -> dict[str, Any]:
    """Two roles, or two versions of one, requirement by requirement."""
    first = known.role_version(queries.role(slug), wanted["version"])
    second = known.role_version(queries.role(other), wanted["other_version"])
    return {
        "first": {"role": slug, "number": first.number},
        "second": {"role": other, "number": second.number},
        "rows": compare(requirements_of(first.requirements), requirements_of(second.requirements)),
        "operations": diff(known.content_of(first), known.content_of(second)),
    }


@blueprint.get("/outline")
@blueprint.arguments(OutlineQuerySchema, location="query")
@blueprint.response(200, OutlineSchema)
def show_outline(wanted: dict[str, Any]) -> dict[str, Any]:
    """Which role asks for which competency, and what roles share, 12 roles to a page."""
    group = issuers.group_by_slug(wanted["group"]) if wanted["group"] else None
    if wanted["group"] and group is None:
        raise NotFoundError
    found = outlines.outline(group.id if group else None, wanted["area"], wanted["page"])
    asked = [
        [need for _one, needs in found.rows if (need := needs[index])] for index in range(len(found.roles))
    ]
    pairs = overlaps([{need["competency"]: need["level"] for need in needs} for needs in asked])
    return {
        "page": found.page,
        "pages": found.pages,
        "roles": [
            {"role": one.slug, "number": one.versions[-1].number, "group_id": one.owner_id, "asks": needs}
            for one, needs in zip(found.roles, asked, strict=True)
        ],
        "overlaps": [
            {"roles": [found.roles[one.first].slug, found.roles[one.second].slug], "shared": list(one.shared)}
            for one in pairs
            if one.shared
        ],
    }


def told(found: Any) -> Told:
    """Give an adaptation, with its mark for those who may change it: others are shown something else."""
    base = known.role_by_id(found.base_role_id)
    is_own = may(current_actor(), Action.ROLE_DEFINE, Scope(group_id=found.group_id))
    document = {name: getattr(found, name) for name in _MEMBERS} | {
        "role": known.role_by_id(found.role_id).slug if found.role_id else None,
        "base": base.slug,
        "draft": found.draft if is_own else {},
        "update": known.waiting_update(found, base),
    }
    return document, {"ETag": f'"{known.update_mark(found, base)}"'} if is_own else {}
