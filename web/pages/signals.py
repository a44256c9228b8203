"""Signals from wikis, for one's own eyes: letting a wiki be asked, seeing what came, and ending it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as people
from badges.models import Claim, ClaimState
from badges.queries import claims
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import WRITE, limiter
from mentoring.queries import signals
from mentoring.services import letting_in
from web.forms import form_page
from web.signal_words import as_evidence, outcome_words, rows_of

blueprint = Blueprint("signals", __name__, url_prefix="/way/signals")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
_OPEN = {ClaimState.DRAFT, ClaimState.RETURNED}


@blueprint.get("")
def overview() -> str:
    """Show the wikis that may be asked and what came of it."""
    return render_template("finding/signals.html", typed={}, errors={}, **_shape(_person()))


@blueprint.post("")
@limiter.limit(WRITE)
def let_in() -> Answer:
    """Let this service ask one wiki."""
    person_id = _person()
    try:
        letting_in.let_in(current_actor(), request.form.get("wiki", ""))
    except InvalidError as error:
        return form_page("finding/signals.html", error, **_shape(person_id))
    flash(_("This wiki is asked in the next minutes. You can end it on this page at any time."), "success")
    return redirect(url_for("signals.overview"), SEE_OTHER)


@blueprint.post("/<uuid:consent_id>/stop")
@limiter.limit(WRITE)
def stop(consent_id: UUID) -> Response:
    """Let it be asked no more."""
    letting_in.stop(current_actor(), consent_id)
    flash(_("This wiki is asked no more, and what it told is deleted."), "success")
    return redirect(url_for("signals.overview"), SEE_OTHER)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _shape(person_id: UUID) -> dict[str, Any]:
    kept = signals.signals(person_id)
    return {
        "consents": signals.consents(person_id),
        "is_possible": letting_in.is_possible(person_id),
        "has_account": bool(people.identities_of(person_id)),
        "rows": rows_of(kept),
        "outcome_words": outcome_words,
        "as_evidence": as_evidence,
        "claims": _open_claims(person_id),
        "days": letting_in.KEPT.days,
    }


def _open_claims(person_id: UUID) -> list[Claim]:
    """Give the claims to which something can still be added."""
    return [one for one in claims.claims_of(person_id) if one.state in _OPEN]
