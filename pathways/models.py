"""Rows of learning resources and paths."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class Resource(Base):
    """Something to learn from. `body` is the item of the content file: title, summary, text, format, ..."""

    __tablename__ = "resource"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    body: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class Path(Base):
    """A learning path, or a packet for newcomers and groups."""

    __tablename__ = "path"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    versions: Mapped[list["PathVersion"]] = relationship(order_by="PathVersion.number")


class PathVersion(Base):
    """One published path. `steps`: [{id, kind, ref, required, text?, duration_minutes?}] in order."""

    __tablename__ = "path_version"
    __table_args__ = (UniqueConstraint("path_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    path_id: Mapped[UUID] = mapped_column(ForeignKey("path.id"))
    number: Mapped[int]
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    need: Mapped[dict[str, Any]]
    audience: Mapped[str] = mapped_column(String(20))
    is_packet: Mapped[bool]
    steps: Mapped[list[Any]]
    leads_to_badges: Mapped[list[Any]]
    leads_to_roles: Mapped[list[Any]]
    prerequisite_badges: Mapped[list[Any]]
    stated_minutes: Mapped[int | None]
    reviewed: Mapped[list[Any]]
    published_at: Mapped[datetime]


class EnrolmentState(StrEnum):
    """Where a person stands on a path: started, paused and back, completed or left."""

    STARTED = "started"
    PAUSED = "paused"
    COMPLETED = "completed"
    LEFT = "left"


class Enrolment(Base):
    """A person follows a path; only the person sees it."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "path_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    path_id: Mapped[UUID] = mapped_column(ForeignKey("path.id"))
    state: Mapped[str] = mapped_column(String(10), default=EnrolmentState.STARTED)
    since: Mapped[datetime]
    changed_at: Mapped[datetime]
    path: Mapped[Path] = relationship()


class StepDone(Base):
    """A person did a step of a path. Steps that are badges are not here: credentials show them."""

    __tablename__ = "step_done"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    path_id: Mapped[UUID] = mapped_column(ForeignKey("path.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(80), primary_key=True)
    done_at: Mapped[datetime]
