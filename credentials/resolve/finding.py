"""Finding the key behind a verification method: did:key, did:jwk, did:web, https documents, JWK Sets."""

from collections.abc import Mapping
from functools import lru_cache

from credentials.errors import (
    CredentialError,
    FetchError,
    KeyUnavailableError,
    ProofError,
    UnreadableError,
    UnsupportedError,
)
from credentials.fetch import Fetch
from credentials.keys import PublicKey
from credentials.multibase import unb64url
from credentials.once import once
from credentials.resolve.key_sets import read_key
from credentials.resolve.methods import KeyDocument, Purpose, VerificationMethod
from credentials.resolve.names import did_web_document_url
from credentials.strict_json import loads
from credentials.web_address import parts

_ACCEPT = "application/json, application/did+json, application/ld+json, application/jwk-set+json"
_METHOD_BYTES_MAX = 4096


def resolve_method(
    method_id: str, owner_id: str, fetch: Fetch, *, purpose: Purpose = "assertionMethod"
) -> VerificationMethod:
    """Give the verification method of that id, of the issuer or holder `owner_id`, for that purpose.

    did:key and did:jwk need no network; did:web and https go through `fetch`. Raises
    `ProofError("key_not_issuers")` when the key is another's, other `ProofError`s when the method is not
    listed or not for the purpose, `UnsupportedError` for another DID method, `KeyUnavailableError` when the
    document cannot be had or read. Whether the key was good at the time is told by `history`.
    """
    if not isinstance(method_id, str) or len(method_id) > _METHOD_BYTES_MAX:
        raise ProofError("method_invalid")
    subject = method_id.partition("#")[0]
    if subject.startswith("did:"):
        if subject != owner_id:
            raise ProofError("key_not_issuers", method=method_id, issuer=owner_id)
        return _from_did(method_id, subject, fetch, purpose)
    if not _same_authority(method_id, owner_id):
        raise ProofError("key_not_issuers", method=method_id, issuer=owner_id)
    return _get(fetch, subject).find(method_id, owner_id, purpose)


def resolve_in_key_set(
    owner_id: str, fetch: Fetch, *, kid: str | None = None, key: PublicKey | None = None
) -> VerificationMethod:
    """Give an https issuer's key by its `kid`, or the published twin of `key`, from the well-known JWK Set.

    The set is at `https://{authority}/.well-known/jwks.json`; where it serves several issuers, each key
    names its own as `iss` (OB 3.0 implementation guide, key provenance). Raises as `resolve_method`.
    """
    owner = parts(owner_id)
    if owner.scheme != "https" or not owner.netloc:
        raise UnsupportedError("kid_missing" if kid is None else "method_invalid")
    url = f"https://{owner.netloc}/.well-known/jwks.json"
    keys = _get(fetch, url).key_set
    if keys is None:
        raise KeyUnavailableError("key_document_broken", url=url)
    if kid is not None:
        return VerificationMethod(kid, owner_id, keys.find_of(owner_id, kid), assertion=True)
    name = None if key is None else keys.name_of(owner_id, key)
    if key is None or name is None:
        raise ProofError("method_not_listed", method=url)
    return VerificationMethod(f"{url}#{name}", owner_id, key, assertion=True)


def resolve_by_key(did: str, fetch: Fetch, *, key: PublicKey) -> VerificationMethod:
    """Give the assertion method of a did:web that publishes `key`.

    A token may repeat the key instead of naming it (OB 3.0, 8.2.3): what it repeats proves nothing, what the
    issuer publishes does. Raises `ProofError("method_not_listed")`, and as `resolve_method`.
    """
    found = _did_document(did, fetch).find_by_value(key, did)
    if found is None:
        raise ProofError("method_not_listed", method=did)
    return found


def _from_did(method_id: str, did: str, fetch: Fetch, purpose: Purpose) -> VerificationMethod:
    if did.startswith("did:key:"):
        return _from_did_key(method_id)
    if did.startswith("did:jwk:"):
        return _from_did_jwk(method_id)
    if not did.startswith("did:web:"):
        raise UnsupportedError("did_method", did=did[:200])
    return _did_document(did, fetch).find(method_id, did, purpose)


def _did_document(did: str, fetch: Fetch) -> KeyDocument:
    document = _get(fetch, did_web_document_url(did))
    named = document.members.get("id")
    if named != did:
        raise KeyUnavailableError("did_document_mismatch", did=did, found=str(named)[:200])
    return document


@lru_cache(maxsize=1024)
def _from_did_key(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    multibase = did.removeprefix("did:key:")
    if fragment != multibase:
        raise ProofError("method_not_listed", method=method_id)
    return VerificationMethod(method_id, did, read_key(PublicKey.from_multibase, multibase), assertion=True)


@lru_cache(maxsize=256)
def _from_did_jwk(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    if fragment != "0":
        raise ProofError("method_not_listed", method=method_id)
    try:
        jwk = loads(unb64url(did.removeprefix("did:jwk:")))
    except UnreadableError as error:
        raise ProofError("did_invalid", did=did[:200]) from error
    if not isinstance(jwk, Mapping):
        raise ProofError("did_invalid", did=did[:200])
    return VerificationMethod(method_id, did, read_key(PublicKey.from_jwk, jwk), assertion=True)


def _get(fetch: Fetch, url: str) -> KeyDocument:
    try:
        body = fetch(url, accept=_ACCEPT).body
    except FetchError as error:
        raise KeyUnavailableError("key_unavailable", url=url, reason=error.code) from error
    return once(("key document", url, body), lambda: _read(body, url))


def _read(body: bytes, url: str) -> KeyDocument:
    try:
        members = loads(body)
    except CredentialError as error:
        raise KeyUnavailableError("key_document_broken", url=url) from error
    if not isinstance(members, Mapping):
        raise KeyUnavailableError("key_document_broken", url=url)
    return KeyDocument(members)


def _same_authority(method_id: str, owner_id: str) -> bool:
    method, owner = parts(method_id), parts(owner_id)
    return method.scheme == owner.scheme == "https" and bool(owner.netloc) and method.netloc == owner.netloc
