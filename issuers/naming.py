"""Pure rules of the room: what a group may say of itself, and how its address is spelled."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from credentials.unicode_forms import normalised
from foundation.errors import InvalidError, Problem
from foundation.text import clean, clean_line

NAME_MAX = 120
DESCRIPTION_MAX = 2000
URL_MAX = 300
_SLUG_MAX = 60
_SLUG_MIN = 2
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?\Z")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset({"new", "register", "vouch", "service"})  # words that stand where a slug stands


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What a group says of itself, read and safe to keep."""

    name: str
    description: str
    url: str | None
    language: str


def read_words(name: str, description: str, url: str | None, language: str) -> GroupWords:
    """Give the words in the form we keep. Raises InvalidError with every problem at once."""
    words = GroupWords(clean_line(name), clean(description), (url or "").strip() or None, language)
    problems = [
        *_name_problems(name, words.name),
        *([Problem("/description", "too_long")] if len(words.description) > DESCRIPTION_MAX else []),
        *([Problem("/url", "https_needed")] if words.url and not _is_web_address(words.url) else []),
        *([] if _LANGUAGE.match(language) else [Problem("/language", "unknown")]),
    ]
    if problems:
        raise InvalidError(problems)
    return words


def new_slug(name: str, *, taken: bool) -> str:
    """Give an address word from the ASCII part of a name, with a random end when `taken` or too short."""
    plain = normalised("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", plain)[:_SLUG_MAX].strip("-")
    if len(slug) < _SLUG_MIN:
        return f"group-{secrets.token_hex(4)}"
    return f"{slug}-{secrets.token_hex(3)}" if taken or slug in _RESERVED else slug


def _name_problems(given: str, cleaned: str) -> list[Problem]:
    """A name with hidden characters is refused, not mended: it was made to look like another."""
    if not cleaned:
        return [Problem("/name", "required")]
    if len(cleaned) > NAME_MAX:
        return [Problem("/name", "too_long")]
    unified = normalised("NFC", given)
    return (
        []
        if "".join(unified.split()) == "".join(cleaned.split())
        else [Problem("/name", "hidden_characters")]
    )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises when it is no number
    except ValueError:
        return False
    plain = url.isprintable() and not any(character.isspace() or character in '<>"\\' for character in url)
    return parts.scheme == "https" and "." in host and not parts.username and plain and len(url) <= URL_MAX
