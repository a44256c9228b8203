"""Signing in with an account from elsewhere, and adding one to one's own account or taking it off."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.outside_profile import OutsideProfile, read_profile
from accounts.services import outside
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import absolute, settings
from foundation.config import OutsideProvider
from foundation.errors import ForbiddenError, GoneError, NotFoundError, ServiceError, SignInNeededError
from foundation.limits import SIGN_IN, WRITE, limiter
from foundation.oauth_client import authorization_url, fetch_profile
from foundation.problems import status_of
from foundation.vault import new_token, vault
from web import visitors
from web.forms import next_address
from web.language import language
from web.sentences import complaint

blueprint = Blueprint("outside", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER, FORBIDDEN = 303, 403
STATE_MINUTES = 10
_FLOW, _ADDING = "outside", "outside_adding"  # in the session of that browser alone


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way: its state, where to go on to, and the account that it is added to, if any."""

    state: str
    going_on: str
    adds_to: UUID | None

    @property
    def verifier(self) -> str:
        """The PKCE verifier (43 characters): made from the key, so that no cookie holds it."""
        return vault().token(purpose="oauth verifier", owner=self.state)


@blueprint.app_context_processor
def _offered() -> dict[str, Any]:
    """Tell every template whether there is a provider, by what its button says."""
    provider = settings().outside
    return {"outside_label": provider.label if provider else ""}


@blueprint.get("/sign-in/outside")
@limiter.limit(SIGN_IN)
def start() -> Answer:
    """Go to the provider. Only the page that tells what adding does knows the key to add."""
    provider, actor = _provider(), current_actor()
    adds_to = None
    if "add" in request.args:
        if not _same(session.pop(_ADDING, ""), request.args["add"]):
            raise ForbiddenError("state_wrong")
        adds_to = actor.person_id
        if adds_to is None:
            raise SignInNeededError
    elif actor.signed_in:
        return redirect(next_address(request.args.get("next")), SEE_OTHER)
    flow = Flow(new_token(), next_address(request.args.get("next")), adds_to)
    until = clock.now() + timedelta(minutes=STATE_MINUTES)
    session[_FLOW] = [flow.state, flow.going_on, str(adds_to or ""), until.isoformat()]
    there = authorization_url(
        provider, redirect_uri=_return_address(), state=flow.state, verifier=flow.verifier
    )
    return _unkept(redirect(there))


@blueprint.get("/sign-in/outside/answer")
@limiter.limit(SIGN_IN)
def answer() -> Answer:
    """Come back from the provider: sign in, or add the account to the one that asked."""
    try:
        return _unkept(_arrive(_provider(), _flow_of(request.args.get("state", ""))))
    except ServiceError as error:
        return _failed(error)


@blueprint.get("/account/outside")
def adding() -> str:
    """Say what adding an account from elsewhere does, before it is done."""
    provider = _provider()
    if not current_actor().signed_in:
        raise SignInNeededError
    if _ADDING not in session:
        session[_ADDING] = new_token()
    return render_template("outside/adding.html", label=provider.label, key=session[_ADDING])


@blueprint.post("/account/outside/<uuid:identity_id>/unlink")
@limiter.limit(WRITE)
def unlink(identity_id: UUID) -> Response:
    """Take an account from elsewhere off one's own."""
    outside.unlink(current_actor(), identity_id)
    flash(_("That account does not sign in here any more."), "success")
    return redirect(url_for("people.account"), SEE_OTHER)


def _provider() -> OutsideProvider:
    provider = settings().outside
    if provider is None:
        raise NotFoundError
    return provider


def _return_address() -> str:
    """Give the one address that the provider was told; it compares every character."""
    return absolute(url_for("outside.answer"))


def _flow_of(state: str) -> Flow:
    """Use up the sign-in that this browser began. Raises ForbiddenError ("state_wrong"), GoneError.

    An answer with another state changes nothing: a sign-in that is really under way goes on.
    """
    begun = session.get(_FLOW)
    if not begun or not _same(begun[0], state):
        raise ForbiddenError("state_wrong")
    session.pop(_FLOW)
    known, going_on, adds_to, until = begun
    if datetime.fromisoformat(until) <= clock.now():
        raise GoneError("state_old")
    return Flow(known, going_on, UUID(adds_to) if adds_to else None)


def _arrive(provider: OutsideProvider, flow: Flow) -> Response:
    if flow.adds_to is not None and flow.adds_to != current_actor().person_id:
        raise ForbiddenError("state_wrong")
    if request.args.get("error"):
        raise ForbiddenError("outside_denied")
    profile = _profile(provider, flow)
    return _sign_in(provider, flow, profile) if flow.adds_to is None else _add(provider, profile)


def _profile(provider: OutsideProvider, flow: Flow) -> OutsideProfile:
    document = fetch_profile(
        provider,
        redirect_uri=_return_address(),
        code=request.args.get("code", ""),
        verifier=flow.verifier,
        user_agent=settings().user_agent,
    )
    return read_profile(document, provider.issuer)


def _sign_in(provider: OutsideProvider, flow: Flow, profile: OutsideProfile) -> Response:
    arrived = outside.sign_in(profile, language=language())
    visitors.sign_in(arrived.person_id)
    flash(_("Welcome. Your account is ready.") if arrived.is_new else _("You are signed in."), "success")
    if arrived.name_taken:
        flash(_taken(provider.label), "warning")
    if arrived.locked:
        said = complaint("account_locked", FORBIDDEN)
        flash(f"{said['what_happened']} {said['what_to_do']}", "warning")
    return redirect(flow.going_on, SEE_OTHER)


def _taken(label: str) -> str:
    said = _("Somebody else here has the same user name as you at %(place)s.", place=label)
    todo = _("So you have none here for now. You can choose another on your account page.")
    return f"{said} {todo}"


def _add(provider: OutsideProvider, profile: OutsideProfile) -> Response:
    outside.link(current_actor(), profile)
    flash(_("From now on you can sign in here with your %(place)s account.", place=provider.label), "success")
    return redirect(url_for("people.account"), SEE_OTHER)


def _failed(error: ServiceError) -> tuple[str, int]:
    """Say what happened; whoever is signed in goes on from the account page."""
    status = status_of(error)
    if current_actor().signed_in:
        actions = [(url_for("people.account"), _("Go to my account"))]
    else:
        again, others = url_for("outside.start"), url_for("people.sign_in")
        actions = [(again, _("Try again")), (others, _("Other ways to sign in"))]
    return render_template("errors/problem.html", **complaint(error.code, status), actions=actions), status


def _same(known: str, given: str) -> bool:
    return bool(known) and hmac.compare_digest(known.encode(), given.encode())


def _unkept(response: Response) -> Response:
    """A redirect with a state or a session in it is nothing for a cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
