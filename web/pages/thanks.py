"""Pages of thanks: writing them, those one received and gave, and who may read them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from badges.queries import recognitions
from competencies import queries as competencies
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from mentoring.queries import thanks
from mentoring.queries.thanks import ThanksView
from mentoring.services import thanking, wishing
from web.forms import form_page

blueprint = Blueprint("thanks", __name__, url_prefix="/thanks")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303


@blueprint.get("")
def overview() -> str:
    """Show the thanks that one received and gave, and what one allows."""
    person_id = _person()
    number, given_number, away_number = _page("page"), _page("given"), _page("away")
    received, more_received = thanks.received(person_id, page=number)
    given, more_given = thanks.given(person_id, page=given_number)
    away, more_away = thanks.put_away(person_id, page=away_number)
    return render_template(
        "thanks/list.html",
        received=received,
        given=given,
        away=away,
        number=number,
        given_number=given_number,
        away_number=away_number,
        more_received=more_received,
        more_given=more_given,
        more_away=more_away,
        wishes=thanks.wishes(person_id),
        **_about([*received, *given, *away]),
    )


@blueprint.get("/new")
def new() -> str:
    """Show the form for thanking somebody."""
    require(current_actor(), Action.THANKS_GIVE, Scope())
    typed = {name: request.args.get(name, "") for name in ("user_name", "group", "competency", "recognition")}
    return render_template("thanks/new.html", typed=typed, errors={}, **_form())


@blueprint.post("/new")
@limiter.limit(WRITE)
def give() -> Answer:
    """Thank somebody."""
    form = request.form
    words = {name: form.get(name, "") for name in ("user_name", "text", "group", "competency", "recognition")}
    try:
        row = thanking.thank(current_actor(), **words)
    except InvalidError as error:
        return form_page("thanks/new.html", error, **_form())
    alone = _("Your thanks have arrived. Who received them chooses whether others may read them.")
    with_badge = _("Your thanks have arrived, and the badge waits for a yes.")
    flash(with_badge if words["recognition"] else alone, "success")
    return redirect(url_for("thanks.one", thanks_id=row.id), SEE_OTHER)


@blueprint.get("/<uuid:thanks_id>")
def one(thanks_id: UUID) -> str:
    """Show thanks to the two, or to anybody while they are shown."""
    actor = current_actor()
    found = thanking.seen(actor, thanks_id)
    return render_template(
        "thanks/one.html",
        view=found,
        is_receiver=actor.person_id == found.row.receiver_id,
        is_giver=actor.person_id == found.row.giver_id,
        **_about([found]),
    )


@blueprint.post("/<uuid:thanks_id>/visibility")
@limiter.limit(WRITE)
def choose(thanks_id: UUID) -> Response:
    """Choose who may read thanks that one received."""
    visibility = request.form.get("visibility", "")
    thanking.choose(current_actor(), thanks_id, visibility)
    flash(_chosen(visibility), "success")
    return redirect(url_for("thanks.one", thanks_id=thanks_id), SEE_OTHER)


@blueprint.post("/wishes")
@limiter.limit(WRITE)
def wish() -> Response:
    """Keep whether others may thank and nominate one."""
    form = request.form
    wishing.wish(
        current_actor(),
        may_be_thanked=form.get("may_be_thanked") == "yes",
        may_be_nominated=form.get("may_be_nominated") == "yes",
    )
    flash(_("Your choices are kept."), "success")
    return redirect(url_for("thanks.overview"), SEE_OTHER)


def _chosen(visibility: str) -> str:
    words: Mapping[str, str] = {
        "private": _("Only the two of you can read them now."),
        "shown": _("Everybody who has their address can read them now."),
        "hidden": _("They are put away. You find them at the end of your list."),
    }
    return words[visibility]


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _page(name: str) -> int:
    return max(1, request.args.get(name, 1, int))


def _form() -> dict[str, Any]:
    actor, every = current_actor(), issuers.groups()
    owners = {one.id: one for one in every}
    mine = [one for one in every if one.id in actor.groups]
    named = request.values.get("group", "")
    there = {one.slug for one in mine}
    gifts = sorted(recognitions.to_give(), key=lambda one: (one.owner_id not in actor.groups, one.slug))
    return {
        "groups": mine + [one for one in every if one.slug == named and named not in there],
        "competencies": competencies.competencies(),
        "recognitions": [(one, owners[one.owner_id].name) for one in gifts if one.owner_id in owners],
        "latest": competencies.latest,
        "least": thanking.LEAST_CHARACTERS,
        "most": thanking.MOST_CHARACTERS,
        "a_day": thanking.MOST_A_DAY,
    }


def _about(views: list[ThanksView]) -> dict[str, Any]:
    """Give the names of groups and the competencies that these speak of, by id."""
    wanted = {one.row.competency_id for one in views if one.row.competency_id}
    found = competencies.competencies() if wanted else []
    groups = issuers.groups() if any(one.row.group_id for one in views) else []
    return {
        "group_by_id": {one.id: one for one in groups},
        "competency_by_id": {one.id: one for one in found if one.id in wanted},
        "latest": competencies.latest,
        "reader_id": current_actor().person_id,
    }
