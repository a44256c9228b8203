"""Rows of what people reached and aim at."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class Attainment(Base):
    """A person reached a level of a competency, as a credential shows. Expiry is judged when read.

    `held_at`: the credential is under review since then, and what it shows does not count meanwhile.
    """

    __tablename__ = "attainment"
    __table_args__ = (UniqueConstraint("source", "competency_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id"), index=True)
    level: Mapped[int]
    source: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]


class Aim(Base):
    """A role that a person works towards; only the person sees it."""

    __tablename__ = "aim"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    since: Mapped[datetime]
