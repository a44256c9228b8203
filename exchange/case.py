"""The CASE 1.1 service: frameworks for other systems, public and read-only.

Errors have CASE's own shape (imsx_StatusInfo), also those of addresses that are not there.
https://www.imsglobal.org/spec/CASE/v1p1, https://purl.imsglobal.org/spec/case/v1p1/rest_binding
"""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, Response, current_app, request, stream_with_context
from werkzeug.exceptions import HTTPException

from competencies.case import values
from competencies.case.answers import AskedWrongError, asked_for, links, part_of
from competencies.case.shapes import DEFINITIONS
from competencies.case.writing import SERVICE
from competencies.models import ReferenceFramework
from competencies.queries import case_served, references
from foundation.addresses import base_url
from foundation.db import db
from foundation.limits import limiter
from issuers import queries as issuers

blueprint = Blueprint("case", __name__, url_prefix=SERVICE)

READ = "300 per minute"
_BAD, _NOT_FOUND, _NOT_ALLOWED, _BUSY, _SERVER = 400, 404, 405, 429, 500
_DEFINITION_PATHS = ", ".join(f'"{one}"' for one in DEFINITIONS)
log = logging.getLogger(__name__)

One = Callable[[UUID], dict[str, Any] | None]
_ONES: dict[str, One] = {
    "CFDocuments": case_served.document,
    "CFItems": case_served.item,
    "CFAssociations": case_served.association,
    "CFItemAssociations": case_served.associations_of,
    "CFRubrics": case_served.rubric,
}


@blueprint.get("/CFDocuments")
@limiter.limit(READ)
def documents() -> Response:
    """Give the documents of all frameworks, in parts."""
    arguments = request.args.to_dict()
    if "fields" in arguments:  # once for each field, or all in one with commas: the standard allows both
        arguments["fields"] = ",".join(request.args.getlist("fields"))
    try:
        asked = asked_for(arguments)
    except AskedWrongError as error:
        return _status(_BAD, "failure", error.code, error.said)
    part, total = part_of(case_served.documents(), asked)
    answer = _json({"CFDocuments": part})
    answer.headers["X-Total-Count"] = str(total)
    answer.headers["Link"] = links(f"{base_url()}{SERVICE}/CFDocuments", arguments, asked, total)
    return answer


@blueprint.get("/CFPackages/<sourced_id>")
@limiter.limit(READ)
def package(sourced_id: str) -> Response:
    """Give a whole framework; a big one as it is read, so that it never stands in memory at once.

    Where several groups brought in a copy, `group` (ours, not of the standard) asks for that of one.
    """
    identifier = _uuid(sourced_id)
    own = case_served.own_package(identifier) if identifier else None
    if own is not None:
        return _json(own)
    imported = _imported(identifier) if identifier else None
    if imported is None or identifier is None:
        return _unknown(sourced_id)
    answer = Response(mimetype="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(imported.load_id.hex)
    answer.make_conditional(request)
    if answer.status_code == 200 and request.method == "GET":  # noqa: PLR2004 - OK
        answer.response = stream_with_context(case_served.imported_package(identifier, imported.owner_id))
    return answer


@blueprint.get("/<any(CFDocuments,CFItems,CFAssociations,CFItemAssociations,CFRubrics):kind>/<sourced_id>")
@limiter.limit(READ)
def one(kind: str, sourced_id: str) -> Response:
    """Give one thing by its identifier."""
    return _found(sourced_id, _ONES[kind])


@blueprint.get(f"/<any({_DEFINITION_PATHS}):kind>/<sourced_id>")
@limiter.limit(READ)
def definition(kind: str, sourced_id: str) -> Response:
    """Give one definition, or the set of those below it."""
    return _found(sourced_id, lambda identifier: case_served.definition(kind, identifier))


@blueprint.route("/", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], defaults={"rest": ""})
@blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@limiter.limit(READ)
def nothing(rest: str) -> Response:  # noqa: ARG001 - whatever it is
    """Say in CASE's own way that there is no such address, or that it can only be read."""
    if request.method == "GET":
        return _status(_NOT_FOUND, "failure", "unknownobject", "There is no such address in this service.")
    answer = _status(_NOT_ALLOWED, "unsupported", "", "This service can only be read.")
    answer.headers["Allow"] = "GET, HEAD, OPTIONS"
    return answer


@blueprint.errorhandler(HTTPException)
def _http(error: HTTPException) -> Response:
    if error.code == _BUSY:
        return _status(_BUSY, "failure", "server_busy", "Too many requests. Try again later.")
    minor = "invalid_selection_field" if error.code == _BAD else ""
    return _status(error.code or _SERVER, "failure", minor, error.name)


@blueprint.errorhandler(Exception)
def _broken(error: Exception) -> Response:
    log.error("the CASE service failed", exc_info=error)
    db.session.rollback()
    return _status(_SERVER, "failure", "internal_server_error", "Something went wrong here.")


@blueprint.after_request
def _open(response: Response) -> Response:
    """Let programs in any page read this: it is public, and nobody's visit matters to it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Link, X-Total-Count"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _uuid(sourced_id: str) -> UUID | None:
    return UUID(sourced_id) if values.is_uuid(sourced_id.lower()) else None


def _imported(identifier: UUID) -> ReferenceFramework | None:
    name = request.args.get("group")
    group = issuers.group_by_slug(name) if name else None
    if name and group is None:
        return None
    return references.framework_or_none(identifier, group.id if group else None)


def _found(sourced_id: str, find: One) -> Response:
    identifier = _uuid(sourced_id)
    found = find(identifier) if identifier else None
    return _unknown(sourced_id) if found is None else _json(found)


def _unknown(sourced_id: str) -> Response:
    if _uuid(sourced_id) is None:
        return _status(_NOT_FOUND, "failure", "invalid_uuid", "This is no UUID.")
    return _status(_NOT_FOUND, "failure", "unknownobject", "Nothing here has this identifier.")


def _json(value: dict[str, Any]) -> Response:
    answer: Response = current_app.response_class(orjson.dumps(value), mimetype="application/json")
    return answer


def _status(status: int, major: str, minor: str, said: str) -> Response:
    """Give an imsx_StatusInfo (the standard's appendix B)."""
    shape: dict[str, Any] = {
        "imsx_codeMajor": major,
        "imsx_severity": "error",
        "imsx_description": said,
    }
    if minor:
        field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": minor}
        shape["imsx_codeMinor"] = {"imsx_codeMinorField": [field]}
    answer = _json(shape)
    answer.status_code = status
    return answer
