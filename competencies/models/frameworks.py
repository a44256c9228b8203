"""Rows of frameworks and competencies. Published versions are never changed; an edit adds one.

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
    """A set of competencies that a group publishes. `derived_from`: the slug of the framework it began as."""

    __tablename__ = "framework"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    derived_from: Mapped[str | None] = mapped_column(String(80), index=True)
    derived_number: Mapped[int | None]
    versions: Mapped[list["FrameworkVersion"]] = relationship(order_by="FrameworkVersion.number")


class FrameworkVersion(Base):
    """Texts of a framework: title, description, domains [{id, title}], levels [{level, title, ...}].

    `members`: [{competency (slug), version, code, domain, order}], all that stands in it. `source`: the
    language that the others were translated from, where somebody said so.
    """

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
    members: Mapped[list[Any]]
    source: Mapped[str | None] = mapped_column(String(8))


class Competency(Base):
    """Something a person can be seen to do, on four levels.

    `taken_out_at`: since when its framework goes without it. `derived_from`: the slug it was derived from.
    """

    __tablename__ = "competency"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(20))
    framework_id: Mapped[UUID | None] = mapped_column(ForeignKey("framework.id"), index=True)
    domain: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    taken_out_at: Mapped[datetime | None]
    derived_from: Mapped[str | None] = mapped_column(String(80))
    derived_number: Mapped[int | None]
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
