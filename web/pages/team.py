"""The page of what a group can do together: a role beside what its people show. For its stewards."""

from flask import Blueprint, render_template, request

from accounts import queries as people
from competencies import queries as competencies
from competencies.queries import team as teams
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import NotFoundError
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.connections import level_titles

blueprint = Blueprint("team", __name__, url_prefix="/groups/<slug>/team")


@blueprint.get("")
def team(slug: str) -> str:
    """Show who together meets what a role asks for; without a role, which roles there are."""
    group = _group(slug)
    asked = request.args.get("role", "")
    found = teams.team(group.id, competencies.role(asked), clock.now()) if asked else None
    wanted = {row.requirement.competency for row in found.coverage.rows} if found else set()
    named = competencies.competencies_by_slug(wanted)
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in named.values() if one.framework_id}
    )
    names = {one.person_id: one.user_name for one in people.seats_of_group(group.id)}
    return render_template(
        "groups/team.html",
        group=group,
        team=found,
        roles=sorted(competencies.roles_in_force(), key=lambda one: (one.owner_id != group.id, one.slug)),
        competencies=named,
        levels={slug: level_titles(one, frameworks) for slug, one in named.items()},
        names=names,
        latest=competencies.latest,
    )


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    require(current_actor(), Action.TEAM_SEE, Scope(group_id=found.id))
    return found
