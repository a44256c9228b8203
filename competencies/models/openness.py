"""Rows of people who let themselves be found, and of suggestions that they turned down."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class Openness(Base):
    """A person may be found for a role by the stewards of a group, until a day.

    `group_id` None: all groups in which the person has a seat. `role_id` None: any role of them.
    """

    __tablename__ = "openness"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"), index=True)
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("role.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]


class DismissedSuggestion(Base):
    """A person is not interested in a role: it is not suggested to them, nor they for it, until a day."""

    __tablename__ = "dismissed_suggestion"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
