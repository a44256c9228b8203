"""What was told to a person: opening it, marking it as read, counting it, and stopping its letters.

The inbox itself is shown with the offers in it, in `web.pages.offers`.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as WerkzeugResponse

from accounts.services import digesting
from accounts.services import notices as reading
from badges.queries import waiting
from foundation import clock
from foundation.acting import current_actor
from foundation.limits import WRITE, limiter
from web.assembly import csrf
from web.forms import next_address

blueprint = Blueprint("notices", __name__)

SEE_OTHER = 303


@blueprint.app_context_processor
def _counting() -> dict[str, Callable[[], int]]:
    """Give templates the count of what waits; only a page that shows it asks for it."""
    return {"inbox_count": _inbox_count}


def _inbox_count() -> int:
    actor = current_actor()
    if actor.person_id is None:
        return 0
    try:
        return waiting.waiting_count(actor.person_id, clock.now())
    except SQLAlchemyError:  # the page that says that the database failed must not fail as well
        current_app.logger.warning("the inbox could not be counted")
        return 0


@blueprint.after_request
def _keep_quiet(response: Response) -> Response:
    """The address that stops letters is a secret of its reader."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.post("/inbox/notices/<uuid:notice_id>/open")
@limiter.limit(WRITE)
def open_notice(notice_id: UUID) -> WerkzeugResponse:
    """Mark a notice as read and go to what it is about."""
    return redirect(next_address(reading.open_notice(current_actor(), notice_id)), SEE_OTHER)


@blueprint.post("/inbox/notices/read")
@limiter.limit(WRITE)
def read_all() -> WerkzeugResponse:
    """Mark everything as read."""
    reading.mark_all_read(current_actor())
    flash(_("Everything is marked as read."), "success")
    return redirect(url_for("offers.inbox"), SEE_OTHER)


@blueprint.get("/inbox/quiet/<token>")
def quiet(token: str) -> str:
    """Ask whether the letters of the day are to stop."""
    digesting.reader_of(token)
    return _quiet_page(token, is_done=False)


@blueprint.post("/inbox/quiet/<token>")
@csrf.exempt  # type: ignore[untyped-decorator] # the library has no types
@limiter.limit(WRITE)
def be_quiet(token: str) -> str:
    """Stop the letters of the day. Mail programs send this too (RFC 8058), so it needs no form."""
    digesting.stop(token)
    return _quiet_page(token, is_done=True)


def _quiet_page(token: str, **shape: Any) -> str:
    return render_template("notices/quiet.html", token=token, **shape)
