"""Collections: some of one's badges, in an order of one's own."""

from uuid import UUID

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select

from badges.models import Collection, CollectionItem
from badges.queries import awards, sharing
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError, LimitedError, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line

MOST_NAME_CHARACTERS = 120
MOST_DESCRIPTION_CHARACTERS = 2_000
MOST_COLLECTIONS = 100  # of one person; a list longer than that serves nobody
MOST_BADGES = 100  # in one collection: a choice, on one page


def make(actor: Actor, *, name: str, description: str = "") -> Collection:
    """Give a new, empty collection. Raises InvalidError, LimitedError("collections")."""
    if actor.person_id is None:
        raise SignInNeededError
    with transaction() as db_session:
        require(actor, Action.COLLECTION_KEEP, Scope(person_id=actor.person_id))
        count = select(func.count()).select_from(Collection).where(Collection.person_id == actor.person_id)
        if (db_session.scalar(count) or 0) >= MOST_COLLECTIONS:
            raise LimitedError("collections", most=MOST_COLLECTIONS)
        row = Collection(
            id=uuid7(), person_id=actor.person_id, made_at=clock.now(), **_words(name, description)
        )
        db_session.add(row)
        _note(actor, "make", row)
        return row


def own(actor: Actor, collection_id: UUID, *, lock: bool = False) -> Collection:
    """Give a collection to whom it belongs; `lock`: to change it. Raises NotFoundError for anybody else."""
    row = sharing.collection_by_id(collection_id, lock=lock)
    require(actor, Action.COLLECTION_KEEP, Scope(person_id=row.person_id))
    return row


def rename(actor: Actor, collection_id: UUID, *, name: str, description: str = "") -> None:
    """Change what a collection is called and what it is about. Raises InvalidError, NotFoundError."""
    with transaction():
        row = own(actor, collection_id, lock=True)
        words = _words(name, description)
        row.name, row.description = words["name"], words["description"]
        _note(actor, "change", row)


def delete(actor: Actor, collection_id: UUID) -> None:
    """Delete a collection with the links to it; the badges in it stay. Raises NotFoundError."""
    with transaction() as db_session:
        row = own(actor, collection_id, lock=True)
        _note(actor, "delete", row)
        db_session.execute(sql_delete(Collection).where(Collection.id == row.id))


def add(actor: Actor, collection_id: UUID, credential_id: UUID) -> None:
    """Put one of one's badges at the end of a collection; one that is in it already stays where it is.

    Raises NotFoundError, ConflictError("given_up"), LimitedError("collection_full").
    """
    with transaction() as db_session:
        row = own(actor, collection_id, lock=True)
        credential = awards.credential_by_id(credential_id)
        require(actor, Action.CREDENTIAL_KEEP, Scope(person_id=credential.person_id))
        if credential.given_up_at is not None:
            raise ConflictError("given_up")
        if any(item.credential_id == credential_id for item in row.items):
            return
        if len(row.items) >= MOST_BADGES:
            raise LimitedError("collection_full", most=MOST_BADGES)
        place = max((item.position for item in row.items), default=0) + 1
        db_session.add(CollectionItem(collection_id=row.id, credential_id=credential_id, position=place))
        _note(actor, "add", row)


def remove(actor: Actor, collection_id: UUID, credential_id: UUID) -> None:
    """Take a badge out of a collection; one that is not in it changes nothing. Raises NotFoundError."""
    with transaction() as db_session:
        row = own(actor, collection_id, lock=True)
        for item in row.items:
            if item.credential_id == credential_id:
                db_session.delete(item)
                _note(actor, "remove", row)


def move(actor: Actor, collection_id: UUID, credential_id: UUID, *, by: int) -> None:
    """Move a badge one place up (`by` -1) or down (1); at an end it stays. Raises NotFoundError."""
    with transaction():
        row = own(actor, collection_id, lock=True)
        order = [item.credential_id for item in row.items]
        if credential_id not in order:
            return
        here = order.index(credential_id)
        there = min(max(here + by, 0), len(order) - 1)
        order.insert(there, order.pop(here))
        items = {item.credential_id: item for item in row.items}
        for place, one in enumerate(order, start=1):
            items[one].position = place
        _note(actor, "move", row)


def _words(name: str, description: str) -> dict[str, str]:
    title, text = clean_line(name), clean(description)
    if not title:
        raise invalid("/name", "required")
    if len(title) > MOST_NAME_CHARACTERS:
        raise invalid("/name", "too_long", most=MOST_NAME_CHARACTERS)
    if len(text) > MOST_DESCRIPTION_CHARACTERS:
        raise invalid("/description", "too_long", most=MOST_DESCRIPTION_CHARACTERS)
    return {"name": title, "description": text}


def _note(actor: Actor, verb: str, row: Collection) -> None:
    audit.record(actor, f"badges.collection.{verb}", row.id, about=row.person_id)
