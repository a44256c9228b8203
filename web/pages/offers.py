"""Pages of a recipient: an offered badge from a mail or in the inbox; accept it, refuse it, choose.

A GET only shows, as mail programs open links by themselves. Both ways to an offer have the same pages.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from accounts import queries as people
from badges.models import Award
from badges.queries import awards, endorsements
from badges.services import claiming
from badges.services.claiming import Accepted, OfferView
from badges.services.composing import USER_NAME, Choices, chosen_evidence
from foundation.acting import current_actor
from foundation.addresses import offer_path
from foundation.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    ServiceError,
    SignInNeededError,
)
from foundation.limits import SIGN_IN, WRITE, limiter
from foundation.policy import Actor
from foundation.problems import status_of
from foundation.vault import token_digest
from issuers import queries as issuers
from mentoring.queries import thanks
from pathways.services import following
from web import visitors
from web.assembly import csrf
from web.forms import field_errors
from web.language import LANGUAGES, language
from web.notice_views import inbox_page

blueprint = Blueprint("offers", __name__)

Page = str | tuple[str, int] | WerkzeugResponse
UNPROCESSABLE, SEE_OTHER = 422, 303


@dataclass(frozen=True, slots=True)
class Door:
    """One way to an offer: by mailed link or from the inbox. `address` is the offer's page."""

    address: str
    see: Callable[[], OfferView]
    preview: Callable[[Choices], dict[str, Any]]
    accept: Callable[[Choices], Accepted]
    refuse: Callable[[], None]
    is_mailed: bool


