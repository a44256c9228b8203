"""The key documents that an issuer publishes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from credentials.contexts import DID_V1, MULTIKEY_V1
from credentials.instants import timestamp
from credentials.keys import PublicKey
from credentials.resolve.names import method_id

_JWK_V1 = "https://w3id.org/security/jwk/v1"


def did_document(
    did: str,
    keys: Sequence[PublicKey],
    *,
    revoked: Mapping[PublicKey, datetime] | None = None,
    also_known_as: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the DID document that lists every key, old ones too, under `assertionMethod` (as strings).

    `revoked` are keys that somebody else may hold, since when: they stay named, with that time, but are for
    assertions no more, so that also verifiers which know no `revoked` stop relying on them.
    """
    lost = revoked or {}
    document: dict[str, Any] = {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
        "assertionMethod": [method_id(did, key) for key in keys],
    }
    document["verificationMethod"] += [
        _method(did, key) | {"revoked": timestamp(since)} for key, since in lost.items()
    ]
    if any(key.kind == "RSA" for key in (*keys, *lost)):
        document["@context"].append(_JWK_V1)
    if also_known_as:
        document["alsoKnownAs"] = list(also_known_as)
    return document


def jwks(keys: Sequence[tuple[str, PublicKey]]) -> dict[str, Any]:
    """Give the JWK Set of (kid, key) pairs (RFC 7517, section 5)."""
    return {
        "keys": [{**key.jwk, "kid": kid, "use": "sig", "alg": key.algorithm} for kid, key in keys],
    }


def _method(did: str, public: PublicKey) -> dict[str, Any]:
    method: dict[str, Any] = {"id": method_id(did, public), "type": "Multikey", "controller": did}
    if public.kind == "RSA":
        return method | {"type": "JsonWebKey", "publicKeyJwk": public.jwk}
    return method | {"publicKeyMultibase": public.multibase}
