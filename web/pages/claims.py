"""Pages of a claimant: open a claim, show evidence, ask for endorsements, hand it in, see who has it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.claim_steps import ClaimFacts, next_step
from badges.models import Achievement, AchievementVersion, Claim, ClaimState
from badges.queries import achievements, awards, claims
from badges.rules import is_claimable, is_open_yet
from badges.services import assessing
from badges.services.claims import keeping, opening
from competencies.queries import latest
from foundation.acting import current_actor
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.problems import status_of
from issuers import queries as issuers
from pathways import queries as pathways
from web import claim_words
from web.complaints import answer_to, wants_json
from web.forms import field_errors
from web.language import language
from web.pages.claim_evidence import evidence_pages, let_files_through, too_big
from web.sentences import complaint

blueprint = Blueprint("claims", __name__)
blueprint.url_value_preprocessor(let_files_through)
blueprint.register_error_handler(413, too_big)
evidence_pages(blueprint)

Page = str | tuple[str, int] | WerkzeugResponse
UNPROCESSABLE, CONFLICT, SEE_OTHER = 422, 409, 303


@blueprint.errorhandler(ConflictError)
def _refused(error: ConflictError) -> Any:
    """Say why something is not possible now, and lead back to the claim."""
    claim_id = (request.view_args or {}).get("claim_id")
    if wants_json() or claim_id is None:
        return answer_to(error)
    told = complaint(error.code, status_of(error))
    return render_template("claims/refused.html", claim_id=claim_id, **told), CONFLICT


@blueprint.app_template_global()
def claim_door(badge: Achievement, version: AchievementVersion) -> str:
    """Give templates what a badge page says about claiming: "open", "not_open_yet", or nothing."""
    if version.number != latest(badge).number or not is_claimable(badge.kind, version.assessment):
        return ""
    return "open" if is_open_yet(version.assessment) else "not_open_yet"


@blueprint.app_template_global()
def claim_under_way(badge: Achievement) -> UUID | None:
    """Give the id of the claim that whoever is signed in has open for a badge."""
    person_id = current_actor().person_id
    found = claims.open_claim_of(person_id, badge.id) if person_id else None
    return found.id if found else None


@blueprint.get("/claims")
def mine() -> str:
    """Show one's claims, each with its next step and who holds it."""
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    found = claims.claims_of(actor.person_id)
    states, became = claims.endorsement_states(found), claims.award_states(found)
    rows = [(one, *next_step(facts_of(one, states[one.id], became.get(one.id)))) for one in found]
    return render_template("claims/mine.html", rows=rows, words=claim_words)


@blueprint.get("/claims/new")
def new() -> Page:
    """Show what claiming a badge means, before anything is kept."""
    return _door(achievements.achievement(request.args.get("badge", "")), request.args)


@blueprint.post("/claims")
@limiter.limit(WRITE)
def begin() -> Page:
    """Open the claim, or go to the one that is open already; what keeps one from it is told."""
    badge = achievements.achievement(request.form.get("badge", ""))
    path_slug, path_title = _path(request.form.get("path", ""))
    try:
        claim = opening.open_claim(
            current_actor(),
            badge.id,
            path_slug=path_slug,
            path_title=path_title,
            role_slug=_role(request.form.get("role", "")),
            language=language(),
        )
    except ConflictError as error:
        return _door(badge, request.form, error)
    return _to(claim.id)


@blueprint.get("/claims/<uuid:claim_id>")
def claim(claim_id: UUID) -> Page:
    """Show a claim to its claimant: the next step, who holds it, and all that belongs to it."""
    return _page(own_claim(claim_id))


@blueprint.post("/claims/<uuid:claim_id>/save")
@limiter.limit(WRITE)
def save(claim_id: UUID) -> Page:
    """Keep what was typed so far; a page that is older than the claim is told, and overwrites nothing."""
    typed = request.form.get("narrative", "")
    try:
        kept = keeping.save(current_actor(), claim_id, narrative=typed, revision=_revision())
    except InvalidError as error:
        if wants_json():
            raise
        return _page(own_claim(claim_id), errors=_errors(error), typed=typed), UNPROCESSABLE
    except ConflictError as error:
        if wants_json() or error.code != "stale":
            raise
        return _page(own_claim(claim_id), typed=typed, is_stale=True), CONFLICT
    if wants_json():
        return jsonify({"revision": kept.revision})
    flash(_("Kept."), "success")
    return _to(claim_id)


@blueprint.post("/claims/<uuid:claim_id>/submit")
@limiter.limit(WRITE)
def submit(claim_id: UUID) -> Page:
    """Hand the claim in."""
    try:
        keeping.submit(current_actor(), claim_id)
    except InvalidError as error:
        return _page(own_claim(claim_id), errors=_errors(error)), UNPROCESSABLE
    flash(_("Your claim is handed in."), "success")
    return _to(claim_id)


