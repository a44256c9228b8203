"""Rows of reports: somebody says that something here should be looked at."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class ReportKind(StrEnum):
    """What a report is about."""

    CREDENTIAL = "credential"
    ENDORSEMENT = "endorsement"
    ENDORSEMENT_REQUEST = "endorsement_request"
    CLAIM = "claim"
    BADGE = "badge"
    GROUP = "group"
    THANKS = "thanks"
    NOMINATION = "nomination"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    ANSWERED = "answered"


class Report(Base):
    """One report. What was written is sealed; `group_id` is the group whose stewards see it."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_of_group", "group_id", "state", "made_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))
    reason: Mapped[str] = mapped_column(String(20))
    sealed_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    for_safety: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=ReportState.OPEN)
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
