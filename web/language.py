"""Which language a page speaks: `?lang=`, then the account, then the browser; and its direction."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_skeleton
from flask import Flask, g, request, session
from flask_babel import Babel, format_date, format_datetime, get_locale
from markupsafe import Markup

from foundation.acting import current_actor
from web.openable import nearest_page

LANGUAGES = (("en", "English"), ("sv", "Svenska"), ("es", "Español"), ("ar", "العربية"))
CODES = tuple(code for code, _ in LANGUAGES)
RIGHT_TO_LEFT = {"ar"}


def choose() -> str:
    """Give the language of this request; what was asked for in `?lang=` is remembered for the visit."""
    asked = request.args.get("lang", "")
    if asked in CODES:
        session["language"] = asked
        return asked
    if session.get("language") in CODES:
        return str(session["language"])
    if current_actor().signed_in:
        return current_actor().language
    return request.accept_languages.best_match(CODES) or "en"


def language() -> str:
    """Give the language of this request, decided once."""
    if "language" not in g:
        g.language = choose()
    return str(g.language)


def direction(code: str) -> str:
    """Give `rtl` or `ltr`."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def comma() -> str:
    """Give what stands between two things of a list: Arabic has a comma of its own."""
    locale = get_locale()
    return "\N{ARABIC COMMA} " if locale is not None and locale.language == "ar" else ", "


def language_url(code: str) -> str:
    """Give this page's address in another language; of what a form answers, the nearest page above."""
    query = {**request.args.to_dict(), "lang": code}
    path = request.path if request.method == "GET" else nearest_page(request.path)
    return f"{path}?{urlencode(query)}"


def said(texts: Any) -> Markup:
    """Give a text of content in the reader's language; another language is marked with lang and dir."""
    if not isinstance(texts, dict) or not texts:
        return Markup("")
    wanted = language()
    code = wanted if texts.get(wanted) else next((one for one in CODES if texts.get(one)), next(iter(texts)))
    if code == wanted:
        return Markup("{}").format(texts[code])
    return Markup('<span lang="{}" dir="{}">{}</span>').format(code, direction(code), texts[code])


def plain(texts: Any) -> str:
    """Give the same text as `said`, without marks, for attributes and titles."""
    return str(said(texts).striptags()) if isinstance(texts, dict) else str(texts or "")


def is_unreviewed(version: Any) -> bool:
    """Tell whether a published text is read here as a translation that is not reviewed, or has fallen behind.

    `version`: of a competency, framework, role, badge or path. What is there in one language alone is none.
    """
    title = getattr(version, "title", None) or getattr(version, "name", None) or {}
    code = language()
    return (
        code not in version.reviewed
        and bool(title.get(code))
        and any(title[one] for one in title if one != code)
    )


def init_language(app: Flask) -> None:
    """Bind Babel, and give templates what they need to speak."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(said=said, plain=plain, unreviewed=is_unreviewed)
    app.jinja_env.filters.update(day=day, month=month_name, moment=moment)
    app.jinja_env.globals["comma"] = comma

    @app.context_processor
    def _speaking() -> dict[str, Any]:
        code = language()
        return {
            "language": code,
            "direction": direction(code),
            "languages": LANGUAGES,
            "language_url": language_url,
            "direction_of": direction,
        }


def day(moment: datetime | None) -> str:
    """Give a date in words, in the reader's language; the year is always there, and no line breaks inside."""
    return _whole(format_date(moment, "long")) if moment else ""


def month_name(period: str) -> str:
    """Give a month, such as 2026-03, in words."""
    return format_skeleton("yMMMM", date.fromisoformat(f"{period}-01"), locale=get_locale())


def moment(value: datetime | None) -> str:
    """Give a date and time in words, in UTC and saying so; a line may break between the two only."""
    if value is None:
        return ""
    time_words = format_datetime(value, "HH:mm", rebase=False)
    return f"{_whole(format_date(value, 'long', rebase=False))}{comma()}{_whole(f'{time_words} UTC')}"


def _whole(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")
