"""What of a CASE item stands in lists: one clean line, a short code. Pure."""

from collections.abc import Mapping
from typing import Any

from foundation.text import clean_line

TITLE_CHARACTERS = 300
WORD_CHARACTERS = 120
LANGUAGE_CHARACTERS = 35  # RFC 5646, 4.4.1


def line_of(value: Any, longest: int) -> str:
    """Give a text as one clean line that is not longer than this; "" for nothing."""
    return clean_line(value)[:longest] if isinstance(value, str) else ""


def title_of(item: Mapping[str, Any]) -> str:
    """Give one line that stands for an item: its short statement, its full one, its code, its identifier."""
    said = (item.get(name) for name in ("abbreviatedStatement", "fullStatement", "humanCodingScheme"))
    return next((line for one in said if (line := line_of(one, TITLE_CHARACTERS))), item["identifier"])


def code_of(item: Mapping[str, Any]) -> str:
    """Give the code by which people know an item; "" when it has none."""
    return line_of(item.get("humanCodingScheme"), WORD_CHARACTERS)
