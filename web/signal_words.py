"""Signals in words: which months, about how many edits, on what kinds of pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from mentoring.mediawiki import EDITS
from mentoring.models import EngagementSignal


@dataclass(frozen=True, slots=True)
class Row:
    """One month on one wiki. `edits` and `places` are in words."""

    wiki: str
    month: str
    edits: str
    places: str


def rows_of(kept: Iterable[EngagementSignal]) -> list[Row]:
    """Give the months in the order given, each with what is known of it."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in kept:
        found.setdefault((one.source, one.period), {})[one.kind] = one.value
    return [
        Row(
            wiki,
            month_words(period),
            band_words(values.get(EDITS, "")),
            place_words(values.get("places", "")),
        )
        for (wiki, period), values in found.items()
    ]


def month_words(period: str) -> str:
    """Give the month and year of a period such as 2026-10."""
    year, month = period.split("-")
    return str(format_date(date(int(year), int(month), 1), "LLLL y"))


def band_words(value: str) -> str:
    """Give a band of edits in words."""
    words: Mapping[str, str] = {
        "1-9": _("fewer than 10 edits"),
        "10-49": _("10 to 49 edits"),
        "50-199": _("50 to 199 edits"),
        "200+": _("200 edits or more"),
    }
    return words.get(value, _("not known"))


def place_words(value: str) -> str:
    """Give kinds of pages in words."""
    words: Mapping[str, str] = {
        "content": _("articles and other content"),
        "talk": _("talk pages"),
        "project": _("project and help pages"),
        "media": _("pictures and sounds"),
        "tools": _("templates, categories and modules"),
        "other": _("other pages"),
    }
    return " · ".join(words[one] for one in value.split(",") if one in words)


def outcome_words(code: str | None) -> str:
    """Give what the last asking gave."""
    words: Mapping[str | None, str] = {
        None: _("Not asked yet."),
        "given": _("Asked, and answered."),
        "busy": _("The wiki is busy. It is asked again within some hours."),
        "gone": _("The account is hidden or locked there. Nothing is kept of it here."),
        "elsewhere": _("Your connected account is not on this wiki."),
        "unreadable": _("The wiki gave an answer that we do not understand. It is asked again tomorrow."),
    }
    return words.get(code, words[None])


def as_evidence(rows: Iterable[Row]) -> str:
    """Give the text that a person may attach to a claim: what they see on the page, no more."""
    return "\n".join(
        " – ".join(part for part in (one.wiki, one.month, one.edits, one.places) if part) for one in rows
    )
