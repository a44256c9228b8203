"""What is known of people. Reads only; addresses are opened for their owner alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from accounts.models import ApiToken, DoNotWrite, Mailbox, Password, Person, Preference, Seat, SeatRole
from foundation import clock
from foundation.db import session
from foundation.policy import NOBODY, Actor
from foundation.text import clean_line, clean_user_name
from foundation.vault import token_digest, vault

MAILBOX_PURPOSE = "mailbox"


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat of a group, with the name (if any) of who has it."""

    id: UUID
    person_id: UUID
    group_id: UUID
    user_name: str | None
    role: str
    since: datetime


def actor_of(person_id: UUID | None) -> Actor:
    """Give what a person may act as, seats included; NOBODY when there is no such person."""
    found = session().get(Person, person_id) if person_id else None
    if found is None:
        return NOBODY
    seats = session().execute(select(Seat.group_id, Seat.role).where(Seat.person_id == found.id)).all()
    return Actor(
        person_id=found.id,
        stewards=frozenset(group for group, role in seats if role == SeatRole.STEWARD),
        assessors=frozenset(group for group, role in seats if role == SeatRole.ASSESSOR),
        operator=found.is_operator,
        safety=found.keeps_safety,
        locked=found.locked_at is not None,
        language=found.language,
    )


def person(person_id: UUID) -> Person | None:
    """Give the person with that id."""
    return session().get(Person, person_id)


def person_by_name(name: str) -> Person | None:
    """Give the person with that user name; underscores are spaces, the case counts."""
    return session().scalar(select(Person).where(Person.user_name == clean_user_name(name)))


def preference(person_id: UUID) -> Preference:
    """Give what a person consents to; the most private of each for somebody who never said."""
    found = session().get(Preference, person_id)
    if found is not None:
        return found
    return Preference(
        person_id=person_id,
        display_name=None,
        endorser_name="affiliate",
        may_be_asked=True,
        may_be_offered=True,
        new_badges_public=False,
        digest_mail=False,
        changed_at=clock.now(),
    )


def people_with_seat(group_id: UUID, role: SeatRole) -> Sequence[UUID]:
    """Give who has a seat of that role in a group."""
    wanted = (Seat.group_id == group_id, Seat.role == role.value)
    return session().scalars(select(Seat.person_id).where(*wanted).order_by(Seat.since, Seat.id)).all()


def has_password(person_id: UUID) -> bool:
    """Tell whether the account can be opened with a password."""
    return session().get(Password, person_id) is not None


def proven_addresses(person_id: UUID) -> list[str]:
    """Give the e-mail addresses that the person proved here, oldest first."""
    rows = session().scalars(
        select(Mailbox).where(Mailbox.person_id == person_id).order_by(Mailbox.proven_at)
    )
    opened = (vault().open(row.sealed, purpose=MAILBOX_PURPOSE, owner=str(row.id)) for row in rows)
    return [address.decode() for address in opened]


def has_proven(person_id: UUID, digest: bytes) -> bool:
    """Tell whether the person proved the address with that digest."""
    return person_with_mailbox(digest) == person_id


def person_with_mailbox(digest: bytes) -> UUID | None:
    """Give the person who proved the address with that digest."""
    return session().scalar(select(Mailbox.person_id).where(Mailbox.digest == digest))


def address_digest(address: str) -> bytes:
    """Give the keyed digest (32 bytes) by which an e-mail address is found, whatever its case."""
    return vault().digest(clean_line(address).lower(), purpose="address")


def name_digest(name: str) -> bytes:
    """Give the keyed digest (32 bytes) by which a user name is found before its owner comes."""
    return vault().digest(clean_user_name(name), purpose="user_name")


def seats_of_group(group_id: UUID) -> list[SeatView]:
    """Give the seats of a group, oldest first."""
    rows = session().execute(
        select(Seat, Person.user_name)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.group_id == group_id)
        .order_by(Seat.since, Seat.id)
    )
    return [
        SeatView(seat.id, seat.person_id, seat.group_id, name, seat.role, seat.since) for seat, name in rows
    ]


def tokens_of(person_id: UUID) -> Sequence[ApiToken]:
    """Give the person's API tokens that still work, newest first. Only digests are known."""
    live = (ApiToken.person_id == person_id, ApiToken.expires_at > clock.now())
    return session().scalars(select(ApiToken).where(*live).order_by(ApiToken.created_at.desc())).all()


def may_write_to(digest: bytes) -> bool:
    """Tell whether the address with that digest has not asked us to stop."""
    return session().get(DoNotWrite, digest) is None


def person_of_token(token: str) -> UUID | None:
    """Give whom an API token acts for, unless it is unknown or has expired."""
    live = (ApiToken.digest == token_digest(token), ApiToken.expires_at > clock.now())
    return session().scalar(select(ApiToken.person_id).where(*live))
