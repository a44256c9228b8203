"""Identifiers of issuers and their key documents: writing them, and finding an issuer's key.

The key always comes from the issuer: a method counts only when its controller is the issuer and the issuer
lists it for assertions (Controlled Identifiers 1.0, section 3.3; trust rule R2).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from credentials.contexts import DID_V1, MULTIKEY_V1
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
from credentials.multibase import b64url, unb64url
from credentials.strict_json import loads

_ACCEPT = "application/json, application/did+json, application/ld+json, application/jwk-set+json"
_DID_WEB = re.compile(r"did:web:[A-Za-z0-9.-]+(?:%3A[0-9]{1,5})?(?::[A-Za-z0-9._~!$&'()*+,;=@%-]+)*\Z")
_METHOD_BYTES_MAX = 4096


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """One key of an issuer. `assertion` tells whether it may sign credentials."""

    id: str
    controller: str
    key: PublicKey
    assertion: bool


def did_key(public: PublicKey) -> str:
    """Give the did:key of a public key."""
    return f"did:key:{public.multibase}"


def did_web(https_url: str) -> str:
    """Give the did:web of an https address: `https://host:8443/a/b` gives `did:web:host%3A8443:a:b`.

    Raises `UnreadableError("did_web_address")` for another scheme, user name, query or fragment.
    """
    parts = urlsplit(https_url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UnreadableError("did_web_address")
    host = parts.hostname + (f"%3A{parts.port}" if parts.port else "")
    path = [quote(unquote(segment), safe="") for segment in parts.path.split("/") if segment]
    return ":".join(["did:web", host, *path])


def did_web_document_url(did: str) -> str:
    """Give the https address of a did:web's document. Raises `ProofError("did_invalid")`."""
    if not _DID_WEB.match(did):
        raise ProofError("did_invalid", did=did[:200])
    host, *path = did.removeprefix("did:web:").split(":")
    if any(unquote(segment) in {".", ".."} or "%2F" in segment.upper() for segment in path):
        raise ProofError("did_invalid", did=did[:200])
    folder = "/".join(path) if path else ".well-known"
    return f"https://{host.replace('%3A', ':')}/{folder}/did.json"


def thumbprint(public: PublicKey) -> str:
    """Give the JWK SHA-256 thumbprint, base64url (RFC 7638)."""
    canonical = json.dumps(public.jwk, sort_keys=True, separators=(",", ":"))
    return b64url(hashlib.sha256(canonical.encode()).digest())


def method_id(did: str, public: PublicKey) -> str:
    """Give the verificationMethod we use for a key: `<did>#<multibase>`, for RSA `<did>#<thumbprint>`."""
    return f"{did}#{thumbprint(public) if public.kind == 'RSA' else public.multibase}"


def did_document(did: str, keys: Sequence[PublicKey], *, also_known_as: Sequence[str] = ()) -> dict[str, Any]:
    """Give the DID document that lists every key, old ones too, under `assertionMethod` (as strings)."""
    document: dict[str, Any] = {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
        "assertionMethod": [method_id(did, key) for key in keys],
    }
    if any(key.kind == "RSA" for key in keys):
        document["@context"].append("https://w3id.org/security/jwk/v1")
    if also_known_as:
        document["alsoKnownAs"] = list(also_known_as)
    return document


def jwks(keys: Sequence[tuple[str, PublicKey]]) -> dict[str, Any]:
    """Give the JWK Set of (kid, key) pairs."""
    return {
        "keys": [{**key.jwk, "kid": kid, "use": "sig", "alg": key.algorithm} for kid, key in keys],
    }


def resolve_method(method_id: str, issuer_id: str, fetch: Fetch) -> VerificationMethod:
    """Give the issuer's verification method of that id.

    did:key and did:jwk need no network; did:web and https go through `fetch`. Raises
    `ProofError("key_not_issuers")` when the key is another's, other `ProofError`s when the method is not
    listed or not for assertions, `UnsupportedError` for another DID method, `KeyUnavailableError` when the
    document cannot be had or read.
    """
    if not isinstance(method_id, str) or len(method_id) > _METHOD_BYTES_MAX:
        raise ProofError("method_invalid")
    subject = method_id.partition("#")[0]
    if subject.startswith("did:"):
        if subject != issuer_id:
            raise ProofError("key_not_issuers", method=method_id, issuer=issuer_id)
        return _from_did(method_id, subject, fetch)
    if not _same_authority(method_id, issuer_id):
        raise ProofError("key_not_issuers", method=method_id, issuer=issuer_id)
    return _from_document(method_id, issuer_id, _get(fetch, subject))


