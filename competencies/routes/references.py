"""Frameworks from elsewhere by the JSON API, read by everybody; they come by `reference_imports`."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from competencies.queries import references
from competencies.services import referencing
from foundation.acting import current_actor
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from issuers import queries as issuers
from schemas.references import (
    CopySchema,
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
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


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
