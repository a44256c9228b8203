"""BitstringStatusListCredential: making one, and reading one into a value that answers look-ups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from credentials.contexts import CREDENTIALS_V2
from credentials.errors import StatusListError, UnreadableError
from credentials.instants import read_instant, timestamp
from credentials.status.bits import decode_bits, encode_bits, value_at
from credentials.status.entries import Purpose, StatusEntry, least_bits


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list as read. `ttl` is how old a kept copy may be, None when the list does not say.

    See Bitstring Status List 1.0, 2.2.
    """

    id: str
    issuer_id: str
    purposes: frozenset[str]
    bits: bytes
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    ttl: timedelta | None = None

    def value(self, entry: StatusEntry, *, now: datetime, allow_short: bool = False) -> int:
        """Give the value of the entry's bits at `now`; 0 says that all is well.

        Raises `StatusListError`: list_not_yet_valid, list_expired, purpose_mismatch, list_too_short (unless
        allowed), index_out_of_range.
        """
        if self.valid_from is not None and now < self.valid_from:
            raise StatusListError("list_not_yet_valid")
        if self.valid_until is not None and now > self.valid_until:
            raise StatusListError("list_expired")
        if entry.purpose not in self.purposes:
            raise StatusListError("purpose_mismatch", purpose=entry.purpose[:100])
        if not allow_short and self.is_short(entry):
            raise StatusListError("list_too_short", bits=len(self.bits) * 8)
        return value_at(self.bits, entry.index, entry.size)

    def is_short(self, entry: StatusEntry) -> bool:
        """Tell whether a reader of the list could guess whose entry was asked for."""
        return len(self.bits) * 8 < least_bits(entry.size)

    def is_stale(self, age: timedelta) -> bool:
        """Tell whether a copy of this age may no longer be used."""
        return self.ttl is not None and age > self.ttl


def build_list(
    *,
    list_url: str,
    issuer: str,
    bits: bytes,
    valid_from: datetime,
    valid_until: datetime,
    ttl_ms: int,
    purpose: Purpose | Sequence[Purpose] = "revocation",
    size: int = 1,
) -> dict[str, Any]:
    """Give the unsigned BitstringStatusListCredential of entries with `size` bits each.

    For the list as of a time, give the bits of that time and the span in which they were true; its id stays
    the address without `timestamp`. Raises `StatusListError("list_too_short")`.
    """
    if len(bits) * 8 < least_bits(size):
        raise StatusListError("list_too_short", bits=len(bits) * 8)
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
            "statusPurpose": purpose if isinstance(purpose, str) else list(purpose),
            "encodedList": encode_bits(bits),
            "ttl": ttl_ms,
        },
    }


def read_list(credential: Mapping[str, Any]) -> StatusList:
    """Read a list credential of either edition of the data model (Bitstring Status List 1.0, 2.2).

    Raises `StatusListError`: list_invalid, encoded_list_invalid, encoded_list_too_long.
    """
    subject = credential.get("credentialSubject")
    is_list = "BitstringStatusListCredential" in _strings(credential.get("type"))
    if not is_list or not isinstance(subject, Mapping):
        raise StatusListError("list_invalid")
    if subject.get("type") not in ("BitstringStatusList", ["BitstringStatusList"]):
        raise StatusListError("list_invalid")
    issuer = credential.get("issuer")
    return StatusList(
        id=str(credential.get("id", "")),
        issuer_id=str(issuer.get("id") if isinstance(issuer, Mapping) else issuer),
        purposes=frozenset(_strings(subject.get("statusPurpose"))),
        bits=decode_bits(subject.get("encodedList")),
        # Of a list in the words of both editions, the narrower span counts.
        valid_from=max(_instants(credential, "validFrom", "issuanceDate"), default=None),
        valid_until=min(_instants(credential, "validUntil", "expirationDate"), default=None),
        ttl=_ttl(subject.get("ttl")),
    )


def check_list(credential: Mapping[str, Any], entry: StatusEntry, *, now: datetime) -> bool:
    """Tell whether the list says at `now` that the entry's value is not 0 (Bitstring Status List 1.0, 3.2).

    Raises as `read_list` and `StatusList.value`. The list's proof, issuer and address are the caller's to
    check.
    """
    return read_list(credential).value(entry, now=now) != 0


def _ttl(given: object) -> timedelta | None:
    """Read a number of milliseconds."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not (given >= 0):
        raise StatusListError("list_invalid", member="ttl")
    try:
        return timedelta(milliseconds=given)
    except OverflowError:
        return timedelta.max


def _instants(credential: Mapping[str, Any], *names: str) -> Iterator[datetime]:
    for name in names:
        if credential.get(name) is not None:
            try:
                yield read_instant(credential[name])
            except UnreadableError as error:
                raise StatusListError("list_invalid", member=name) from error


def _strings(given: object) -> list[str]:
    members = given if isinstance(given, list) else [given]
    return [member for member in members if isinstance(member, str)]
