"""Pages of one's own data: what was done with it, taking everything along, leaving."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from accounts import queries
from accounts.services import erasing
from credentials.unicode_forms import normalised
from foundation import audit
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError, invalid
from foundation.limits import SIGN_IN, TAKE_ALONG, limiter
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from web import leaving, taking_along, visitors
from web.activity_words import told
from web.forms import form_page

blueprint = Blueprint("own_data", __name__)
Answer = str | WerkzeugResponse | tuple[str, int]
SEE_OTHER = 303
PAGE_EVENTS = 50
MOST_PAGES = 100_000  # a page beyond is empty, whatever number somebody typed


def _somebody(action: Action) -> tuple[Actor, UUID]:
    actor = current_actor()
    require(actor, action, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor, actor.person_id


@blueprint.get("/account/activity")
def activity() -> str:
    """Show what was done with the data of who is signed in, newest first."""
    _actor, person_id = _somebody(Action.ACCOUNT_TAKE_ALONG)
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    events = audit.events_of(person_id, skip=(page - 1) * PAGE_EVENTS, most=PAGE_EVENTS + 1)
    shown = events[:PAGE_EVENTS]
    groups = issuers.names_of({event.group_id for event in shown if event.group_id is not None})
    lines = [told(event, person_id, groups) for event in shown]
    return render_template(
        "own_data/activity.html", lines=lines, page=page, has_more=len(events) > PAGE_EVENTS
    )


@blueprint.get("/account/export")
def take_along() -> str:
    """Say what is in the file."""
    _somebody(Action.ACCOUNT_TAKE_ALONG)
    return render_template("own_data/take_along.html")


@blueprint.post("/account/export")
@limiter.limit(TAKE_ALONG)
def download() -> Response:
    """Give everything in one ZIP."""
    actor, _person_id = _somebody(Action.ACCOUNT_TAKE_ALONG)
    file = taking_along.package(actor)
    response = Response(taking_along.chunks(file), mimetype="application/zip")
    response.call_on_close(file.close)  # also when the visitor goes away before the end
    response.headers["Content-Disposition"] = 'attachment; filename="barnstar-own-data.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _leaving_shape(person_id: UUID) -> dict[str, Any]:
    """Give what the page of leaving shows, in a constant number of queries."""
    person = queries.person(person_id)
    return {
        "has_password": queries.has_password(person_id),
        "word": (person.user_name if person else None) or _("goodbye"),
        "lone_groups": issuers.named(set(erasing.lone_groups(person_id))),
    }


@blueprint.get("/account/leave")
def leave() -> str:
    """Say what goes and what stays, and ask once more."""
    _actor, person_id = _somebody(Action.ACCOUNT_LEAVE)
    return render_template("own_data/leave.html", typed={}, errors={}, **_leaving_shape(person_id))


@blueprint.post("/account/leave")
@limiter.limit(SIGN_IN)
def leave_now() -> Answer:
    """Erase the account of who is signed in and say goodbye."""
    actor, person_id = _somebody(Action.ACCOUNT_LEAVE)
    shape = _leaving_shape(person_id)
    if shape["lone_groups"]:
        page = render_template("own_data/leave.html", typed=request.form, errors={}, **shape)
        return page, 409
    try:
        _require_meant(person_id, shape)
    except InvalidError as error:
        return form_page("own_data/leave.html", error, **shape)
    leaving.leave(
        actor,
        withdraw_endorsements=bool(request.form.get("withdraw_endorsements")),
        give_up_badges=bool(request.form.get("give_up_badges")),
    )
    visitors.sign_out()
    flash(_("Your account is deleted."), "success")
    return redirect(url_for("own_data.goodbye"), SEE_OTHER)


@blueprint.get("/goodbye")
def goodbye() -> str:
    """Say goodbye to somebody who left."""
    return render_template("own_data/goodbye.html")


def _require_meant(person_id: UUID, shape: dict[str, Any]) -> None:
    """Ask for the password when there is one, else for a word that nobody types by mistake."""
    if shape["has_password"]:
        erasing.require_password(person_id, request.form.get("current", ""))
    elif _plain(request.form.get("word", "")) != _plain(shape["word"]):
        raise invalid("/word", "other_word")


def _plain(text: str) -> str:
    return " ".join(normalised("NFC", text).casefold().replace("_", " ").split())
