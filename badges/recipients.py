"""Whom an award is for, as it was typed: an e-mail address or a user name. Pure."""

import re
from dataclasses import dataclass

from foundation.errors import invalid
from foundation.text import clean_line, clean_user_name

MOST_ADDRESS_CHARACTERS = 254  # RFC 5321, section 4.5.3.1
MOST_NAME_BYTES = 255  # as wikis limit a user name
_ADDRESS = re.compile(r"[^\s@<>(),:;\"\[\]\\]{1,64}@[^\s@<>(),:;\"\[\]\\.]+(?:\.[^\s@<>(),:;\"\[\]\\.]+)+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address (`is_address`) or a user name, spelled as it is kept."""

    text: str
    is_address: bool


def read_recipient(given: str) -> Recipient:
    """Give the recipient. Raises InvalidError at /recipient: missing, address_invalid, name_invalid."""
    line = clean_line(given)
    if not line:
        raise invalid("/recipient", "missing")
    if "@" in line:
        if len(line) > MOST_ADDRESS_CHARACTERS or not _ADDRESS.fullmatch(line):
            raise invalid("/recipient", "address_invalid")
        return Recipient(line, is_address=True)
    name = clean_user_name(line)
    if not name or len(name.encode()) > MOST_NAME_BYTES or set(name) & set("#<>[]|{}/"):
        raise invalid("/recipient", "name_invalid")
    return Recipient(name, is_address=False)
