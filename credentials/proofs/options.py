"""Proof options: the members of a proof beside its value, and whether they fit the occasion.

Data Integrity 1.0, section 4.4 (Verify Proof), steps 3 to 6.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from credentials.errors import ProofError, UnreadableError
from credentials.instants import is_ahead, read_instant
from credentials.resolve.methods import Purpose

ASSERTION: Purpose = "assertionMethod"
_SHOWN = 100


def check(
    proof: Mapping[str, Any],
    *,
    now: datetime,
    purpose: Purpose = ASSERTION,
    challenge: str | None = None,
    domain: str | None = None,
) -> None:
    """Raise `ProofError` when a proof was made for another purpose, occasion or time.

    Codes: proof_purpose, method_invalid, time_invalid, created_in_future, proof_expired,
    invalid_domain_error, invalid_challenge_error. A challenge or domain that is None is not asked for.
    """
    if proof.get("proofPurpose") != purpose:
        raise ProofError("proof_purpose", purpose=str(proof.get("proofPurpose"))[:_SHOWN])
    if not isinstance(proof.get("verificationMethod"), str):
        raise ProofError("method_invalid")
    if "created" in proof and is_ahead(_instant(proof["created"], "created"), now):
        raise ProofError("created_in_future", created=proof["created"])
    if "expires" in proof and _instant(proof["expires"], "expires") < now:
        raise ProofError("proof_expired", expires=proof["expires"])
    if domain is not None and domain not in items(proof.get("domain")):
        raise ProofError("invalid_domain_error", domain=str(proof.get("domain"))[:_SHOWN])
    if challenge is not None and proof.get("challenge") != challenge:
        raise ProofError("invalid_challenge_error")


def items(given: Any) -> list[Any]:
    """Give the entries of a member that may be single or an array."""
    return given if isinstance(given, list) else [given]


def _instant(text: object, member: str) -> datetime:
    try:
        return read_instant(text)
    except UnreadableError as error:
        raise ProofError("time_invalid", member=member) from error
