"""What is known of people. Reads only; addresses are opened for their owner alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select

from accounts.models import (
    ApiToken,
    DoNotWrite,
    Identity,
    Mailbox,
    Notice,
    Password,
    Person,
    Preference,
    Seat,
    SeatRole,
)
from foundation import clock
from foundation.db import session
from foundation.policy import NOBODY, Actor
from foundation.text import clean_line, clean_user_name
from foundation.vault import token_digest, vault

MAILBOX_PURPOSE = "mailbox"
PAGE_NOTICES = 25
# Made once: building a statement costs more than running it, and nearly every request asks these.
_SEATS_OF = select(Seat.group_id, Seat.role).where(Seat.person_id == bindparam("person"))
_OWNER_OF_ADDRESS = select(Mailbox.person_id).where(Mailbox.digest == bindparam("digest"))
_NEW_BADGES_PUBLIC = select(Preference.new_badges_public).where(Preference.person_id == bindparam("person"))
MOST_PAGES = 100_000  # a page beyond is empty, whatever number somebody typed


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
    seats = session().execute(_SEATS_OF, {"person": found.id}).all()
    return Actor(
        person_id=found.id,
        stewards=frozenset(group for group, role in seats if role == SeatRole.STEWARD),
        assessors=frozenset(group for group, role in seats if role == SeatRole.ASSESSOR),
        groups=frozenset(group for group, _role in seats),
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


def has_new_badges_public(person_id: UUID) -> bool:
    """Tell whether a person wants each new badge to have a public page; False for somebody who never said."""
    return bool(session().scalar(_NEW_BADGES_PUBLIC, {"person": person_id}))


def people_with_seat(group_id: UUID, role: SeatRole) -> Sequence[UUID]:
    """Give who has a seat of that role in a group."""
    wanted = (Seat.group_id == group_id, Seat.role == role.value)
    return session().scalars(select(Seat.person_id).where(*wanted).order_by(Seat.since, Seat.id)).all()


def members(group_id: UUID, *, with_locked: bool = True) -> Sequence[UUID]:
    """Give everybody with a seat of any kind in a group, whoever came first first."""
    theirs = select(Seat.person_id).where(Seat.group_id == group_id).group_by(Seat.person_id)
    if not with_locked:
        theirs = theirs.where(unlocked(Seat.person_id))
    return session().scalars(theirs.order_by(func.min(Seat.since), Seat.person_id)).all()


def unlocked(person_id: Any) -> ColumnElement[bool]:
    """Give the condition that a column of people names none whose account is locked.

    Who is locked is neither shown to others nor counted; no reason is told, and it comes back when unlocked.
    """
    condition: ColumnElement[bool] = person_id.not_in(select(Person.id).where(Person.locked_at.is_not(None)))
    return condition


def has_password(person_id: UUID) -> bool:
    """Tell whether the account can be opened with a password."""
    return session().get(Password, person_id) is not None


def identities_of(person_id: UUID) -> Sequence[Identity]:
    """Give the accounts from elsewhere that sign in as this person, oldest first."""
    mine = select(Identity).where(Identity.person_id == person_id)
    return session().scalars(mine.order_by(Identity.since, Identity.id)).all()


def proven_addresses(person_id: UUID) -> list[str]:
    """Give the e-mail addresses that the person proved here, oldest first."""
    rows = session().scalars(
        select(Mailbox).where(Mailbox.person_id == person_id).order_by(Mailbox.proven_at)
    )
    opened = (vault().open(row.sealed, purpose=MAILBOX_PURPOSE, owner=str(row.id)) for row in rows)
    return [address.decode() for address in opened]


def person_with_mailbox(digest: bytes) -> UUID | None:
    """Give the person who proved the address with that digest."""
    return session().scalar(_OWNER_OF_ADDRESS, {"digest": digest})


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


def people_of_safety() -> Sequence[UUID]:
    """Give who sits in trust and safety; the operators while nobody does."""
    keepers = session().scalars(select(Person.id).where(Person.keeps_safety).order_by(Person.id)).all()
    return keepers or operators()


def operators() -> Sequence[UUID]:
    """Give who runs the service."""
    return session().scalars(select(Person.id).where(Person.is_operator).order_by(Person.id)).all()


def notices_of(person_id: UUID, *, page: int = 1) -> tuple[Sequence[Notice], bool]:
    """Give one page of a person's notices, newest first, 25 to a page, and whether there is another."""
    query = select(Notice).where(Notice.person_id == person_id)
    query = query.order_by(Notice.told_at.desc(), Notice.id.desc())
    start = (min(max(page, 1), MOST_PAGES) - 1) * PAGE_NOTICES
    rows = session().scalars(query.offset(start).limit(PAGE_NOTICES + 1)).all()
    return rows[:PAGE_NOTICES], len(rows) > PAGE_NOTICES


def unread_by_kind(person_id: UUID, *, mailed_at: datetime) -> dict[str, int]:
    """Give kind -> count of the notices that the letter of that moment tells and nobody has read since."""
    told = (Notice.person_id == person_id, Notice.mailed_at == mailed_at, Notice.read_at.is_(None))
    query = select(Notice.kind, func.count()).where(*told).group_by(Notice.kind).order_by(Notice.kind)
    return dict(session().execute(query).all())
