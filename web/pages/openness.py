"""Letting oneself be found: what stewards will see, until when, and one tap to end it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.queries import openness
from competencies.services import opening
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Actor
from issuers import queries as issuers
from web.forms import form_page

blueprint = Blueprint("openness", __name__, url_prefix="/account/openness")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
MONTHS = (1, 3, 6, 12)


@blueprint.get("")
def overview() -> str:
    """Show what one is open for, and the form for more."""
    actor, person_id = _somebody()
    typed = {"months": "6", "role": request.args.get("role", "")}
    return render_template("finding/openness.html", typed=typed, errors={}, **_shape(actor, person_id))


@blueprint.post("")
@limiter.limit(WRITE)
def begin() -> Answer:
    """Let oneself be found."""
    actor, person_id = _somebody()
    form = request.form
    try:
        opening.open_up(
            actor, group=form.get("group", ""), role=form.get("role", ""), months=_number(form.get("months"))
        )
    except InvalidError as error:
        return form_page("finding/openness.html", error, **_shape(actor, person_id))
    flash(_("You can be found now. You can end it on this page at any time."), "success")
    return redirect(url_for("openness.overview"), SEE_OTHER)


@blueprint.post("/<uuid:openness_id>/end")
@limiter.limit(WRITE)
def end(openness_id: UUID) -> Response:
    """Be found no more."""
    opening.end(current_actor(), openness_id)
    flash(_("Ended. Nobody finds you by this any more."), "success")
    return redirect(url_for("openness.overview"), SEE_OTHER)


def _somebody() -> tuple[Actor, UUID]:
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    return actor, actor.person_id


def _shape(actor: Actor, person_id: UUID) -> dict[str, Any]:
    groups = [one for one in issuers.groups() if one.id in actor.groups]
    roles = [one for one in competencies.roles_in_force() if one.owner_id in actor.groups]
    rows = openness.openings_of(person_id, clock.now())
    named = {one.id: one for one in issuers.groups()}
    return {
        "rows": rows,
        "groups": groups,
        "roles": roles,
        "group_names": {one.group_id: named[one.group_id].name for one in rows if one.group_id in named},
        "role_titles": _titles({one.role_id for one in rows if one.role_id}),
        "latest": competencies.latest,
        "months": MONTHS,
        "locked": actor.locked,
    }


def _titles(ids: set[UUID]) -> dict[UUID, Any]:
    return {one.id: competencies.latest(one).title for one in competencies.roles() if one.id in ids}


def _number(text: str | None) -> int:
    """Give the number of months; what is none is refused as one that is out of range."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004 - digits
