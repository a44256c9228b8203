"""Rows of how a group makes roles its own: adapted roles, the group's context, roles that it models."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class RoleAdaptation(Base):
    """A role of another group as this group adapts it (states and moves: `adaptation_moves`).

    `role_id`: the group's own role, there since it was first adopted. `operations`: what was adopted, applied
    to version `base_number` of the base; nothing but the group changes them. `draft`: operations that are
    being prepared, and on which version: {operations, base_number}, empty when there are none.
    `ignored_number`: the newest version of the base that the group has looked at and left.
    """

    __tablename__ = "role_adaptation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("role.id"), unique=True)
    base_role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), index=True)
    base_number: Mapped[int]
    operations: Mapped[list[Any]]
    draft: Mapped[dict[str, Any]]
    context: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), index=True)
    adopted_by: Mapped[str | None] = mapped_column(String(20))
    adopted_on: Mapped[date | None]
    review_due: Mapped[date | None] = mapped_column(index=True)
    ignored_number: Mapped[int | None]
    begun_at: Mapped[datetime]


class ContextProfile(Base):
    """What a group is like, in its own words: why a role may differ there."""

    __tablename__ = "context_profile"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    connectivity: Mapped[str] = mapped_column(String(20))
    languages: Mapped[str] = mapped_column(String(200))
    constraints: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class RoleModelling(Base):
    """How a group works out a role of its own, step by step. `texts`: step -> what the group wrote down.

    `requirements`: as in a version of a role, filled by the steps. `role_id`: the role, once adopted.
    """

    __tablename__ = "role_modelling"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("role.id"), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(5))
    texts: Mapped[dict[str, Any]]
    requirements: Mapped[list[Any]]
    adopted_by: Mapped[str | None] = mapped_column(String(20))
    adopted_on: Mapped[date | None]
    review_due: Mapped[date | None] = mapped_column(index=True)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
