"""Keeping what was signed, byte for byte; dropping it at its holder's wish, all but its digest."""

import hashlib
from uuid import UUID

from sqlalchemy import delete, select

from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError
from foundation.inserting import insert_unless_there
from issuers import queries
from issuers.models import DroppedDocument, SignedDocument


def keep(urn: str, form: str, issuer_id: UUID, body: bytes) -> bytes:
    """Store a signed document and give what is stored: the earlier bytes when there are some.

    `form` is "json" or "jwt". Joins the open transaction.
    """
    with transaction():
        is_new = insert_unless_there(
            SignedDocument,
            urn=urn,
            form=form,
            issuer_id=issuer_id,
            body=body,
            digest=hashlib.sha256(body).digest(),
            signed_at=clock.now(),
        )
        stored = body if is_new else queries.signed_body(urn, form)
        if stored is None:
            raise ConflictError("not_stored")
        return stored


def drop(urn: str) -> tuple[str, ...]:
    """Delete a signed document in all its forms, and give those; twice is harmless.

    Its digests (SHA-256) stay, so that a true copy can still be told from a changed one. Joins the
    open transaction.
    """
    with transaction() as session:
        known = select(SignedDocument.form, SignedDocument.digest).where(SignedDocument.urn == urn)
        kept = session.execute(known).all()
        session.add_all(
            DroppedDocument(urn=urn, form=form, digest=digest, dropped_at=clock.now())
            for form, digest in kept
        )
        session.execute(delete(SignedDocument).where(SignedDocument.urn == urn))
        return tuple(form for form, _digest in kept)
