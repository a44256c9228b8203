"""A JWK Set, in which a key is found by its name, its issuer or its value without going through all of it.

Where a host serves several issuers it has one set of thousands, and one upload may ask it hundreds of times.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.keys import PublicKey

BY_VALUE_MAX = 1000  # keys of one owner that are read to find one by its value


class KeySet:
    """The members of a JWK Set (RFC 7517, section 5)."""

    def __init__(self, keys: Sequence[Any]) -> None:
        """Take the members that are objects."""
        self._jwks = [jwk for jwk in keys if isinstance(jwk, Mapping)]
        self._is_shared = any("iss" in jwk for jwk in self._jwks)
        self._by_kid: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        for place, jwk in enumerate(self._jwks):
            self._by_kid.setdefault(str(jwk.get("kid")), []).append((place, jwk))
        self._by_value: dict[str, dict[PublicKey, str]] = {}

    def find(self, method_id: str, owner_id: str) -> PublicKey:
        """Give the key with that `kid`, or with the fragment of it.

        Raises `ProofError`: method_not_listed, key_not_issuers (it names another `iss`), and as `read_key`.
        """
        return self._read(self._named(method_id), method_id, owner_id)

    def find_of(self, owner_id: str, kid: str) -> PublicKey:
        """Give the key of one issuer; where any key names its issuer, those that name none are nobody's."""
        return self._read([one for one in self._named(kid) if self._is_of(one[1], owner_id)], kid, owner_id)

    def name_of(self, owner_id: str, key: PublicKey) -> str | None:
        """Give the `kid` ("" without one) of an owner's key by its value, None where it is not listed.

        Among the first thousand of the owner.
        """
        if owner_id not in self._by_value:
            owned = [jwk for jwk in self._jwks if self._is_of(jwk, owner_id)][:BY_VALUE_MAX]
            self._by_value[owner_id] = _by_value(owned)
        return self._by_value[owner_id].get(key)

    def _named(self, name: str) -> list[tuple[int, Mapping[str, Any]]]:
        names = {name, name.partition("#")[2]} - {""}
        return [one for each in names for one in self._by_kid.get(each, ())]

    def _is_of(self, jwk: Mapping[str, Any], owner_id: str) -> bool:
        return not self._is_shared or jwk.get("iss") == owner_id

    def _read(self, found: list[tuple[int, Mapping[str, Any]]], name: str, owner_id: str) -> PublicKey:
        if not found:
            raise ProofError("method_not_listed", method=name)
        jwk = min(found, key=lambda one: one[0])[1]
        if jwk.get("iss", owner_id) != owner_id:
            raise ProofError("key_not_issuers", method=name, issuer=owner_id)
        return read_key(PublicKey.from_jwk, jwk)


def read_key(read: Callable[[Any], PublicKey], given: Any) -> PublicKey:
    """Give the key that `read` makes of what an owner published; an unreadable one is a wrong one."""
    try:
        return read(given)
    except UnreadableError as error:
        raise ProofError("key_invalid") from error


def _by_value(jwks: Sequence[Mapping[str, Any]]) -> dict[PublicKey, str]:
    found: dict[PublicKey, str] = {}
    for jwk in jwks:
        try:
            key = PublicKey.from_jwk(jwk)
        except CredentialError:  # another key of theirs, which we do not know or which is not for this
            continue
        found.setdefault(key, str(jwk.get("kid", "")))
    return found
