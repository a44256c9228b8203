"""Rows of roles. Published versions are never changed; an edit adds one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class Role(Base):
    """Something people take on for a group. `is_reference`: it came with a framework, for others to adapt."""

    __tablename__ = "role"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    is_reference: Mapped[bool] = mapped_column(default=False, server_default=false())
    versions: Mapped[list["RoleVersion"]] = relationship(order_by="RoleVersion.number")


class RoleVersion(Base):
    """Texts and requirements of a role: [{competency (slug), level 1-4, must, weight, reason (if any)}].

    Of an adapted role also what it was made of: `base` {role (slug), number}, and the `operations`.
    `adoption`: {by, on, review_due}, where a group decided on it.
    """

    __tablename__ = "role_version"
    __table_args__ = (UniqueConstraint("role_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    number: Mapped[int]
    title: Mapped[dict[str, Any]]
    purpose: Mapped[dict[str, Any]]
    requirements: Mapped[list[Any]]
    term_guidance_months: Mapped[int | None]
    reviewed: Mapped[list[Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    base: Mapped[dict[str, Any] | None]
    operations: Mapped[list[Any] | None]
    adoption: Mapped[dict[str, Any] | None]
