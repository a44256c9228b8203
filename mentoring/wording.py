"""What people may write to each other here: how long, and without ways to reach somebody. Pure.

Whoever reads a citation or thanks must not find an address or a number of somebody who never said that
it may stand there.
"""

import re

from foundation.errors import Problem
from foundation.text import clean

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_DIGITS = r"\d(?:[\s()./-]{0,2}\d){6,}"
_NUMBER = re.compile(rf"(?<![\w/])\+?{_DIGITS}(?!\w)")
_DATE = re.compile(r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
_LINK = re.compile(r"https?://\S+")


def has_contact(text: str) -> bool:
    """Tell whether there is an e-mail address or a telephone number in a text; days and links are none."""
    rest = _LINK.sub(" ", text)
    return bool(_ADDRESS.search(rest) or _NUMBER.search(_DATE.sub(" ", rest)))


def problems(pointer: str, text: str, *, least: int, most: int) -> list[Problem]:
    """Give what is wrong with a text that somebody else will read, already cleaned."""
    if not text:
        return [Problem(pointer, "required")]
    if len(text) < least:
        return [Problem(pointer, "too_short", {"least": least})]
    if len(text) > most:
        return [Problem(pointer, "too_long", {"most": most})]
    return [Problem(pointer, "contact_details")] if has_contact(text) else []


def read(text: str) -> str:
    """Give the text as it is kept."""
    return clean(text)
