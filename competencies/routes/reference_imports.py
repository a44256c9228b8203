"""Bringing in a framework from elsewhere by the JSON API: looked over first, then confirmed, then written.

Only the one address that takes files takes a body of more than 6 MiB, and only from who may bring in.
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

import orjson
from flask import request, url_for
from flask_smorest import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from competencies.case.reading import MOST_BYTES
from competencies.queries import references
from competencies.services import reference_fetching, referencing
from competencies.services.referencing import Said
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, TooBigError
from foundation.limits import UPLOAD, WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.repeating import DESCRIBED, begun_once
from issuers import queries as issuers
from schemas.references import AddressSchema, ImportSchema, TableSchema

blueprint = Blueprint(
    "reference_imports",
    __name__,
    url_prefix="/api/v1",
    description="Bringing in a framework from elsewhere: look it over, then confirm.",
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_BYTES = {"type": "string", "format": "binary"}
_FILES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object", "required": ["CFDocument"]}},
            "text/csv": {"schema": _BYTES},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": _BYTES},
        },
    }
}
_PROGRESS = {
    "Location": {
        "schema": {"type": "string"},
        "description": "Where to ask how far it is.",
    }
}


def _own(slug: str) -> UUID:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=group.id))
    return group.id


@blueprint.get("/groups/<slug>/reference-imports")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, ImportSchema(many=True))
def list_imports(slug: str) -> list[dict[str, Any]]:
    """What the group looked over or brings in now."""
    return [_shown(one) for one in references.loads(_own(slug))]


@blueprint.post("/groups/<slug>/reference-imports")
@blueprint.doc(security=_TOKEN, **_FILES)
@limiter.limit(UPLOAD)
@asked_first(_own)
@blueprint.arguments(TableSchema, location="query")
@blueprint.response(201, ImportSchema)
def look_over(said: dict[str, str], slug: str) -> Any:
    """Look over a file of at most 64 MB; nothing is brought in before it is confirmed.

    The body is the file: a CASE package, or a table (CSV or XLSX), which needs `title`. One that is bigger
    answers 413 (`file_too_big`, with `megabytes`), and nothing of it is kept.
    """
    group_id = _own(slug)
    made = referencing.stage(current_actor(), group_id=group_id, given=_file(), said=Said(**said))
    return _shown(made)


@blueprint.post("/groups/<slug>/reference-imports/by-address")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(UPLOAD)
@asked_first(_own)
@blueprint.arguments(AddressSchema)
@blueprint.response(202, ImportSchema, headers=_PROGRESS)
def fetch(asked: dict[str, Any], slug: str) -> tuple[Any, dict[str, str]]:
    """Have a CASE package at an https address fetched and looked over; ask again to see how far it is."""
    group_id, url = _own(slug), asked["url"].strip()
    made = begun_once(lambda: reference_fetching.ask_for(current_actor(), group_id=group_id, url=url).id)
    load = referencing.see(current_actor(), UUID(made))
    return _shown(load), {"Location": url_for(".show_import", load_id=load.id)}


@blueprint.get("/reference-imports/<uuid:load_id>")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, ImportSchema)
def show_import(load_id: UUID) -> Any:
    """What was found in a file, and how far it is written."""
    return _shown(referencing.see(current_actor(), load_id))


@blueprint.post("/reference-imports/<uuid:load_id>/confirm")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(202, ImportSchema)
def confirm_import(load_id: UUID) -> Any:
    """Have it written; ask again to see how far it is."""
    return _shown(referencing.confirm(current_actor(), load_id))


@blueprint.delete("/reference-imports/<uuid:load_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def drop_import(load_id: UUID) -> None:
    """Forget what was sent."""
    referencing.drop(current_actor(), load_id)


def _file() -> bytes:
    """Give the body, which may be as big here as a file on the page. Raises TooBigError."""
    # A body whose length nobody tells is cut at the limit without an error: one byte more shows that.
    request.max_content_length = MOST_BYTES + (request.content_length is None)
    try:
        given = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooBigError(megabytes=MOST_BYTES // 1024**2) from error
    if len(given) > MOST_BYTES:
        raise TooBigError(megabytes=MOST_BYTES // 1024**2)
    return given


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
