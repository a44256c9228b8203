"""Rows of frameworks, competencies and roles. Published versions are never changed; an edit adds one.

Texts are maps from language to text ({"en": "...", "ar": "..."}); `reviewed` lists the languages
whose texts a fluent speaker has looked at: only those may be signed.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class Framework(Base):
    """A set of competencies that a group publishes."""

    __tablename__ = "framework"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    versions: Mapped[list["FrameworkVersion"]] = relationship(order_by="FrameworkVersion.number")


class FrameworkVersion(Base):
    """Texts of a framework: title, description, domains [{id, title}], levels [{level, title, ...}]."""

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("framework_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id"))
    number: Mapped[int]
    title: Mapped[dict[str, Any]]
    description: Mapped[dict[str, Any]]
    domains: Mapped[list[Any]]
    levels: Mapped[list[Any]]
    vocabularies: Mapped[dict[str, Any]]
    reviewed: Mapped[list[Any]]
    published_at: Mapped[datetime]


class Competency(Base):
    """Something a person can be seen to do, on four levels."""

    __tablename__ = "competency"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(20))
    framework_id: Mapped[UUID | None] = mapped_column(ForeignKey("framework.id"), index=True)
    domain: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    versions: Mapped[list["CompetencyVersion"]] = relationship(order_by="CompetencyVersion.number")


class CompetencyVersion(Base):
    """Texts of a competency: title, statement, rubric (four text maps, level 1 first), alignments."""

    __tablename__ = "competency_version"
    __table_args__ = (UniqueConstraint("competency_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id"))
    number: Mapped[int]
    title: Mapped[dict[str, Any]]
    statement: Mapped[dict[str, Any]]
    rubric: Mapped[list[Any]]
    typical_evidence: Mapped[list[Any]]
    alignments: Mapped[list[Any]]
    reviewed: Mapped[list[Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]


class Role(Base):
    """Something people take on for a group."""

    __tablename__ = "role"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    versions: Mapped[list["RoleVersion"]] = relationship(order_by="RoleVersion.number")


class RoleVersion(Base):
    """Texts and requirements of a role: [{competency (slug), level 1-4, must, weight}]."""

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


class Attainment(Base):
    """A person reached a level of a competency, as a credential shows. Expiry is judged when read."""

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


class Aim(Base):
    """A role that a person works towards; only the person sees it."""

    __tablename__ = "aim"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    since: Mapped[datetime]
