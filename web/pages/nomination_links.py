"""Pages of links that name somebody without an account: making one, taking it back, using it by a button."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation.acting import current_actor
from foundation.addresses import absolute, nomination_link_path
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import SIGN_IN, WRITE, limiter
from foundation.policy import Action, Scope, require
from mentoring.services import inviting, nominating
from web import shown_once
from web.forms import form_page
from web.pages.nominations import role_options

blueprint = Blueprint("nomination_links", __name__, url_prefix="/nominations")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
LINK = "nomination_link"


@blueprint.get("/links/new")
def new() -> str:
    """Ask for which role, and what one saw."""
    require(current_actor(), Action.NOMINATE, Scope())
    typed = {"role": request.args.get("role", "")}
    return render_template("nominations/new_link.html", typed=typed, errors={}, **_form())


@blueprint.post("/links/new")
@limiter.limit(WRITE)
def make() -> Answer:
    """Make a link; it is shown once, on the page of one's nominations."""
    form = request.form
    try:
        made = inviting.invite(current_actor(), role=form.get("role", ""), citation=form.get("citation", ""))
    except InvalidError as error:
        return form_page("nominations/new_link.html", error, **_form())
    shown_once.put(LINK, (absolute(nomination_link_path(made.token)),))
    return redirect(url_for("nominations.overview"), SEE_OTHER)


@blueprint.post("/links/hide")
@limiter.limit(WRITE)
def hide() -> Response:
    """Stop showing the new link."""
    if not current_actor().signed_in:
        raise SignInNeededError
    shown_once.drop(LINK)
    return redirect(url_for("nominations.overview"), SEE_OTHER)


@blueprint.post("/links/<uuid:invitation_id>/withdraw")
@limiter.limit(WRITE)
def withdraw(invitation_id: UUID) -> Response:
    """Take a link back that nobody used."""
    inviting.withdraw(current_actor(), invitation_id)
    shown_once.drop(LINK)
    flash(_("Taken back."), "success")
    return redirect(url_for("nominations.overview"), SEE_OTHER)


@blueprint.get("/invited/<token>")
def one(token: str) -> Response:
    """Say that somebody named whoever has the link, and nothing else. Looking does not use it up."""
    until = inviting.open_until(current_actor(), token)
    return _quiet(make_response(render_template("nominations/invited.html", token=token, until=until)))


@blueprint.post("/invited/<token>")
@limiter.limit(SIGN_IN)
def take(token: str) -> Response:
    """Use the link up, and show who named one, for what, and why."""
    row = inviting.take(current_actor(), token)
    return _quiet(redirect(url_for("nominations.one", nomination_id=row.id), SEE_OTHER))


def _quiet(answer: Response) -> Response:
    """The address is a secret: it is not sent on to other sites, and no copy of the page is kept."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _form() -> dict[str, object]:
    return {
        "roles": role_options(),
        "least": nominating.LEAST_CHARACTERS,
        "most": nominating.MOST_CHARACTERS,
        "days": nominating.WAITS.days,
    }
