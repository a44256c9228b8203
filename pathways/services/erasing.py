"""Leaving: what this room forgets of a person."""

from uuid import UUID

from sqlalchemy import delete

from foundation.db import transaction
from pathways.models import Enrolment, StepDone


def erase(person_id: UUID) -> None:
    """Delete the paths that the person follows, and the steps that are done. Joins the open transaction."""
    with transaction() as session:
        session.flush()
        for row_type in (Enrolment, StepDone):
            session.execute(delete(row_type).where(row_type.person_id == person_id))
