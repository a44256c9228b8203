"""Leaving: what this room forgets of a person. It is the last room to be asked: then the person is gone."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from accounts.hashing import password_matches
from accounts.models import Notice, Password, Person, Seat, SeatInvitation, SeatRole, SignInLink
from accounts.queries import address_digest, proven_addresses
from accounts.services.signing_in import sealed_address
from foundation import audit, idempotency, jobs
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import ConflictError, invalid
from foundation.policy import NOBODY

_AT_ONCE = 500  # a statement takes some thousand values on SQLite


def lone_groups(person_id: UUID) -> list[UUID]:
    """Give the groups whose only steward this person is: somebody else has to take them over first."""
    mine = select(Seat.group_id).where(Seat.person_id == person_id, Seat.role == SeatRole.STEWARD.value)
    alone = (
        select(Seat.group_id)
        .where(Seat.role == SeatRole.STEWARD.value, Seat.group_id.in_(mine))
        .group_by(Seat.group_id)
        .having(func.count() == 1)
    )
    return list(read().scalars(alone))


def hold(person_id: UUID) -> bool:
    """Lock the person's row for the open transaction; False when the person has left already.

    Raises ConflictError ("last_steward") for the only steward of a group; two stewards who leave at once
    wait for each other.
    """
    with transaction() as session:
        locked = select(Person.id).where(Person.id == person_id).with_for_update()
        if session.scalar(locked) is None:
            return False
        groups = select(Seat.group_id).where(Seat.person_id == person_id)
        stewards = (Seat.group_id.in_(groups), Seat.role == SeatRole.STEWARD.value)
        session.execute(select(Seat.id).where(*stewards).order_by(Seat.id).with_for_update()).all()
        if lone_groups(person_id):
            raise ConflictError("last_steward")
        return True


def addresses_of(person_id: UUID) -> list[str]:
    """Give the addresses that the person proved, and those that a link was mailed to for that."""
    links = read().scalars(select(SignInLink).where(SignInLink.person_id == person_id)).all()
    return [*proven_addresses(person_id), *(sealed_address(link) for link in links)]


def require_password(person_id: UUID, password: str) -> None:
    """Do nothing when it is the person's password. Raises InvalidError at /current ("wrong")."""
    known = read().get(Password, person_id)
    if not password_matches(known.hash if known else None, password):
        raise invalid("/current", "wrong")


def forget_paths(paths: Collection[str]) -> None:
    """Delete the notices, in whosever inbox, that lead to what is not there any more."""
    wanted = list(paths)
    with transaction() as session:
        for start in range(0, len(wanted), _AT_ONCE):
            session.execute(delete(Notice).where(Notice.path.in_(wanted[start : start + _AT_ONCE])))


def erase(person_id: UUID) -> None:
    """Delete the person and all that hangs on the row; blank who it was wherever else that is written.

    Joins the open transaction. The wish never to be written to again stays, as a keyed digest.
    """
    with transaction() as session:
        session.flush()
        _forget_links(session, person_id)
        open_ones = (SeatInvitation.invited_by == person_id, SeatInvitation.used_at.is_(None))
        session.execute(delete(SeatInvitation).where(*open_ones))
        spellings = (str(person_id), person_id.hex)
        naming = or_(*(place.contains(one) for place in (Notice.key, Notice.path) for one in spellings))
        session.execute(delete(Notice).where(naming))
        idempotency.forget(person_id)
        jobs.forget(person_id)
        audit.record(NOBODY, "accounts.person.leave", audit.SOMEBODY)
        audit.forget(person_id)
        session.execute(delete(Person).where(Person.id == person_id))


def _forget_links(session: Session, person_id: UUID) -> None:
    """Links to sign in hold a sealed address and no digest of it; there are few, as they live a day."""
    mine = {address_digest(address) for address in proven_addresses(person_id)}
    if not mine:
        return
    for link in session.scalars(select(SignInLink).where(SignInLink.person_id.is_(None))).all():
        if address_digest(sealed_address(link)) in mine:
            session.delete(link)
    session.flush()
