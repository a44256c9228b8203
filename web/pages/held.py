"""The page of the roles that one holds for groups, or is asked to hold: the person says yes first."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies.queries import latest, plans
from competencies.services import holding
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from issuers import queries as issuers

blueprint = Blueprint("held", __name__, url_prefix="/way/held")

SEE_OTHER = 303


@blueprint.get("")
def roles_held() -> str:
    """Show what waits for a yes, and what one holds."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    found = plans.holdings_of(person_id)
    return render_template(
        "way/held.html",
        asked=[one for one in found if one.accepted_at is None],
        held=[one for one in found if one.accepted_at is not None],
        groups={one.group_id: issuers.issuer(one.group_id) for one in found},
        latest=latest,
    )


@blueprint.post("/<uuid:holding_id>/accept")
@limiter.limit(WRITE)
def accept(holding_id: UUID) -> Response:
    """Say yes."""
    holding.accept(current_actor(), holding_id)
    flash(_("Your group sees now that you hold this role."), "success")
    return redirect(url_for("held.roles_held"), SEE_OTHER)


@blueprint.post("/<uuid:holding_id>/decline")
@limiter.limit(WRITE)
def decline(holding_id: UUID) -> Response:
    """Say no."""
    holding.decline(current_actor(), holding_id)
    flash(_("You said no. Nobody is told."), "success")
    return redirect(url_for("held.roles_held"), SEE_OTHER)


@blueprint.post("/<uuid:holding_id>/hand-back")
@limiter.limit(WRITE)
def hand_back(holding_id: UUID) -> Response:
    """Hold it no more."""
    holding.hand_back(current_actor(), holding_id)
    flash(_("You do not hold this role any more. Thank you for what you did."), "success")
    return redirect(url_for("held.roles_held"), SEE_OTHER)
