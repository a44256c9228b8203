"""The Idempotency-Key header: asking twice with one key does the thing once and gives the same answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.columns import uuid7
from foundation.db import Base, transaction
from foundation.errors import ConflictError, invalid

MOST_KEY_CHARACTERS = 200  # a UUID has 36


class IdempotentAnswer(Base):
    """What was answered to one key of one person."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(MOST_KEY_CHARACTERS))
    body_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]


def once(person_id: UUID, key: str | None, body: bytes, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Give the answer of `do`, run at most once per key. The key with another body is a ConflictError.

    Two requests at one moment: the second to store its answer is told to ask again (`try_again`).
    """
    if not key:
        return do()
    if len(key) > MOST_KEY_CHARACTERS or not key.isprintable():
        raise invalid("", "idempotency_key_invalid", longest=MOST_KEY_CHARACTERS)
    digest = hashlib.sha256(body).digest()
    with transaction() as session:
        known = select(IdempotentAnswer).where(
            IdempotentAnswer.person_id == person_id, IdempotentAnswer.key == key
        )
        earlier = session.scalar(known)
        if earlier is not None:
            if earlier.body_digest != digest:
                raise ConflictError("idempotency_key_reused")
            return earlier.answer
        answer = do()
        row = IdempotentAnswer(
            person_id=person_id, key=key, body_digest=digest, answer=answer, at=clock.now()
        )
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise ConflictError("try_again") from error
        return answer


def forget(person_id: UUID) -> None:
    """Delete what was answered to a person."""
    with transaction() as session:
        session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.person_id == person_id))
