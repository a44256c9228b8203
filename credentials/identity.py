"""Recipient identifiers: making a salted IdentityObject and matching one (OB 3.0, IdentityObject)."""

import hashlib
import hmac
from collections.abc import Mapping

from credentials.errors import CredentialError
from credentials.model import IdentityObject

EMAIL = "emailAddress"
_PREFIX = "sha256$"


def hash_identity(value: str, salt: str) -> str:
    """Give `sha256$` and the lower-case hex SHA-256 of UTF-8 `value` followed by UTF-8 `salt`.

    Raises `CredentialError("lone_surrogate")` for text with half a character in it, which has no UTF-8.

    See OB 3.0, IdentityHash.
    """
    try:
        return _PREFIX + hashlib.sha256((value + salt).encode()).hexdigest()
    except UnicodeError as error:
        raise CredentialError("lone_surrogate") from error


def identity_object(value: str, identity_type: str, *, salt: str) -> IdentityObject:
    """Give a hashed identifier. An e-mail address is lower-cased first, any other value is taken as typed.

    `salt` should be random per badge: a hash of a guessable value is no protection by itself. Raises as
    `hash_identity`.

    See OB 3.0, IdentityObject.
    """
    spelled = value.lower() if identity_type == EMAIL else value
    return IdentityObject(
        identity_hash=hash_identity(spelled, salt), identity_type=identity_type, hashed=True, salt=salt
    )


def matches(identity_object: Mapping[str, object], value: str, identity_type: str) -> bool:
    """Tell whether the IdentityObject is `value` of `identity_type`, comparing in constant time.

    An e-mail address matches as typed or lower-cased; hex digits match in either case. A plain
    (`hashed: false`) identifier is compared exactly, but for an e-mail address without regard to case.
    """
    stored = identity_object.get("identityHash")
    if identity_object.get("identityType") != identity_type or not isinstance(stored, str):
        return False
    spellings = (value, value.lower()) if identity_type == EMAIL else (value, value)
    if identity_object.get("hashed") is True:
        given = identity_object.get("salt")
        salt = given if isinstance(given, str) else ""
        try:
            candidates = [hash_identity(spelling, salt) for spelling in spellings]
        except CredentialError:  # nobody can have hashed it
            return False
        return _any_equal(stored.lower(), candidates)
    return _any_equal(stored.lower() if identity_type == EMAIL else stored, spellings[1:])


def _any_equal(stored: str, candidates: "list[str] | tuple[str, ...]") -> bool:
    found = False
    for candidate in candidates:
        found |= hmac.compare_digest(
            stored.encode("utf-8", "surrogatepass"), candidate.encode("utf-8", "surrogatepass")
        )
    return found
