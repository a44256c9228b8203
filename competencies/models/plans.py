"""Rows of a group's leadership plan: who holds a role, and what is to be done about it, by whom, by when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competencies.models.roles import Role
from foundation.columns import uuid7
from foundation.db import Base


class RoleHolding(Base):
    """A person holds a role for a group, from their yes (`accepted_at`) until it is over (`ended_at`).

    Over without a yes: the person said no. The group is not told, and sees the question until it runs out.
    `since` and `until` are days that the group and the person agreed on; `until` None: without an end.
    """

    __tablename__ = "role_holding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    offered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    role: Mapped[Role] = relationship()


class PlanLine(Base):
    """One thing to be done about a role. `revision` counts changes, so that two who edit lose nothing."""

    __tablename__ = "plan_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), index=True)
    action: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    role: Mapped[Role] = relationship()
