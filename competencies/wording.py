"""Rules for texts in several languages: which languages, how long, how an address is made of a title.

Pure. Pointers are RFC 6901 JSON Pointers into what was sent.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from foundation.errors import InvalidError, Problem
from foundation.text import clean

Texts = Mapping[str, str]

LANGUAGES = ("en", "sv", "es", "ar")
TITLE_MAX = 120  # fits a phone's heading and every wallet's card
TEXT_MAX = 2000  # a screen of text; longer belongs on a page of its own
SLUG_MAX = 70  # leaves room in 80 characters for "-4" and for a suffix that makes it unique
EVIDENCE_KINDS = (
    *("wiki_revision", "wiki_page", "wiki_discussion", "event_record", "publication", "document", "report"),
    *("reflection", "mentoring_log", "simulation", "assessor_observation", "endorsement"),
    "external_credential",
)
LEVELS = (1, 2, 3, 4)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Pages use these words below the same address.
_RESERVED = frozenset({"new", "edit", "load", "levels", "outline"})


def text_problems(pointer: str, texts: Any, *, longest: int = TEXT_MAX) -> Iterator[Problem]:
    """Give what is wrong with one text: no object, no language, a foreign one, empty, too long."""
    if not isinstance(texts, Mapping) or not texts:
        yield Problem(pointer, "text_missing")
        return
    for language, text in texts.items():
        here = f"{pointer}/{escaped(language)}"
        if language not in LANGUAGES:
            yield Problem(here, "language_unknown", {"languages": list(LANGUAGES)})
        elif not isinstance(text, str) or not clean(text):
            yield Problem(here, "text_empty")
        elif len(text) > longest:
            yield Problem(here, "text_too_long", {"longest": longest})


def common_language_problems(texts: Mapping[str, Any]) -> Iterator[Problem]:
    """Give a problem when no language has all of `texts` (by pointer): a page must be readable in one."""
    maps = [text for text in texts.values() if isinstance(text, Mapping)]
    if maps and not set.intersection(*(set(text) for text in maps)):
        yield Problem(next(iter(texts)), "no_language_complete")


def reviewed_problems(reviewed: Any, texts: Mapping[str, Any], at: str = "/reviewed") -> Iterator[Problem]:
    """Give languages of `reviewed` that are foreign, doubled, or have no text everywhere in `texts`."""
    if not isinstance(reviewed, Sequence) or isinstance(reviewed, str):
        yield Problem(at, "list_expected")
        return
    for index, language in enumerate(reviewed):
        if language not in LANGUAGES:
            yield Problem(f"{at}/{index}", "language_unknown", {"languages": list(LANGUAGES)})
        elif language in reviewed[:index]:
            yield Problem(f"{at}/{index}", "duplicate")
        elif missing := [name for name, text in texts.items() if language not in (text or {})]:
            yield Problem(f"{at}/{index}", "reviewed_without_text", {"missing": missing})


def slug_problems(pointer: str, slug: Any) -> Iterator[Problem]:
    """Give what is wrong with the part of an address that names a thing."""
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
        yield Problem(pointer, "slug_invalid", {"longest": SLUG_MAX})
    elif slug in _RESERVED:
        yield Problem(pointer, "slug_reserved")


def new_slug(title: Texts, is_taken: Callable[[str], bool]) -> str:
    """Give a free slug made of the title (English first); random when the script has no Latin letters."""
    text = unicodedata.normalize("NFKD", title.get("en") or next(iter(title.values())))
    plain = text.encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: SLUG_MAX - 10].strip("-")
    slug = words if words and words not in _RESERVED else uuid4().hex[:8]
    return slug if not is_taken(slug) else f"{slug}-{uuid4().hex[:6]}"


def tidy(texts: Texts) -> dict[str, str]:
    """Give the texts clean (NFC, no deceiving characters), in the order of `LANGUAGES`."""
    return {language: clean(texts[language]) for language in LANGUAGES if language in texts}


def ordered(languages: Sequence[str]) -> list[str]:
    """Give languages in the order of `LANGUAGES`."""
    return [language for language in LANGUAGES if language in languages]


def in_language(texts: Texts, language: str) -> str:
    """Give the text in a language, else in English, else in the first there is, else nothing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def escaped(part: object) -> str:
    """Give one reference token of a JSON Pointer (RFC 6901 section 3)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def refuse(problems: Iterator[Problem]) -> None:
    """Raise `InvalidError` with all problems, if there are any."""
    if found := list(problems):
        raise InvalidError(found)
