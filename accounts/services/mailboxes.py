"""Mailboxes: an address that a mailed link proved belongs to one account."""

from uuid import UUID

from accounts.models import Mailbox
from accounts.queries import MAILBOX_PURPOSE, address_digest, person_with_mailbox
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError
from foundation.inserting import insert_unless_there
from foundation.policy import Actor
from foundation.vault import vault


def add_mailbox(person_id: UUID, address: str) -> None:
    """Record that the person proved the address. Raises ConflictError ("mailbox_taken")."""
    with transaction() as session:
        session.flush()  # the person may have been made a moment ago
        is_new = put_mailbox(person_id, address)
        if not is_new and person_with_mailbox(address_digest(address)) != person_id:
            raise ConflictError("mailbox_taken")


def put_mailbox(person_id: UUID, address: str) -> bool:
    """Record that the person proved the address, unless it is somebody's already; tell whether it was.

    Joins the open transaction.
    """
    mailbox_id = uuid7()
    with transaction():
        is_new = insert_unless_there(
            Mailbox,
            id=mailbox_id,
            person_id=person_id,
            sealed=vault().seal(address.encode(), purpose=MAILBOX_PURPOSE, owner=str(mailbox_id)),
            digest=address_digest(address),
            proven_at=clock.now(),
        )
        if is_new:
            audit.record(Actor(person_id=person_id), "mailbox.proven", person_id)
    return is_new
