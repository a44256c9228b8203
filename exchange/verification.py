"""Verification for programs: a credential in, the verdict with every check out. Nothing is stored.

Three ways in: the document itself as the body (any content type), a multipart `file`, or
`{"url": ..., "recipient": ...}`. A JSON body that has an `@context` is a document, never a request.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, current_app, request
from flask_smorest import Blueprint

from badges.services.receipts import bundle_of, receipt_of
from badges.services.verifying import at_address, verify
from credentials import strict_json
from credentials.verify import IssuerView, Report
from exchange.descriptions import BUNDLE, MOST_RECIPIENT_CHARACTERS, RECEIPT, REPORT, described
from foundation.errors import invalid
from foundation.limits import VERIFY, limiter

blueprint = Blueprint(
    "verification",
    __name__,
    url_prefix="/api/v1",
    description="Is this badge genuine, and who stands behind it?",
)

Sent = tuple[bytes, str | None]  # what was handed in, and whose it should be


@blueprint.route("/verify", methods=["POST"])  # type: ignore[untyped-decorator] # flask-smorest has no types
@blueprint.doc(**described("Check a credential", REPORT))  # type: ignore[untyped-decorator] # the same
@limiter.limit(VERIFY)
def verify_credential() -> Response:
    """Give the report on what was sent. A bad credential is a report; only an unreadable one is an error."""
    given, recipient = _sent()
    return as_response(verify(given, recipient=recipient))


@blueprint.route("/verify/receipt", methods=["POST"])  # type: ignore[untyped-decorator] # the same
@blueprint.doc(**described("Check a credential and keep a receipt", RECEIPT))  # type: ignore[untyped-decorator] # the same
@limiter.limit(VERIFY)
def verification_receipt() -> Response:
    """Give a signed, dated receipt of what a check of this credential finds now."""
    given, recipient = _sent()
    return as_download(receipt_of(given, recipient=recipient))


@blueprint.route("/verify/bundle", methods=["POST"])  # type: ignore[untyped-decorator] # the same
@blueprint.doc(**described("Check a credential and take everything along", BUNDLE))  # type: ignore[untyped-decorator] # the same
@limiter.limit(VERIFY)
def verification_bundle() -> Response:
    """Give a sealed bundle with which this credential can be checked without a network."""
    given, recipient = _sent()
    return as_download(bundle_of(given, recipient=recipient))


def as_response(report: Report) -> Response:
    """Give the answer with a report, which nobody keeps."""
    return _private(orjson.dumps(report_as_json(report)), "application/json")


def as_download(made: str | bytes, stem: str = "badge") -> Response:
    """Give the answer with a receipt (text) or a bundle (bytes), as a file to save that nobody else keeps.

    `stem`: what its name begins with (a to z, digits, hyphens).
    """
    is_receipt = isinstance(made, str)
    response = _private(made, "application/jwt" if is_receipt else "application/zip")
    end = "receipt.jwt" if is_receipt else "bundle.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}-{end}"'
    return response


def report_as_json(report: Report) -> dict[str, Any]:
    """Give a report as the JSON that programs read, at the API and at the verify page."""
    return report.as_json(_issuer)


def _private(body: str | bytes, mimetype: str) -> Response:
    return current_app.response_class(body, headers={"Cache-Control": "no-store"}, mimetype=mimetype)


def _issuer(view: IssuerView) -> dict[str, Any]:
    return {
        "id": view.id,
        "known": view.known is not None,
        "name": view.known_name or view.claimed_name,
        "claimed_name": view.claimed_name,
        "label": view.known,
    }


def _sent() -> Sent:
    if request.mimetype == "multipart/form-data":
        upload = request.files.get("file")
        if upload is None:
            raise invalid("/file", "missing")
        return upload.read(), _recipient(request.form.get("recipient"))
    # Read before anything parses it: curl sends a file under the content type of a form.
    body = request.get_data()
    if not body.strip():
        raise invalid("", "nothing_sent")
    if request.mimetype == "application/json" and _is_request(body):
        return _at_address(strict_json.loads(body))
    return body, None


def _is_request(body: bytes) -> bool:
    """Tell by a quick look; what it says is read strictly afterwards, as a request or as a document."""
    try:
        seen = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(seen, dict) and "@context" not in seen and "url" in seen


def _at_address(asked: Mapping[str, Any]) -> Sent:
    if not isinstance(asked["url"], str):
        raise invalid("/url", "not_text")
    recipient = _recipient(asked.get("recipient"))
    return at_address(asked["url"]), recipient


def _recipient(given: object) -> str | None:
    if given is None or given == "":
        return None
    if not isinstance(given, str) or len(given) > MOST_RECIPIENT_CHARACTERS:
        raise invalid("/recipient", "not_text", longest=MOST_RECIPIENT_CHARACTERS)
    return given
