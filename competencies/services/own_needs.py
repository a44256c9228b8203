"""What the room keeps of a person for needs and assets: taken along, and forgotten."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from competencies.models import NeedsProfile, SkillStance, SpokenLanguage, VisitWeek
from competencies.queries import stances
from foundation.db import session
from foundation.plain import members, plain


def take(person_id: UUID) -> dict[str, Any]:
    """Give what a person says of their skills, what may be counted, and the weeks that are counted."""
    profile = session().get(NeedsProfile, person_id)
    weeks = select(VisitWeek.week).where(VisitWeek.person_id == person_id).order_by(VisitWeek.week)
    return {
        "skills": [
            {"competency": slug, **members(one, "known offered wanted level changed_at")}
            for slug, one in sorted(stances.own_stances(person_id).items())
        ],
        "needs_profile": members(profile, "region counted visits_counted changed_at") if profile else None,
        "spoken_languages": stances.languages(person_id),
        "visit_weeks": [plain(week) for week in session().scalars(weeks)],
    }


def erase(person_id: UUID) -> None:
    """Delete it all; what was published stays, as nobody is in it. Joins the open transaction."""
    for row_type in (SkillStance, SpokenLanguage, VisitWeek, NeedsProfile):
        session().execute(delete(row_type).where(row_type.person_id == person_id))
