"""Passwords and recovery codes of one's own account."""

from uuid import UUID

from sqlalchemy import update

from accounts import marks
from accounts.hashing import hash_password, password_matches
from accounts.models import Password, Person
from accounts.services.joining import write_recovery_codes
from accounts.services.signing_in import with_recovery_code
from foundation import audit, clock
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import ConflictError, invalid
from foundation.policy import Action, Actor, Scope, require


def set_password(actor: Actor, password: str) -> None:
    """Give an account its first password. Raises ConflictError ("has_password"), InvalidError."""
    person_id = _require_self(actor)
    hashed = _hashed(person_id, password)
    with transaction() as session:
        if session.get(Password, person_id) is not None:
            raise ConflictError("has_password")
        _write(actor, person_id, hashed)


def change_password(actor: Actor, *, current: str, password: str) -> None:
    """Replace the password and end all sessions. Raises InvalidError at /current ("wrong") or /password."""
    person_id = _require_self(actor)
    known = read().get(Password, person_id)
    if not password_matches(known.hash if known else None, current):
        raise invalid("/current", "wrong")
    hashed = _hashed(person_id, password)
    with transaction():
        _write(actor, person_id, hashed)


def recover(user_name: str, code: str, password: str) -> UUID:
    """Use up a recovery code to set a new password; give whose account it is. All sessions end."""
    hashed = hash_password(marks.read_password(password, user_name=user_name))
    with transaction():
        person_id = with_recovery_code(user_name, code)
        _write(Actor(person_id=person_id), person_id, hashed)
    return person_id


def new_recovery_codes(actor: Actor) -> tuple[str, ...]:
    """Replace the recovery codes; the old ones stop working. Give the new ones, to be shown once."""
    person_id = _require_self(actor)
    with transaction() as session:
        audit.record(actor, "recovery_codes.replaced", person_id)
        return write_recovery_codes(session, person_id)


def _require_self(actor: Actor) -> UUID:
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    assert actor.person_id is not None  # noqa: S101 - `require` let only somebody through
    return actor.person_id


def _hashed(person_id: UUID, password: str) -> str:
    person = read().get(Person, person_id)
    return hash_password(marks.read_password(password, user_name=person.user_name if person else None))


def _write(actor: Actor, person_id: UUID, hashed: str) -> None:
    with transaction() as session:
        session.merge(Password(person_id=person_id, hash=hashed, changed_at=clock.now()))
        session.execute(update(Person).where(Person.id == person_id).values(stamp=Person.stamp + 1))
        audit.record(actor, "password.changed", person_id)
