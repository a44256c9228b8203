"""The page where anybody checks a badge: no account, nothing stored, one of three clear answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from badges.services import receipts, verifying
from credentials.errors import CredentialError, FetchError, ProofError, UnreadableError
from credentials.verify import Report, Verdict
from exchange.descriptions import MOST_RECIPIENT_CHARACTERS
from exchange.verification import as_download, as_response
from foundation.addresses import base_url, is_own
from foundation.errors import InvalidError
from foundation.limits import VERIFY, limiter
from web.assembly import csrf
from web.carried import carried, carried_receipt, file_stem, given_back, holds_badge, out_of_bundle
from web.complaints import wants_json
from web.findings import explain_unreadable
from web.receipt_views import receipt_view
from web.received import Received, received
from web.signed_by import who_vouches_for
from web.thanks_shown import is_thanks
from web.verdicts import Shown, shown

blueprint = Blueprint("verify", __name__)

UNREADABLE = 422
_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the form held. Only one of the ways in is used; `about` goes with a receipt.

    `carried` is what a page of ours carried along, to look at it again: today, or in another language.
    """

    upload: bytes
    text: str
    url: str
    carried: str
    recipient: str
    about: bytes


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
        given, about = _in_order(_given(sent), sent.about)
        if receipts.is_receipt(given) and not wants_json():
            return _kept_private(_receipt_page(given, about))
        report = verifying.verify(given, recipient=sent.recipient or None)
    except CredentialError as error:
        if wants_json():
            raise
        return _kept_private(_unreadable(sent, error), UNREADABLE)
    if wants_json():
        return as_response(report)
    return _kept_private(_result_page(given, report, sent))


@blueprint.post("/verify/receipt")
@limiter.limit(VERIFY)
def receipt() -> Response:
    """Check the credential that a page carried once more, and give a signed receipt of that."""
    return _made(receipts.receipt_of)


@blueprint.post("/verify/bundle")
@limiter.limit(VERIFY)
def bundle() -> Response:
    """Check the credential that a page carried once more, and give a bundle to check without a network."""
    return _made(receipts.bundle_of)


# They change nothing about anybody and know nobody, so they need no token; and so the form needs no cookie.
csrf.exempt(result)
csrf.exempt(receipt)
csrf.exempt(bundle)


def _result_page(given: bytes, of_given: Report, sent: _Sent) -> str:
    """Show a report; of a bundle with a badge of ours how that stands today, and how it stood then."""
    today = verifying.today_of(given, of_given, recipient=sent.recipient or None)
    report = today or of_given
    whole = shown(report)
    return render_template(
        "verify/result.html",
        shown=whole,
        then=shown(of_given) if today else None,
        badge=received(report.view or report.document, base_url()),
        is_thanks=is_thanks(report, whole),
        who_vouches=who_vouches_for(report),
        inner=[_inside(one._replace(as_of=report.as_of)) for one in report.inner],
        carried=carried(given, sent.recipient),
        report=report,
        is_second_unread=bool(sent.about),
    )


def _inside(report: Report) -> tuple[Shown, Received, bool]:
    """Give a badge inside another document: its result, what it says, and whether it is thanks."""
    whole = shown(report)
    return whole, received(report.view or report.document, base_url()), is_thanks(report, whole)


def _made(make: Callable[..., str | bytes]) -> Response:
    recipient = request.form.get("recipient", "").strip()[:MOST_RECIPIENT_CHARACTERS]
    try:
        given = given_back(request.form.get("carried", ""))
        return as_download(make(given, recipient=recipient or None), file_stem(given))
    except CredentialError as error:
        if wants_json():
            raise
        return _kept_private(_page(problem=explain_unreadable(error), code=_code(error)), UNREADABLE)


def _sent() -> _Sent:
    upload, about = request.files.get("file"), request.files.get("about")
    return _Sent(
        upload=upload.read() if upload else b"",
        text=request.form.get("text", "").strip(),
        url=request.form.get("url", "").strip(),
        carried=request.form.get("carried", ""),
        recipient=request.form.get("recipient", "").strip()[:MOST_RECIPIENT_CHARACTERS],
        about=about.read() if about else b"",
    )


def _given(sent: _Sent) -> bytes:
    ways = [bool(sent.upload), bool(sent.text), bool(sent.url), bool(sent.carried)]
    if sum(ways) != 1:
        raise UnreadableError("several_sent" if any(ways) else "nothing_sent")
    found = _found(sent)
    if found.startswith(_PDF):
        raise UnreadableError("is_pdf")
    return found


def _found(sent: _Sent) -> bytes:
    if sent.carried:
        return given_back(sent.carried)
    if not sent.url:
        return sent.upload or sent.text.encode()
    try:
        return verifying.at_address(sent.url)
    except (FetchError, InvalidError) as error:
        code = "own_page" if is_own(sent.url) else "not_fetched"
        raise UnreadableError(code, reason=error.code) from error


def _in_order(given: bytes, about: bytes) -> tuple[bytes, bytes]:
    """Give the receipt first, where somebody has put the badge and its receipt into each other's place."""
    is_turned = bool(about) and receipts.is_receipt(about) and not receipts.is_receipt(given)
    return (about, given) if is_turned else (given, about)


def _receipt_page(given: bytes, about: bytes) -> str:
    """Show a receipt; of one whose signature is not shown to be good nothing is shown but that."""
    try:
        view = receipt_view(receipts.read(given, about or None), is_about_badge=holds_badge(about))
    except CredentialError as error:
        is_bad = isinstance(error, ProofError | UnreadableError)
        return render_template(
            "verify/bad_receipt.html",
            verdict="do_not_rely" if is_bad else "could_not_finish",
            problem=explain_unreadable(error),
            code=_code(error),
        )
    fits = bool(view.fits and view.is_about_badge)
    return render_template(
        "verify/receipt.html",
        view=view,
        carried=carried_receipt(given, about),
        today=_today(about, view.verdict) if fits else None,
        badge=carried(about) if fits else None,
    )


def _today(file: bytes, then: str) -> Shown | None:
    """Give how a badge stands today, which its receipt cannot tell; None where it cannot be read any more.

    None as well for a good badge under a receipt that found otherwise: whose badge it is was asked then, say.
    """
    try:
        report = verifying.verify(out_of_bundle(file))
    except CredentialError:
        return None
    is_better = report.verdict is Verdict.GENUINE and then != Verdict.GENUINE.value
    return None if is_better else shown(report)


def _unreadable(sent: _Sent, error: CredentialError) -> str:
    return _page(
        url=sent.url,
        text=sent.text,
        recipient=sent.recipient,
        problem=explain_unreadable(error),
        code=_code(error),
    )


def _code(error: CredentialError) -> str:
    return str(error.facts.get("reason", error.code))


def _page(**typed: Any) -> str:
    return render_template("verify/form.html", page_title=_("Check a badge"), **typed)


def _kept_private(answer: str | Response, status: int = 200) -> Response:
    """Nobody keeps a copy of what somebody checked."""
    response = make_response(answer, status)
    response.headers["Cache-Control"] = "no-store"
    return response