@blueprint.route("/claims/<uuid:claim_id>/withdraw", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def withdraw(claim_id: UUID) -> Page:
    """Ask whether to take the claim back; on POST, take it back."""
    if request.method == "GET":
        return render_template("claims/withdraw.html", claim=own_claim(claim_id))
    keeping.withdraw(current_actor(), claim_id)
    flash(_("Your claim is taken back."), "success")
    return _to(claim_id)


@blueprint.route("/claims/<uuid:claim_id>/appeal", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def appeal(claim_id: UUID) -> Page:
    """Ask for the reason why somebody should look again; on POST, ask for it."""
    if request.method == "GET":
        return _appeal_form(claim_id, {})
    try:
        keeping.appeal(current_actor(), claim_id, request.form.get("reason", ""))
    except InvalidError as error:
        return _appeal_form(claim_id, _errors(error)), UNPROCESSABLE
    flash(_("Your claim will be looked at once more."), "success")
    return _to(claim_id)


def own_claim(claim_id: UUID) -> Claim:
    """Give a claim to its claimant; to anybody else it does not exist."""
    found = claims.claim_by_id(claim_id)
    require(current_actor(), Action.CLAIM_SEE, Scope(person_id=found.person_id))
    return found


def facts_of(found: Claim, states: Counter[str], award_state: str | None) -> ClaimFacts:
    """Give what the next step of a claim depends on."""
    needed = int(found.version.assessment.get("min_endorsements") or 0)
    return ClaimFacts(
        state=found.state,
        evidence=len(found.evidence),
        evidence_needed=keeping.evidence_needed(found),
        endorsements_needed=needed,
        counted=_counted(found) if needed and states["accepted"] else 0,
        unanswered=states["signed"],
        asked=states["requested"] + states["offered"] + states["drafted"],
        award_state=award_state,
    )


def _counted(found: Claim) -> int:
    """Judged claim by claim: only those that need endorsements and have some, a handful for one person."""
    if found.state in {ClaimState.AWARDED, ClaimState.DECLINED, ClaimState.WITHDRAWN}:
        return 0  # its next step does not ask for endorsements any more
    return sum(not reasons for _endorsement, reasons in assessing.counted(found))


def _facts_now(found: Claim) -> ClaimFacts:
    states, became = claims.endorsement_states([found]), claims.award_states([found])
    return facts_of(found, states[found.id], became.get(found.id))


def _page(
    found: Claim, *, errors: Mapping[str, str] | None = None, typed: str | None = None, is_stale: bool = False
) -> str:
    facts = _facts_now(found)
    code, holder = next_step(facts)
    became = awards.credential_of_award(found.award_id) if found.award_id else None
    return render_template(
        "claims/claim.html",
        claim=found,
        facts_now=facts,
        code=code,
        holder=holder,
        words=claim_words,
        missing=claim_words.what_is_missing(facts) if _is_going_on(found) else [],
        issuer=issuers.issuer(found.issuer_id),
        proven={one.slug: one for one in achievements.proven_by(found.version)},
        openings=claims.openings_of(found.id),
        is_editable=found.state in claims.EDITABLE_STATES and not current_actor().locked,
        may_change_who_sees=became is None and found.state not in claims.OVER_STATES,
        credential_id=became.id if became else None,
        errors=errors or {},
        narrative=found.narrative if typed is None else typed,
        narrative_max=keeping.NARRATIVE_MAX,
        is_stale=is_stale,
    )


def _is_going_on(found: Claim) -> bool:
    return found.state in claims.OPEN_STATES


def _door(badge: Achievement, asked: Mapping[str, str], error: ConflictError | None = None) -> Page:
    """Show what a claim of this badge takes, or why it cannot be opened and where to go instead."""
    version = latest(badge)
    path_slug, path_title = _path(asked.get("path", ""))
    page = render_template(
        "claims/new.html",
        badge=badge,
        version=version,
        issuer=issuers.issuer(badge.owner_id),
        path_slug=path_slug,
        path_title=path_title,
        role_slug=_role(asked.get("role", "")),
        refusal=error.code if error else _refusal_before(badge, version),
        leads_to=_leads_to(error),
    )
    return (page, CONFLICT) if error else page


def _refusal_before(badge: Achievement, version: AchievementVersion) -> str:
    if not is_claimable(badge.kind, version.assessment):
        return "not_claimable"
    return "" if is_open_yet(version.assessment) else "not_open_yet"


def _leads_to(error: ConflictError | None) -> str:
    if error is not None and error.code == "already_offered":
        return url_for("offers.inbox_offer", award_id=error.facts["award_id"])
    if error is not None and error.facts.get("credential_id"):
        return url_for("passport.credential", credential_id=error.facts["credential_id"])
    return ""


def _path(slug: str) -> tuple[str | None, dict[str, str] | None]:
    """Give a path's address and title as values, when there is one; a wrong one is left out."""
    try:
        return (slug, dict(latest(pathways.path(slug)).title)) if slug else (None, None)
    except NotFoundError:
        return None, None


def _role(slug: str) -> str | None:
    return slug if slug and awards.role_title(slug) is not None else None


def _revision() -> int | None:
    given = request.form.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004 - as a column holds


def _appeal_form(claim_id: UUID, errors: Mapping[str, str]) -> str:
    return render_template(
        "claims/appeal.html",
        claim=own_claim(claim_id),
        errors=errors,
        typed=request.form.get("reason", ""),
        longest=keeping.APPEAL_MAX,
    )


def _errors(error: InvalidError) -> dict[str, str]:
    return {pointer.strip("/"): said for pointer, said in field_errors(error).items()}


def _to(claim_id: UUID) -> WerkzeugResponse:
    return redirect(url_for("claims.claim", claim_id=claim_id), SEE_OTHER)
