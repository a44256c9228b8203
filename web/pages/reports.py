"""Pages of reports: saying that something should be looked at, and looking at it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import Report, ReportKind
from badges.queries import reports
from badges.queries.awards import Page as Rows
from badges.queries.reports import Reported
from badges.services import looking_into, reporting
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError, SignInNeededError
from foundation.limits import REPORT, WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.forms import form_page
from web.report_words import act_button, act_done, event_words, kind_words, reason_words, reasons

blueprint = Blueprint("reports", __name__)

Page = str | WerkzeugResponse | tuple[str, int]
SEE_OTHER = 303


@blueprint.after_request
def _keep_quiet(response: Response) -> Response:
    """What was reported, and that it was, is for few eyes."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/report")
def new_report() -> str:
    """Show the form for reporting something that the visitor can see."""
    kind, subject = _named(request.args.get("kind", ""), request.args.get("about", ""))
    key = request.args.get("key", "")
    found = reporting.reportable(current_actor(), kind, subject, key)
    return render_template("reports/new.html", typed={}, errors={}, **_form(found, key))


@blueprint.post("/report")
@limiter.limit(REPORT)
def make() -> Page:
    """Report it. Who is signed in comes to the own report; anybody else is told what happens next."""
    form, actor = request.form, current_actor()
    kind, subject = _named(form.get("kind", ""), form.get("about", ""))
    key = form.get("key", "")
    found = reporting.reportable(actor, kind, subject, key)
    try:
        made = reporting.make(
            actor,
            kind=kind,
            subject_id=subject,
            reason=form.get("reason", ""),
            text=form.get("text", ""),
            for_safety=form.get("for_safety") == "yes",
            key=key,
        )
    except InvalidError as error:
        return form_page("reports/new.html", error, **_form(found, key))
    if not actor.signed_in:
        return redirect(url_for("reports.thanks"), SEE_OTHER)
    if not made.is_new:
        flash(_("You have reported this already. Your report is still being looked at."), "notice")
    return redirect(url_for("reports.mine", report_id=made.report_id), SEE_OTHER)


@blueprint.get("/report/thanks")
def thanks() -> str:
    """Say what happens next with a report."""
    return render_template("reports/thanks.html")


@blueprint.get("/reports/mine/<uuid:report_id>")
def mine(report_id: UUID) -> str:
    """Show a report to who made it, with the answer once there is one."""
    report = reporting.own_report(current_actor(), report_id)
    return render_template(
        "reports/mine.html",
        report=report,
        text=reporting.text_of(report),
        answer=reporting.answer_of(report),
        kind=kind_words(report.kind),
        reason=reason_words(report.reason),
    )


@blueprint.get("/groups/<slug>/reports")
def of_group(slug: str) -> str:
    """List the reports that a group's stewards look at."""
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    actor = current_actor()
    require(actor, Action.REPORT_ACT, Scope(group_id=group.id))
    page = reports.reports_of_group(group.id, actor.person_id, page=_page_number())
    return _list(page, group)


@blueprint.get("/safety/reports")
def safety() -> str:
    """List every report, for trust and safety."""
    actor = current_actor()
    require(actor, Action.REPORT_ACT, Scope())
    return _list(reports.all_reports(actor.person_id, page=_page_number()), None)


@blueprint.get("/reports/<uuid:report_id>")
def one(report_id: UUID) -> str:
    """Show one report to who may act on it."""
    return render_template("reports/one.html", typed={}, errors={}, **_case(report_id))


@blueprint.post("/reports/<uuid:report_id>/<any(hold, release, hide, show):verb>")
@limiter.limit(WRITE)
def act(report_id: UUID, verb: str) -> Page:
    """Put what was reported under review, end the review, hide it, or show it again."""
    looking_into.act(current_actor(), report_id, verb)
    flash(act_done(verb), "success")
    return _back(report_id)


@blueprint.post("/reports/<uuid:report_id>/answer")
@limiter.limit(WRITE)
def answer(report_id: UUID) -> Page:
    """Answer who reported, and close the report."""
    try:
        looking_into.answer(current_actor(), report_id, request.form.get("text", ""))
    except InvalidError as error:
        return form_page("reports/one.html", error, **_case(report_id))
    flash(_("Answered. Whoever reported it can read your answer, if they have an account here."), "success")
    return _back(report_id)


def _back(report_id: UUID) -> WerkzeugResponse:
    return redirect(url_for("reports.one", report_id=report_id), SEE_OTHER)


def _page_number() -> int:
    return max(1, request.args.get("page", 1, int))


def _named(kind: str, about: str) -> tuple[str, UUID]:
    """Give the kind and the id that an address or a form names. Raises NotFoundError."""
    try:
        return ReportKind(kind).value, UUID(about)
    except ValueError as error:
        raise NotFoundError from error


def _form(found: Reported, key: str) -> dict[str, Any]:
    return {
        "subject": found,
        "key": key,
        "kind": kind_words(found.kind),
        "reasons": reasons(),
        "most": reporting.MOST_TEXT_CHARACTERS,
        "is_for_group": found.group_id is not None,
    }


def _list(page: Rows[Report], group: Issuer | None) -> str:
    """Three statements and one for each kind of thing, however long the list is."""
    if not current_actor().signed_in:
        raise SignInNeededError
    names = {one.id: one for one in issuers.groups()} if page.rows and group is None else {}
    return render_template(
        "reports/list.html",
        page=page,
        group=group,
        groups=names,
        subjects=reports.reported_by_kind((one.kind, one.subject_id) for one in page.rows),
        kind_words=kind_words,
        reason_words=reason_words,
    )


def _case(report_id: UUID) -> dict[str, Any]:
    case = looking_into.case(current_actor(), report_id)
    group = issuers.issuer(case.report.group_id) if case.report.group_id else None
    return {
        "case": case,
        "report": case.report,
        "subject": case.subject,
        "group": group,
        "is_safety": current_actor().safety or current_actor().operator,
        "kind": kind_words(case.report.kind),
        "reason": reason_words(case.report.reason),
        "acts": [(verb, *act_button(verb)) for verb in case.acts],
        "history": [(one.at, event_words(one.action)) for one in _once(case.report)],
        "most": reporting.MOST_TEXT_CHARACTERS,
    }


def _once(report: Report) -> list[Any]:
    """Of events written once for each person whose matter it is, give the first."""
    events = {(one.action, one.at): one for one in reversed(reports.history(report))}
    return sorted(events.values(), key=lambda one: one.at)
