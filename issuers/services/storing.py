"""Keeping what was signed, byte for byte, for ever."""

import hashlib
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError
from issuers import queries
from issuers.models import SignedDocument


def keep(urn: str, form: str, issuer_id: UUID, body: bytes) -> bytes:
    """Store a signed document and give what is stored: the earlier bytes when there are some.

    `form` is "json" or "jwt". Joins the open transaction.
    """
    with transaction() as session:
        stored = queries.signed_body(urn, form)
        if stored is not None:
            return stored
        row = SignedDocument(
            urn=urn,
            form=form,
            issuer_id=issuer_id,
            body=body,
            digest=hashlib.sha256(body).digest(),
            signed_at=clock.now(),
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError as error:  # two at the same moment, on a database that lets them
            earlier = queries.signed_body(urn, form)
            if earlier is None:
                raise ConflictError("not_stored") from error
            return earlier
        return body
