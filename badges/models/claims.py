"""Rows of claims: what a learner asks a badge for, what shows it, and what was decided.

An evidence item is private to the assessors unless the claimant chooses otherwise, item by item.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from badges.models.achievements import AchievementVersion
from foundation.columns import uuid7
from foundation.db import Base


class ClaimState(StrEnum):
    """Where a claim stands; the moves are in `badges.moves`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    AWARDED = "awarded"
    DECLINED = "declined"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"


class EvidenceForm(StrEnum):
    """What an evidence item consists of."""

    LINK = "link"
    FILE = "file"
    TEXT = "text"


class Visibility(StrEnum):
    """Who sees an evidence item: the assessors; whoever the holder shows it to; all who see the badge."""

    PRIVATE = "private"
    ON_REQUEST = "on_request"
    EMBEDDED = "embedded"


class DecisionOutcome(StrEnum):
    """What an assessor decided; in part: some competencies are awarded, the gaps are named."""

    RETURNED = "returned"
    AWARDED = "awarded"
    AWARDED_IN_PART = "awarded_in_part"
    DECLINED = "declined"


class Claim(Base):
    """A learner's request for a badge. `credential_id` is the id of the credential to be, reserved now.

    `revision` goes up with every change, so that of two people who act on one state the second is told.
    `path_slug`, `path_title`, `role_slug`: what it was opened for, kept as values.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_queue", "issuer_id", "state", "submitted_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    credential_id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("achievement_version.id"), index=True)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=ClaimState.DRAFT)
    narrative: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="en")
    path_slug: Mapped[str | None] = mapped_column(String(80))
    path_title: Mapped[dict[str, Any] | None]
    role_slug: Mapped[str | None] = mapped_column(String(80))
    appeal: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("award.id"))
    version: Mapped[AchievementVersion] = relationship()
    evidence: Mapped[list["EvidenceItem"]] = relationship(
        order_by="EvidenceItem.position, EvidenceItem.id", passive_deletes=True
    )
    decisions: Mapped[list["AssessmentDecision"]] = relationship(
        order_by="AssessmentDecision.decided_at", passive_deletes=True
    )


class EvidenceItem(Base):
    """One piece of evidence. `kind` is of the vocabulary `evidence_kinds`; a link is never fetched."""

    __tablename__ = "evidence_item"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(4))
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.PRIVATE)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(2000))
    text: Mapped[str] = mapped_column(Text, default="")
    file_name: Mapped[str | None] = mapped_column(String(200))
    file_bytes: Mapped[int | None]
    file_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]


class EvidenceFile(Base):
    """The content of an evidence file, sealed in the vault and bound to its item."""

    __tablename__ = "evidence_file"

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey("evidence_item.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class EvidenceOpening(Base):
    """Somebody other than the claimant opened private evidence; the claimant sees this list."""

    __tablename__ = "evidence_opening"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id", ondelete="CASCADE"), index=True)
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime]


class AssessmentDecision(Base):
    """What an assessor decided. Never changed; another decision adds a row.

    `judgements`: [{competency (slug), version (number), wanted, level (0 to 4), reason, rubric_digest}]:
    `rubric_digest` is the SHA-256, in hexadecimal, of the rubric (the texts of all levels) it was judged
    against. Awarded in part, each also has `awarded`: the level that the claimant has now, or 0; and, where
    that was given now, `award_id`.
    `counted`: ids of the endorsements that counted. `revision` is the claim's that was judged.
    """

    __tablename__ = "assessment_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    assessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    judgements: Mapped[list[Any]]
    counted: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(Text)
    advice: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int]
    decided_at: Mapped[datetime]
