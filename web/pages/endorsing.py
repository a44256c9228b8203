"""Pages of endorsements: one's lists, one endorsement, accepting, declining, taking back, taking along."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import Endorsement, EndorsementState
from badges.queries import counted
from badges.queries import endorsements as queries
from badges.services import carrying as badges
from badges.services.endorsing import carrying, deciding, withdrawing
from foundation.acting import current_actor
from foundation.errors import InvalidError, ServiceError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.problems import status_of
from web import endorsement_views as views
from web.assessing_words import not_counted
from web.complaints import Answer, answer_to, wants_json
from web.endorsement_sentences import state_word, withdrawal_options, withdrawal_word
from web.forms import form_page
from web.pages import endorsing_ask, endorsing_write

blueprint = Blueprint("endorsing", __name__)
endorsing_ask.add_to(blueprint)
endorsing_write.add_to(blueprint)

Page = str | WerkzeugResponse | tuple[str, int]
SEE_OTHER = 303
MEDIA_TYPES = {"json": "application/vc+ld+json", "jwt": "application/vc+jwt"}
_TOLD = {
    "link_used",
    "link_expired",
    "own_endorsement",
    "asked_already",
    "no_offers",
    "subject_closed",
    "too_many_requests",
}


@blueprint.after_request
def _keep_quiet(response: Response) -> Response:
    """What two people say to each other is for them: no search engine, no cache, no address passed on."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


@blueprint.errorhandler(ServiceError)
def _told(error: ServiceError) -> Answer:
    """Say why something cannot be done, and what to do about it."""
    if wants_json() or error.code not in _TOLD:
        return answer_to(error)
    return render_template("endorsing/state.html", code=error.code, facts=error.facts), status_of(error)


@blueprint.app_context_processor
def _speaking() -> dict[str, object]:
    return {
        "endorsements_taken_back": views.taken_back,
        "endorsements_about_claim": lambda claim: queries.of_subject(claim.credential_id),
        "endorsements_counted": lambda claim: {one.id: reasons for one, reasons in counted.counted(claim)},
        "not_counted_words": not_counted,
        "endorsement_state": state_word,
        "endorser_names": views.counterpart_names,
        "withdrawal_word": withdrawal_word,
    }


@blueprint.get("/endorsements")
def endorsements() -> str:
    """Show what waits for one's words, what waits for one's yes, and what one has said."""
    person_id = _somebody()
    to_write, given = queries.to_write(person_id), queries.given_by(person_id)
    received = queries.for_holder(person_id)
    return render_template(
        "endorsing/list.html",
        to_write=to_write,
        given=given,
        to_answer=[one for one in received if one.state == EndorsementState.SIGNED],
        asked=[one for one in received if one.state in queries.OPEN_STATES],
        names=views.counterpart_names([one for one in to_write if one.lapses_at is not None]),
    )


@blueprint.get("/endorsements/<uuid:endorsement_id>")
def endorsement(endorsement_id: UUID) -> Page:
    """Show one endorsement to its writer and its holder, and once it is shown to all who see the badge."""
    actor = current_actor()
    row = carrying.readable(actor, endorsement_id)
    if wants_json():
        return _file(carrying.downloadable(actor, endorsement_id), "json", download=False)
    is_endorser = actor.signed_in and row.endorser_id == actor.person_id
    is_holder = actor.signed_in and row.holder_id == actor.person_id
    return render_template(
        "endorsing/one.html",
        row=row,
        is_endorser=is_endorser,
        is_holder=is_holder,
        names=views.counterpart_names([row]) if row.lapses_at is not None else {},
        facts=views.facts_for(row),
        can_download=(is_endorser or is_holder or not actor.signed_in or row.state == "accepted")
        and row.state in {"signed", "accepted", "withdrawn"},
    )


@blueprint.get("/endorsements/<uuid:endorsement_id>/endorsement.<any(json,jwt):form>")
def download(endorsement_id: UUID, form: str) -> Response:
    """Give the signed file of an endorsement to whoever may see it."""
    return _file(carrying.downloadable(current_actor(), endorsement_id), form, download=True)


@blueprint.get("/credentials/<uuid:credential_id>/endorsements.json")
def bundle(credential_id: UUID) -> Response:
    """Give all endorsements that stand with a badge, as one JSON array, to whoever may see the badge."""
    row = badges.visible(current_actor(), credential_id)
    answer = Response(carrying.bundle(row.id), content_type="application/json")
    name = f"{row.version.achievement.slug}-endorsements.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.vary.add("Cookie")
    return answer


@blueprint.post("/endorsements/<uuid:endorsement_id>/accept")
@limiter.limit(WRITE)
def accept(endorsement_id: UUID) -> WerkzeugResponse:
    """Let a signed endorsement stand with the badge."""
    deciding.accept(current_actor(), endorsement_id)
    flash(_("The endorsement now stands with your badge."), "success")
    return _to_it(endorsement_id)


@blueprint.post("/endorsements/<uuid:endorsement_id>/decline")
@limiter.limit(WRITE)
def decline(endorsement_id: UUID) -> WerkzeugResponse:
    """Say no, without a reason."""
    deciding.decline(current_actor(), endorsement_id)
    flash(_("You said no. Nobody is asked for a reason."), "success")
    return redirect(url_for("endorsing.endorsements"), SEE_OTHER)


@blueprint.get("/endorsements/<uuid:endorsement_id>/withdraw")
def withdrawal(endorsement_id: UUID) -> str:
    """Ask why one's endorsement is to be taken back."""
    return render_template("endorsing/withdraw.html", errors={}, typed={}, **_withdrawing(endorsement_id))


@blueprint.post("/endorsements/<uuid:endorsement_id>/withdraw")
@limiter.limit(WRITE)
def withdraw(endorsement_id: UUID) -> Page:
    """Take one's endorsement back, for good."""
    try:
        withdrawing.withdraw(current_actor(), endorsement_id, request.form.get("reason", ""))
    except InvalidError as error:
        return form_page("endorsing/withdraw.html", error, **_withdrawing(endorsement_id))
    flash(_("You took the endorsement back. Everybody who checks it sees that."), "success")
    return _to_it(endorsement_id)


def _withdrawing(endorsement_id: UUID) -> dict[str, object]:
    row = carrying.readable(current_actor(), endorsement_id)
    require(current_actor(), Action.ENDORSEMENT_WITHDRAW, Scope(person_id=row.endorser_id))
    options = [(value, text, "") for value, text in withdrawal_options()]
    return {"row": row, "options": options}


def _file(row: Endorsement, form: str, *, download: bool) -> Response:
    answer = Response(carrying.form(row, form), content_type=MEDIA_TYPES[form])
    if download:
        answer.headers["Content-Disposition"] = f'attachment; filename="endorsement-{row.id}.{form}"'
    answer.vary.update(("Accept", "Cookie"))
    return answer


def _somebody() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _to_it(endorsement_id: UUID) -> WerkzeugResponse:
    return redirect(url_for("endorsing.endorsement", endorsement_id=endorsement_id), SEE_OTHER)
