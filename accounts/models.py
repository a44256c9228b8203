"""Rows of people: no name, e-mail address or anything else is needed to have an account."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base

DIGEST_BYTES = 32


class SeatRole(StrEnum):
    """What a person does in a group."""

    STEWARD = "steward"
    ASSESSOR = "assessor"


class Person(Base):
    """Somebody with an account. `stamp` goes up to end all sessions at once."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_name: Mapped[str | None] = mapped_column(String(85), unique=True)
    user_name_digest: Mapped[bytes | None] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    language: Mapped[str] = mapped_column(String(5), default="en")
    is_operator: Mapped[bool] = mapped_column(default=False)
    stamp: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Password(Base):
    """An argon2id hash."""

    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class RecoveryCode(Base):
    """One of the codes that open an account once when the password is lost."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))
    used_at: Mapped[datetime | None]


class Mailbox(Base):
    """An e-mail address that was proven here by a mailed link: sealed, found by its keyed digest."""

    __tablename__ = "mailbox"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    proven_at: Mapped[datetime]


class SignInLink(Base):
    """A mailed link that signs in once. With `person_id` it adds the mailbox to that account."""

    __tablename__ = "sign_in_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Seat(Base):
    """A person's place in a group."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("person_id", "group_id", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]


class SeatInvitation(Base):
    """A link that gives a seat once. Nobody's name is stored before they come."""

    __tablename__ = "seat_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A token for programs acting as a person; only its digest is kept."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DoNotWrite(Base):
    """An address that asked never to be written to again, as a keyed digest."""

    __tablename__ = "do_not_write"

    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), primary_key=True)
    since: Mapped[datetime]
