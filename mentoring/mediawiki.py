"""What is asked of a MediaWiki's action API, and how its answers are read. Pure: no request is made here.

Only coarse values come out: a band of edits for each month, and the broad kinds of pages. Titles,
comments, sizes and texts are neither kept nor given on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

MONTHS = 3  # complete months that are looked at
MOST_PAGES = 6  # of continuation: an answer may take 8 seconds, and a job has 60
PAGE_ROWS = 500  # the most that a wiki gives to anybody
MAXLAG_SECONDS = 5  # what wikis ask of programs that nobody waits for
MOST_NAME = 85
EDITS, PLACES = "edits", "places"  # the two kinds of signals
BANDS = ((200, "200+"), (50, "50-199"), (10, "10-49"), (1, "1-9"))
_HOST = re.compile(r"(?=.{4,100}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z")
_LAGS = frozenset({"maxlag", "ratelimited", "readonly"})
_GONE = frozenset({"invaliduserid", "invaliduser", "baduser", "baduser_ucuser", "nosuchuser"})
_PLACES = {0: "content", 4: "project", 6: "media", 12: "project"}
_PLACES |= dict.fromkeys((8, 10, 14, 828), "tools")  # messages, templates, categories, modules
_OTHER, _TALK = "other", "talk"


class UnreadableAnswerError(Exception):
    """The wiki answered something that is no answer to what was asked."""


class LaggingError(Exception):
    """The wiki is busy, and asks to be asked later."""


class GoneAccountError(Exception):
    """The account is hidden, or there is none."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """When, and in which namespace. Nothing else of it is read."""

    at: datetime
    namespace: int


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: contributions, and what to send to get the next ones ({}: there are none)."""

    rows: tuple[Contribution, ...]
    further: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signal:
    """One coarse value about one month (YYYY-MM)."""

    kind: str
    period: str
    value: str


def read_host(typed: str) -> str | None:
    """Give the host that somebody typed, also as a whole address; None when it is none."""
    text = typed.strip().lower()
    try:
        host = (urlsplit(text).hostname or "") if "://" in text else text.partition("/")[0]
    except ValueError:
        return None
    return host if _HOST.match(host) else None


def account_address(api: str, sub: str) -> str:
    """Give the address that tells the name of the global account `sub` now, and its wikis."""
    return _address(api, {"meta": "globaluserinfo", "guiid": sub, "guiprop": "merged"})


def read_account(document: Any, sub: str) -> tuple[str, tuple[str, ...]]:
    """Give the name that the account has now, and the addresses of the wikis where it is.

    Raises GoneAccountError for one that is hidden, locked or not there, LaggingError, UnreadableAnswerError.
    """
    found = _members(_query(document).get("globaluserinfo"))
    if found.get("missing") is True or found.get("hidden") is True or found.get("locked") is True:
        raise GoneAccountError
    name, merged = found.get("name"), found.get("merged")
    if str(found.get("id")) != sub or not isinstance(name, str) or not isinstance(merged, list):
        raise UnreadableAnswerError
    if not 1 <= len(name) <= MOST_NAME:
        raise UnreadableAnswerError
    urls = [one.get("url") for one in merged if isinstance(one, dict)]
    return name, tuple(one for one in urls if isinstance(one, str))


def api_of(wikis: Iterable[str], host: str) -> str | None:
    """Give where the action API of that wiki is, if the account is on it."""
    for url in wikis:
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.hostname == host and parts.scheme == "https":
            return f"https://{parts.netloc}/w/api.php"
    return None


def contributions_address(
    api: str, name: str, since: datetime, until: datetime, further: Mapping[str, str] | None = None
) -> str:
    """Give the address that lists contributions from `until` back to `since`, or the next ones of them."""
    wanted = {
        "list": "usercontribs",
        "ucuser": name,
        "ucprop": "timestamp|title",  # the namespace comes with the title, which is not read
        "uclimit": str(PAGE_ROWS),
        "ucstart": _moment(until),
        "ucend": _moment(since),
    }
    return _address(api, {**wanted, **(further or {})})


def read_contributions(document: Any) -> Page:
    """Give one answer. Raises GoneAccountError, LaggingError, UnreadableAnswerError."""
    rows = _query(document).get("usercontribs")
    if not isinstance(rows, list):
        raise UnreadableAnswerError
    further = _members(document.get("continue", {}))
    read = (_contribution(one) for one in rows if isinstance(one, dict) and "userhidden" not in one)
    return Page(tuple(read), {str(key): str(value) for key, value in further.items()})


def months_before(now: datetime, count: int = MONTHS) -> tuple[datetime, datetime]:
    """Give from when until when (not included) the last complete months go."""
    until = datetime(now.year, now.month, 1, tzinfo=UTC)
    index = until.year * 12 + until.month - 1 - count
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC), until


def signals(
    rows: Iterable[Contribution], since: datetime, until: datetime, *, is_whole: bool = True
) -> list[Signal]:
    """Give the coarse values of each month in which something was done, the newest month first.

    `is_whole` False: the rows, newest first, were cut off; of the month in which that was only what is sure.
    """
    months: dict[str, list[Contribution]] = {}
    for one in rows:
        if since <= one.at < until:
            months.setdefault(f"{one.at:%Y-%m}", []).append(one)
    cut = min(months) if months and not is_whole else None
    return [one for month in sorted(months, reverse=True) for one in _of_month(month, months[month], cut)]


def _of_month(month: str, rows: list[Contribution], cut: str | None) -> Iterator[Signal]:
    edits = band(len(rows))
    if month != cut or edits == BANDS[0][1]:
        yield Signal(EDITS, month, edits)
    if month != cut:
        yield Signal(PLACES, month, ",".join(sorted({place(one.namespace) for one in rows})))


def band(count: int) -> str:
    """Give the band in which a count of one or more lies."""
    return next(words for least, words in BANDS if count >= least)


def place(namespace: int) -> str:
    """Give the broad kind of page: content, talk, project, media, tools or other."""
    return _TALK if namespace % 2 else _PLACES.get(namespace, _OTHER)


def _address(api: str, wanted: Mapping[str, str]) -> str:
    query = {"action": "query", "format": "json", "formatversion": "2", "maxlag": str(MAXLAG_SECONDS)}
    return f"{api}{'&' if '?' in api else '?'}{urlencode({**query, **wanted})}"


def _query(document: Any) -> Mapping[str, Any]:
    code = _members(_members(document).get("error", {})).get("code")
    if code in _LAGS:
        raise LaggingError
    if code in _GONE:
        raise GoneAccountError
    return _members(document.get("query"))


def _members(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableAnswerError
    return value


def _contribution(row: Mapping[str, Any]) -> Contribution:
    namespace, at = row.get("ns"), row.get("timestamp")
    if isinstance(namespace, bool) or not isinstance(namespace, int) or not isinstance(at, str):
        raise UnreadableAnswerError
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise UnreadableAnswerError from error
    if moment.tzinfo is None:
        raise UnreadableAnswerError
    return Contribution(moment.astimezone(UTC), namespace)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
