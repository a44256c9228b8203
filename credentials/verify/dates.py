"""The instants of a credential, for checks: a date that cannot be read is a finding, not an error."""

from collections.abc import Mapping
from datetime import datetime

from credentials.errors import UnreadableError
from credentials.instants import read_instant


def instant(text: object) -> datetime | None:
    """Give the UTC instant of a date-time with zone, or None when it is not one."""
    try:
        return read_instant(text)
    except UnreadableError:
        return None


def begin_and_end(document: Mapping[str, object]) -> tuple[object, object]:
    """Give validFrom and validUntil as written, under the names of either edition of the data model."""
    begin = document.get("validFrom", document.get("issuanceDate"))
    return begin, document.get("validUntil", document.get("expirationDate"))
