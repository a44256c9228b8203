"""Frameworks from elsewhere by the JSON API: read by everybody, brought in by stewards."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

import orjson
from flask import request
from flask_smorest import Blueprint

from competencies.queries import references
from competencies.services import referencing
from foundation.acting import current_actor
from foundation.errors import NotFoundError
from foundation.limits import UPLOAD, WRITE, limiter
from issuers import queries as issuers
from schemas.references import (
    CopySchema,
    ImportSchema,
    ReferenceFrameworkSchema,
    ReferenceItemPageSchema,
    SearchSchema,
)

blueprint = Blueprint(
    "reference_frameworks",
    __name__,
    url_prefix="/api/v1/reference-frameworks",
    description="Frameworks that others wrote, as they were imported; the whole of one is served by CASE.",
)
imports_blueprint = Blueprint(
    "reference_imports",
    __name__,
    url_prefix="/api/v1",
    description="Bringing in a framework from elsewhere: look it over, then confirm.",
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_PACKAGE = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "required": ["CFDocument"]}}},
    }
}


@blueprint.get("")
@blueprint.arguments(CopySchema, location="query")
@blueprint.response(200, ReferenceFrameworkSchema(many=True))
def list_frameworks(asked: dict[str, Any]) -> Any:
    """Every imported framework by title: what a group brought in, or else the first copy of each."""
    return [_described(one) for one in references.frameworks(_group_id(asked))]


@blueprint.get("/<uuid:identifier>")
@blueprint.arguments(CopySchema, location="query")
@blueprint.response(200, ReferenceFrameworkSchema)
def show_framework(asked: dict[str, Any], identifier: UUID) -> Any:
    """One imported framework, by its CASE identifier."""
    return _described(references.framework(identifier, _group_id(asked)))


@blueprint.get("/<uuid:identifier>/items")
@blueprint.arguments(SearchSchema, location="query")
@blueprint.response(200, ReferenceItemPageSchema)
def list_items(asked: dict[str, Any], identifier: UUID) -> Any:
    """A page of its items: in which all words of `q` stand, or else right below `parent`."""
    found, page = references.framework(identifier, _group_id(asked)), asked["page"]
    if asked["q"].strip():
        items, total = references.search(asked["q"], within=found, page=page, size=references.PAGE_SIZE)
        return {"items": items, "total": total, "page": page}
    below = references.children(found, asked.get("parent"), page=page)
    return {"items": below.items, "total": below.total, "page": page}


@blueprint.delete("/<uuid:identifier>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(CopySchema, location="query")
@blueprint.response(204)
def remove_framework(asked: dict[str, Any], identifier: UUID) -> None:
    """Take an imported framework away: the copy of `group`, or else the first one."""
    referencing.remove(current_actor(), identifier, _group_id(asked))


@imports_blueprint.post("/groups/<slug>/reference-imports")
@imports_blueprint.doc(security=_TOKEN, **_PACKAGE)
@limiter.limit(UPLOAD)
@imports_blueprint.response(201, ImportSchema)
def look_over(slug: str) -> Any:
    """Look over a CASE package of at most 6 MB; nothing is brought in before it is confirmed."""
    return _shown(referencing.stage(current_actor(), group_id=_group(slug), given=request.get_data()))


@imports_blueprint.get("/reference-imports/<uuid:load_id>")
@imports_blueprint.doc(security=_TOKEN)
@imports_blueprint.response(200, ImportSchema)
def show_import(load_id: UUID) -> Any:
    """What was found in a package, and how far it is written."""
    return _shown(referencing.see(current_actor(), load_id))


@imports_blueprint.post("/reference-imports/<uuid:load_id>/confirm")
@imports_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@imports_blueprint.response(202, ImportSchema)
def confirm_import(load_id: UUID) -> Any:
    """Have it written; ask again to see how far it is."""
    return _shown(referencing.confirm(current_actor(), load_id))


@imports_blueprint.delete("/reference-imports/<uuid:load_id>")
@imports_blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@imports_blueprint.response(204)
def drop_import(load_id: UUID) -> None:
    """Forget what was sent."""
    referencing.drop(current_actor(), load_id)


def _group(slug: str) -> UUID:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    return group.id


def _group_id(asked: dict[str, Any]) -> UUID | None:
    return _group(asked["group"]) if asked["group"] else None


def _described(found: Any) -> dict[str, Any]:
    owner = issuers.issuer(found.owner_id)
    document = {name: getattr(found, name) for name in ReferenceFrameworkSchema().fields if name != "group"}
    return document | {"group": owner.slug if owner else ""}


def _shown(load: Any) -> dict[str, Any]:
    return {
        "id": load.id,
        "state": load.state,
        "framework": load.identifier,
        "done": load.done,
        "total": load.total,
        "code": load.code,
        "found": orjson.loads(load.summary),
    }
