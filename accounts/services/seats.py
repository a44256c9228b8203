"""Seats: who is a steward or an assessor of which group.

Whoever has no seat left in a group has left it. Rooms above hold things that end with that; they say so by
`also_on_leaving`, as this room knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts.models import Person, Seat, SeatInvitation, SeatRole
from foundation import audit, clock
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import ConflictError, GoneError, NotFoundError, SignInNeededError, invalid
from foundation.policy import SYSTEM, Action, Actor, Scope, require
from foundation.vault import new_token, token_digest

INVITATION_DAYS = 14
Departure = Callable[[UUID, UUID], None]
_departures: dict[str, Departure] = {}


def also_on_leaving(name: str, call: Departure) -> None:
    """Have `call(person_id, group_id)` run in the transaction in which somebody leaves a group."""
    _departures[name] = call


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What an invitation gives: a seat of that role in that group, until it expires."""

    group_id: UUID
    role: str
    expires_at: datetime


def invite(actor: Actor, group_id: UUID, role: str) -> str:
    """Give the token of a new invitation, shown once. Raises NotFoundError, InvalidError at /role."""
    require(actor, Action.GROUP_SEAT, Scope(group_id=group_id))
    token = new_token()
    invitation = SeatInvitation(
        token_digest=token_digest(token),
        group_id=group_id,
        role=_role(role),
        invited_by=actor.person_id,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    with transaction() as session:
        session.add(invitation)
        audit.record(actor, "seat.invited", group_id, group_id=group_id, facts={"role": invitation.role})
    return token


def show_invitation(token: str) -> InvitationView:
    """Give what the invitation is for, changing nothing. Raises NotFoundError, GoneError."""
    found = _open_invitation(token)
    return InvitationView(found.group_id, found.role, found.expires_at)


def accept_invitation(actor: Actor, token: str) -> UUID:
    """Take the seat and give the group. Raises as `require`, NotFoundError, GoneError."""
    require(actor, Action.SEAT_TAKE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    with transaction() as session:
        found = _open_invitation(token)
        group_id, role = found.group_id, found.role
        unused = (SeatInvitation.id == found.id, SeatInvitation.used_at.is_(None))
        using = update(SeatInvitation).where(*unused).values(used_at=clock.now())
        if session.scalar(using.returning(SeatInvitation.id)) is None:
            raise GoneError("invitation_used")
        give(actor.person_id, group_id, role, actor=actor)
    return group_id


def remove(actor: Actor, seat_id: UUID) -> None:
    """Take a seat away, and the open invitations its holder wrote; with the last one the group is left.

    Raises NotFoundError, ConflictError ("last_steward"): a group without stewards could not be helped.
    """
    with transaction() as session:
        seat = session.get(Seat, seat_id)
        if seat is None:
            raise NotFoundError
        require(actor, Action.GROUP_SEAT, Scope(group_id=seat.group_id))
        person_id, group_id = seat.person_id, seat.group_id
        # Under the person's lock: of two seats taken away at once, one is the last.
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        if seat.role == SeatRole.STEWARD:
            _require_another_steward(session, seat)
            _forget_invitations(session, seat)
        facts = {"role": seat.role}
        audit.record(
            actor, "seat.removed", seat.id, group_id=seat.group_id, about=seat.person_id, facts=facts
        )
        if session.scalar(delete(Seat).where(Seat.id == seat_id).returning(Seat.id)) is None:
            raise NotFoundError  # taken away by another at the same moment
        _leave_without_seat(session, person_id, group_id)


def give(person_id: UUID, group_id: UUID, role: str, *, actor: Actor = SYSTEM) -> None:
    """Give a seat; nothing changes when the person has it. For commands and other verbs: asks no policy."""
    role = _role(role)
    with transaction() as session:
        same = (Seat.person_id == person_id, Seat.group_id == group_id, Seat.role == role)
        if session.scalar(select(Seat.id).where(*same)) is not None:
            return
        session.add(Seat(person_id=person_id, group_id=group_id, role=role, since=clock.now()))
        audit.record(actor, "seat.given", group_id, group_id=group_id, about=person_id, facts={"role": role})


def _role(role: str) -> str:
    if role not in set(SeatRole):
        raise invalid("/role", "unknown")
    return SeatRole(role).value


def _open_invitation(token: str) -> SeatInvitation:
    known = SeatInvitation.token_digest == token_digest(token)
    found = read().scalar(select(SeatInvitation).where(known))
    if found is None:
        raise NotFoundError("invitation_unknown")
    if found.used_at is not None:
        raise GoneError("invitation_used")
    if found.expires_at <= clock.now():
        raise GoneError("invitation_expired")
    return found


def _require_another_steward(session: Session, seat: Seat) -> None:
    """Look at all steward seats under lock, so that two stewards cannot remove each other at once."""
    stewards = (Seat.group_id == seat.group_id, Seat.role == SeatRole.STEWARD.value)
    locked = select(Seat.id).where(*stewards).order_by(Seat.id).with_for_update()
    if not [one for one in session.scalars(locked) if one != seat.id]:
        raise ConflictError("last_steward")


def _leave_without_seat(session: Session, person_id: UUID, group_id: UUID) -> None:
    left = select(Seat.id).where(Seat.person_id == person_id, Seat.group_id == group_id).limit(1)
    if session.scalar(left) is None:
        for call in _departures.values():
            call(person_id, group_id)


def _forget_invitations(session: Session, seat: Seat) -> None:
    theirs = (SeatInvitation.group_id == seat.group_id, SeatInvitation.invited_by == seat.person_id)
    session.execute(delete(SeatInvitation).where(*theirs, SeatInvitation.used_at.is_(None)))
