"""What the service says under its own name: signing it, and telling whether it was said here."""

from dataclasses import dataclass

from credentials import statements
from credentials.errors import CredentialError
from credentials.fetch import Fetch
from credentials.key_history import require_good
from credentials.keys import PublicKey, Signer
from credentials.proofs import jose
from credentials.resolve import resolve_method
from issuers import queries as issuers
from issuers.services import service


@dataclass(frozen=True, slots=True)
class Speaker:
    """The service as it signs: its id, its signer, and the verification method of its key."""

    id: str
    signer: Signer
    method: str


def speaker() -> Speaker:
    """Give the service's own Profile, made on first use."""
    profile, signer, method = service.service_signer()
    return Speaker(profile.iri, signer, method)


def is_ours(service_iri: str) -> bool:
    """Tell whether an id is that of the service's own Profile."""
    known = service.service_id()
    profile = issuers.issuer(known) if known is not None else None
    return profile is not None and profile.iri == service_iri


def key_of(token: str, fetch: Fetch) -> PublicKey:
    """Give the key that a statement names, if it is its issuer's and was good when the statement was dated.

    Nothing is said yet about the signature. Raises as `resolve_method`, and `ProofError`: key_compromised,
    key_retired, key_not_yet_active, claim_missing.
    """
    issuer_id, kid = statements.pretended(token)
    method = resolve_method(kid, issuer_id, fetch)
    known = issuers.signer(issuer_id)
    history = (known.histories.get(kid) if known else None) or method.history
    require_good(history, method=kid, created=statements.issued_at(jose.parse(token).payload))
    return method.key


def own_key_of(token: str | None, fetch: Fetch) -> PublicKey | None:
    """Give the key of a statement that says to be ours, None where it is not or its key was not good."""
    try:
        if token is None or not is_ours(statements.pretended(token)[0]):
            return None
        return key_of(token, fetch)
    except CredentialError:
        return None
