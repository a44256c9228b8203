"""Bitstring Status List v1.0: making a list, reading an entry, looking up a bit.

Bit 0 is the most significant bit of byte 0. Who signed a list is the caller's to check.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from credentials.contexts import CREDENTIALS_V2
from credentials.errors import StatusListError, UnreadableError, UnsupportedError
from credentials.instants import read_instant, timestamp
from credentials.multibase import b64url, unb64url

LIST_BITS = 131_072  # the least the standard allows: a single entry hides among that many
INFLATED_BYTES_MAX = 16 * 1024 * 1024
_GZIP = 31  # zlib's window bits for exactly the gzip wrapper
_INDEX_DIGITS_MAX = 10
_REVOCATION = "revocation"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A BitstringStatusListEntry as read: which bit of which list, and what it means when set."""

    list_url: str
    index: int
    purpose: str


def encode_bits(bits: bytes) -> str:
    """Give the `encodedList` text: `u` and base64url of the gzip of `bits`; equal bits give equal text."""
    return "u" + b64url(gzip.compress(bits, compresslevel=6, mtime=0))


def decode_bits(encoded: str) -> bytes:
    """Give the bits of an `encodedList`.

    Raises `StatusListError` unless it is one gzip member that inflates to at most 16 MiB.
    """
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise StatusListError("encoded_list_invalid")
    try:
        packed = unb64url(encoded[1:])
        inflate = zlib.decompressobj(_GZIP)
        bits = inflate.decompress(packed, INFLATED_BYTES_MAX + 1)
    except (UnreadableError, zlib.error) as error:
        raise StatusListError("encoded_list_invalid") from error
    if len(bits) > INFLATED_BYTES_MAX:
        raise StatusListError("encoded_list_too_long")
    if not inflate.eof or inflate.unused_data:
        raise StatusListError("encoded_list_invalid")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Tell whether bit `index` is 1. Raises `StatusListError("index_out_of_range")`."""
    if not 0 <= index < len(bits) * 8:
        raise StatusListError("index_out_of_range", index=index, bits=len(bits) * 8)
    return bool(bits[index // 8] & (0x80 >> index % 8))


def entry(list_url: str, index: int) -> dict[str, Any]:
    """Give the `credentialStatus` member of a credential whose withdrawal is bit `index`."""
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": _REVOCATION,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def build_list(
    *,
    list_url: str,
    issuer: str,
    bits: bytes,
    valid_from: datetime,
    valid_until: datetime,
    ttl_ms: int,
) -> dict[str, Any]:
    """Give the unsigned BitstringStatusListCredential. Raises `StatusListError` for too few bits."""
    _require_length(bits)
    return {
        "@context": [CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": timestamp(valid_from),
        "validUntil": timestamp(valid_until),
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": _REVOCATION,
            "encodedList": encode_bits(bits),
            "ttl": ttl_ms,
        },
    }


def read_entry(status: Mapping[str, Any]) -> StatusEntry:
    """Read a `credentialStatus`. A JSON integer is tolerated as index, as older samples print it.

    Raises `UnsupportedError` for another status type or several bits per entry, `StatusListError` for a
    malformed one.
    """
    if status.get("type") not in ("BitstringStatusListEntry", ["BitstringStatusListEntry"]):
        raise UnsupportedError("status_type", type=str(status.get("type")))
    if status.get("statusSize", 1) != 1:
        raise UnsupportedError("status_size", size=str(status.get("statusSize")))
    url, purpose = status.get("statusListCredential"), status.get("statusPurpose")
    if not isinstance(url, str) or not isinstance(purpose, str) or status.get("id") == url:
        raise StatusListError("entry_invalid")
    return StatusEntry(url, _index(status.get("statusListIndex")), purpose)


def check_list(credential: Mapping[str, Any], entry: StatusEntry, *, now: datetime) -> bool:
    """Tell whether the list says that the entry's bit is set, at `now`.

    Raises `StatusListError` when the list is of another kind or purpose, too short, does not reach the
    index, or is not valid at `now`. The list's proof, issuer and address are the caller's to check.
    """
    _check_kind(credential)
    _check_validity(credential, now)
    subject = credential.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") not in (
        "BitstringStatusList",
        ["BitstringStatusList"],
    ):
        raise StatusListError("list_invalid")
    if entry.purpose not in _strings(subject.get("statusPurpose")):
        raise StatusListError("purpose_mismatch", purpose=entry.purpose)
    bits = decode_bits(subject.get("encodedList", ""))
    _require_length(bits)
    return is_set(bits, entry.index)


def _check_kind(credential: Mapping[str, Any]) -> None:
    if "BitstringStatusListCredential" not in _strings(credential.get("type")):
        raise StatusListError("list_invalid")


def _check_validity(credential: Mapping[str, Any], now: datetime) -> None:
    try:
        since, until = (
            read_instant(credential[name]) if name in credential else None
            for name in ("validFrom", "validUntil")
        )
    except UnreadableError as error:
        raise StatusListError("list_invalid") from error
    if since and now < since:
        raise StatusListError("list_not_yet_valid")
    if until and now > until:
        raise StatusListError("list_expired")


def _require_length(bits: bytes) -> None:
    if len(bits) * 8 < LIST_BITS:
        raise StatusListError("list_too_short", bits=len(bits) * 8)


def _index(given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= _INDEX_DIGITS_MAX:
        return int(given)
    raise StatusListError("index_invalid")


def _strings(given: object) -> list[str]:
    members = given if isinstance(given, list) else [given]
    return [member for member in members if isinstance(member, str)]
