"""What a service says under its own name: a compact JWS with a `typ` of its own.

A `typ` keeps one kind of statement from being passed off as another or as a credential (RFC 8725, 3.11).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from credentials.errors import ProofError
from credentials.fetch import Fetch, offline
from credentials.instants import is_ahead
from credentials.key_history import require_good
from credentials.keys import PublicKey, Signer
from credentials.proofs import jose
from credentials.resolve import resolve_method


def sign(claims: Mapping[str, Any], signer: Signer, *, kid: str, typ: str) -> str:
    """Give the compact JWS of `claims`, JSON values that must hold `iss` and `iat` (seconds)."""
    return jose.sign({"kid": kid, "typ": typ}, claims, signer)


def check(
    token: str, *, typ: str, now: datetime, key: PublicKey | None = None, fetch: Fetch | None = None
) -> Mapping[str, Any]:
    """Give the claims of a statement signed by `key`, or else by a key that its `iss` lists.

    Without `fetch` only issuers whose key is in their name (did:key, did:jwk) can be looked up. A key that is
    looked up must have been good when the statement says it was made. Raises as `jose.parse`,
    `resolve_method` and `key_history.require_good`, and `ProofError`: type_forbidden, signature_wrong,
    algorithm_mismatch, claim_missing, created_in_future.
    """
    compact = jose.parse(token)
    if compact.header.get("typ") != typ:
        raise ProofError("type_forbidden", typ=str(compact.header.get("typ"))[:50])
    issuer_id, kid = compact.payload.get("iss"), compact.header.get("kid")
    if not isinstance(issuer_id, str) or not isinstance(kid, str):
        raise ProofError("claim_missing", claim="iss")
    if key is None:
        method = resolve_method(kid, issuer_id, fetch or offline)
        require_good(method.history, method=kid, created=issued_at(compact.payload))
        key = method.key
    if not jose.is_signed(compact, key):
        raise ProofError("signature_wrong")
    if is_ahead(issued_at(compact.payload), now):
        raise ProofError("created_in_future")
    return compact.payload


def pretended(token: str) -> tuple[str, str]:
    """Give who a statement says to be by, unchecked: `iss` and `kid`, "" where it does not say."""
    compact = jose.parse(token)
    named = compact.payload.get("iss"), compact.header.get("kid")
    issuer_id, kid = (given if isinstance(given, str) else "" for given in named)
    return issuer_id, kid


def issued_at(claims: Mapping[str, Any]) -> datetime:
    """Give the instant of `iat`. Raises `ProofError("claim_missing")`."""
    given = claims.get("iat")
    if isinstance(given, bool) or not isinstance(given, int):
        raise ProofError("claim_missing", claim="iat")
    try:
        return datetime.fromtimestamp(given, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ProofError("claim_missing", claim="iat") from error
