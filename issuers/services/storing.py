"""Keeping what was signed, byte for byte, for ever."""

import hashlib
from uuid import UUID

from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError
from foundation.inserting import insert_unless_there
from issuers import queries
from issuers.models import SignedDocument


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
