"""Places in status lists: reserved once per signed document, revoked for good."""

import secrets

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from credentials.status import LIST_BITS
from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError
from foundation.inserting import insert_row
from foundation.statements import Statement
from issuers.models import StatusEntry, StatusList
from issuers.shuffle import place_of

_KEY_BYTES = 32
_NEWEST = select(func.max(StatusList.number)).scalar_subquery()
_LISTS = StatusList.__table__.c
_COUNTING = Statement(
    update(StatusList)
    .where(StatusList.number == _NEWEST, StatusList.given < LIST_BITS)
    .values(given=StatusList.given + 1)
    .returning(StatusList.number, StatusList.given, StatusList.shuffle_key),
    results=[(one.key, one.type) for one in (_LISTS.number, _LISTS.given, _LISTS.shuffle_key)],
)
_TRIES = 5  # a new list opens at most once for each 131 072 documents


def reserve(urn: str) -> tuple[int, int]:
    """Give (list number, place) for a document, the same when asked again.

    Joins the open transaction. Raises ConflictError ("status_busy") when no list could be opened.
    """
    with transaction() as session:
        known = session.get(StatusEntry, urn)
        if known is not None:
            return known.list_number, known.place
        return reserve_new(urn)


def reserve_new(urn: str) -> tuple[int, int]:
    """Give (list number, place) for a document that has none: its id was drawn a moment ago.

    Joins the open transaction. Raises as `reserve`; IntegrityError when there is one after all.
    """
    with transaction() as session:
        number, place = _next_place(session)
        insert_row(StatusEntry, urn=urn, list_number=number, place=place)
        return number, place


def revoke(urn: str) -> bool:
    """Set the document's bit, for good; tell whether it was not set before. Raises NotFoundError."""
    with transaction() as session:
        unset = (StatusEntry.urn == urn, StatusEntry.revoked_at.is_(None))
        setting = update(StatusEntry).where(*unset).values(revoked_at=clock.now())
        number = session.scalar(setting.returning(StatusEntry.list_number))
        if number is not None:
            newer = update(StatusList).where(StatusList.number == number)
            session.execute(newer.values(version=StatusList.version + 1))
        elif session.get(StatusEntry, urn) is None:
            raise NotFoundError
        return number is not None


def _next_place(session: Session) -> tuple[int, int]:
    """Count the newest list up by one conditional UPDATE, so that no two documents get one count."""
    for _ in range(_TRIES):
        row = _COUNTING.first({})
        if row is not None:
            return row["number"], place_of(row["given"] - 1, row["shuffle_key"])
        _open_list(session)
    raise ConflictError("status_busy")


def _open_list(session: Session) -> None:
    number = (session.scalar(select(func.max(StatusList.number))) or 0) + 1
    try:
        with session.begin_nested():
            session.add(StatusList(number=number, shuffle_key=secrets.token_bytes(_KEY_BYTES)))
    except IntegrityError:  # somebody else opened it at the same moment
        session.expire_all()
