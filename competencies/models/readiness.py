"""Rows of what a person kept of their own readiness: never changed, only deleted by its owner."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competencies.models.roles import Role
from foundation.columns import uuid7
from foundation.db import Base


class ReadinessSnapshot(Base):
    """How far a person was from one version of a role at a moment, written out so that nothing alters it.

    `role_title`: as it was then. `frameworks`: [{framework (slug), number}]. `held`: [{competency, level,
    source}], source being the IRI of the credential that shows it. `own_levels`: {competency: level} as the
    person said it, beside and never counted. `result`: {state, coverage ("3/8"), must_gap_steps, gaps}.
    """

    __tablename__ = "readiness_snapshot"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), index=True)
    role_number: Mapped[int]
    role_title: Mapped[dict[str, Any]]
    frameworks: Mapped[list[Any]]
    held: Mapped[list[Any]]
    own_levels: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime]
    role: Mapped[Role] = relationship()
