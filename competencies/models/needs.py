"""Rows of needs and assets: what people say of their skills, how groups see themselves, what was published.

Nothing here is a sensitive attribute: a region is a broad one that the person chose, and may be left open.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class SkillStance(Base):
    """What a person says of one competency; only that person sees it. Who offers it knows it."""

    __tablename__ = "skill_stance"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id"), primary_key=True, index=True)
    known: Mapped[bool]
    offered: Mapped[bool]
    wanted: Mapped[bool]
    level: Mapped[int | None]
    changed_at: Mapped[datetime]


class NeedsProfile(Base):
    """What a person lets be counted: `counted` for stances and badges, `visits_counted` for weeks here."""

    __tablename__ = "needs_profile"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    region: Mapped[str | None] = mapped_column(String(40))
    counted: Mapped[bool] = mapped_column(default=False)
    visits_counted: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class SpokenLanguage(Base):
    """A language that a person chose to name."""

    __tablename__ = "spoken_language"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)


class VisitWeek(Base):
    """A week (its Monday) in which somebody signed in who lets that be counted. Deleted after a year."""

    __tablename__ = "visit_week"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)


class GroupRating(Base):
    """How a group saw itself on a day. A new rating adds a row; the newest counts, for twelve months."""

    __tablename__ = "group_rating"
    __table_args__ = (Index("ix_group_rating_of_group", "group_id", "rated_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    robustness: Mapped[int]
    rated_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class NeedSnapshot(Base):
    """What was published for one month, for good. `last`: what the next month has to hold on to."""

    __tablename__ = "need_snapshot"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    period: Mapped[str] = mapped_column(String(7), unique=True)
    method: Mapped[int]
    made_up: Mapped[bool] = mapped_column(default=False)
    published: Mapped[dict[str, Any]]
    last: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime]


class Initiative(Base):
    """What a group did about a need; `period` is the month whose numbers showed it."""

    __tablename__ = "initiative"
    __table_args__ = (Index("ix_initiative_of_group", "group_id", "started_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id"), index=True)
    period: Mapped[str | None] = mapped_column(String(7))
    need: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
