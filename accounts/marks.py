"""Pure rules of the room: how addresses, names, passwords and recovery codes are spelled."""

import re
import secrets

from credentials.unicode_forms import normalised
from foundation.errors import InvalidError, invalid
from foundation.text import clean_line, clean_user_name

USER_NAME_MAX = 85  # as wikis have it
PASSWORD_MIN = 10
PASSWORD_MAX = 1024  # hashing a longer one only costs us work
ADDRESS_MAX = 254  # RFC 5321, a path with its brackets off
RECOVERY_CODES = 8
_CODE_GROUP = 4
_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for each other on paper
_CODE_LENGTH = 16
_NOT_IN_NAMES = frozenset("@#<>[]|{}/:")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\/]{1,253}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?\Z")
# What is tried first everywhere, of those that are long enough to pass the other rules.
_COMMON = frozenset(
    {
        "1234567890",
        "0123456789",
        "0987654321",
        "9876543210",
        "1111111111",
        "0000000000",
        "1q2w3e4r5t",
        "qwertyuiop",
        "qwerty12345",
        "password12",
        "password123",
        "password1234",
        "passwordpassword",
        "iloveyou123",
        "letmein123",
        "welcome123",
        "changeme123",
        "administrator",
        "1qaz2wsx3edc",
        "asdfghjkl1",
        "abcdefghij",
        "abcd123456",
        "barnstar123",
        "wikipedia123",
        "wikimedia123",
    }
)


def read_user_name(text: str) -> str:
    """Give a user name in the form we keep. Raises InvalidError at /user_name."""
    name = clean_user_name(text)
    if not name:
        raise invalid("/user_name", "required")
    if len(name) > USER_NAME_MAX:
        raise invalid("/user_name", "too_long", most=USER_NAME_MAX)
    if _NOT_IN_NAMES & set(name):
        raise invalid("/user_name", "characters", refused=" ".join(sorted(_NOT_IN_NAMES)))
    return name


def name_taken() -> InvalidError:
    """Give the error for a name that somebody else has."""
    return invalid("/user_name", "taken")


def read_password(password: str, *, user_name: str | None) -> str:
    """Give the password in NFC. Raises InvalidError at /password for one that is easily guessed."""
    unified = normalised("NFC", password)
    if len(unified) < PASSWORD_MIN:
        raise invalid("/password", "too_short", least=PASSWORD_MIN)
    if len(unified) > PASSWORD_MAX:
        raise invalid("/password", "too_long", most=PASSWORD_MAX)
    folded = unified.casefold()
    if user_name and folded == user_name.casefold():
        raise invalid("/password", "same_as_name")
    if folded in _COMMON or len(set(folded)) == 1:
        raise invalid("/password", "too_common")
    return unified


def read_address(address: str) -> str:
    """Give an e-mail address in the form we write to: one line, trimmed. Raises InvalidError at /address."""
    cleaned = clean_line(address)
    if len(cleaned) > ADDRESS_MAX or not _ADDRESS.match(cleaned):
        raise invalid("/address", "address_invalid")
    return cleaned


def read_language(language: str) -> str:
    """Give a language code. Raises InvalidError at /language."""
    if not _LANGUAGE.match(language):
        raise invalid("/language", "unknown")
    return language


def new_recovery_code() -> str:
    """Give a code of 16 letters and digits (79 random bits) in groups of four, to be shown once."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[at : at + _CODE_GROUP] for at in range(0, _CODE_LENGTH, _CODE_GROUP))


def plain_code(code: str) -> str:
    """Give a recovery code as it is compared: small letters, without dashes and spaces."""
    return "".join(code.lower().replace("-", "").split())
