"""A verification method, and how it is found in a key document.

The key always comes from its owner: a method counts only when its controller is the owner and the owner
lists it for the purpose asked (Controlled Identifiers 1.0, section 3.3; trust rule R2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.instants import read_instant
from credentials.key_history import KeyHistory
from credentials.keys import PublicKey
from credentials.resolve.key_sets import BY_VALUE_MAX, KeySet, read_key

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


class KeyDocument:
    """What an owner published: a DID or CID document, a bare Multikey or JsonWebKey, a JWK Set or a bare JWK.

    It is gone through once, however many methods are asked of it.
    """

    def __init__(self, members: Mapping[str, Any]) -> None:
        """Take the members of the document."""
        self.members = members
        self._methods: dict[Purpose, dict[str, _Found]] = {}
        self._by_value: dict[PublicKey, VerificationMethod] | None = None

    @cached_property
    def key_set(self) -> KeySet | None:
        """The JWK Set, where this is one."""
        keys = self.members.get("keys")
        return KeySet(keys) if isinstance(keys, list) else None

    def find(self, method_id: str, owner_id: str, purpose: Purpose) -> VerificationMethod:
        """Find a method.

        Raises `ProofError`: key_not_issuers, method_not_listed, method_not_for_assertion (or
        _authentication), key_invalid, key_weak, key_not_for_signing, private_key_published, time_invalid;
        `UnsupportedError`.
        """
        members, key_set = self.members, self.key_set
        if key_set is None and "kty" in members:
            key_set = KeySet([_named(members, method_id)])
        if key_set is not None:
            return VerificationMethod(method_id, owner_id, key_set.find(method_id, owner_id), assertion=True)
        if members.get("id") == method_id and ("publicKeyMultibase" in members or "publicKeyJwk" in members):
            return _listed(members, owner_id)
        if members.get("id") != owner_id:
            raise ProofError("key_not_issuers", method=method_id, issuer=owner_id)
        return self._controlled(method_id, owner_id, purpose)

    def find_by_value(self, key: PublicKey, owner_id: str) -> VerificationMethod | None:
        """Give the assertion method of a DID document with that key, among its first thousand."""
        if self._by_value is None:
            self._by_value = {}
            for name in list(self._named(owner_id, "assertionMethod"))[:BY_VALUE_MAX]:
                try:
                    found = self._controlled(name, owner_id, "assertionMethod")
                except (
                    CredentialError
                ):  # another key of theirs, which we do not know or which is not for this
                    continue
                self._by_value.setdefault(found.key, found)
        return self._by_value.get(key)

    def _controlled(self, method_id: str, owner_id: str, purpose: Purpose) -> VerificationMethod:
        found = self._named(owner_id, purpose).get(method_id)
        if found is None:
            raise ProofError("method_not_listed", method=method_id)
        # What a revoked key signed before is for its history to judge.
        if not found.is_listed and "revoked" not in found.method:
            raise ProofError(_NOT_LISTED_FOR[purpose], method=method_id)
        return _listed({**found.method, "id": method_id}, owner_id, assertion=found.is_listed)

    def _named(self, owner_id: str, purpose: Purpose) -> "dict[str, _Found]":
        """Give the methods of the owner whose document this is, by their whole names."""
        if purpose not in self._methods:
            relations = _items(self.members.get(purpose))
            listed = {_absolute(item, owner_id) for item in relations if isinstance(item, str)}
            named: dict[str, _Found] = {}
            for is_embedded, methods in (
                (True, relations),
                (False, _items(self.members.get("verificationMethod"))),
            ):
                for method in methods:
                    name = _absolute(method.get("id"), owner_id) if isinstance(method, Mapping) else None
                    if isinstance(name, str):
                        named.setdefault(name, _Found(method, is_embedded or name in listed))
            self._methods[purpose] = named
        return self._methods[purpose]


def _named(jwk: Mapping[str, Any], method_id: str) -> Mapping[str, Any]:
    """Give the one key of an address, which its address names; with a fragment its own name counts too."""
    return {"kid": method_id, **jwk} if "#" in method_id else {**jwk, "kid": method_id}


class _Found(NamedTuple):
    method: Mapping[str, Any]
    is_listed: bool


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
