"""What proving an older badge gives, by whichever of the two ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from credentials.errors import CredentialError
from credentials.fetch import Fetch
from credentials.legacy.badge import Badge
from credentials.verify.report import Finding, Outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask, and at what time."""

    fetch: Fetch
    now: datetime


@dataclass(frozen=True, slots=True)
class Proven:
    """The findings on proof, issuer and status, and the Assertion that they are about, with its bytes.

    `is_stub` tells that the host serves no more than the word that the badge is revoked.
    """

    proof: Finding
    issuer: Finding
    status: Finding
    document: Mapping[str, object]
    raw: bytes
    badge: Badge
    is_stub: bool = False


def not_checked(check: str) -> Finding:
    """Give the finding of a check that nothing led to."""
    return Finding(check, Outcome.UNDETERMINED, "not_checked")


def unreachable_issuer(error: CredentialError, facts: dict[str, object], asked: Asked) -> Finding:
    """Give the finding on an issuer or BadgeClass that could not be had, or that says to be another."""
    if error.code == "linked_other_id":
        return Finding("issuer", Outcome.FAILED, error.code, {**facts, **error.facts}, at=asked.now)
    facts = {**facts, "reason": error.code, **error.facts}
    return Finding("issuer", Outcome.UNDETERMINED, "issuer_unreachable", facts, at=asked.now)
