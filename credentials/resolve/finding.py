"""Finding the key behind a verification method: did:key, did:jwk, did:web, https documents, JWK Sets."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

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
from credentials.resolve.methods import Purpose, VerificationMethod, in_document, in_key_set, read_key
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
    return in_document(method_id, owner_id, _get(fetch, subject), purpose)


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
    keys = _get(fetch, url).get("keys")
    if not isinstance(keys, list):
        raise KeyUnavailableError("key_document_broken", url=url)
    jwks = _of_owner([jwk for jwk in keys if isinstance(jwk, Mapping)], owner_id)
    if kid is not None:
        return in_key_set(kid, owner_id, jwks)
    for jwk in jwks:
        if key is not None and read_key(PublicKey.from_jwk, jwk) == key:
            return VerificationMethod(f"{url}#{jwk.get('kid', '')}", owner_id, key, assertion=True)
    raise ProofError("method_not_listed", method=url)


def resolve_by_key(did: str, fetch: Fetch, *, key: PublicKey) -> VerificationMethod:
    """Give the assertion method of a did:web that publishes `key`.

    A token may repeat the key instead of naming it (OB 3.0, 8.2.3): what it repeats proves nothing, what the
    issuer publishes does. Raises `ProofError("method_not_listed")`, and as `resolve_method`.
    """
    document = _did_document(did, fetch)
    given = (document.get(name) for name in ("verificationMethod", "assertionMethod"))
    methods = [one for listed in given if isinstance(listed, list) for one in listed]
    names = [one["id"] for one in methods if isinstance(one, Mapping) and isinstance(one.get("id"), str)]
    for name in dict.fromkeys(did + one if one.startswith("#") else one for one in names):
        try:
            found = in_document(name, did, document, "assertionMethod")
        except CredentialError:  # another key of theirs, which we do not know or which is not for this
            continue
        if found.key == key:
            return found
    raise ProofError("method_not_listed", method=did)


def _of_owner(jwks: list[Mapping[str, Any]], owner_id: str) -> list[Mapping[str, Any]]:
    """Give the keys of one issuer: where any key names its issuer, those that name none are nobody's."""
    if any("iss" in jwk for jwk in jwks):
        return [jwk for jwk in jwks if jwk.get("iss") == owner_id]
    return jwks


def _from_did(method_id: str, did: str, fetch: Fetch, purpose: Purpose) -> VerificationMethod:
    if did.startswith("did:key:"):
        return _from_did_key(method_id)
    if did.startswith("did:jwk:"):
        return _from_did_jwk(method_id)
    if not did.startswith("did:web:"):
        raise UnsupportedError("did_method", did=did[:200])
    return in_document(method_id, did, _did_document(did, fetch), purpose)


def _did_document(did: str, fetch: Fetch) -> Mapping[str, Any]:
    document = _get(fetch, did_web_document_url(did))
    if document.get("id") != did:
        raise KeyUnavailableError("did_document_mismatch", did=did, found=str(document.get("id"))[:200])
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


def _get(fetch: Fetch, url: str) -> Mapping[str, Any]:
    try:
        document = loads(fetch(url, accept=_ACCEPT).body)
    except FetchError as error:
        raise KeyUnavailableError("key_unavailable", url=url, reason=error.code) from error
    except CredentialError as error:
        raise KeyUnavailableError("key_document_broken", url=url) from error
    if not isinstance(document, Mapping):
        raise KeyUnavailableError("key_document_broken", url=url)
    return document


def _same_authority(method_id: str, owner_id: str) -> bool:
    method, owner = parts(method_id), parts(owner_id)
    return method.scheme == owner.scheme == "https" and bool(owner.netloc) and method.netloc == owner.netloc
