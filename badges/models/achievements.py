"""Rows of achievements: what can be earned, and its published versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class AchievementKind(StrEnum):
    """What family an achievement is of."""

    MILESTONE = "milestone"
    SKILL = "skill"
    RECOGNITION = "recognition"
    COMPETENCY_LEVEL = "competency_level"


class Picture(Base):
    """An uploaded picture of a badge, drawn anew as PNG, at most 600 pixels wide."""

    __tablename__ = "picture"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    added_at: Mapped[datetime]


class Achievement(Base):
    """A badge that can be earned; one per competency and level as well (`competency_id`, `level`)."""

    __tablename__ = "achievement"
    __table_args__ = (UniqueConstraint("competency_id", "level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int | None]
    versions: Mapped[list["AchievementVersion"]] = relationship(order_by="AchievementVersion.number")


class AchievementVersion(Base):
    """One published text of an achievement. Texts are language maps; `reviewed` are the signable languages.

    `proves`: [{competency (slug), version, level, framework_version (number, or None)}];
    `image`: {template, colour, shape ("note"; none: a medal), alt} or {picture (id), alt};
    `alignments`: as `competencies.alignments` has them; `assessment`, `evidence_rule` as in content files.
    """

    __tablename__ = "achievement_version"
    __table_args__ = (UniqueConstraint("achievement_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    achievement_id: Mapped[UUID] = mapped_column(ForeignKey("achievement.id"))
    number: Mapped[int]
    name: Mapped[dict[str, Any]]
    description: Mapped[dict[str, Any]]
    criteria: Mapped[dict[str, Any]]
    achievement_type: Mapped[str] = mapped_column(String(60))
    tags: Mapped[list[Any]]
    proves: Mapped[list[Any]]
    alignments: Mapped[list[Any]]
    assessment: Mapped[dict[str, Any]]
    evidence_rule: Mapped[dict[str, Any]]
    methods: Mapped[list[Any]] = mapped_column(default=list)
    limits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    validity_months: Mapped[int | None]
    counts_towards_roles: Mapped[bool]
    image: Mapped[dict[str, Any]]
    reviewed: Mapped[list[Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    achievement: Mapped[Achievement] = relationship(back_populates="versions", viewonly=True)
