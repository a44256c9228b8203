"""Reading what stands in the inbox: opening a notice marks it, and nothing else does."""

from uuid import UUID

from sqlalchemy import update

from accounts.models import Notice
from foundation import clock
from foundation.db import transaction
from foundation.errors import NotFoundError, SignInNeededError
from foundation.policy import Action, Actor, Scope, require


def open_notice(actor: Actor, notice_id: UUID) -> str:
    """Mark a notice as read and give the path it leads to; twice is harmless. Raises NotFoundError."""
    with transaction() as session:
        found = session.get(Notice, notice_id)
        if found is None:
            raise NotFoundError if actor.signed_in else SignInNeededError
        require(actor, Action.NOTICE_READ, Scope(person_id=found.person_id))
        unread = (Notice.id == notice_id, Notice.read_at.is_(None))
        session.execute(update(Notice).where(*unread).values(read_at=clock.now()))
        return found.path


def mark_all_read(actor: Actor) -> None:
    """Mark everything in one's own inbox as read. Raises SignInNeededError."""
    require(actor, Action.NOTICE_READ, Scope(person_id=actor.person_id))
    with transaction() as session:
        unread = (Notice.person_id == actor.person_id, Notice.read_at.is_(None))
        session.execute(update(Notice).where(*unread).values(read_at=clock.now()))
