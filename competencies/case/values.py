"""Single values of CASE: texts, identifiers, addresses, days and moments. Pure."""

import re
from datetime import UTC, date, datetime
from typing import Any

MOST_CHARACTERS = 20_000  # a statement of ten pages is none
MOST_LINE = 1_000
MOST_NODE_CHARACTERS = 300  # what a database keeps in an index
MOST_INTEGER = 2**31 - 1  # CASE: xsd:int

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_URI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# Embeddings, overrides and isolates show a text in another order than it is kept; the marks U+200E, U+200F
# and U+061C only help to read and stay.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXTENSION = re.compile(r"[^a-zA-Z0-9._-]+")


def hidden(text: str) -> str:
    """Give the code of what nobody sees in a text: "control_characters", "bidi_characters", or ""."""
    if text.isascii() and text.isprintable():
        return ""
    if _CONTROL.search(text):
        return "control_characters"
    return "bidi_characters" if _BIDI.search(text) else ""


def is_uuid(text: str) -> bool:
    """Tell whether this is a UUID as CASE takes it: lower case, version 1 to 5."""
    return _UUID.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """Tell whether this is an absolute address of any scheme."""
    return len(text) <= MOST_LINE and _URI.fullmatch(text) is not None


def moment(text: str) -> tuple[str, str] | None:
    """Give the moment as RFC 3339 and the code of the note ("" when it was so already); None for no moment.

    CASE 1.0 let the zone out; such a time is read as UTC.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, minutes, seconds, zone = found.groups()
    written = f"{day}T{minutes or '00:00'}{seconds or ':00'}{_zone(zone)}"
    try:
        datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if written == text:
        return text, ""
    return written, "time_rewritten" if zone else "time_without_zone"


def _zone(zone: str | None) -> str:
    if zone is None or zone in "Zz":
        return "Z"
    hours, minutes = zone[:3], zone[3:].lstrip(":") or "00"
    return f"{hours}:{minutes}"


def day(text: str) -> tuple[str, str] | None:
    """Give the day as RFC 3339 and the code of the note; CASE 1.0 wrote moments too. None for no day."""
    found = text.strip()
    if not _DAY.match(found) or moment(found) is None:
        return None
    try:
        date.fromisoformat(found[:10])
    except ValueError:
        return None
    return found[:10], "" if found == text and len(text) == len("2026-01-31") else "day_rewritten"


def extension_name(text: str) -> str:
    """Give a word of an open list as CASE spells words that are not on it: "ext:" and a name."""
    return "ext:" + (_EXTENSION.sub("_", text.removeprefix("ext:")).strip("_") or "unnamed")


def whole(value: Any) -> int | None:
    """Give a whole number, also from a number or text that stands for one; None for anything else."""
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) <= 11:  # noqa: PLR2004 - a sign and ten digits
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    return int(value) if abs(value) <= MOST_INTEGER else None
