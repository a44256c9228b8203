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
@blueprint.response(200, ReferenceFrameworkSchema(many=True))
def list_frameworks() -> Any:
    """Every imported framework, by title."""
    return references.frameworks()


@blueprint.get("/<uuid:identifier>")
@blueprint.response(200, ReferenceFrameworkSchema)
def show_framework(identifier: UUID) -> Any:
    """One imported framework, by its CASE identifier."""
    return references.framework(identifier)


@blueprint.get("/<uuid:identifier>/items")
@blueprint.arguments(SearchSchema, location="query")
@blueprint.response(200, ReferenceItemPageSchema)
def list_items(asked: dict[str, Any], identifier: UUID) -> Any:
    """A page of its items: in which all words of `q` stand, or else right below `parent`."""
    found, page = references.framework(identifier), asked["page"]
    if asked["q"].strip():
        items, total = references.search(asked["q"], within=identifier, page=page, size=references.PAGE_SIZE)
        return {"items": items, "total": total, "page": page}
    below = references.children(found, asked.get("parent"), page=page)
    return {"items": below.items, "total": below.total, "page": page}


@blueprint.delete("/<uuid:identifier>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def remove_framework(identifier: UUID) -> None:
    """Take an imported framework away."""
    referencing.remove(current_actor(), identifier)


@imports_blueprint.post("/groups/<slug>/reference-imports")
@imports_blueprint.doc(security=_TOKEN, **_PACKAGE)
@limiter.limit(UPLOAD)
@imports_blueprint.response(201, ImportSchema)
def look_over(slug: str) -> Any:
    """Look over a CASE package of at most 6 MB; nothing is brought in before it is confirmed."""
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    return _shown(referencing.stage(current_actor(), group_id=group.id, given=request.get_data()))


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
