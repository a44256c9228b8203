"""BitstringStatusListEntry: which bits of which list a credential points to, and what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlunsplit

from credentials.errors import StatusListError, UnsupportedError
from credentials.instants import timestamp
from credentials.status.bits import LIST_BITS
from credentials.web_address import parts

Purpose = Literal["revocation", "suspension", "refresh", "message"]

SIZE_MAX = 8  # 256 messages in one credential; nothing seen uses more than 2 bits
_INDEX_DIGITS_MAX = 10
_TYPE = "BitstringStatusListEntry"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """An entry as read. `messages` maps a value of `size` bits to its text; `references` are addresses.

    See Bitstring Status List 1.0, 2.1.
    """

    list_url: str
    index: int
    purpose: str
    size: int = 1
    messages: Mapping[int, str] | None = None
    references: tuple[str, ...] = ()


def entry(
    list_url: str,
    index: int,
    *,
    purpose: Purpose = "revocation",
    messages: Sequence[str] = (),
    reference: str | None = None,
) -> dict[str, Any]:
    """Give the `credentialStatus` member of a credential whose status is entry `index` of the list.

    `messages` are one text per value, 2, 4, 8 … 256 of them; their number tells the bits per entry.
    Raises `StatusListError`: index_invalid, status_message_invalid.

    See Bitstring Status List 1.0, 2.1.
    """
    if not 0 <= index < 10**_INDEX_DIGITS_MAX:
        raise StatusListError("index_invalid")
    made: dict[str, Any] = {
        "id": f"{list_url}#{index}",
        "type": _TYPE,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if messages:
        made |= {"statusSize": _size_of(messages), "statusMessage": _worded(messages)}
    return made | ({"statusReference": reference} if reference is not None else {})


def read_entry(status: Mapping[str, Any]) -> StatusEntry:
    """Read a `credentialStatus`. A JSON integer is tolerated as index, as older samples print it.

    Raises `UnsupportedError` for another status type or more than 8 bits per entry, `StatusListError` for a
    malformed one: entry_invalid, index_invalid, status_size_invalid, status_message_invalid.

    See Bitstring Status List 1.0, 2.1.
    """
    if status.get("type") not in (_TYPE, [_TYPE]):
        raise UnsupportedError("status_type", type=str(status.get("type"))[:200])
    url, purpose = status.get("statusListCredential"), status.get("statusPurpose")
    if not isinstance(url, str) or not isinstance(purpose, str) or status.get("id") == url:
        raise StatusListError("entry_invalid")
    index = _index(status.get("statusListIndex"))
    if "statusSize" in status or "statusMessage" in status or "statusReference" in status:
        size = _size(status.get("statusSize", 1))
        return StatusEntry(url, index, purpose, size, _messages(status, size), _references(status))
    return StatusEntry(url, index, purpose)


def address_at(list_url: str, moment: datetime) -> str:
    """Give the address of the list as it was at `moment` (query `timestamp`; section 4, optional history).

    Raises `StatusListError("entry_invalid")` for an address that cannot be taken apart.
    """
    found = parts(list_url)
    if not found.netloc:
        raise StatusListError("entry_invalid")
    kept = [pair for pair in parse_qsl(found.query, keep_blank_values=True) if pair[0] != "timestamp"]
    query = urlencode([*kept, ("timestamp", timestamp(moment))], safe=":")
    return urlunsplit(found._replace(query=query, fragment=""))


def least_bits(size: int) -> int:
    """Give the length below which a list of entries of `size` bits is too short."""
    return LIST_BITS * size


def _size_of(messages: Sequence[str]) -> int:
    size = len(messages).bit_length() - 1
    if len(messages) != 1 << size or not 1 <= size <= SIZE_MAX:
        raise StatusListError("status_message_invalid", messages=len(messages))
    return size


def _worded(messages: Sequence[str]) -> list[dict[str, str]]:
    return [{"status": hex(value), "message": text} for value, text in enumerate(messages)]


def _size(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise StatusListError("status_size_invalid")
    if given > SIZE_MAX:
        raise UnsupportedError("status_size", size=given)
    return given


def _messages(status: Mapping[str, Any], size: int) -> Mapping[int, str] | None:
    """Read statusMessage: due when an entry has several bits, and then one for every value."""
    given = status.get("statusMessage")
    if given is None:
        if size > 1:
            raise StatusListError("status_message_invalid", messages=0)
        return None
    if not isinstance(given, list) or len(given) != 1 << size:
        raise StatusListError("status_message_invalid")
    read = dict(_message(item) for item in given)
    if read.keys() != set(range(1 << size)):
        raise StatusListError("status_message_invalid")
    return read


def _message(given: object) -> tuple[int, str]:
    if not isinstance(given, Mapping):
        raise StatusListError("status_message_invalid")
    value, text = given.get("status"), given.get("message", "undefined")
    if not isinstance(value, str) or not value.startswith("0x") or not isinstance(text, str):
        raise StatusListError("status_message_invalid")
    try:
        return int(value, 16), text
    except ValueError as error:
        raise StatusListError("status_message_invalid") from error


def _references(status: Mapping[str, Any]) -> tuple[str, ...]:
    given = status.get("statusReference", [])
    listed = given if isinstance(given, list) else [given]
    if not all(isinstance(url, str) for url in listed):
        raise StatusListError("entry_invalid")
    return tuple(listed)


def _index(given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= _INDEX_DIGITS_MAX:
        return int(given)
    raise StatusListError("index_invalid")
