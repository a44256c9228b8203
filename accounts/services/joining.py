"""Joining: a full account needs a user name and a password, and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts import marks
from accounts.hashing import hash_password
from accounts.models import Password, Person, RecoveryCode
from accounts.queries import name_digest
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.policy import SYSTEM, Actor
from foundation.vault import token_digest


@dataclass(frozen=True, slots=True)
class Joined:
    """A new account, and its recovery codes in clear: the only time they are seen."""

    person_id: UUID
    recovery_codes: tuple[str, ...]


def join(*, user_name: str, password: str, language: str) -> Joined:
    """Make an account with a password. Raises InvalidError at /user_name, /password or /language."""
    name = marks.read_user_name(user_name)
    hashed = hash_password(marks.read_password(password, user_name=name))
    with transaction() as session:
        person_id = make_person(user_name=name, language=language)
        session.add(Password(person_id=person_id, hash=hashed, changed_at=clock.now()))
        return Joined(person_id, write_recovery_codes(session, person_id))


def make_person(*, language: str, user_name: str | None = None, is_operator: bool = False) -> UUID:
    """Make an account without a password, for a proven mailbox or a command. Raises InvalidError."""
    name = marks.read_user_name(user_name) if user_name is not None else None
    person = Person(
        id=uuid7(), language=marks.read_language(language), is_operator=is_operator, created_at=clock.now()
    )
    with transaction() as session:
        session.add(person)
        put_name(session, person, name)
        audit.record(Actor(person_id=person.id), "person.joined", person.id)
    return person.id


def make_operator(person_id: UUID) -> None:
    """Let a person run the service, for commands: asks no policy. Raises NotFoundError."""
    with transaction() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFoundError
        person.is_operator = True
        audit.record(SYSTEM, "operator.made", person_id)


def put_name(session: Session, person: Person, name: str | None) -> None:
    """Give a person a read user name and its digest. Raises InvalidError when somebody has it."""
    if name is not None:
        if session.scalar(select(Person.id).where(Person.user_name == name, Person.id != person.id)):
            raise marks.name_taken()
        person.user_name, person.user_name_digest = name, name_digest(name)
    try:
        session.flush()
    except IntegrityError as error:  # two at the same moment, on a database that lets them
        raise marks.name_taken() from error


def write_recovery_codes(session: Session, person_id: UUID) -> tuple[str, ...]:
    """Replace the person's recovery codes by new ones and give them, to be shown once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = tuple(marks.new_recovery_code() for _ in range(marks.RECOVERY_CODES))
    digests = (token_digest(marks.plain_code(code)) for code in codes)
    session.add_all(RecoveryCode(person_id=person_id, digest=digest) for digest in digests)
    return codes
