"""Text that people type, made safe to keep: NFC, no control, bidirectional or invisible characters."""

import re
import unicodedata

from credentials.unicode_forms import normalised

_KEPT_CONTROLS = {"\n", "\t"}
# Zero-width joiner and non-joiner carry meaning in Persian, Indic scripts and emoji; all other
# format characters (bidi overrides, zero-width space, tags, soft hyphen) only deceive.
_KEPT_FORMATS = {"\u200c", "\u200d"}
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Give the text in NFC without control, bidi and invisible characters; line breaks stay."""
    if text.isascii() and text.isprintable():  # nearly every address and name: nothing of that can be in it
        return text.strip()
    unified = normalised("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(character for character in unified if _is_kept(character)).strip()


def clean_line(text: str) -> str:
    """Give one line: as `clean`, with every run of white space as one space."""
    return _SPACES.sub(" ", clean(text).replace("\n", " ")).strip()


def clean_user_name(text: str) -> str:
    """Give a user name as wikis spell it: underscores are spaces, the case is kept."""
    return clean_line(text.replace("_", " "))


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMATS
    return category not in {"Cc", "Cs", "Co", "Cn"} or character in _KEPT_CONTROLS
