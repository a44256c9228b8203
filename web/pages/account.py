"""The page of one's own account, and all that is changed there. `people` puts it into its blueprint."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries
from accounts.services import passwords, signing_in, telling, tokens
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError, invalid
from foundation.limits import MAIL, SIGN_IN, WRITE, limiter
from foundation.policy import Actor
from web import language as speaking
from web import shown_once, visitors
from web.forms import form_page

Answer = str | Response | tuple[str, int]
CODES = "codes"
TOKEN = "token"  # noqa: S105 - a kind of thing, not a secret
SEE_OTHER = 303


def _somebody() -> tuple[Actor, UUID]:
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    return actor, actor.person_id


def _shape() -> dict[str, Any]:
    """Give what the page shows, in a constant number of queries."""
    _actor, person_id = _somebody()
    return {
        "person": queries.person(person_id),
        "addresses": queries.proven_addresses(person_id),
        "identities": queries.identities_of(person_id),
        "has_password": queries.has_password(person_id),
        "tokens": queries.tokens_of(person_id),
        "new_token": shown_once.look(TOKEN),
        "token_days": tokens.TOKEN_DAYS,
    }


def account() -> str:
    """Show the account of who is signed in."""
    return render_template("people/account.html", typed={}, errors={}, **_shape())


def _done(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("people.account"), SEE_OTHER)


def _back(error: InvalidError) -> Answer:
    return form_page("people/account.html", error, **_shape())


@limiter.limit(WRITE)
def choose_user_name() -> Answer:
    """Take a user name, once."""
    actor, _person_id = _somebody()
    try:
        telling.choose_user_name(actor, request.form.get("user_name", ""))
    except InvalidError as error:
        return _back(error)
    return _done(_("Your user name is set."))


@limiter.limit(MAIL)
def add_address() -> Answer:
    """Have a link mailed that proves an address."""
    _actor, person_id = _somebody()
    address = request.form.get("address", "")
    try:
        signing_in.ask_for_link(address, language=speaking.language(), person_id=person_id)
    except InvalidError as error:
        return _back(error)
    return _done(_("We sent a letter to that address. Open the link in it to confirm that it is yours."))


@limiter.limit(SIGN_IN)
def change_password() -> Answer:
    """Set the password, or change it; other sessions end, this one goes on."""
    actor, person_id = _somebody()
    new = request.form.get("password", "")
    try:
        if queries.has_password(person_id):
            passwords.change_password(actor, current=request.form.get("current", ""), password=new)
        else:
            passwords.set_password(actor, new)
    except InvalidError as error:
        return _back(error)
    visitors.sign_in(person_id)
    return _done(_("Your new password is set. You were signed out everywhere else."))


@limiter.limit(WRITE)
def renew_codes() -> Response:
    """Make new recovery codes and go to the page that shows them."""
    actor, _person_id = _somebody()
    shown_once.put(CODES, passwords.new_recovery_codes(actor))
    return redirect(url_for("people.recovery_codes", next=url_for("people.account")), SEE_OTHER)


@limiter.limit(WRITE)
def change_language() -> Answer:
    """Keep the language of pages and letters."""
    actor, _person_id = _somebody()
    wanted = request.form.get("language", "")
    try:
        if wanted not in speaking.CODES:
            raise invalid("/language", "unknown")
        telling.change_language(actor, wanted)
    except InvalidError as error:
        return _back(error)
    session["language"] = wanted
    return redirect(url_for("people.account"), SEE_OTHER)


@limiter.limit(WRITE)
def make_token() -> Answer:
    """Make a token for programs; the account page shows it once."""
    actor, _person_id = _somebody()
    try:
        token = tokens.make(actor, label=request.form.get("label", ""))
    except InvalidError as error:
        return _back(error)
    shown_once.put(TOKEN, (token,))
    return _done(_("Your token is ready. Copy it now: it is not shown again."))


@limiter.limit(WRITE)
def hide_token() -> Response:
    """Stop showing the new token."""
    _somebody()
    shown_once.drop(TOKEN)
    return redirect(url_for("people.account"), SEE_OTHER)


@limiter.limit(WRITE)
def revoke_token(token_id: UUID) -> Response:
    """Make a token useless."""
    actor, _person_id = _somebody()
    tokens.revoke(actor, token_id)
    shown_once.drop(TOKEN)
    return _done(_("The token does not work any more."))


@limiter.limit(WRITE)
def end_sessions() -> Response:
    """Sign out everywhere, here too."""
    actor, _person_id = _somebody()
    signing_in.end_sessions(actor)
    visitors.sign_out()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("people.sign_in"), SEE_OTHER)


POSTS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/account/user-name", choose_user_name),
    ("/account/addresses", add_address),
    ("/account/password", change_password),
    ("/account/codes", renew_codes),
    ("/account/language", change_language),
    ("/account/tokens", make_token),
    ("/account/tokens/hide", hide_token),
    ("/account/tokens/<uuid:token_id>/revoke", revoke_token),
    ("/account/sessions/end", end_sessions),
)


def account_pages(blueprint: Blueprint) -> None:
    """Put the pages of the account into the blueprint of people."""
    blueprint.add_url_rule("/account", view_func=account, methods=["GET"])
    for rule, page in POSTS:
        blueprint.add_url_rule(rule, view_func=page, methods=["POST"])
