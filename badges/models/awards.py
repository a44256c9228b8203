"""Rows of awards and credentials.

The signed bytes are not here: they are in `issuers`, never rebuilt from these rows.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from badges.models.achievements import AchievementVersion
from foundation.columns import uuid7
from foundation.db import Base


class AwardState(StrEnum):
    """Where an award stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class RecipientKind(StrEnum):
    """How the recipient was named; a claimant is known as a person already."""

    ADDRESS = "address"
    USER_NAME = "user_name"
    PERSON = "person"


class Provenance(StrEnum):
    """Who decided on an award, where that was not the group itself: a peer, who gave a recognition."""

    PEER = "peer"


class RunState(StrEnum):
    """Where a list of awards stands."""

    RUNNING = "running"
    DONE = "done"


class RowState(StrEnum):
    """Where one row of a list stands."""

    WAITING = "waiting"
    AWARDED = "awarded"
    FAILED = "failed"


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
    """An offer of a badge to one recipient. The recipient's address is sealed, and cleared in time.

    `credential_id` is the id that was reserved when the claim opened; None: one is drawn at accept.
    `provenance`: "peer" where a peer gave a recognition; None: the group decided.
    """

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
    provenance: Mapped[str | None] = mapped_column(String(10))
    awarded_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    credential_id: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[AchievementVersion] = relationship()


class Credential(Base):
    """An accepted award. Its id is the signed id, as `urn:uuid:<id>`; UNIQUE award: never issued twice.

    `hidden_at`: the holder put it away, out of the passport. `suppressed_at`: a steward, or trust and
    safety, took its page from the public view. `given_up_at`: the holder gave it up, for good.
    """

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
    given_up_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    suppressed_at: Mapped[datetime | None]
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
