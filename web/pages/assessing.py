"""Pages of assessors: the queue of their groups, and one case; taking it, looking at evidence, deciding."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import ClaimState, EvidenceForm
from badges.queries import assessing as queries
from badges.queries.assessing import WAITING, Case
from badges.services import assessing, evidence
from badges.services.assessing import judging
from badges.services.endorsing.options import relations_of
from foundation.acting import current_actor
from foundation.errors import ConflictError, ForbiddenError, GoneError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from web import assessing_words as words
from web import claim_words
from web.complaints import answer_to, wants_json
from web.forms import form_page
from web.language import plain
from web.pages.claim_evidence import as_attachment

blueprint = Blueprint("assessing", __name__, url_prefix="/assess")

Page = str | tuple[str, int] | WerkzeugResponse
CONFLICT, SEE_OTHER, GONE, FORBIDDEN = 409, 303, 410, 403


@blueprint.after_request
def _keep_quiet(response: Response) -> Response:
    """What an assessor reads about a person is not kept by caches, and its address is sent nowhere."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.errorhandler(ConflictError)
def _meanwhile(error: ConflictError) -> Any:
    """Tell who came second, on the case as it stands now, with what was typed."""
    claim_id = (request.view_args or {}).get("claim_id")
    if claim_id is None or wants_json() or not words.told(error.code):
        return answer_to(error)
    try:
        found = queries.case(current_actor(), claim_id)
    except GoneError as gone:
        return _gone(gone)
    shape = {"typed": request.form, "errors": {}, "told": words.told(error.code)}
    return render_template("assessing/case.html", **_shape(found), **shape), CONFLICT


@blueprint.errorhandler(GoneError)
def _gone(error: GoneError) -> Any:
    """Tell that the claimant took the claim back."""
    return answer_to(error) if wants_json() else (render_template("assessing/gone.html"), GONE)


@blueprint.errorhandler(ForbiddenError)
def _not_theirs(error: ForbiddenError) -> Any:
    """Tell kindly why this assessor does not decide this case."""
    claim_id = (request.view_args or {}).get("claim_id")
    if error.code != "conflict_of_interest" or claim_id is None or wants_json():
        return answer_to(error)
    found = queries.case(current_actor(), claim_id)
    return render_template("assessing/case.html", **_shape(found), typed={}, errors={}, told=""), FORBIDDEN


@blueprint.get("")
def queue() -> str:
    """Show the claims that wait for an assessor, oldest first, of one group if asked."""
    group, page = request.args.get("group", ""), request.args.get("page", 1, int)
    found = queries.queue(current_actor(), group=group, page=page)
    return render_template("assessing/queue.html", queue=found, group=group, words=words)


@blueprint.get("/<uuid:claim_id>")
def case(claim_id: UUID) -> str:
    """Show one case: what was claimed, what shows it, who speaks for it, and how to decide it."""
    found = queries.case(current_actor(), claim_id)
    return render_template("assessing/case.html", **_shape(found), typed={}, errors={}, told="")


@blueprint.post("/<uuid:claim_id>/take")
@limiter.limit(WRITE)
def take(claim_id: UUID) -> Page:
    """Take a case, so that nobody else works on it."""
    assessing.take(current_actor(), claim_id, _revision())
    flash(_("The case is yours. Read it, then decide below."), "success")
    return redirect(url_for("assessing.case", claim_id=claim_id), SEE_OTHER)


@blueprint.post("/<uuid:claim_id>/release")
@limiter.limit(WRITE)
def release(claim_id: UUID) -> Page:
    """Give a case back, for somebody else to take."""
    assessing.release(current_actor(), claim_id)
    flash(_("The case is back in the list, for anybody to take."), "success")
    return redirect(url_for("assessing.queue"), SEE_OTHER)


@blueprint.post("/<uuid:claim_id>/decide")
@limiter.limit(WRITE)
def decide(claim_id: UUID) -> Page:
    """Decide a case; what is missing comes back beside its field, with all that was typed."""
    form, actor = request.form, current_actor()
    try:
        assessing.decide(
            actor,
            claim_id,
            outcome=form.get("outcome", ""),
            judgements=_judgements(queries.case(actor, claim_id)),
            reason=form.get("reason", ""),
            advice=form.get("advice", ""),
            citation=form.get("citation", ""),
            revision=_revision(),
        )
    except InvalidError as error:
        found = queries.case(actor, claim_id)
        return form_page("assessing/case.html", error, **_shape(found), told="")
    flash(_("Decided. The person is told, and sees your reasons."), "success")
    return redirect(url_for("assessing.queue"), SEE_OTHER)


@blueprint.post("/<uuid:claim_id>/evidence/<uuid:item_id>")
@limiter.limit(WRITE)
def open_evidence(claim_id: UUID, item_id: UUID) -> Page:
    """Open a piece of evidence: that is on record, and the claimant sees it."""
    found = queries.case(current_actor(), claim_id)
    if item_id not in {one.id for one in found.claim.evidence}:
        raise NotFoundError
    opened = evidence.opened(current_actor(), item_id)
    if opened.item.form == EvidenceForm.FILE:
        return as_attachment(opened)
    return make_response(render_template("assessing/evidence.html", item=opened.item, claim=found.claim))


def _shape(found: Case) -> dict[str, Any]:
    """Give what the page of a case shows."""
    actor, claim, version = current_actor(), found.claim, found.claim.version
    is_mine = claim.state == ClaimState.IN_REVIEW and claim.taken_by == actor.person_id
    shown = [(one, reasons) for one, reasons in found.judged if one.state in ("accepted", "withdrawn")]
    return {
        "found": found,
        "claim": claim,
        "version": version,
        "is_mine": is_mine,
        "is_waiting": claim.state in WAITING,
        "endorsements": shown,
        "unanswered": sum(one.state == "signed" for one, _reasons in found.judged),
        "counted": sum(not reasons for _one, reasons in shown),
        "evidence_needed": version.evidence_rule.get("min_items", 0),
        "endorsements_needed": version.assessment.get("min_endorsements", 0),
        "relations": relations_of(version),
        "proven": {one.slug: one for one in found.proven},
        "levels": {one.slug: _levels(one) for one in found.proven},
        "longest": judging.TEXT_CHARACTERS_MAX,
        "words": words,
        "claim_words": claim_words,
    }


def _levels(one: Any) -> list[tuple[str, str, str]]:
    return words.level_options(map(plain, one.levels), map(plain, one.rubric), one.level)


def _judgements(found: Case) -> list[dict[str, object]]:
    """Read a judgement for each competency of the badge; a level that was not chosen stays open."""
    form = request.form
    return [
        {
            "competency": one.slug,
            "level": _number(form.get(f"judgements.{one.slug}.level", "")),
            "reason": form.get(f"judgements.{one.slug}.reason", ""),
        }
        for one in found.proven
    ]


def _revision() -> int:
    found = _number(request.form.get("revision", ""))
    return -1 if found is None else found  # no claim has it, so whoever sends none is told to look again


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - as a column holds
