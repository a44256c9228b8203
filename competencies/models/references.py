"""Rows of frameworks that come from elsewhere: read-only, as they were imported, apart from our own.

Every import writes rows of its own (`load_id`) and is switched on at once: a framework shows the rows of
its `load_id`, so nobody ever sees half of one. `body` is the JSON of a thing, value for value as it came.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class LoadState(StrEnum):
    """How far an import is."""

    FETCHING = "fetching"
    STAGED = "staged"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReferenceFramework(Base):
    """A framework from elsewhere. `frame`: what of the package stands beside its lists, as JSON.

    `identifier` is its makers' own: two groups may each have a copy (docs/adr/0014-copies-of-frameworks.md).
    """

    __tablename__ = "reference_framework"
    __table_args__ = (UniqueConstraint("owner_id", "identifier"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    identifier: Mapped[UUID] = mapped_column(index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    load_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    creator: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    edition: Mapped[str] = mapped_column(String(60))
    case_version: Mapped[str] = mapped_column(String(8))
    source_url: Mapped[str | None] = mapped_column(String(500))
    document: Mapped[str] = mapped_column(Text)
    frame: Mapped[str] = mapped_column(Text)
    item_count: Mapped[int]
    imported_at: Mapped[datetime]


class ReferenceItem(Base):
    """One CFItem. `parent` (an identifier) and `rank` are its place in the tree; `sought` is searched."""

    __tablename__ = "reference_item"
    __table_args__ = (Index("ix_reference_item_place", "load_id", "parent", "rank"),)

    load_id: Mapped[UUID] = mapped_column(primary_key=True)
    identifier: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]
    parent: Mapped[UUID | None]
    rank: Mapped[int]
    child_count: Mapped[int]
    code: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    statement: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    sought: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class ReferenceAssociation(Base):
    """One CFAssociation. `origin` and `destination` are identifiers, of whatever form they have."""

    __tablename__ = "reference_association"

    load_id: Mapped[UUID] = mapped_column(primary_key=True)
    identifier: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(120))
    origin: Mapped[str] = mapped_column(String(300), index=True)
    destination: Mapped[str] = mapped_column(String(300), index=True)
    body: Mapped[str] = mapped_column(Text)


class ReferencePart(Base):
    """One CFRubric or one definition. `kind` is the list that it stands in, such as "CFLicenses"."""

    __tablename__ = "reference_part"

    load_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    identifier: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class ReferenceLoad(Base):
    """An import: what was sent, looked over (`summary`, JSON), and how far its rows are written.

    `body` is the package as compressed JSON, kept only until it is written or a day has passed.
    """

    __tablename__ = "reference_load"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    identifier: Mapped[UUID | None]
    source_url: Mapped[str | None] = mapped_column(String(500))
    summary: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(60))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
