"""A receipt as a page shows it: who said what, when and about which file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from badges.services.receipts import Reading
from credentials.receipt import Receipt, Recipient
from credentials.verify import Finding, Verdict
from web.findings import explain
from web.kinds_shown import has_passed, word_for
from web.verdicts import Row, row_of

# What is said of today on the page of a check was said of another day, and perhaps by another service.
_OF_THEN = {"in_time": "in_time_then", "sealed": "sealed_then"}


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """`fits` is None where no file was given to compare with; `recipient` is "" for nobody asked about.

    `is_issuer_shown`: the service knew the issuer, and found that it did sign; else the name is its own word.
    """

    service: str
    service_name: str
    is_ours: bool
    fits: bool | None
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


def receipt_view(reading: Reading) -> ReceiptView:
    """Give what the page says about a receipt that its service signed."""
    told = reading.receipt
    issuer = told.issuer
    verdicts = [verdict for _digest, verdict in told.inner]
    is_signed = has_passed(told, "proof") and has_passed(told, "issuer")
    return ReceiptView(
        service=told.service,
        service_name=reading.known_name,
        is_ours=reading.is_ours,
        fits=reading.fits,
        verdict=told.verdict.value,
        checked_at=told.checked_at,
        as_of=told.as_of,
        issuer=str(issuer.known_name or issuer.claimed_name or issuer.id) if issuer else "",
        is_issuer_shown=is_signed and issuer is not None and issuer.known is not None,
        recipient=_recipient(told.recipient),
        checks=tuple(_row(told, finding) for finding in told.findings),
        warnings=tuple(_row(told, finding) for finding in told.warnings),
        sha256=told.sha256,
        credential_sha256=told.credential_sha256,
        credential_id=told.credential_id,
        policy=told.policy,
        standard=told.standard,
        counts=tuple((one.value, verdicts.count(one)) for one in Verdict if one in verdicts),
    )


def _row(told: Receipt, finding: Finding) -> Row:
    return row_of(finding, explain(finding, _OF_THEN.get(finding.code) or word_for(told, finding)))


def _recipient(said: Recipient) -> str:
    words: Mapping[Recipient, str] = {
        "matches": _("Yes, to the person whom the asker had named."),
        "differs": _("No, not to the person whom the asker had named."),
        "not_said": _("The badge does not say."),
    }
    return str(words.get(said, ""))
