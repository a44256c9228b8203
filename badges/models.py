"""Rows of achievements, awards and credentials.

The signed bytes are not here: they are in `issuers`, never rebuilt from these rows.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class AchievementKind(StrEnum):
    """What family an achievement is of."""

    MILESTONE = "milestone"
    SKILL = "skill"
    RECOGNITION = "recognition"
    COMPETENCY_LEVEL = "competency_level"


class AwardState(StrEnum):
    """Where an award stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class RecipientKind(StrEnum):
    """How the recipient was named."""

    ADDRESS = "address"
    USER_NAME = "user_name"


class RunState(StrEnum):
    """Where a list of awards stands."""

    RUNNING = "running"
    DONE = "done"


class RowState(StrEnum):
    """Where one row of a list stands."""

    WAITING = "waiting"
    AWARDED = "awarded"
    FAILED = "failed"


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
    `image`: {template, colour, alt} or {picture (id), alt};
    `alignments`: [{name, url, framework, code, verified}]; `assessment`, `evidence_rule` as in content files.
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


class AwardRun(Base):
    """A list of awards given at once. `fingerprint` recognises the same list coming again."""

    __tablename__ = "award_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("achievement_version.id"))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    state: Mapped[str] = mapped_column(String(10), default=RunState.RUNNING)
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    started_at: Mapped[datetime]
    rows: Mapped[list["AwardRunRow"]] = relationship(order_by="AwardRunRow.number")


class AwardRunRow(Base):
    """One row of a list: what was asked is sealed and cleared once it is done."""

    __tablename__ = "award_run_row"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("award_run.id"))
    number: Mapped[int]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default=RowState.WAITING)
    code: Mapped[str | None] = mapped_column(String(40))
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("award.id"))


class Award(Base):
    """An offer of a badge to one recipient. The recipient's address is sealed, and cleared in time."""

    __tablename__ = "award"
    __table_args__ = (Index("ix_award_of_issuer", "issuer_id", "awarded_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("achievement_version.id"), index=True)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    recipient_kind: Mapped[str] = mapped_column(String(10))
    recipient_digest: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    sealed_address: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[list[Any]]
    role_slug: Mapped[str | None] = mapped_column(String(80))
    path_slug: Mapped[str | None] = mapped_column(String(80))
    path_title: Mapped[dict[str, Any] | None]
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default=AwardState.OFFERED, index=True)
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    token_expires_at: Mapped[datetime | None]
    sends: Mapped[int] = mapped_column(default=0)
    awarded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    awarded_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[AchievementVersion] = relationship()


class Credential(Base):
    """An accepted award. Its id is the signed id, as `urn:uuid:<id>`; UNIQUE award: never issued twice."""

    __tablename__ = "credential"
    __table_args__ = (Index("ix_credential_of_person", "person_id", "accepted_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"), unique=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("achievement_version.id"), index=True)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    accepted_at: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    public_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str | None] = mapped_column(String(40))
    sealed_note: Mapped[bytes | None] = mapped_column(LargeBinary)
    version: Mapped[AchievementVersion] = relationship()
    award: Mapped[Award] = relationship()

    @property
    def urn(self) -> str:
        """The id inside the signed document."""
        return f"urn:uuid:{self.id}"


class RevocationProposal(Base):
    """A revocation for cause, waiting for a second person."""

    __tablename__ = "revocation_proposal"

    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    sealed_note: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    proposed_at: Mapped[datetime]
