"""Picking one language out of several. Pure."""

from collections.abc import Mapping, Sequence

DEFAULT = "en"


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Give the text in `language`, else in English, else in the first there is, else ""."""
    return texts.get(language) or texts.get(DEFAULT) or next(iter(texts.values()), "")


def chosen_language(languages: Sequence[str], wanted: str) -> str | None:
    """Give the wanted language when it is there, else English, else the first; None of none."""
    for language in (wanted, DEFAULT):
        if language in languages:
            return language
    return languages[0] if languages else None
