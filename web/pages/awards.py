"""Pages of a steward: giving a badge to one person or a list, and what became of it."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges import table_file
from badges.models import AchievementVersion, AwardState, Credential
from badges.queries import achievements, awards, runs
from badges.services import awarding, withdrawing
from badges.services import runs as listing
from badges.services.runs import DryRun
from competencies import queries as competencies
from foundation.acting import current_actor
from foundation.errors import ConflictError, ForbiddenError, InvalidError, LimitedError, NotFoundError
from foundation.limits import MAIL, WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from pathways import queries as pathways
from web.award_recipients import recipients
from web.language import language
from web.pages.award_words import (
    award_errors,
    refusal,
    revocation_reason,
    revocation_reasons,
    row_sentence,
    state_word,
)

blueprint = Blueprint("awards", __name__, url_prefix="/groups/<slug>/awards")

Page = str | tuple[str, int] | WerkzeugResponse
REFRESH_SECONDS = 2
STANDS = (*(one.value for one in AwardState), "on_hold", "revoked")
UNPROCESSABLE, CONFLICT = 422, 409


@blueprint.get("")
def group_awards(slug: str) -> str:
    """Show the awards of a group, newest first, of one state if asked."""
    group = _group(slug)
    state, number = request.args.get("state", ""), max(1, request.args.get("page", 1, int))
    if state in STANDS:
        page = awards.awards_standing(group.id, state, page=number)
    else:
        state, page = "", awards.awards_of_group(group.id, page=number)
    return render_template(
        "awards/list.html",
        group=group,
        page=page,
        state=state,
        states=[(one, state_word(one)) for one in STANDS],
        recipients=recipients(page.rows),
        state_word=state_word,
        since=awards.since_among({one.id for one in page.rows}),
        proposals=awards.proposals_of_group(group.id),
    )


@blueprint.get("/new")
def new_award(slug: str) -> str:
    """Show the form for one award."""
    return _award_form(_group(slug), request.args, {})


@blueprint.post("/new")
@limiter.limit(WRITE)
def give(slug: str) -> Page:
    """Give a badge to one person; what does not fit comes back beside its field."""
    group, form = _group(slug), request.form
    try:
        awarding.award(
            current_actor(),
            achievement=_own_badge(group, form.get("achievement", "")),
            recipient=form.get("recipient", ""),
            reason=form.get("reason", ""),
            evidence=_evidence(form),
            role_slug=form.get("role") or None,
            language=language(),
            **_path(form.get("path", "")),
        )
    except InvalidError as error:
        return _award_form(group, form, award_errors(error)), UNPROCESSABLE
    except ConflictError as error:
        return _award_form(group, form, {"recipient": refusal(error)}), CONFLICT
    flash(_("The badge is offered. The person decides whether to accept it."), "success")
    return redirect(url_for("awards.group_awards", slug=slug), 303)


@blueprint.get("/list")
def award_list(slug: str) -> str:
    """Show the form for many awards at once."""
    return _list_form(_group(slug), None)


@blueprint.get("/list/sample.csv")
def sample(slug: str) -> Response:
    """Give a file to start from."""
    _group(slug)
    answer = Response(table_file.sample_file(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="awards.csv"'
    return answer


@blueprint.post("/list")
@limiter.limit(WRITE)
def look_over(slug: str) -> Page:
    """Show what a list would do, row by row; nothing is written."""
    group, given = _group(slug), _given()
    judged = listing.dry_run(current_actor(), _own_badge(group, request.form.get("achievement", "")), given)
    page = _list_form(group, judged, _as_text(given, judged))
    return page if judged.good else (page, UNPROCESSABLE)


@blueprint.post("/list/award")
@limiter.limit(MAIL)
def start_list(slug: str) -> Page:
    """Award the good rows of a list as a job; the same list again is asked about first."""
    group, given, again = _group(slug), _given(), request.form.get("again") == "yes"
    badge = _own_badge(group, request.form.get("achievement", ""))
    try:
        run = listing.start(current_actor(), badge, given, language=language(), again=again)
    except InvalidError:
        return _list_form(group, listing.dry_run(current_actor(), badge, given), str(given)), UNPROCESSABLE
    except ConflictError:
        return _list_form(group, listing.dry_run(current_actor(), badge, given), str(given)), CONFLICT
    return redirect(url_for("awards.run_progress", slug=slug, run_id=run.id), 303)


@blueprint.get("/runs/<uuid:run_id>")
def run_progress(slug: str, run_id: UUID) -> str:
    """Show how far a list is; the page loads itself again only while it runs."""
    group = _group(slug)
    if runs.run_by_id(run_id).issuer_id != group.id:
        raise NotFoundError
    progress = listing.see_progress(current_actor(), run_id)
    return render_template(
        "awards/run.html",
        group=group,
        progress=progress,
        refresh_seconds=REFRESH_SECONDS,
        row_sentence=row_sentence,
    )


@blueprint.get("/<uuid:award_id>")
def one_award(slug: str, award_id: UUID) -> str:
    """Show one award and what can be done with it."""
    return _award_page(_group(slug), award_id, {})


@blueprint.post("/<uuid:award_id>/resend")
@limiter.limit(MAIL)
def resend(slug: str, award_id: UUID) -> Page:
    """Send the letter again."""
    return _acted(
        slug, award_id, _("The letter is sent again."), lambda: awarding.resend(current_actor(), award_id)
    )


@blueprint.post("/<uuid:award_id>/mend")
@limiter.limit(MAIL)
def mend(slug: str, award_id: UUID) -> Page:
    """Send the offer to another address."""
    address = request.form.get("recipient", "")
    return _acted(
        slug,
        award_id,
        _("The address is mended and a new letter is sent. The old link no longer works."),
        lambda: awarding.mend_address(current_actor(), award_id, address),
    )


@blueprint.post("/<uuid:award_id>/again")
@limiter.limit(WRITE)
def offer_again(slug: str, award_id: UUID) -> Page:
    """Let an offer stand again that lapsed."""
    return _acted(
        slug, award_id, _("The offer stands again."), lambda: awarding.offer_again(current_actor(), award_id)
    )


@blueprint.post("/<uuid:award_id>/withdraw")
@limiter.limit(WRITE)
def withdraw(slug: str, award_id: UUID) -> Page:
    """Take back an offer that nobody accepted."""
    return _acted(
        slug, award_id, _("The offer is taken back."), lambda: awarding.withdraw(current_actor(), award_id)
    )


@blueprint.post("/<uuid:award_id>/revoke")
@limiter.limit(WRITE)
def revoke(slug: str, award_id: UUID) -> Page:
    """Withdraw an accepted badge for good; for cause, ask for a second person."""
    credential_id, form = _credential_id(award_id), request.form

    def _revoke() -> None:
        outcome = withdrawing.revoke(
            current_actor(), credential_id, reason=form.get("reason", ""), note=form.get("note", "")
        )
        is_done = outcome is withdrawing.Outcome.REVOKED
        done, proposed = _("The badge is withdrawn."), _("Proposed. A second steward needs to confirm it.")
        flash(done if is_done else proposed, "success" if is_done else "warning")

    return _acted(slug, award_id, "", _revoke)


@blueprint.post("/<uuid:award_id>/confirm")
@limiter.limit(WRITE)
def confirm(slug: str, award_id: UUID) -> Page:
    """Confirm, as a second steward, that a badge is withdrawn."""
    credential_id = _credential_id(award_id)
    return _acted(
        slug,
        award_id,
        _("The badge is withdrawn."),
        lambda: withdrawing.confirm(current_actor(), credential_id),
    )


@blueprint.post("/<uuid:award_id>/drop")
@limiter.limit(WRITE)
def drop(slug: str, award_id: UUID) -> Page:
    """Drop a proposal to withdraw a badge."""
    credential_id = _credential_id(award_id)
    return _acted(
        slug,
        award_id,
        _("The proposal is dropped. The badge stays."),
        lambda: withdrawing.drop_proposal(current_actor(), credential_id),
    )


@blueprint.post("/<uuid:award_id>/hold")
@limiter.limit(WRITE)
def hold(slug: str, award_id: UUID) -> Page:
    """Show a disputed badge as under review."""
    credential_id = _credential_id(award_id)
    return _acted(
        slug,
        award_id,
        _("The page of the badge now says that it is under review."),
        lambda: withdrawing.put_on_hold(current_actor(), credential_id),
    )


@blueprint.post("/<uuid:award_id>/release")
@limiter.limit(WRITE)
def release(slug: str, award_id: UUID) -> Page:
    """End a review."""
    credential_id = _credential_id(award_id)
    return _acted(
        slug,
        award_id,
        _("The review is over."),
        lambda: withdrawing.release(current_actor(), credential_id),
    )


def _group(slug: str) -> Issuer:
    """Give a group of which the visitor is a steward; for anybody else these pages do not exist."""
    group = issuers.group_by_slug(slug)
    require(current_actor(), Action.AWARD_SEE, Scope(group_id=group.id if group else None))
    if group is None:
        raise NotFoundError
    return group


def _acted(slug: str, award_id: UUID, done: str, act: Callable[[], None]) -> Page:
    """Do one thing to an award of the group; what does not fit comes back on its page."""
    group = _group(slug)
    if awards.award_by_id(award_id).issuer_id != group.id:
        raise NotFoundError
    try:
        act()
    except InvalidError as error:
        return _award_page(group, award_id, award_errors(error)), UNPROCESSABLE
    except (ConflictError, LimitedError, ForbiddenError) as error:
        flash(refusal(error), "error")
    else:
        if done:
            flash(done, "success")
    return redirect(url_for("awards.one_award", slug=slug, award_id=award_id), 303)


def _award_page(group: Issuer, award_id: UUID, errors: dict[str, str]) -> str:
    award = awards.award_by_id(award_id)
    if award.issuer_id != group.id:
        raise NotFoundError
    credential = awards.credential_of_award(award_id)
    proposal = awards.proposal_for(credential.id) if credential else None
    return render_template(
        "awards/one.html",
        group=group,
        award=award,
        credential=credential,
        proposal=proposal,
        stands=awards.since_among({award.id}).get(award.id, award.state),
        recipient=recipients([award])[award.id],
        errors=errors,
        typed=request.form,
        reasons=revocation_reasons(),
        revocation_reason=revocation_reason,
        state_word=state_word,
    )


def _award_form(group: Issuer, typed: Any, errors: dict[str, str]) -> str:
    return render_template(
        "awards/new.html",
        group=group,
        badges=_badges(group),
        roles=competencies.roles_in_force(),
        paths=pathways.paths(),
        typed=typed,
        errors=errors,
    )


def _list_form(group: Issuer, judged: DryRun | None, text: str = "") -> str:
    return render_template(
        "awards/list_form.html",
        group=group,
        badges=_badges(group),
        typed=request.form,
        judged=judged,
        text=text,
        row_sentence=row_sentence,
    )


def _badges(group: Issuer) -> list[AchievementVersion]:
    return [one.versions[-1] for one in achievements.badges(group.id) if one.versions]


def _own_badge(group: Issuer, slug: str) -> str:
    """Give the slug back when it is a badge of this group; the service would take one of another of mine."""
    if awards.newest_version(slug).achievement.owner_id != group.id:
        raise NotFoundError
    return slug


def _path(slug: str) -> dict[str, Any]:
    path = next((one for one in pathways.paths() if one.slug == slug), None)
    return {"path_slug": slug, "path_title": path.versions[-1].title} if path and path.versions else {}


def _evidence(form: Any) -> list[dict[str, str]]:
    item = {"url": form.get("evidence_url", ""), "narrative": form.get("evidence_text", "")}
    kept = {name: text for name, text in item.items() if text.strip()}
    return [kept] if kept else []


def _given() -> bytes | str:
    """Give what was uploaded, else what was pasted."""
    upload = request.files.get("file")
    return upload.read() if upload is not None and upload.filename else request.form.get("text", "")


def _as_text(given: bytes | str, judged: DryRun) -> str:
    """Give an uploaded list as text for the next step, each row on the line that it had in the file."""
    if isinstance(given, str):
        return given
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table_file.COLUMNS)
    line = 1
    for row in judged.rows:
        written.write("\n" * (row.number - line - 1))
        writer.writerow((row.recipient, row.reason, row.evidence))
        line = row.number
    return written.getvalue()


def _credential_id(award_id: UUID) -> UUID:
    credential: Credential | None = awards.credential_of_award(award_id)
    if credential is None:
        raise NotFoundError
    return credential.id
