"""The page where anybody checks a badge: no account, nothing stored, one of three clear answers."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _

from badges.services import verifying
from credentials.errors import CredentialError, FetchError, UnreadableError
from credentials.verify import Report
from exchange.verification import MOST_RECIPIENT_CHARACTERS, report_as_json
from foundation.addresses import base_url
from foundation.errors import InvalidError
from foundation.limits import VERIFY, limiter
from web.assembly import csrf
from web.complaints import wants_json
from web.findings import explain_unreadable
from web.received import received
from web.verdicts import shown

blueprint = Blueprint("verify", __name__)

UNREADABLE = 422


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the form held. Only one of the three ways in is used."""

    upload: bytes
    text: str
    url: str
    recipient: str


@blueprint.get("/verify")
def form() -> str:
    """Show the form. `?url=` fills the address in, and asks nobody."""
    return _page(url=request.args.get("url", "")[: verifying.MOST_URL_CHARACTERS])


@blueprint.post("/verify")
@limiter.limit(VERIFY)
def result() -> Response:
    """Show the verdict with every check, or why nothing could be read. As JSON where that is asked for."""
    sent = _sent()
    try:
        report = _report(sent)
    except CredentialError as error:
        if wants_json():
            raise
        return _kept_private(_unreadable(sent, error), UNREADABLE)
    if wants_json():
        return _kept_private(jsonify(report_as_json(report)))
    page = render_template(
        "verify/result.html",
        shown=shown(report),
        badge=received(report.document, base_url()),
        checked_at=report.checked_at,
        form=report.form,
    )
    return _kept_private(page)


# It changes nothing and knows nobody, so it needs no token; and so the form needs no cookie.
csrf.exempt(result)


def _sent() -> _Sent:
    upload = request.files.get("file")
    return _Sent(
        upload=upload.read() if upload else b"",
        text=request.form.get("text", "").strip(),
        url=request.form.get("url", "").strip(),
        recipient=request.form.get("recipient", "").strip()[:MOST_RECIPIENT_CHARACTERS],
    )


def _report(sent: _Sent) -> Report:
    ways = [bool(sent.upload), bool(sent.text), bool(sent.url)]
    if sum(ways) != 1:
        raise UnreadableError("several_sent" if any(ways) else "nothing_sent")
    if not sent.url:
        return verifying.verify(sent.upload or sent.text.encode(), recipient=sent.recipient or None)
    try:
        return verifying.verify_url(sent.url, recipient=sent.recipient or None)
    except (FetchError, InvalidError) as error:
        raise UnreadableError("not_fetched", reason=error.code) from error


def _unreadable(sent: _Sent, error: CredentialError) -> str:
    return _page(
        url=sent.url,
        text=sent.text,
        recipient=sent.recipient,
        problem=explain_unreadable(error),
        code=str(error.facts.get("reason", error.code)),
    )


def _page(**typed: Any) -> str:
    return render_template("verify/form.html", page_title=_("Check a badge"), **typed)


def _kept_private(answer: str | Response, status: int = 200) -> Response:
    """Nobody keeps a copy of what somebody checked."""
    response = make_response(answer, status)
    response.headers["Cache-Control"] = "no-store"
    return response
