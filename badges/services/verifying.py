"""Verifying what anybody hands in. Nothing is stored about it, and no account is needed."""

from flask import current_app

from badges.services import carrying, known_signers, our_records, own_word, sharing
from badges.services.own_documents import own_document
from credentials import bundle
from credentials.fetch import Fetch
from credentials.verify import pipeline
from credentials.verify.report import Outcome, Report
from foundation import clock
from foundation.addresses import absolute, share_path
from foundation.db import reading
from foundation.errors import ServiceError, invalid
from issuers import queries as issuers

__all__ = ["at_address", "own_document", "today_of", "verify", "verify_url"]

MOST_URL_CHARACTERS = 2_000
_PAGES = 2  # a hosted badge may move once, and once more from http to https
_ACCEPT = "application/vc+ld+json, application/vc+jwt, application/json, image/png, image/svg+xml"


def verify(given: bytes, *, recipient: str | None = None) -> Report:
    """Give the report on a credential (JSON, JWS, PNG, SVG) or an offline bundle.

    A bundle is judged by what is in it, as of the time when it was made; what does not prove itself counts
    only where we sealed it ourselves. Raises UnreadableError when it is neither.
    """
    if bundle.is_bundle(given):
        return _of_bundle(given, recipient)
    with reading():
        report = pipeline.verify(
            given,
            fetch=fetch(),
            now=clock.now(),
            recipient=recipient or None,
            knowledge=known_signers.knowledge(),
        )
        return our_records.told(report)


def today_of(given: bytes, report: Report, *, recipient: str | None = None) -> Report | None:
    """Give how the badge in a bundle, of which `report` tells, stands today, and how the bundle is sealed.

    None where we did not issue it, and where the seal is broken: a good badge must not stand in for that.
    """
    seal = tuple(one for one in report.findings if one.check == "bundle")
    is_ours = report.issuer is not None and issuers.signer(report.issuer.id) is not None
    if report.as_of is None or not is_ours or any(one.outcome is Outcome.FAILED for one in seal):
        return None
    found = verify(bundle.read(given).credential, recipient=recipient)
    return found._replace(findings=(*found.findings, *seal))


def verify_url(url: str, *, recipient: str | None = None) -> Report:
    """Give the report on the credential at a web address.

    Raises InvalidError at /url, FetchError, UnreadableError.
    """
    return verify(at_address(url), recipient=recipient)


def at_address(url: str) -> bytes:
    """Give what lies at a web address. Raises InvalidError at /url, FetchError."""
    trimmed = url.strip()
    if not trimmed.startswith(("https://", "http://")) or len(trimmed) > MOST_URL_CHARACTERS:
        raise invalid("/url", "address_invalid")
    return _shared(trimmed) or fetch()(trimmed, accept=_ACCEPT, redirects=_PAGES, same_host=False).body


def _shared(url: str) -> bytes | None:
    """Give the badge behind a share link of ours that works, as the link's page gives it; None: it is none.

    Only to who hands the link in: what a badge names is fetched without it.
    """
    links = absolute(share_path(""))
    if not url.startswith(links):
        return None
    token = url.removeprefix(links).partition("?")[0].partition("#")[0]
    try:
        found = sharing.shared(token).credential
        return None if found is None else carrying.form(found, carrying.Form.JSON)
    except ServiceError:
        return None


def fetch() -> Fetch:
    """Give the way to documents elsewhere: our own in process, strangers' through the guarded client."""
    found: Fetch = current_app.extensions["fetch"]
    return found


def _of_bundle(given: bytes, recipient: str | None) -> Report:
    report = bundle.verify_bundle(
        given,
        now=clock.now(),
        trusted=own_word.own_key_of(bundle.read(given).seal, fetch()),
        recipient=recipient or None,
        knowledge=known_signers.knowledge(),
    )
    return our_records.told(report)
