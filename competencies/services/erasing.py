"""Leaving: what this room forgets of a person. Aims and attainments go with the person's row."""

from uuid import UUID

from sqlalchemy import delete, update

from competencies.models import Aim, Attainment, CompetencyVersion, RoleVersion
from foundation.db import transaction


def erase(person_id: UUID) -> None:
    """Delete aims and attainments, and blank who published what. Joins the open transaction."""
    with transaction() as session:
        session.flush()
        for row_type in (Aim, Attainment):
            session.execute(delete(row_type).where(row_type.person_id == person_id))
        for version in (CompetencyVersion, RoleVersion):
            published = version.published_by == person_id
            session.execute(update(version).where(published).values(published_by=None))
