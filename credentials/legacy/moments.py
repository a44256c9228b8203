"""Times in older badges: ISO 8601 with a zone in 2.0, before that also bare dates and Unix seconds."""

import re
from datetime import UTC, datetime

from credentials.legacy.generations import Generation

_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_LOOSE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_LAST_SECOND = 253_402_300_799  # of the year 9999


def moment(value: object, generation: Generation) -> datetime | None:
    """Give the aware UTC time of a member, None when it is none in this generation.

    A date without a time is its first instant, and a time without a zone is UTC: the shortest reading, so
    that no badge is good for longer than its issuer can have meant.
    """
    is_old = generation != "2.0"
    try:
        if isinstance(value, str) and (_LOOSE if is_old else _ZONED).fullmatch(value):
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_old and is_number and 0 <= value <= _LAST_SECOND:  # type: ignore[operator]  # is_number says so
        return datetime.fromtimestamp(value, UTC)  # type: ignore[arg-type]  # is_number says so
    return None
