"""What an issuer publishes: its Profile, its keys, and its signed copy of each status list."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session

from credentials import build, model, resolve
from foundation import clock
from foundation.addresses import absolute, issuer_path
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.statements import Statement
from issuers import queries
from issuers.models import Issuer, SignedDocument, SignedStatusList, StatusEntry, StatusList
from issuers.services.status_lists import CLOCKS_DIFFER, bits_of, signed_list

LIST_VALID = timedelta(hours=24)
LAST_VALID = timedelta(days=36_525)  # a hundred years: the key that signed it is destroyed
LIST_FRESH = timedelta(hours=12)
_FRESH = Statement(  # every check of one of our badges asks this
    select(SignedStatusList.body, SignedStatusList.made_at)
    .join(StatusList, StatusList.number == SignedStatusList.list_number)
    .where(
        SignedStatusList.issuer_id == bindparam("issuer"),
        SignedStatusList.list_number == bindparam("number"),
        SignedStatusList.version == StatusList.version,
    ),
    results=[
        ("body", SignedStatusList.__table__.c.body.type),
        ("made_at", SignedStatusList.__table__.c.made_at.type),
    ],
)
_NUMBER_MAX = 2**31 - 1  # what the column holds; a larger one in an address is no list


def status_list_body(issuer_id: UUID, number: int) -> bytes | None:
    """Give the issuer's signed BitstringStatusListCredential as JSON bytes; None when there is none.

    Made anew when a bit changed or the stored one is twelve hours old; valid for a day. Of an issuer that
    has no key any more (who left, or lost the only one it can have) there is the last one, which stays valid.
    """
    if not 1 <= number <= _NUMBER_MAX:
        return None
    fresh = _FRESH.first({"issuer": issuer_id, "number": number})
    if fresh is not None and clock.now() - fresh["made_at"] < LIST_FRESH:
        return bytes(fresh["body"])
    issuer, bits = queries.issuer(issuer_id), read().get(StatusList, number)
    if issuer is None or bits is None:
        return None
    stored = read().get(SignedStatusList, (issuer_id, number))
    if stored is not None and _is_fresh(stored, bits.version):
        return stored.body
    if queries.is_closed(issuer_id) or queries.active_key(issuer_id, "Ed25519") is None:
        return stored.body if stored is not None else None
    with transaction() as session:
        return _make_list(session, issuer_id, number)


def sign_last_lists(issuer_id: UUID) -> None:
    """Sign for the last time the lists that the issuer's documents point to, before its key is destroyed.

    What they say of those documents is final, so they are valid for LAST_VALID. Joins the open transaction.
    """
    with transaction() as session:
        session.flush()
        own = select(SignedDocument.urn).where(SignedDocument.issuer_id == issuer_id)
        numbers = select(StatusEntry.list_number).where(StatusEntry.urn.in_(own)).distinct()
        for number in session.scalars(numbers).all():
            version = session.execute(_locked_version(number)).scalar_one()
            _store_list(session, issuer_id, number, version, LAST_VALID)


def forget_lists(issuer_id: UUID) -> None:
    """Drop the issuer's signed lists, so that each is signed anew when it is next asked for.

    Joins the open transaction.
    """
    with transaction() as session:
        session.execute(delete(SignedStatusList).where(SignedStatusList.issuer_id == issuer_id))


def did_document(issuer_id: UUID) -> dict[str, Any]:
    """Give the DID document with every key that verifies, lost ones as revoked. Raises NotFoundError."""
    issuer = _issuer(issuer_id)
    return resolve.did_document(
        issuer.iri,
        queries.verification_keys(issuer_id),
        revoked=queries.compromised_keys(issuer_id),
        also_known_as=(absolute(issuer_path(issuer_id)),),
    )


def jwks(issuer_id: UUID) -> dict[str, Any]:
    """Give the JWK Set; each `kid` is the verificationMethod. Raises NotFoundError.

    A lost key is not in it: a JWK has no member that says so.
    """
    issuer = _issuer(issuer_id)
    keys = queries.verification_keys(issuer_id)
    return resolve.jwks([(resolve.method_id(issuer.iri, key), key) for key in keys])


def profile(issuer_id: UUID) -> dict[str, Any]:
    """Give the Profile as it stands in credentials (OB 3.0, Profile). Raises NotFoundError."""
    return build.profile(profile_of(issuer_id))


def profile_of(issuer_id: UUID) -> model.Profile:
    """Give the Profile as a value, to build credentials with. Raises NotFoundError."""
    issuer = _issuer(issuer_id)
    return model.Profile(
        id=issuer.iri, name=issuer.name, url=issuer.url, description=issuer.description or None
    )


def _is_fresh(stored: SignedStatusList, version: int) -> bool:
    return stored.version == version and clock.now() - stored.made_at < LIST_FRESH


def _make_list(session: Session, issuer_id: UUID, number: int) -> bytes:
    """Sign and store a new copy, one maker at a time; the version is read before the bits it covers."""
    version = session.execute(_locked_version(number)).scalar_one()
    stored = session.get(SignedStatusList, (issuer_id, number), populate_existing=True)
    if stored is not None and _is_fresh(stored, version):
        return stored.body
    return _store_list(session, issuer_id, number, version, LIST_VALID)


def _locked_version(number: int) -> Select[int]:
    return select(StatusList.version).where(StatusList.number == number).with_for_update()


def _store_list(session: Session, issuer_id: UUID, number: int, version: int, valid: timedelta) -> bytes:
    now = clock.now()
    span = (now - CLOCKS_DIFFER, now + valid)
    bits = bits_of(session, number)
    body = orjson.dumps(signed_list(_issuer(issuer_id), number, bits, span=span, now=now))
    row = SignedStatusList(issuer_id=issuer_id, list_number=number, version=version, body=body)
    row.made_at, row.valid_until = now, now + valid
    session.merge(row)
    return body


def _issuer(issuer_id: UUID) -> Issuer:
    found = queries.issuer(issuer_id)
    if found is None:
        raise NotFoundError
    return found
