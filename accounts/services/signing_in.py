"""Signing in: by password, by recovery code, by a mailed link."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from accounts import marks
from accounts.hashing import password_matches
from accounts.models import Password, Person, RecoveryCode, SignInLink
from accounts.queries import actor_of, address_digest, may_write_to, person_by_name, person_with_mailbox
from accounts.services.mailboxes import add_mailbox, put_mailbox
from foundation import audit, clock, jobs
from foundation.columns import uuid7
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, GoneError, NotFoundError, invalid
from foundation.inserting import insert_row
from foundation.policy import NOBODY, Action, Actor, Scope, require
from foundation.vault import token_digest, vault

LINK_MINUTES = 30
LINK_KEPT = timedelta(days=1)  # so that a late click is told "expired", not "unknown"
LINK_LETTER = "letter.sign_in"
_PURPOSE = "sign_in"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a mailed link will do: sign in as the owner of `address`, or add it to account `adds_to`."""

    address: str
    language: str
    adds_to: UUID | None


def with_password(user_name: str, password: str) -> UUID:
    """Give whose name and password these are. Raises InvalidError ("wrong"); tells nobody which was wrong."""
    person = person_by_name(user_name)
    known = read().get(Password, person.id) if person else None
    person_id = person.id if person else None
    fits = password_matches(known.hash if known else None, password)
    if not fits or person_id is None:
        raise invalid("/password", "wrong")
    return person_id


def with_recovery_code(user_name: str, code: str) -> UUID:
    """Use up one recovery code and give whose it is. Raises InvalidError ("wrong")."""
    with transaction() as session:
        person = person_by_name(user_name)
        mine = RecoveryCode.person_id == (person.id if person else None)
        unused = (RecoveryCode.digest == token_digest(marks.plain_code(code)), RecoveryCode.used_at.is_(None))
        using = (
            update(RecoveryCode).where(mine, *unused).values(used_at=clock.now()).returning(RecoveryCode.id)
        )
        if person is None or session.scalar(using) is None:
            raise invalid("/code", "wrong")
        audit.record(Actor(person_id=person.id), "recovery_code.used", person.id)
        return person.id


def ask_for_link(address: str, *, language: str, person_id: UUID | None = None) -> None:
    """Have a sign-in link mailed. Says nothing about whether the address is known or asked us to stop.

    With `person_id` the link adds the mailbox to that account. Raises InvalidError at /address.
    """
    address, language = marks.read_address(address), marks.read_language(language)
    with transaction() as session:
        if not may_write_to(address_digest(address)):
            return
        link_id = uuid7()
        link = SignInLink(
            id=link_id,
            token_digest=token_digest(_token(link_id)),
            sealed=vault().seal(address.encode(), purpose=_PURPOSE, owner=str(link_id)),
            person_id=person_id,
            language=language,
            expires_at=clock.now() + timedelta(minutes=LINK_MINUTES),
        )
        session.add(link)
        jobs.ask(LINK_LETTER, {"link_id": str(link_id)}, key=f"{LINK_LETTER}:{link_id}")


def link_letter(link_id: UUID) -> tuple[str, str, str]:
    """Give (address, token, language) for the letter. Raises GoneError when it need not be sent any more."""
    link = read().get(SignInLink, link_id)
    if link is None:
        raise GoneError("link_expired")
    _require_open(link)
    return sealed_address(link), _token(link.id), link.language


def show_link(token: str) -> LinkView:
    """Give what the link would do, changing nothing. Raises NotFoundError, GoneError."""
    link = _by_token(token)
    _require_open(link)
    return LinkView(sealed_address(link), link.language, link.person_id)


def consume_link(token: str, *, actor: Actor = NOBODY) -> UUID:
    """Use the link up and give who signs in, making the account for a new mailbox.

    A link that adds a mailbox works only for the account that asked for it: else somebody could have
    a stranger's click prove a mailbox for them. Raises NotFoundError, GoneError ("link_expired",
    "link_used"), ForbiddenError ("other_account"), ConflictError ("mailbox_taken").
    """
    with transaction() as session:
        link = _by_token(token)
        _require_open(link)
        if link.person_id is not None and link.person_id != actor.person_id:
            raise ForbiddenError("other_account")
        unused = (SignInLink.id == link.id, SignInLink.used_at.is_(None))
        using = update(SignInLink).where(*unused).values(used_at=clock.now()).returning(SignInLink.id)
        if session.scalar(using) is None:
            raise GoneError("link_used")
        if link.person_id is None:
            return owner_of_address(sealed_address(link), language=link.language)[0]
        add_mailbox(link.person_id, sealed_address(link))
        return link.person_id


def owner_of_address(address: str, *, language: str) -> tuple[UUID, Actor]:
    """Give whose mailbox was just proven, and what they may act as; a new one gets an account.

    Joins the open transaction. Raises InvalidError at /address.
    """
    address = marks.read_address(address)
    known = person_with_mailbox(address_digest(address))
    return welcome(address, language=language) if known is None else (known, actor_of(known))


def welcome(address: str, *, language: str) -> tuple[UUID, Actor]:
    """Make the account of a mailbox that was just proven and is nobody's yet, and give it as above.

    Whoever was faster with the same mailbox has the account. Joins the open transaction. Raises as above.
    """
    address = marks.read_address(address)
    with transaction() as session:
        person_id, language = uuid7(), marks.read_language(language)
        insert_row(Person, id=person_id, language=language, is_operator=False, created_at=clock.now())
        if not put_mailbox(person_id, address):  # two links of one new mailbox, at the same moment
            session.execute(delete(Person).where(Person.id == person_id))
            owner = _owner(address)
            return owner, actor_of(owner)
        newcomer = Actor(person_id=person_id, language=language)
        audit.record(newcomer, "person.joined", person_id)
        return person_id, newcomer


def end_sessions(actor: Actor) -> None:
    """End every session of the actor, this one too: sessions carry the stamp they were made with."""
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    with transaction() as session:
        session.execute(update(Person).where(Person.id == actor.person_id).values(stamp=Person.stamp + 1))
        audit.record(actor, "sessions.ended", actor.person_id)


def forget_links() -> int:
    """Delete links that ended a day ago, sealed addresses with them; give how many."""
    with transaction() as session:
        old = delete(SignInLink).where(SignInLink.expires_at < clock.now() - LINK_KEPT)
        return len(session.scalars(old.returning(SignInLink.id)).all())


def _token(link_id: UUID) -> str:
    return vault().token(purpose=_PURPOSE, owner=str(link_id))


def _by_token(token: str) -> SignInLink:
    link = read().scalar(select(SignInLink).where(SignInLink.token_digest == token_digest(token)))
    if link is None:
        raise NotFoundError("link_unknown")
    return link


def _require_open(link: SignInLink) -> None:
    if link.used_at is not None:
        raise GoneError("link_used")
    if link.expires_at <= clock.now():
        raise GoneError("link_expired")


def sealed_address(link: SignInLink) -> str:
    """Give the address that a link was mailed to."""
    return vault().open(link.sealed, purpose=_PURPOSE, owner=str(link.id)).decode()


def _owner(address: str) -> UUID:
    owner = person_with_mailbox(address_digest(address))
    if owner is None:
        raise ConflictError("mailbox_taken")
    return owner
