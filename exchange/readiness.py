"""One's own readiness for a role by the JSON API: the gap, and the steps that close it."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from badges.queries.proofs import proofs
from competencies import queries as competencies
from competencies.gap import Gap, asked_for, levels, readiness
from competencies.next_steps import nothing_closes, useful_steps
from competencies.queries import latest, stances
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from pathways import queries as pathways
from schemas.readiness import ReadinessSchema

blueprint = Blueprint("readiness", __name__, url_prefix="/api/v1/me", description="One's own readiness")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("/readiness/<slug>")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, ReadinessSchema)
def show_readiness(slug: str) -> dict[str, Any]:
    """How far one is from a role, by its version in force, and the three most useful next steps."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    version = latest(competencies.role(slug))
    shown = competencies.shown_levels(person_id)
    found = readiness(asked_for(version.requirements), levels(shown))
    catalogue = pathways.catalogue(proofs(), pathways.paths(), pathways.topics())
    return {
        "role": slug,
        "version": version.number,
        "compared_at": clock.now(),
        "state": found.state.value,
        "musts": found.musts,
        "musts_met": found.musts_met,
        "must_gap_steps": found.must_gap_steps,
        "coverage": str(found.coverage),
        "requirements": _requirements(found.gaps, shown, person_id),
        "next_steps": useful_steps(found.gaps, levels(shown), catalogue),
        "nothing_closes": [gap.competency for gap in nothing_closes(found.gaps, catalogue)],
    }


def _requirements(gaps: tuple[Gap, ...], shown: Any, person_id: UUID) -> list[dict[str, Any]]:
    said = stances.own_levels(person_id)
    return [
        {
            "competency": gap.competency,
            "required": gap.required,
            "held": gap.held,
            "must": gap.must,
            "weight": gap.weight,
            "source": shown[gap.competency].source if gap.competency in shown else None,
            "own_level": said.get(gap.competency),
        }
        for gap in gaps
    ]
