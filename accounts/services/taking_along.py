"""What this room knows of a person, for that person to take along."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Identity, Mailbox, Notice, Person, RecoveryCode, Seat, SeatInvitation
from accounts.queries import has_password, preference, proven_addresses, tokens_of
from foundation import audit
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.plain import listed, members
from foundation.policy import Actor

TAKEN = "accounts.person.take_along"
_PREFERENCE = "display_name endorser_name may_be_asked may_be_offered new_badges_public digest_mail digest_at"


def take(person_id: UUID) -> dict[str, Any]:
    """Give profile, ways to sign in, addresses, preferences, seats, notices, activity. Raises NotFoundError.

    Passwords, codes and tokens are kept as digests only, which are of no use to anybody.
    """
    session = read()
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError
    return {
        "profile": members(person, "id user_name language is_operator keeps_safety locked_at created_at"),
        "has_password": has_password(person_id),
        "unused_recovery_codes": _unused_codes(session, person_id),
        "identities": listed(
            _of(session, Identity, person_id, Identity.since), "issuer sub label since checked_at"
        ),
        "mailboxes": _mailboxes(session, person_id),
        "preferences": members(preference(person_id), _PREFERENCE),
        "seats": listed(_of(session, Seat, person_id, Seat.since), "group_id role since"),
        "seat_invitations": _invitations(session, person_id),
        "tokens": listed(tokens_of(person_id), "label created_at expires_at"),
        "notices": listed(
            _of(session, Notice, person_id, Notice.told_at), "kind path facts told_at read_at mailed_at"
        ),
        "activity": _activity(person_id),
    }


def note(actor: Actor) -> None:
    """Write down that everything was taken along, unless the person has left in the meantime."""
    there = select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True)
    with transaction() as session:
        if session.scalar(there) is not None:
            audit.record(actor, TAKEN, actor.person_id)


def _of(session: Session, row_type: Any, person_id: UUID, order: Any) -> Any:
    return session.scalars(
        select(row_type).where(row_type.person_id == person_id).order_by(order, row_type.id)
    )


def _unused_codes(session: Session, person_id: UUID) -> int:
    mine = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return len(session.scalars(select(RecoveryCode.id).where(*mine)).all())


def _mailboxes(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = _of(session, Mailbox, person_id, Mailbox.proven_at)
    return [
        {"address": address, **members(row, "proven_at")}
        for address, row in zip(proven_addresses(person_id), rows, strict=True)
    ]


def _invitations(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    mine = select(SeatInvitation).where(SeatInvitation.invited_by == person_id)
    rows = session.scalars(mine.order_by(SeatInvitation.expires_at, SeatInvitation.id))
    return listed(rows, "group_id role expires_at used_at")


def _activity(person_id: UUID) -> list[dict[str, Any]]:
    """What the person did and what was done with their data; takings along tell nothing of themselves."""
    return [
        {**members(event, "at action group_id"), "by_you": event.actor_id == person_id}
        for event in audit.events_of(person_id)
        if event.action != TAKEN
    ]
