"""Asking for an endorsement, offering one, and the page behind a link; `endorsing` adds them to its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from badges.endorsement_words import MOST_MESSAGE_CHARACTERS
from badges.queries import claims
from badges.services.endorsing import asking, offering
from badges.services.endorsing.subjects import Subject, require_open, subject_of
from foundation.acting import current_actor
from foundation.addresses import absolute, claim_path, credential_path, endorse_link_path
from foundation.errors import InvalidError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from web import endorsement_views as views
from web import shown_once
from web.forms import form_page

Page = str | Response | tuple[str, int]
SEE_OTHER = 303
LINK = "endorse_link"


def ask_for_claim(claim_id: UUID) -> Page:
    """Ask somebody to endorse what one claims."""
    return _ask(claims.claim_by_id(claim_id).credential_id)


def ask_for_badge(credential_id: UUID) -> Page:
    """Ask somebody to endorse a badge one holds."""
    return _ask(credential_id)


@limiter.limit(WRITE, methods=["POST"])
def offer(credential_id: UUID) -> Response:
    """Offer to endorse a badge that one sees; then write."""
    row = offering.offer(
        current_actor(), subject_id=credential_id, share_token=request.form.get("share") or None
    )
    return redirect(url_for("endorsing.endorsement", endorsement_id=row.id), SEE_OTHER)


@limiter.limit(WRITE, methods=["POST"])
def link(token: str) -> Page:
    """Show what somebody who was given a link is asked for; on POST make it one's own to answer."""
    actor = current_actor()
    if request.method == "POST":
        row = asking.take_up(actor, token)
        return redirect(url_for("endorsing.write", endorsement_id=row.id), SEE_OTHER)
    row = asking.request_by_token(token, actor=actor)
    if actor.signed_in and row.endorser_id == actor.person_id:
        return redirect(url_for("endorsing.endorsement", endorsement_id=row.id), SEE_OTHER)
    names = views.counterpart_names([row])
    return render_template("endorsing/link.html", row=row, token=token, names=names)


def _ask(subject_id: UUID) -> Page:
    subject = subject_of(subject_id)
    require(current_actor(), Action.ENDORSEMENT_ASK, Scope(person_id=subject.holder_id))
    if request.method == "GET":
        require_open(subject)
        return render_template("endorsing/ask.html", typed={}, errors={}, **_shape(subject))
    return _asked(subject)


@limiter.limit(WRITE)
def _asked(subject: Subject) -> Page:
    actor, message = current_actor(), request.form.get("message", "")
    try:
        if request.form.get("how") == "link":
            token = asking.ask_by_link(actor, subject_id=subject.id, message=message)
            shown_once.put(LINK, (str(subject.id), absolute(endorse_link_path(token))))
            flash(_("The link is ready. Copy it now: it is not shown again."), "success")
            return redirect(request.path, SEE_OTHER)
        name = request.form.get("user_name", "")
        asking.ask(actor, subject_id=subject.id, user_name=name, message=message)
    except InvalidError as error:
        return form_page("endorsing/ask.html", error, **_shape(subject))
    flash(_("Asked. You are told when there is an answer."), "success")
    return redirect(_home_of(subject), SEE_OTHER)


def _shape(subject: Subject) -> dict[str, Any]:
    kept = shown_once.look(LINK)
    link_address = kept[1] if kept and kept[0] == str(subject.id) else ""
    return {
        "subject": subject,
        "home": _home_of(subject),
        "link_address": link_address,
        "days": asking.ASKED_DAYS,
        "most": MOST_MESSAGE_CHARACTERS,
    }


def _home_of(subject: Subject) -> str:
    """Give the page of the badge, or of the claim as long as there is no badge."""
    if subject.credential is None and subject.claim_id is not None:
        return claim_path(subject.claim_id)
    return credential_path(subject.id)


PAGES: tuple[tuple[str, Callable[..., Any], list[str]], ...] = (
    ("/claims/<uuid:claim_id>/ask", ask_for_claim, ["GET", "POST"]),
    ("/credentials/<uuid:credential_id>/ask", ask_for_badge, ["GET", "POST"]),
    ("/credentials/<uuid:credential_id>/offer", offer, ["POST"]),
    ("/endorse/<token>", link, ["GET", "POST"]),
)


def add_to(blueprint: Blueprint) -> None:
    """Add these pages to a blueprint."""
    for address, page, methods in PAGES:
        blueprint.add_url_rule(address, view_func=page, methods=methods)
