"""Mailboxes: an address that a mailed link proved belongs to one account."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from accounts.models import Mailbox
from accounts.queries import MAILBOX_PURPOSE, address_digest, person_with_mailbox
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError
from foundation.policy import Actor
from foundation.vault import vault


def add_mailbox(person_id: UUID, address: str) -> None:
    """Record that the person proved the address. Raises ConflictError ("mailbox_taken")."""
    digest, mailbox_id = address_digest(address), uuid7()
    with transaction() as session:
        owner = person_with_mailbox(digest)
        if owner == person_id:
            return
        sealed = vault().seal(address.encode(), purpose=MAILBOX_PURPOSE, owner=str(mailbox_id))
        row = Mailbox(id=mailbox_id, person_id=person_id, sealed=sealed, digest=digest, proven_at=clock.now())
        if owner is not None:
            raise ConflictError("mailbox_taken")
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise ConflictError("mailbox_taken") from error
        audit.record(Actor(person_id=person_id), "mailbox.proven", person_id)
