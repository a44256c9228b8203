"""Joining, signing in by password, recovery code or mailed link, and signing out."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.services import joining, passwords, signing_in
from foundation.acting import current_actor
from foundation.errors import ForbiddenError, InvalidError, SignInNeededError
from foundation.limits import MAIL, SIGN_IN, WRITE, limiter
from web import shown_once, visitors
from web.forms import form_page, next_address
from web.language import language
from web.pages.account import CODES, account_pages

blueprint = Blueprint("people", __name__)
account_pages(blueprint)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
_GOING_ON = "going_on"  # where a visitor who asked for a link wanted to be, kept in that browser alone


def _next() -> str:
    """Give where a visitor wanted to be; somebody without another goal goes on with their own way."""
    return next_address(request.values.get("next") or url_for("way.overview"))


def _on(address: str) -> Response:
    return redirect(address, SEE_OTHER)


@blueprint.get("/join")
def join() -> str:
    """Show the form that makes an account."""
    return render_template("people/join.html", typed={}, errors={}, next=_next())


@blueprint.post("/join")
@limiter.limit(SIGN_IN)
def join_now() -> Answer:
    """Make the account, sign in, and go on to the recovery codes."""
    form = request.form
    try:
        joined = joining.join(
            user_name=form.get("user_name", ""), password=form.get("password", ""), language=language()
        )
    except InvalidError as error:
        return form_page("people/join.html", error, next=_next())
    visitors.sign_in(joined.person_id)
    shown_once.put(CODES, joined.recovery_codes)
    flash(_("Welcome. Your account is ready."), "success")
    return _on(url_for("people.recovery_codes", next=_next()))


@blueprint.get("/join/codes")
def recovery_codes() -> Answer:
    """Show new recovery codes until the person says that they are kept."""
    if not current_actor().signed_in:
        raise SignInNeededError
    return render_template("people/codes.html", codes=shown_once.look(CODES), next=_next())


@blueprint.post("/join/codes")
@limiter.limit(WRITE)
def keep_codes() -> Response:
    """Forget the codes that the person keeps from now on."""
    shown_once.drop(CODES)
    return _on(_next())


@blueprint.get("/sign-in")
def sign_in() -> Answer:
    """Show the ways to sign in."""
    if current_actor().signed_in:
        return _on(_next())
    return render_template("people/sign_in.html", typed={}, errors={}, next=_next())


@blueprint.post("/sign-in")
@limiter.limit(SIGN_IN)
def sign_in_now() -> Answer:
    """Sign in with user name and password."""
    form = request.form
    try:
        person_id = signing_in.with_password(form.get("user_name", ""), form.get("password", ""))
    except InvalidError as error:
        return form_page("people/sign_in.html", error, next=_next())
    visitors.sign_in(person_id)
    return _on(_next())


@blueprint.get("/sign-in/code")
def code() -> str:
    """Show the form for somebody who lost the password."""
    return render_template("people/code.html", typed={}, errors={}, next=_next())


@blueprint.post("/sign-in/code")
@limiter.limit(SIGN_IN)
def use_code() -> Answer:
    """Set a new password with a recovery code, and sign in."""
    form = request.form
    try:
        person_id = passwords.recover(
            form.get("user_name", ""), form.get("code", ""), form.get("password", "")
        )
    except InvalidError as error:
        return form_page("people/code.html", error, next=_next())
    visitors.sign_in(person_id)
    flash(_("Your new password is set. The code that you used does not work any more."), "success")
    return _on(_next())


@blueprint.post("/sign-in/link")
@limiter.limit(MAIL)
def ask_link() -> Answer:
    """Have a link mailed; the answer is the same whether the address is known or not."""
    try:
        signing_in.ask_for_link(request.form.get("address", ""), language=language())
    except InvalidError as error:
        return form_page("people/sign_in.html", error, next=_next())
    session[_GOING_ON] = _next()
    return _on(url_for("people.link_sent"))


@blueprint.get("/sign-in/link")
def link_sent() -> str:
    """Say that a link is on its way, if it is."""
    return render_template("people/link_sent.html", minutes=signing_in.LINK_MINUTES)


@blueprint.get("/sign-in/link/<token>")
def link(token: str) -> str:
    """Show what the mailed link will do. Mail programs look at links, so this changes nothing."""
    view = signing_in.show_link(token)
    if view.adds_to is not None and view.adds_to != current_actor().person_id:
        if not current_actor().signed_in:
            raise SignInNeededError
        raise ForbiddenError("other_account")
    return render_template("people/link.html", view=view, token=token)


@blueprint.post("/sign-in/link/<token>")
@limiter.limit(SIGN_IN)
def use_link(token: str) -> Response:
    """Use the link up: sign in, or add the address to the account that asked."""
    adds = signing_in.show_link(token).adds_to is not None
    person_id = signing_in.consume_link(token, actor=current_actor())
    if adds:
        flash(_("Your e-mail address is confirmed."), "success")
        return _on(url_for("people.account"))
    going_on = next_address(session.get(_GOING_ON) or url_for("way.overview"))
    visitors.sign_in(person_id)
    flash(_("You are signed in."), "success")
    return _on(going_on)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session."""
    visitors.sign_out()
    return _on("/")
