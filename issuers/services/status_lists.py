"""A status list before it is kept: the bits of the database, and a credential that says and signs them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credentials import status
from credentials.proofs import data_integrity
from foundation.addresses import absolute, status_list_path
from issuers.models import Issuer, StatusEntry
from issuers.services.keys import signer_of

LIST_TTL_MS = 300_000  # a verifier may keep its copy five minutes
CLOCKS_DIFFER = timedelta(minutes=5)  # a verifier whose clock is behind must not find the list too young


def signed_list(
    issuer: Issuer, number: int, bits: bytes, *, span: tuple[datetime, datetime], now: datetime
) -> dict[str, Any]:
    """Give the list signed `now` with the issuer's active key; `span` is from when until when it is valid.

    Raises NotFoundError ("no_key").
    """
    signer, method = signer_of(issuer.id)
    document = status.build_list(
        list_url=absolute(status_list_path(issuer.id, number)),
        issuer=issuer.iri,
        bits=bits,
        valid_from=span[0],
        valid_until=span[1],
        ttl_ms=LIST_TTL_MS,
    )
    return data_integrity.sign(document, signer, verification_method=method, created=now)


def bits_of(session: Session, number: int, *, until: datetime | None = None) -> bytes:
    """Give the bits of a list as they are, or as they were at the instant `until`."""
    bits = bytearray(status.LIST_BITS // 8)
    in_time = StatusEntry.revoked_at.is_not(None) if until is None else StatusEntry.revoked_at <= until
    revoked = select(StatusEntry.place).where(StatusEntry.list_number == number, in_time)
    for place in session.scalars(revoked):
        bits[place // 8] |= 0x80 >> place % 8
    return bytes(bits)
