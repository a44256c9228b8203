"""The instants of a credential, for checks: a date that cannot be read is a finding, not an error."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from credentials.errors import UnreadableError
from credentials.instants import read_instant

_NEVER = datetime.max.replace(tzinfo=UTC)


def instant(text: object) -> datetime | None:
    """Give the UTC instant of a date-time with zone, or None when it is not one."""
    try:
        return read_instant(text)
    except UnreadableError:
        return None


def begin_and_end(document: Mapping[str, object]) -> tuple[object, object]:
    """Give the first and the last instant as written, None where there is none.

    The two editions of the data model have names of their own. Of a document that uses both, the later start
    and the earlier end count: else one pair could hide the other. One that cannot be read comes first.
    """
    if "issuanceDate" not in document and "expirationDate" not in document:
        return document.get("validFrom"), document.get("validUntil")
    begin = _narrowest(document, ("validFrom", "issuanceDate"), max)
    return begin, _narrowest(document, ("validUntil", "expirationDate"), min)


def _narrowest(
    document: Mapping[str, object], names: tuple[str, str], choose: Callable[..., object]
) -> object:
    given = [document[name] for name in names if name in document]
    unreadable = [text for text in given if instant(text) is None]
    if unreadable or not given:
        return unreadable[0] if unreadable else None
    return choose(given, key=lambda text: instant(text) or _NEVER)
