"""A dated receipt: what a service found when it verified a credential, signed on request.

It tells which bytes were checked by their SHA-256, not what is in them: no name, no subject, no text of an
endorsement; of the recipient only whether the answer was yes. Who holds the credential can show both.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from credentials import statements
from credentials.errors import CredentialError, UnreadableError
from credentials.fetch import Fetch
from credentials.instants import read_instant, timestamp
from credentials.keys import PublicKey, Signer
from credentials.unwrap import RECEIPT, unwrap
from credentials.verify.report import Finding, IssuerView, Outcome, Report, Verdict

TYPE = "verification-receipt+jwt"

Recipient = Literal["not_asked", "matches", "differs", "not_said"]

_RECIPIENT: Mapping[str, Recipient] = {
    "recipient_matches": "matches",
    "recipient_differs": "differs",
    "recipient_not_said": "not_said",
}
# Facts that quote the credential or name its holder.
_PRIVATE_FACTS = frozenset({"comment", "name", "subject", "message", "recipient"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """One verification, as it is kept and shown.

    `sha256` and `size_bytes` are of the file as handed in, `credential_sha256` of the credential's own bytes
    (out of a picture); digests are lower-case hex. `as_of` is the time that was judged, where it was not
    `checked_at`. `inner` are (digest, verdict) of the credentials inside a CLR or presentation.
    """

    service: str
    checked_at: datetime
    verdict: Verdict
    policy: str
    standard: str
    form: str
    sha256: str
    size_bytes: int
    credential_sha256: str
    credential_id: str
    recipient: Recipient
    issuer: IssuerView | None
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    inner: tuple[tuple[str, Verdict], ...] = ()
    as_of: datetime | None = None


def make(report: Report, data: bytes, *, service: str) -> Receipt:
    """Give the receipt of a report on `data`, the bytes as handed in. `service` is the maker's id."""
    found = next((finding for finding in report.findings if finding.check == "recipient"), None)
    return Receipt(
        service=service,
        checked_at=report.checked_at,
        verdict=report.verdict,
        policy=report.policy,
        standard=report.standard,
        form=report.form,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        credential_sha256=report.digest,
        credential_id=str(report.document.get("id", ""))[:2000],
        recipient=_RECIPIENT.get(found.code, "not_asked") if found else "not_asked",
        issuer=report.issuer,
        findings=_bare(report.findings),
        warnings=_bare(report.warnings),
        inner=tuple((one.digest, one.verdict) for one in report.inner),
        as_of=report.as_of,
    )


def sign(receipt: Receipt, signer: Signer, *, kid: str) -> str:
    """Give the compact JWS of a receipt; `kid` is a verification method of `receipt.service`.

    See RFC 7515, section 3.1.
    """
    claims = {
        "iss": receipt.service,
        "iat": int(receipt.checked_at.timestamp()),
        "receipt": as_json(receipt),
    }
    return statements.sign(claims, signer, kid=kid, typ=TYPE)


def check(token: str, *, now: datetime, key: PublicKey | None = None, fetch: Fetch | None = None) -> Receipt:
    """Give the receipt in `token` when it was signed with `key`, or else with a key of the service it names.

    Raises as `statements.check`, and `UnreadableError("not_a_receipt")`. Whether the service is to be
    believed, and whether the receipt is about *this* file (`matches`), is the caller's question.

    See RFC 7515, section 5.2.
    """
    claims = statements.check(token, typ=TYPE, now=now, key=key, fetch=fetch)
    receipt = read(claims.get("receipt"))
    if receipt.service != claims["iss"]:
        raise UnreadableError("not_a_receipt")
    return receipt


def matches(receipt: Receipt, data: bytes) -> bool:
    """Tell whether the receipt is about `data`: the file itself, or its credential in another carrier."""
    if hashlib.sha256(data).hexdigest() in (receipt.sha256, receipt.credential_sha256):
        return True
    try:
        raw = unwrap(data).raw
    except CredentialError:
        return False
    return hashlib.sha256(raw).hexdigest() == receipt.credential_sha256


def as_json(receipt: Receipt) -> dict[str, Any]:
    """Give the receipt as JSON values; times as `YYYY-MM-DDTHH:MM:SSZ`."""
    view = receipt.issuer
    return {
        "type": RECEIPT,
        "service": receipt.service,
        "checkedAt": timestamp(receipt.checked_at),
        "asOf": _written(receipt.as_of),
        "verdict": receipt.verdict.value,
        "policy": receipt.policy,
        "standard": receipt.standard,
        "form": receipt.form,
        "sha256": receipt.sha256,
        "sizeBytes": receipt.size_bytes,
        "credentialSha256": receipt.credential_sha256,
        "credentialId": receipt.credential_id,
        "recipient": receipt.recipient,
        "issuer": None if view is None else [view.id, view.claimed_name, view.known, view.known_name],
        "findings": [finding.as_json() for finding in receipt.findings],
        "warnings": [finding.as_json() for finding in receipt.warnings],
        "inner": [[digest, verdict.value] for digest, verdict in receipt.inner],
    }


def read(given: object) -> Receipt:
    """Give the receipt that `as_json` wrote. Raises `UnreadableError("not_a_receipt")`."""
    if not isinstance(given, Mapping) or given.get("type") != RECEIPT:
        raise UnreadableError("not_a_receipt")
    try:
        return _read(given)
    except (KeyError, ValueError, TypeError, UnreadableError) as error:
        raise UnreadableError("not_a_receipt") from error


def _read(given: Mapping[str, Any]) -> Receipt:
    recipient = given["recipient"]
    if recipient not in ("not_asked", *_RECIPIENT.values()) or not isinstance(given["sizeBytes"], int):
        raise UnreadableError("not_a_receipt")
    return Receipt(
        service=_text(given["service"]),
        checked_at=read_instant(given["checkedAt"]),
        as_of=None if given["asOf"] is None else read_instant(given["asOf"]),
        verdict=Verdict(given["verdict"]),
        policy=_text(given["policy"]),
        standard=_text(given["standard"]),
        form=_text(given["form"]),
        sha256=_text(given["sha256"]),
        size_bytes=given["sizeBytes"],
        credential_sha256=_text(given["credentialSha256"]),
        credential_id=_text(given["credentialId"]),
        recipient=recipient,
        issuer=None if given["issuer"] is None else IssuerView(*given["issuer"]),
        findings=tuple(_read_finding(item) for item in given["findings"]),
        warnings=tuple(_read_finding(item) for item in given["warnings"]),
        inner=tuple((_text(digest), Verdict(word)) for digest, word in given["inner"]),
    )


def _bare(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give the findings without what they quote."""
    return tuple(
        Finding(
            finding.check,
            finding.outcome,
            finding.code,
            {name: fact for name, fact in finding.facts.items() if name not in _PRIVATE_FACTS},
            finding.source,
            finding.at,
        )
        for finding in findings
    )


def _read_finding(given: Mapping[str, Any]) -> Finding:
    at = None if given["at"] is None else read_instant(given["at"])
    facts = given["facts"]
    if not isinstance(facts, Mapping):
        raise UnreadableError("not_a_receipt")
    check_name, code, source = _text(given["check"]), _text(given["code"]), _text(given["source"])
    return Finding(check_name, Outcome(given["outcome"]), code, facts, source, at)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise UnreadableError("not_a_receipt")
    return given
