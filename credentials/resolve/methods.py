"""A verification method, and how it is found in a key document.

The key always comes from its owner: a method counts only when its controller is the owner and the owner
lists it for the purpose asked (Controlled Identifiers 1.0, section 3.3; trust rule R2).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from credentials.errors import ProofError, UnreadableError, UnsupportedError
from credentials.instants import read_instant
from credentials.key_history import KeyHistory
from credentials.keys import PublicKey

Purpose = Literal["assertionMethod", "authentication"]

# A purpose that is missing has the code that a reader can look up.
_NOT_LISTED_FOR: Mapping[Purpose, str] = {
    "assertionMethod": "method_not_for_assertion",
    "authentication": "method_not_for_authentication",
}


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """One key of an issuer or holder (Controlled Identifiers 1.0, verification methods).

    `assertion` tells whether its owner lists it for the purpose asked; only a revoked one may not be.
    `history` is what the key document says of its life: `expires` is when it retired, `revoked` since when
    it counts as compromised. Whoever relies on a signature must judge it by the history.
    """

    id: str
    controller: str
    key: PublicKey
    assertion: bool
    history: KeyHistory | None = None


def in_document(
    method_id: str, owner_id: str, document: Mapping[str, Any], purpose: Purpose
) -> VerificationMethod:
    """Find the method in a DID or CID document, a bare Multikey or JsonWebKey, a JWK Set or a bare JWK.

    Raises `ProofError`: key_not_issuers, method_not_listed, method_not_for_assertion (or _authentication),
    key_invalid, key_weak, key_not_for_signing, private_key_published, time_invalid; `UnsupportedError`.
    """
    if isinstance(document.get("keys"), list):
        return in_key_set(method_id, owner_id, document["keys"])
    if "kty" in document:
        return in_key_set(method_id, owner_id, [{"kid": method_id, **document}])
    if document.get("id") == method_id and ("publicKeyMultibase" in document or "publicKeyJwk" in document):
        return _listed(document, owner_id)
    if document.get("id") != owner_id:
        raise ProofError("key_not_issuers", method=method_id, issuer=owner_id)
    return _in_controlled_identifier(method_id, owner_id, document, purpose)


def in_key_set(method_id: str, owner_id: str, keys: Sequence[Any]) -> VerificationMethod:
    """Find the key with that `kid`, or with the fragment of it, in the members of a JWK Set."""
    names = {method_id, method_id.partition("#")[2]} - {""}
    for jwk in keys:
        if isinstance(jwk, Mapping) and str(jwk.get("kid")) in names:
            if jwk.get("iss", owner_id) != owner_id:
                raise ProofError("key_not_issuers", method=method_id, issuer=owner_id)
            return VerificationMethod(method_id, owner_id, read_key(PublicKey.from_jwk, jwk), assertion=True)
    raise ProofError("method_not_listed", method=method_id)


def read_key(read: Callable[[Any], PublicKey], given: Any) -> PublicKey:
    """Give the key that `read` makes of what an owner published; an unreadable one is a wrong one."""
    try:
        return read(given)
    except UnreadableError as error:
        raise ProofError("key_invalid") from error


def _in_controlled_identifier(
    method_id: str, owner_id: str, document: Mapping[str, Any], purpose: Purpose
) -> VerificationMethod:
    relations = _items(document.get(purpose))
    embedded = [item for item in relations if isinstance(item, Mapping)]
    for method in [*embedded, *_items(document.get("verificationMethod"))]:
        if isinstance(method, Mapping) and _absolute(method.get("id"), owner_id) == method_id:
            named = {_absolute(item, owner_id) for item in relations if isinstance(item, str)}
            is_listed = method_id in named or method in embedded
            # What a revoked key signed before is for its history to judge.
            if not is_listed and "revoked" not in method:
                raise ProofError(_NOT_LISTED_FOR[purpose], method=method_id)
            return _listed({**method, "id": method_id}, owner_id, assertion=is_listed)
    raise ProofError("method_not_listed", method=method_id)


def _listed(method: Mapping[str, Any], owner_id: str, *, assertion: bool = True) -> VerificationMethod:
    if method.get("controller") != owner_id:
        raise ProofError("key_not_issuers", method=str(method.get("id"))[:200], issuer=owner_id)
    if "publicKeyMultibase" in method:
        key = read_key(PublicKey.from_multibase, method["publicKeyMultibase"])
    elif isinstance(method.get("publicKeyJwk"), Mapping):
        key = read_key(PublicKey.from_jwk, method["publicKeyJwk"])
    else:
        raise UnsupportedError("key_type", type=str(method.get("type"))[:100])
    return VerificationMethod(method["id"], owner_id, key, assertion, _history(method))


def _history(method: Mapping[str, Any]) -> KeyHistory | None:
    """Give what `expires` and `revoked` say (Controlled Identifiers 1.0, section 2.2)."""
    if not {"expires", "revoked"} & method.keys():
        return None
    return KeyHistory(retired_at=_instant(method, "expires"), compromised_at=_instant(method, "revoked"))


def _instant(method: Mapping[str, Any], member: str) -> datetime | None:
    if member not in method:
        return None
    try:
        return read_instant(method[member])
    except UnreadableError as error:
        raise ProofError("time_invalid", member=member) from error


def _absolute(name: Any, base: str) -> Any:
    return base + name if isinstance(name, str) and name.startswith("#") else name


def _items(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
