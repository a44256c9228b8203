"""Answers that carry something drawn: certificates, cards, QR codes."""

from datetime import datetime
from typing import Literal

from flask import Response
from flask_babel import force_locale

from badges.models import Credential
from badges.standing import may_be_shown, state_of_accepted
from foundation import clock
from foundation.errors import ConflictError, NotFoundError
from issuers import queries as issuers
from issuers.models import Issuer
from web.certificates import printing, quick_response
from web.certificates.wording import card_values, certificate_values

PRINTED = frozenset({"accepted", "expired"})
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
CARD_KEPT = "public, max-age=300"  # so soon does a card on another site show that a badge was withdrawn


def certificate(credential: Credential, *, language: str, address: str | None, holder: str = "") -> Response:
    """Give the certificate of a badge in a language.

    Raises ConflictError("no_certificate") for a badge that is withdrawn, given up or looked into.
    """
    if state_of_accepted(credential, clock.now()) not in PRINTED or not may_be_shown(credential):
        raise ConflictError("no_certificate")
    with force_locale(language):
        values = certificate_values(
            credential, _issuer(credential), language=language, address=address, holder=holder
        )
    body = printing.certificate(values, stamp=_stamp(credential.accepted_at))
    return _file(body, "application/pdf", f"{credential.version.achievement.slug}-{language}.pdf")


def card(credential: Credential) -> Response:
    """Give the card of a badge for other sites, as it stands now, in the badge's own language."""
    with force_locale(credential.language):
        values = card_values(credential, _issuer(credential))
    answer = Response(printing.card(values), content_type="image/png")
    answer.headers["Cache-Control"] = CARD_KEPT
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def code(address: str, kind: Literal["svg", "png"], name: str) -> Response:
    """Give the QR code of an address as a file."""
    media_type = "image/svg+xml" if kind == "svg" else "image/png"
    answer = _file(quick_response.drawn(address, kind), media_type, f"{name}-qr.{kind}")
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    return answer


def _issuer(credential: Credential) -> Issuer:
    found = issuers.issuer(credential.issuer_id)
    if found is None:
        raise NotFoundError
    return found


def _file(body: bytes, media_type: str, name: str) -> Response:
    answer = Response(body, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())
