"""Rows of frameworks that are being written: one draft of each, and what every edit of it changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class FrameworkDraft(Base):
    """The tree of a framework as it is being written (`competencies.draft_tree`); it stays after publishing.

    `slug`: the address, before there is a framework too. `states`, `sources`: see `competencies.translating`.
    `base`: competency slug -> the version that the draft knows. `revision` counts the edits: whoever
    sends an older one is told, and overwrites nothing. `published_revision`: the one last published.
    """

    __tablename__ = "framework_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    framework_id: Mapped[UUID | None] = mapped_column(ForeignKey("framework.id"), unique=True)
    source: Mapped[str] = mapped_column(String(8))
    tree: Mapped[dict[str, Any]]
    states: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    base: Mapped[dict[str, Any]]
    revision: Mapped[int]
    published_revision: Mapped[int | None]
    derived_from: Mapped[str | None] = mapped_column(String(80))
    derived_number: Mapped[int | None]
    edited_at: Mapped[datetime]
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)


class FrameworkDraftChange(Base):
    """What one edit changed: differences as `competencies.tree_diff` gives them."""

    __tablename__ = "framework_draft_change"
    __table_args__ = (UniqueConstraint("draft_id", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("framework_draft.id", ondelete="CASCADE"))
    revision: Mapped[int]
    changes: Mapped[list[Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