def _from_did(method_id: str, did: str, fetch: Fetch) -> VerificationMethod:
    if did.startswith("did:key:"):
        return _from_did_key(method_id)
    if did.startswith("did:jwk:"):
        return _from_did_jwk(method_id)
    if not did.startswith("did:web:"):
        raise UnsupportedError("did_method", did=did[:200])
    document = _get(fetch, did_web_document_url(did))
    if document.get("id") != did:
        raise KeyUnavailableError("did_document_mismatch", did=did, found=str(document.get("id"))[:200])
    return _from_document(method_id, did, document)


@lru_cache(maxsize=1024)
def _from_did_key(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    multibase = did.removeprefix("did:key:")
    if fragment != multibase:
        raise ProofError("method_not_listed", method=method_id)
    return VerificationMethod(method_id, did, _key(PublicKey.from_multibase, multibase), assertion=True)


def _from_did_jwk(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    if fragment != "0":
        raise ProofError("method_not_listed", method=method_id)
    try:
        jwk = loads(unb64url(did.removeprefix("did:jwk:")))
    except UnreadableError as error:
        raise ProofError("did_invalid", did=did[:200]) from error
    return VerificationMethod(method_id, did, _key(PublicKey.from_jwk, jwk), assertion=True)


def _from_document(method_id: str, issuer_id: str, document: Mapping[str, Any]) -> VerificationMethod:
    """Find the method in a DID or CID document, a bare Multikey, a JWK Set or a bare JWK."""
    if isinstance(document.get("keys"), list):
        return _from_jwks(method_id, issuer_id, document["keys"])
    if "kty" in document:
        return _from_jwks(method_id, issuer_id, [{"kid": method_id, **document}])
    if document.get("id") == method_id and ("publicKeyMultibase" in document or "publicKeyJwk" in document):
        return _listed(document, issuer_id, assertion=True)
    if document.get("id") != issuer_id:
        raise ProofError("key_not_issuers", method=method_id, issuer=issuer_id)
    return _from_controlled_identifier(method_id, issuer_id, document)


def _from_controlled_identifier(
    method_id: str, issuer_id: str, document: Mapping[str, Any]
) -> VerificationMethod:
    relations = _items(document.get("assertionMethod"))
    embedded = [item for item in relations if isinstance(item, Mapping)]
    for method in [*embedded, *_items(document.get("verificationMethod"))]:
        if isinstance(method, Mapping) and _absolute(method.get("id"), issuer_id) == method_id:
            named = {_absolute(item, issuer_id) for item in relations if isinstance(item, str)}
            if method_id not in named and method not in embedded:
                raise ProofError("method_not_for_assertion", method=method_id)
            return _listed({**method, "id": method_id}, issuer_id, assertion=True)
    raise ProofError("method_not_listed", method=method_id)


def _listed(method: Mapping[str, Any], issuer_id: str, *, assertion: bool) -> VerificationMethod:
    if method.get("controller") != issuer_id:
        raise ProofError("key_not_issuers", method=str(method.get("id")), issuer=issuer_id)
    if "publicKeyMultibase" in method:
        key = _key(PublicKey.from_multibase, method["publicKeyMultibase"])
    elif isinstance(method.get("publicKeyJwk"), Mapping):
        key = _key(PublicKey.from_jwk, method["publicKeyJwk"])
    else:
        raise UnsupportedError("key_type", type=str(method.get("type"))[:100])
    return VerificationMethod(method["id"], issuer_id, key, assertion)


def _from_jwks(method_id: str, issuer_id: str, keys: list[Any]) -> VerificationMethod:
    names = {method_id, method_id.partition("#")[2]} - {""}
    for jwk in keys:
        if isinstance(jwk, Mapping) and str(jwk.get("kid")) in names:
            if jwk.get("iss", issuer_id) != issuer_id:
                raise ProofError("key_not_issuers", method=method_id, issuer=issuer_id)
            return VerificationMethod(method_id, issuer_id, _key(PublicKey.from_jwk, jwk), assertion=True)
    raise ProofError("method_not_listed", method=method_id)


def _key(read: Any, given: Any) -> PublicKey:
    try:
        key: PublicKey = read(given)
    except UnreadableError as error:
        raise ProofError("key_invalid") from error
    return key


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


def _same_authority(method_id: str, issuer_id: str) -> bool:
    try:
        method, issuer = urlsplit(method_id), urlsplit(issuer_id)
    except ValueError:
        return False
    return (
        method.scheme == issuer.scheme == "https" and bool(issuer.netloc) and method.netloc == issuer.netloc
    )


def _absolute(name: Any, base: str) -> Any:
    return base + name if isinstance(name, str) and name.startswith("#") else name


def _items(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _method(did: str, public: PublicKey) -> dict[str, Any]:
    method: dict[str, Any] = {"id": method_id(did, public), "type": "Multikey", "controller": did}
    if public.kind == "RSA":
        return method | {"type": "JsonWebKey", "publicKeyJwk": public.jwk}
    return method | {"publicKeyMultibase": public.multibase}
