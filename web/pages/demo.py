"""One-click sign-in as a fictional person. Registered only with a loopback host and base URL."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import queries
from foundation.errors import NotFoundError
from web.demo.people import demo_people
from web.visitors import sign_in

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@blueprint.app_context_processor
def _where() -> dict[str, str | None]:
    """Tell every template where the demo is; letters, too, which are written outside of a request."""
    return {"demo_address": blueprint.url_prefix}


@blueprint.get("")
def people() -> str:
    """Show who can be tried out."""
    return render_template("demo/people.html", people=demo_people())


@blueprint.get("/sign-in/<key>")
def sign_in_as(key: str) -> Response:
    """Sign in as a demo person. A GET on purpose: the address is printed in a terminal, to be clicked."""
    chosen = next((one for one in demo_people() if one.key == key), None)
    person = queries.person_by_name(chosen.user_name) if chosen else None
    if chosen is None or person is None:
        raise NotFoundError
    sign_in(person.id)
    return redirect(url_for(chosen.start_page))
