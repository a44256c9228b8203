"""Rows of endorsements: from the request or the offer to the signed EndorsementCredential."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from badges.models.achievements import AchievementVersion
from foundation.db import Base


class EndorsementState(StrEnum):
    """Where an endorsement stands; the moves are in `badges.moves`."""

    REQUESTED = "requested"
    OFFERED = "offered"
    DRAFTED = "drafted"
    SIGNED = "signed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class NameChoice(StrEnum):
    """Which name of the endorser is written into the signed endorsement."""

    AFFILIATE = "affiliate"
    USER_NAME = "user_name"
    DISPLAY_NAME = "display_name"


class WithdrawalReason(StrEnum):
    """Why an endorser took an endorsement back."""

    MISTAKE = "mistake"
    NO_LONGER_TRUE = "no_longer_true"
    PRIVACY = "privacy"
    OTHER = "other"


class Endorsement(Base):
    """What one person says they saw another do. Its id is the signed id, as `urn:uuid:<id>`.

    `subject_id` is the id of the credential it is about, which may still be only reserved (`claim_id`).
    `token_digest`: a link for an endorser who was not named by an account; used once.
    `level` None: no level is stated. `written_name` is exactly what was signed.
    """

    __tablename__ = "endorsement"
    __table_args__ = (
        Index("ix_endorsement_of_endorser", "endorser_id", "asked_at", "id"),
        Index("ix_endorsement_of_holder", "holder_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim.id", ondelete="SET NULL"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("achievement_version.id"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    endorser_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime | None] = mapped_column(index=True)
    competency: Mapped[str | None] = mapped_column(String(80))
    competency_version: Mapped[int | None]
    level: Mapped[int | None]
    relation: Mapped[str | None] = mapped_column(String(40))
    seen_from: Mapped[date | None]
    seen_until: Mapped[date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="en")
    name_choice: Mapped[str] = mapped_column(String(12), default=NameChoice.AFFILIATE)
    affiliate_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))
    written_name: Mapped[str | None] = mapped_column(String(200))
    profile_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))
    signed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None] = mapped_column(String(20))
    suppressed_at: Mapped[datetime | None]
    version: Mapped[AchievementVersion] = relationship()

    @property
    def urn(self) -> str:
        """The id inside the signed document."""
        return f"urn:uuid:{self.id}"
