"""Accounts from elsewhere: whoever signs in there is known here by (issuer, sub), never by a name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts import marks
from accounts.models import Identity, Mailbox, Password, Person
from accounts.outside_profile import OutsideProfile
from accounts.queries import name_digest
from accounts.services.joining import make_person
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import SYSTEM, Action, Actor, Scope, require


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who signed in. `name_taken`: somebody else here has that name, so this account has none for now."""

    person_id: UUID
    is_new: bool
    name_taken: bool
    locked: bool


def sign_in(profile: OutsideProfile, *, language: str) -> Arrived:
    """Give whose account it is, making one for somebody new; name and lock follow what the profile says.

    A locked person may sign in too: to see, take along and leave. Raises InvalidError at /language.
    """
    try:
        return _sign_in(profile, language)
    except IntegrityError:  # two at the same moment: now the first one's rows are there
        return _sign_in(profile, language)


def link(actor: Actor, profile: OutsideProfile) -> None:
    """Add the account from elsewhere to the actor's own: it signs in here from now on.

    Raises SignInNeededError, ConflictError ("identity_taken" by another account here, "identity_second":
    one from there is enough, or a lock could be stepped around).
    """
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    try:
        with transaction() as session:
            _link(session, actor.person_id, profile)
    except IntegrityError as error:
        raise ConflictError("identity_taken") from error


def unlink(actor: Actor, identity_id: UUID) -> None:
    """Take an account from elsewhere off one's own.

    Raises NotFoundError, ConflictError("last_way_in"), ForbiddenError("account_locked").
    """
    with transaction() as session:
        identity = session.get(Identity, identity_id)
        if identity is None:
            raise NotFoundError
        require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=identity.person_id))
        if actor.locked:
            raise ForbiddenError("account_locked")
        # Under lock, so that two ways in cannot be taken away at once.
        session.execute(select(Person.id).where(Person.id == identity.person_id).with_for_update())
        if not _has_other_way_in(session, identity):
            raise ConflictError("last_way_in")
        session.delete(identity)
        audit.record(actor, "accounts.identity.unlink", identity_id, about=identity.person_id)


def follow(session: Session, identity: Identity, profile: OutsideProfile) -> bool:
    """Write down what the provider says now; tell whether somebody else here has the new name.

    The user name here follows a rename when it was the name there. Joins the open transaction.
    """
    person = session.get_one(Person, identity.person_id)
    identity.checked_at = clock.now()
    taken = False
    if identity.label != profile.label:
        if person.user_name == identity.label:
            taken = _rename(session, person, profile.label)
        identity.label = profile.label
        audit.record(SYSTEM, "accounts.identity.rename", identity.id, about=person.id)
    if profile.blocked != (person.locked_at is not None):
        person.locked_at = clock.now() if profile.blocked else None
        action = "accounts.person.lock" if profile.blocked else "accounts.person.unlock"
        audit.record(SYSTEM, action, person.id, about=person.id)
    return taken


def _sign_in(profile: OutsideProfile, language: str) -> Arrived:
    with transaction() as session:
        identity = _known(session, profile)
        is_new = identity is None
        if identity is None:
            identity = _identity(make_person(language=language), profile)
            session.add(identity)
            session.flush()
        taken = follow(session, identity, profile)
        session.flush()
        return Arrived(identity.person_id, is_new, taken, profile.blocked)


def _link(session: Session, person_id: UUID, profile: OutsideProfile) -> None:
    identity = _known(session, profile)
    if identity is not None and identity.person_id != person_id:
        raise ConflictError("identity_taken")
    if identity is None:
        same_place = (Identity.person_id == person_id, Identity.issuer == profile.issuer)
        if session.scalar(select(Identity.id).where(*same_place)) is not None:
            raise ConflictError("identity_second")
        identity = _identity(person_id, profile)
        identity.label = profile.label  # linking is no rename: the name here stays as it is
        session.add(identity)
        session.flush()
        audit.record(
            Actor(person_id=person_id), "accounts.identity.link", identity.id, about=identity.person_id
        )
    follow(session, identity, profile)
    session.flush()


def _known(session: Session, profile: OutsideProfile) -> Identity | None:
    known = (Identity.issuer == profile.issuer, Identity.sub == profile.sub)
    return session.scalar(select(Identity).where(*known))


def _identity(person_id: UUID, profile: OutsideProfile) -> Identity:
    now = clock.now()
    return Identity(
        id=uuid7(), person_id=person_id, issuer=profile.issuer, sub=profile.sub, since=now, checked_at=now
    )


def _rename(session: Session, person: Person, label: str | None) -> bool:
    """Let the user name follow; without one that can be had the old one goes, as it is nobody's now.

    Tell whether the name was somebody else's: an account is never taken over by its name.
    """
    person.user_name, person.user_name_digest = None, None
    session.flush()
    try:
        name = marks.read_user_name(label) if label is not None else None
    except InvalidError:  # a name that wikis allow and we do not
        return False
    if name is None:
        return False
    if session.scalar(select(Person.id).where(Person.user_name == name)) is not None:
        return True
    person.user_name, person.user_name_digest = name, name_digest(name)
    session.flush()
    return False


def _has_other_way_in(session: Session, identity: Identity) -> bool:
    """Tell whether a password, a proven mailbox or another account from elsewhere still opens it."""
    person_id = identity.person_id
    ways = (
        select(func.count()).select_from(Password).where(Password.person_id == person_id),
        select(func.count()).select_from(Mailbox).where(Mailbox.person_id == person_id),
        select(func.count())
        .select_from(Identity)
        .where(Identity.person_id == person_id, Identity.id != identity.id),
    )
    return any(session.scalar(way) for way in ways)
