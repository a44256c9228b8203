"""Verification for programs: a credential in, the verdict with every check out. Nothing is stored.

Three ways in: the document itself as the body (any content type), a multipart `file`, or
`{"url": ..., "recipient": ...}`. A JSON body that has an `@context` is a document, never a request.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from badges.services.verifying import verify, verify_url
from credentials import strict_json
from credentials.instants import timestamp
from credentials.verify import Finding, IssuerView, Report
from foundation.errors import invalid
from foundation.limits import VERIFY, limiter

blueprint = Blueprint(
    "verification",
    __name__,
    url_prefix="/api/v1",
    description="Is this badge genuine, and who stands behind it?",
)

MOST_RECIPIENT_CHARACTERS = 320  # the longest e-mail address there is

_WAYS_IN = {
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    {
                        "type": "object",
                        "required": ["url"],
                        "properties": {
                            "url": {"type": "string", "format": "uri"},
                            "recipient": {"type": "string", "maxLength": MOST_RECIPIENT_CHARACTERS},
                        },
                    },
                    {"type": "object", "required": ["@context"], "description": "A signed credential."},
                ]
            }
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string"}, "recipient": {"type": "string"}},
            }
        },
        "application/vc+jwt": {"schema": {"type": "string"}},
        "image/png": {"schema": {"type": "string", "contentMediaType": "image/png"}},
        "image/svg+xml": {"schema": {"type": "string"}},
    }
}
_FINDING = {
    "type": "object",
    "properties": {
        "check": {"type": "string"},
        "outcome": {"enum": ["passed", "failed", "undetermined", "not_applicable"]},
        "code": {"type": "string"},
        "facts": {"type": "object"},
        "source": {"type": "string"},
        "at": {"type": ["string", "null"], "format": "date-time"},
    },
}
_REPORT = {
    "type": "object",
    "required": ["verdict", "issuer", "warnings", "checks"],
    "properties": {
        "verdict": {"enum": ["genuine", "do_not_rely", "could_not_finish"]},
        "form": {"enum": ["json", "jws", "png", "svg"]},
        "checked_at": {"type": "string", "format": "date-time"},
        "issuer": {
            "type": ["object", "null"],
            "properties": {
                "id": {"type": "string"},
                "known": {"type": "boolean"},
                "name": {"type": "string"},
                "claimed_name": {"type": "string"},
                "label": {"type": ["string", "null"]},
            },
        },
        "warnings": {"type": "array", "items": _FINDING},
        "checks": {"type": "array", "items": _FINDING},
    },
}


@blueprint.route("/verify", methods=["POST"])  # type: ignore[untyped-decorator] # flask-smorest has no types
@blueprint.doc(  # type: ignore[untyped-decorator] # the same
    summary="Check a credential",
    requestBody=_WAYS_IN,
    responses={
        "200": {"description": "The report", "content": {"application/json": {"schema": _REPORT}}},
        "4XX": {"description": "Unreadable", "content": {"application/problem+json": {}}},
    },
)
@limiter.limit(VERIFY)
def verify_credential() -> Response:
    """Give the report on what was sent. A bad credential is a report; only an unreadable one is an error."""
    response = jsonify(report_as_json(_report()))
    response.headers["Cache-Control"] = "no-store"
    return response


def report_as_json(report: Report) -> dict[str, Any]:
    """Give a report as the JSON that programs read, at the API and at the verify page."""
    return {
        "verdict": report.verdict.value,
        "form": report.form,
        "checked_at": timestamp(report.checked_at),
        "issuer": _issuer(report.issuer) if report.issuer else None,
        "warnings": [_finding(finding) for finding in report.warnings],
        "checks": [_finding(finding) for finding in report.findings],
    }


def _issuer(view: IssuerView) -> dict[str, Any]:
    return {
        "id": view.id,
        "known": view.known is not None,
        "name": view.known_name or view.claimed_name,
        "claimed_name": view.claimed_name,
        "label": view.known,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "outcome": finding.outcome.value,
        "code": finding.code,
        "facts": dict(finding.facts),
        "source": finding.source,
        "at": timestamp(finding.at) if finding.at else None,
    }


def _report() -> Report:
    if request.mimetype == "multipart/form-data":
        upload = request.files.get("file")
        if upload is None:
            raise invalid("/file", "missing")
        return verify(upload.read(), recipient=_recipient(request.form.get("recipient")))
    # Read before anything parses it: curl sends a file under the content type of a form.
    body = request.get_data()
    if not body.strip():
        raise invalid("", "nothing_sent")
    asked = strict_json.loads(body) if request.mimetype == "application/json" else None
    if isinstance(asked, Mapping) and "@context" not in asked and "url" in asked:
        return _of_address(asked)
    return verify(body)


def _of_address(asked: Mapping[str, Any]) -> Report:
    if not isinstance(asked["url"], str):
        raise invalid("/url", "not_text")
    return verify_url(asked["url"], recipient=_recipient(asked.get("recipient")))


def _recipient(given: object) -> str | None:
    if given is None or given == "":
        return None
    if not isinstance(given, str) or len(given) > MOST_RECIPIENT_CHARACTERS:
        raise invalid("/recipient", "not_text", longest=MOST_RECIPIENT_CHARACTERS)
    return given
