"""What one is near to; and, for stewards, who of those who let themselves be found is near to a role.

Neither page knows a score, and the second one mixes its bands anew each time it is opened.
"""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.gap import State
from competencies.models import Role
from competencies.queries import openness
from competencies.services import opening
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from mentoring.queries import near
from web.language import plain

blueprint = Blueprint("near", __name__)

SEE_OTHER = 303


@blueprint.get("/way/near")
def own() -> str:
    """Show the roles of one's groups by how near one is, and reference roles beside them, with reasons."""
    actor, now = current_actor(), clock.now()
    if actor.person_id is None:
        raise SignInNeededError
    mine, others = near.roles_around(actor.groups)
    own_found = near.roles_near(actor.person_id, _by_title(mine), now)
    other_found = near.roles_near(actor.person_id, _by_title(others), now)
    every = [one.nearness for found in (own_found, other_found) for some in found.values() for one in some]
    return render_template(
        "finding/near.html",
        own=own_found,
        others=other_found,
        states=list(State),
        words=near.words_of(every),
        group_names={one.id: one.name for one in issuers.groups()},
        dismissed=openness.dismissals(actor.person_id, now),
        titles={one.id: one for one in competencies.roles()},
        latest=competencies.latest,
    )


@blueprint.post("/way/near/<slug>/not-interested")
@limiter.limit(WRITE)
def dismiss(slug: str) -> Response:
    """Not be interested in a role for six months."""
    opening.dismiss(current_actor(), slug)
    flash(_("This role is not suggested to you for six months, and you are not shown for it."), "success")
    return redirect(url_for("near.own"), SEE_OTHER)


@blueprint.post("/way/near/<slug>/interested")
@limiter.limit(WRITE)
def take_back(slug: str) -> Response:
    """Be interested again."""
    opening.take_back(current_actor(), slug)
    flash(_("This role can be suggested to you again."), "success")
    return redirect(url_for("near.own"), SEE_OTHER)


@blueprint.get("/groups/<slug>/near")
def of_group(slug: str) -> str:
    """Show a steward who let themselves be found and is ready or near for one role of the group."""
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.OPEN_PEOPLE_SEE, Scope(group_id=group.id))
    roles = _by_title(competencies.roles_in_force(group.id))
    asked = request.args.get("role", "")
    role = _asked(roles, asked) if asked else None
    found = _found(group, role) if role else {}
    return render_template(
        "finding/group_near.html",
        group=group,
        roles=roles,
        role=role,
        found=found,
        words=near.words_of([one.nearness for some in found.values() for one in some]),
        latest=competencies.latest,
    )


def _found(group: Issuer, role: Role) -> dict[State, list[near.PersonNear]]:
    """Mixed by a chance that nobody can foresee, so that nobody stands first twice for any reason."""
    return near.people_near(group.id, role, clock.now(), secrets.SystemRandom())


def _asked(roles: list[Role], slug: str) -> Role:
    found = next((one for one in roles if one.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found


def _by_title(roles: list[Role]) -> list[Role]:
    return sorted(roles, key=lambda one: (plain(competencies.latest(one).title).casefold(), one.slug))
