"""Password hashes: argon2id, with the least parameters that OWASP names, as eight may run at once."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.marks import PASSWORD_MAX
from credentials.unicode_forms import normalised

# 19 MiB, two passes, one lane: eight threads stay under 160 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Give the encoded argon2id hash, salt and parameters included."""
    return _HASHER.hash(password)


def password_matches(hashed: str | None, password: str) -> bool:
    """Tell whether the password fits. Without a hash the same work is done, and the answer is no."""
    unified = normalised("NFC", password[: PASSWORD_MAX + 1])
    try:
        fits = _HASHER.verify(hashed or _nobodys_hash(), unified)
    except (VerificationError, InvalidHashError):
        return False
    return fits and hashed is not None


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")
