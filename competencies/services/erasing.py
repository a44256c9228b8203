"""Leaving: what this room forgets of a person. Aims and attainments go with the person's row."""

from uuid import UUID

from sqlalchemy import delete, update

from competencies.models import (
    Aim,
    Attainment,
    CompetencyVersion,
    DismissedSuggestion,
    FrameworkDraft,
    FrameworkDraftChange,
    Openness,
    ReadinessSnapshot,
    RoleHolding,
    RoleVersion,
)
from competencies.services import leavers_name, own_needs
from foundation.db import transaction


def erase(person_id: UUID) -> None:
    """Delete aims and attainments, blank who published what and who does it. Joins the open transaction."""
    with transaction() as session:
        session.flush()
        own_needs.erase(person_id)
        leavers_name.forget(person_id)
        for row_type in (ReadinessSnapshot, RoleHolding, Aim, Attainment, DismissedSuggestion, Openness):
            session.execute(delete(row_type).where(row_type.person_id == person_id))
        for version in (CompetencyVersion, RoleVersion):
            published = version.published_by == person_id
            session.execute(update(version).where(published).values(published_by=None))
        for column in (FrameworkDraft.edited_by, FrameworkDraftChange.changed_by):
            session.execute(update(column.class_).where(column == person_id).values({column.key: None}))
