"""A receipt as a page shows it: who said what, when and about which file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from badges.services.receipts import Reading
from credentials.receipt import Receipt, Recipient
from credentials.verify import Finding, Verdict
from foundation.addresses import issuer_path
from issuers.services import service
from web.check_words import TOLD
from web.findings import explain
from web.kinds_shown import has_passed, is_only_claimed, word_for
from web.verdicts import Row, row_of


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """`fits` is None where no file was given to compare with; `is_about_badge`: that file was a badge at all.

    `recipient` is "" for nobody asked about, `service_page` for a service that is not this one.

    `is_issuer_shown`: the service knew the issuer, and found that it did sign; else the name is its own word.
    """

    service: str
    service_name: str
    service_page: str
    fits: bool | None
    is_about_badge: bool
    verdict: str
    checked_at: datetime
    as_of: datetime | None
    issuer: str
    is_issuer_shown: bool
    recipient: str
    checks: tuple[Row, ...]
    warnings: tuple[Row, ...]
    sha256: str
    credential_sha256: str
    credential_id: str
    policy: str
    standard: str
    counts: tuple[tuple[str, int], ...]


def receipt_view(reading: Reading, *, is_about_badge: bool) -> ReceiptView:
    """Give what the page says about a receipt that its service signed."""
    told = reading.receipt
    issuer = told.issuer
    verdicts = [verdict for _digest, verdict in told.inner]
    is_signed = has_passed(told, "proof") and has_passed(told, "issuer")
    return ReceiptView(
        service=told.service,
        service_name=reading.known_name,
        service_page=_service_page() if reading.is_ours else "",
        fits=reading.fits,
        is_about_badge=is_about_badge,
        verdict=told.verdict.value,
        checked_at=told.checked_at,
        as_of=told.as_of,
        issuer=str(issuer.known_name or issuer.claimed_name or issuer.id) if issuer else "",
        is_issuer_shown=is_signed and issuer is not None and issuer.known is not None,
        recipient=_recipient(told.recipient),
        checks=tuple(replace(_row(told, finding), todo="") for finding in told.findings),
        warnings=tuple(_row(told, finding) for finding in told.warnings),
        sha256=told.sha256,
        credential_sha256=told.credential_sha256,
        credential_id=told.credential_id,
        policy=told.policy,
        standard=told.standard,
        counts=tuple((one.value, verdicts.count(one)) for one in Verdict if one in verdicts),
    )


def _service_page() -> str:
    known = service.service_id()
    return issuer_path(known) if known is not None else ""


def _row(told: Receipt, finding: Finding) -> Row:
    word = word_for(told, finding)
    said = explain(finding, f"{word}_then" if f"{word}_then" in TOLD else word)
    return row_of(finding, said, is_claimed=is_only_claimed(told, finding))


def _recipient(said: Recipient) -> str:
    words: Mapping[Recipient, str] = {
        "matches": _("Yes, to the person whom the asker had named."),
        "differs": _("No, not to the person whom the asker had named."),
        "not_said": _("The badge does not say."),
    }
    return str(words.get(said, ""))
