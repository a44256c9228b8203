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

    Its digests (SHA-256) stay with their dates, so that a true copy can still be told from a changed one, and
    one signed before a key was lost from one signed after. Joins the open transaction.
    """
    with transaction() as session:
        kept = session.scalars(select(SignedDocument).where(SignedDocument.urn == urn)).all()
        forms = tuple(one.form for one in kept)
        session.add_all(
            DroppedDocument(
                urn=urn, form=one.form, digest=one.digest, signed_at=one.signed_at, dropped_at=clock.now()
            )
            for one in kept
        )
        session.execute(delete(SignedDocument).where(SignedDocument.urn == urn))
        return forms
