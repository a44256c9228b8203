"""What this room knows of a person, for that person to take along."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from foundation.db import session as read
from foundation.plain import members
from pathways.models import Enrolment, Path, StepDone


def take(person_id: UUID) -> dict[str, Any]:
    """Give the paths that the person follows, and the steps that are done."""
    followed = select(Enrolment, Path.slug).join(Path, Path.id == Enrolment.path_id)
    done = select(StepDone, Path.slug).join(Path, Path.id == StepDone.path_id)
    paths = followed.where(Enrolment.person_id == person_id).order_by(Enrolment.since, Enrolment.id)
    steps = done.where(StepDone.person_id == person_id).order_by(StepDone.done_at, Path.slug, StepDone.step)
    return {
        "paths": [
            {"path": slug, **members(one, "state since changed_at")} for one, slug in read().execute(paths)
        ],
        "steps": [{"path": slug, **members(one, "step done_at")} for one, slug in read().execute(steps)],
    }