@blueprint.after_request
def _keep_quiet(response: Response) -> Response:
    """The address of an offer is a secret: it is not sent on to other sites, and not kept by caches."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.errorhandler(ServiceError)
def _told(error: ServiceError) -> Page:
    """Say why an offer cannot be decided, and what to do about it."""
    if isinstance(error, SignInNeededError):
        back = request.full_path.rstrip("?") if request.method == "GET" else url_for("offers.inbox")
        return redirect(url_for("people.sign_in", next=back), SEE_OTHER)
    award = _award_of_request()
    page = render_template(
        "offers/state.html",
        award=award,
        issuer=issuers.issuer(award.issuer_id) if award else None,
        code=_state(error),
        credential_id=_own_credential(award),
        switch=url_for("offers.switch", token=request.view_args["token"])
        if request.view_args and "token" in request.view_args
        else "",
    )
    return page, status_of(error)


@blueprint.get("/offers/<token>")
def offer(token: str) -> Page:
    """Show an offered badge, before anybody signs in."""
    return _show(_mailed(token))


@blueprint.post("/offers/<token>/accept")
@limiter.limit(SIGN_IN)
def accept(token: str) -> Page:
    """Accept an offer by its mailed link, and sign in."""
    return _accept(_mailed(token))


@blueprint.route("/offers/<token>/choices", methods=["GET", "POST"])
def choices(token: str) -> Page:
    """Show what can be chosen, and on POST exactly what would be signed. Changes nothing."""
    return _choose(_mailed(token))


@blueprint.get("/offers/<token>/refuse")
def refusal(token: str) -> Page:
    """Ask whether an offer is to be refused."""
    return _ask_refusal(_mailed(token))


@blueprint.post("/offers/<token>/refuse")
@limiter.limit(WRITE)
def refuse(token: str) -> Page:
    """Refuse an offer; no account is made."""
    return _refuse(_mailed(token))


@blueprint.get("/offers/<token>/quiet")
def quiet(token: str) -> str:
    """Ask whether we are never to write again."""
    awards.award_by_token(token_digest(token))
    return render_template("offers/quiet.html", token=token, is_done=False)


@blueprint.post("/offers/<token>/quiet")
@csrf.exempt  # type: ignore[untyped-decorator] # the library has no types
@limiter.limit(WRITE)
def be_quiet(token: str) -> str:
    """Never write to this address again. Mail programs send this too (RFC 8058), so it needs no form."""
    claiming.never_write_again(token)
    return render_template("offers/quiet.html", token=token, is_done=True)


@blueprint.post("/offers/<token>/switch")
@limiter.limit(WRITE)
def switch(token: str) -> Page:
    """Sign out and look at the offer again."""
    visitors.sign_out()
    return redirect(offer_path(token), SEE_OTHER)


@blueprint.get("/inbox")
def inbox() -> Page:
    """Show the offers that wait for whoever is signed in, and below what they were told."""
    actor, number = current_actor(), max(1, request.args.get("page", 1, int))
    waiting = claiming.inbox(actor) if number == 1 or actor.person_id is None else []
    names = {one.issuer_id for one in waiting}
    return render_template(
        "offers/inbox.html",
        waiting=waiting,
        issuers={one.id: one for one in issuers.groups() if one.id in names} if names else {},
        **(inbox_page(actor.person_id, number) if actor.person_id else {}),
    )


@blueprint.get("/inbox/<uuid:award_id>")
def inbox_offer(award_id: UUID) -> Page:
    """Show an offer in the inbox."""
    return _show(_own(award_id))


@blueprint.post("/inbox/<uuid:award_id>/accept")
@limiter.limit(WRITE)
def inbox_accept(award_id: UUID) -> Page:
    """Accept an offer in the inbox."""
    return _accept(_own(award_id))


@blueprint.route("/inbox/<uuid:award_id>/choices", methods=["GET", "POST"])
def inbox_choices(award_id: UUID) -> Page:
    """Show what can be chosen, and on POST exactly what would be signed. Changes nothing."""
    return _choose(_own(award_id))


@blueprint.get("/inbox/<uuid:award_id>/refuse")
def inbox_refusal(award_id: UUID) -> Page:
    """Ask whether an offer is to be refused."""
    return _ask_refusal(_own(award_id))


@blueprint.post("/inbox/<uuid:award_id>/refuse")
@limiter.limit(WRITE)
def inbox_refuse(award_id: UUID) -> Page:
    """Refuse an offer in the inbox."""
    return _refuse(_own(award_id))


def _reader() -> Actor:
    """The default language of a badge is the one that its reader reads now."""
    return replace(current_actor(), language=language())


def _mailed(token: str) -> Door:
    actor = _reader()
    return Door(
        address=offer_path(token),
        see=lambda: claiming.offer_by_token(token, actor=actor),
        preview=lambda chosen: claiming.preview_by_token(token, actor=actor, choices=chosen),
        accept=lambda chosen: claiming.accept_by_token(
            token, actor=actor, choices=chosen, language=language()
        ),
        refuse=lambda: claiming.refuse_by_token(token, actor=actor),
        is_mailed=True,
    )


def _own(award_id: UUID) -> Door:
    actor = _reader()
    return Door(
        address=f"/inbox/{award_id}",
        see=lambda: claiming.offer_for(actor, award_id),
        preview=lambda chosen: claiming.preview(actor, award_id, choices=chosen),
        accept=lambda chosen: claiming.accept(actor, award_id, choices=chosen),
        refuse=lambda: claiming.refuse(actor, award_id),
        is_mailed=False,
    )


def _show(door: Door) -> Page:
    person_id = current_actor().person_id
    is_open = person_id is not None and people.preference(person_id).new_badges_public
    view = door.see()
    said = thanks.of_award(view.award.id) if view.award.provenance and person_id else None
    return render_template("offers/offer.html", view=view, door=door, is_open=is_open, thanks=said)


def _accept(door: Door) -> Page:
    """A second click on Accept comes to the same badge."""
    try:
        accepted = door.accept(_chosen(request.form))
    except InvalidError as error:
        return _choices_page(door, field_errors(error)), UNPROCESSABLE
    following.complete_what_is_done(people.actor_of(accepted.person_id))
    if accepted.may_sign_in:
        visitors.sign_in(accepted.person_id)
    is_open = awards.credential_by_id(accepted.credential_id).public_at is not None
    alone = _("The badge is yours. It is signed, and only you can see its page so far.")
    everybody = _("The badge is yours. It is signed, and everybody can see its page, as you chose.")
    flash(everybody if is_open else alone, "success")
    return redirect(url_for("passport.credential", credential_id=accepted.credential_id, new=1), SEE_OTHER)


def _choose(door: Door) -> Page:
    if request.method == "GET":
        return _choices_page(door, {})
    try:
        document = door.preview(_chosen(request.form))
    except InvalidError as error:
        return _choices_page(door, field_errors(error)), UNPROCESSABLE
    return _choices_page(door, {}, json.dumps(document, ensure_ascii=False, indent=2))


def _choices_page(door: Door, errors: dict[str, str], document: str = "") -> str:
    view, chosen = door.see(), _chosen(request.form)
    return render_template(
        "offers/choices.html",
        view=view,
        door=door,
        errors=errors,
        document=document,
        chosen=chosen,
        chosen_evidence=chosen_evidence(view.award, chosen),
        language_options=[(code, name, "") for code, name in LANGUAGES if code in view.languages],
        endorsement_options=_endorsement_options(view.award),
        identifier_options=[_identifier(one) for one in view.identifiers],
    )


def _identifier(name: str) -> tuple[str, str, str]:
    """Give value, label and what a stranger learns from this identifier."""
    if name == USER_NAME:
        person_id = current_actor().person_id
        own = people.person(person_id) if person_id else None
        label = _("My user name: %(name)s", name=own.user_name or "") if own else _("My user name")
        told = _("Anybody who sees the badge and guesses your user name can confirm that it is you.")
    else:
        label = name
        told = _(
            "Anybody who has the badge and already knows this address can confirm that it is you. "
            "They cannot read the address from the badge."
        )
    return name, label, told


def _chosen(form: "MultiDict[str, str]") -> Choices:
    # A form that did not ask for evidence leaves it as it was chosen when the badge was claimed.
    asked = "evidence_asked" in form or "evidence" in form
    evidence = tuple(int(one) for one in form.getlist("evidence") if one.isdecimal()) if asked else None
    return Choices(
        language=form.get("language") or None,
        identifiers=tuple(form.getlist("identifiers")),
        evidence=evidence,
        endorsements=tuple(_ids(form.getlist("endorsements"))),
    )


def _ids(given: list[str]) -> Iterator[UUID]:
    for one in given:
        with suppress(ValueError):
            yield UUID(one)


def _endorsement_options(award: Award) -> list[tuple[str, str, str]]:
    """Give those that may be put into the badge: accepted ones, about the id that its claim reserved."""
    found = endorsements.shown(award.credential_id) if award.credential_id else ()
    return [(str(one.id), one.written_name or "", _embedding_tells(one.comment)) for one in found]


def _embedding_tells(words: str) -> str:
    return str(
        _("Everybody who has the badge can read this name and these words, for good: %(words)s", words=words)
    )


def _ask_refusal(door: Door) -> Page:
    return render_template("offers/refuse.html", view=door.see(), door=door)


def _refuse(door: Door) -> Page:
    door.refuse()
    return make_response(render_template("offers/refused.html", is_mailed=door.is_mailed))


def _award_of_request() -> Award | None:
    """Give the award that the address names, to whoever has the secret link."""
    token = (request.view_args or {}).get("token")
    try:
        return awards.award_by_token(token_digest(token)) if token else None
    except NotFoundError:
        return None


def _own_credential(award: Award | None) -> UUID | None:
    credential = awards.credential_of_award(award.id) if award else None
    mine = credential is not None and credential.person_id == current_actor().person_id
    return credential.id if credential is not None and mine and current_actor().signed_in else None


def _state(error: ServiceError) -> str:
    """Give which of our pages tells this error; an unknown code is told as its kind."""
    if error.code in {
        "link_expired",
        "withdrawn_by_issuer",
        "already_accepted",
        "refused",
        "wrong_person",
        "no_language",
        "validity_over",
    }:
        return error.code
    kinds = ((GoneError, "link_expired"), (ForbiddenError, "wrong_person"), (ConflictError, "conflict"))
    return next((code for kind, code in kinds if isinstance(error, kind)), "not_found")
