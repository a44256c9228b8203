"""Times in credentials: reading an XML Schema dateTime with a zone, writing whole seconds in UTC."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from credentials.errors import CredentialError, UnreadableError

CLOCK_SKEW = timedelta(minutes=5)  # clocks of honest parties differ by less; never used for expiry

# xsd:dateTimeStamp without the years, leap seconds and 24:00 that a datetime cannot hold.
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})\Z", re.ASCII)


def timestamp(moment: datetime) -> str:
    """Give `YYYY-MM-DDTHH:MM:SSZ`; a fraction is cut, so that a NumericDate can equal it.

    Raises `CredentialError("time_without_zone")` for a naive time.

    See XML Schema 1.1, dateTimeStamp.
    """
    if moment.tzinfo is None:
        raise CredentialError("time_without_zone")
    told = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return told.isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def read_instant(text: object) -> datetime:
    """Give the aware UTC time of an xsd:dateTime with a zone; finer than microseconds is cut.

    Raises `UnreadableError("time_invalid")`.

    See XML Schema 1.1, dateTimeStamp.
    """
    if not isinstance(text, str):
        raise UnreadableError("time_invalid")
    return _read(text)


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether `moment` is further in the future than honest clocks differ."""
    return moment - now > CLOCK_SKEW  # a sum could run past the end of the calendar


@lru_cache(maxsize=1024)  # a verification looks at each of its few dates several times
def _read(text: str) -> datetime:
    if not _INSTANT.match(text):
        raise UnreadableError("time_invalid")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("time_invalid") from error
