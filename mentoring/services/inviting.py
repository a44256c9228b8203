"""Naming somebody who has no account here: a link that who names them hands over, for one use.

Nothing is known of the person before they use it. Using it needs an account, and makes an ordinary
nomination, which they see first and alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from accounts import queries as people
from accounts.models import Person
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import (
    ConflictError,
    GoneError,
    InvalidError,
    NotFoundError,
    Problem,
    SignInNeededError,
)
from foundation.policy import Action, Actor, Scope, require
from foundation.vault import new_token, token_digest
from mentoring import wording
from mentoring.models import Nomination, NominationInvitation
from mentoring.queries import invitations, nominations
from mentoring.services import nominating

KEPT = timedelta(days=30)  # after its time, so that who comes late is told so


@dataclass(frozen=True, slots=True)
class Invited:
    """A new link: its token is given once."""

    id: UUID
    token: str
    lapses_at: datetime


def invite(actor: Actor, *, role: str, citation: str) -> Invited:
    """Make a link that names whoever uses it for a role (its slug), with what was seen.

    Raises InvalidError at /role or /citation, LimitedError("nominations_full"), ForbiddenError,
    SignInNeededError.
    """
    require(actor, Action.NOMINATE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    words, token = wording.read(citation), new_token()
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
        found = nominating.role_to_name_for(role)
        problems = nominating.wrong_citation(words)
        if found is None:
            problems.append(Problem("/role", "unknown"))
        if problems or found is None:
            raise InvalidError(problems)
        nominating.require_room(actor.person_id)
        row = NominationInvitation(
            token_digest=token_digest(token),
            nominator_id=actor.person_id,
            group_id=found.owner_id,
            role_id=found.id,
            citation=words,
            made_at=clock.now(),
            lapses_at=clock.now() + nominating.WAITS,
        )
        session.add(row)
        session.flush()
        record(actor, "mentoring.nomination.invite", row.id)
        return Invited(row.id, token, row.lapses_at)


def open_until(actor: Actor, token: str) -> datetime:
    """Give until when a link works, changing nothing and telling nothing of what it is about.

    Raises NotFoundError, GoneError("nomination_link_used" | "nomination_link_over"), and for who made it
    ConflictError("own_nomination_link").
    """
    return _usable(actor, token).lapses_at


def take(actor: Actor, token: str) -> Nomination:
    """Use a link up: from now on it is a nomination of the actor, who may accept or decline it.

    Raises as `open_until`, ConflictError("named_already"), ForbiddenError, SignInNeededError.
    """
    require(actor, Action.NOMINATION_TAKE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    with transaction() as session:
        found = _usable(actor, token)
        now, by = clock.now(), found.nominator_id
        if nominations.made_since(by, now - nominating.WAITS, actor.person_id, found.role_id):
            raise ConflictError("named_already")
        shape: dict[str, Any] = {
            "nominee_id": actor.person_id,
            "nominator_id": by,
            "group_id": found.group_id,
            "role_id": found.role_id,
            "citation": found.citation,
            "thanks": [],
            "made_at": found.made_at,  # the cap of who made it counts from there, once
            "lapses_at": now + nominating.WAITS,
        }
        _end(found.id, used_at=now)
        row = Nomination(**shape)
        session.add(row)
        session.flush()
        record(actor, "mentoring.nomination.take", row.id, about=actor.person_id)
        nominating.tell_nominee(row)
        return row


def withdraw(actor: Actor, invitation_id: UUID) -> None:
    """Take a link back that nobody used. Raises NotFoundError, GoneError, SignInNeededError."""
    if actor.person_id is None:
        raise SignInNeededError
    with transaction():
        if invitations.by_id(invitation_id).nominator_id != actor.person_id:
            raise NotFoundError
        _end(invitation_id, withdrawn_at=clock.now())
        record(actor, "mentoring.nomination.uninvite", invitation_id)


def forget_old() -> None:
    """Delete links some time after they ended. May run twice."""
    with transaction() as session:
        over = NominationInvitation.lapses_at <= clock.now() - KEPT
        session.execute(delete(NominationInvitation).where(over))


def _usable(actor: Actor, token: str) -> NominationInvitation:
    found = invitations.by_digest(token_digest(token))
    if found.used_at is not None:
        raise GoneError("nomination_link_used")
    maker = people.person(found.nominator_id)
    is_stopped = found.withdrawn_at is not None or maker is None or maker.locked_at is not None
    if is_stopped or found.lapses_at <= clock.now():
        raise GoneError("nomination_link_over")
    if found.nominator_id == actor.person_id:
        raise ConflictError("own_nomination_link")
    return found


def _end(invitation_id: UUID, **when: datetime) -> None:
    """End a link, in one conditional UPDATE, so that of two at once one does it; its words are not kept."""
    usable = (
        NominationInvitation.id == invitation_id,
        NominationInvitation.used_at.is_(None),
        NominationInvitation.withdrawn_at.is_(None),
        NominationInvitation.lapses_at > clock.now(),
    )
    ending = update(NominationInvitation).where(*usable).values(citation="", **when)
    with transaction() as session:
        ended = session.scalar(
            ending.returning(NominationInvitation.id), execution_options={"synchronize_session": False}
        )
    if ended is None:
        raise GoneError("nomination_link_used" if "used_at" in when else "nomination_link_over")
