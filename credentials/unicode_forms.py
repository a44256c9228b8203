"""Unicode normalisation of what strangers wrote, in time that grows with its length alone.

A letter with ten thousand accents is normalised in time that grows with their square. No language writes more
than a few, so the marks beyond the thirtieth are left out first (UAX #15, 13, Stream-Safe Text Format).
"""

import unicodedata
from typing import Literal

_MARKS_MAX = 30

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def normalised(form: Form, text: str) -> str:
    """Give the text in a normalisation form, without marks beyond the thirtieth on one letter."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_MAX:
            kept.append(character)
    return unicodedata.normalize(form, text if len(kept) == len(text) else "".join(kept))
