"""The examination of an older badge: prove it by its own way, then judge what was proven."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from credentials.errors import UnreadableError
from credentials.fetch import Fetch
from credentials.legacy import checks, hosted, normal, shapes, signed
from credentials.legacy.generations import Generation, generation, standard
from credentials.legacy.linked import is_too_much
from credentials.legacy.proven import Asked, Proven, not_checked
from credentials.legacy.result import LegacyResult
from credentials.legacy.view import view
from credentials.proofs.jose import Token
from credentials.unwrap import Unwrapped
from credentials.verify.case import listed
from credentials.verify.knowledge import NOTHING, Knowledge
from credentials.verify.report import Finding, Outcome

_SIGNED = frozenset({"SignedBadge", "signed"})
_HOSTED = frozenset({"HostedBadge", "hosted"})


def examine(
    unwrapped: Unwrapped,
    *,
    fetch: Fetch,
    now: datetime,
    recipient: str | None = None,
    recipient_type: str | None = None,
    knowledge: Knowledge = NOTHING,  # noqa: ARG001 - no issuer of an older badge is known here
) -> LegacyResult:
    """Examine an older badge, or the address of one that a picture carried.

    At most four fetches: the Assertion, its BadgeClass, the issuer and, for a signed one, key and
    revocation list instead of the Assertion. Raises `UnreadableError` for a token that cannot be decoded, or
    `too_many_values`.
    """
    given = unwrapped.document if unwrapped.opened is None else unwrapped.opened.payload
    if is_too_much(given):
        raise UnreadableError("too_many_values")
    kind: Generation = generation(given) or "1.0"
    proven = _proven(unwrapped, given, kind, Asked(fetch, now))
    findings = (
        _structure(proven),
        proven.proof,
        proven.issuer,
        proven.status,
        not_checked("validity") if proven.is_stub else checks.validity(proven.badge, now),
        checks.recipient(proven.badge, recipient, now, recipient_type),
        checks.endorsements(proven.badge),
    )
    return LegacyResult(
        findings=findings if proven.badge.assertion else tuple(map(_unseen, findings)),
        document=proven.document,
        raw=proven.raw,
        view=view(proven.badge),
        standard=standard(proven.badge.generation),
        issuer_id=proven.badge.issuer_id,
        issuer_name=proven.badge.issuer_name,
        warnings=tuple(_warnings(proven, findings)),
    )


def _proven(unwrapped: Unwrapped, given: Mapping[str, object], kind: Generation, asked: Asked) -> Proven:
    assertion = normal.assertion(given, kind) if given else {}
    if _is_signed(assertion, unwrapped.opened):
        return signed.prove(unwrapped.opened, given, kind, unwrapped.raw, asked)
    address = hosted.address_of(assertion) or unwrapped.url
    proven = hosted.prove(assertion, kind, unwrapped.raw, address, asked)
    return proven if proven.document is not assertion else replace(proven, document=given)


def _is_signed(assertion: Mapping[str, object], token: Token | None) -> bool:
    """Tell by which way the badge says to be verified; a token that says nothing is a signed badge."""
    verification = assertion.get("verification")
    said = listed(verification.get("type")) if isinstance(verification, Mapping) else []
    names = {name for name in said if isinstance(name, str)}
    return bool(names & _SIGNED) or (token is not None and not names & _HOSTED)


def _structure(proven: Proven) -> Finding:
    return not_checked("structure") if proven.is_stub else shapes.check(proven.badge)


def _unseen(finding: Finding) -> Finding:
    """Give the finding on a badge of which nothing but its address was ever seen."""
    is_told = finding.check in ("proof", "status") or finding.outcome is Outcome.NOT_APPLICABLE
    return finding if is_told else not_checked(finding.check)


def _warnings(proven: Proven, findings: tuple[Finding, ...]) -> list[Finding]:
    """Give what a reader should know although it decides nothing."""
    found = []
    if proven.proof.code == "hosted_copy_used" and "members" in proven.proof.facts:
        found.append(Finding("proof", Outcome.UNDETERMINED, "given_copy_differs", proven.proof.facts))
    if any(finding.facts.get("algorithm") == checks.WEAK_ALGORITHM for finding in findings):
        found.append(Finding("recipient", Outcome.UNDETERMINED, "identity_hash_weak"))
    return found
