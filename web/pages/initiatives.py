"""What a group does about needs: everybody may read it, stewards write it."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.queries import initiatives as logged
from competencies.queries import latest, needs
from competencies.services import initiatives
from foundation.acting import current_actor
from foundation.errors import ConflictError, InvalidError, NotFoundError, invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from web import needs_views
from web.forms import form_page
from web.language import language, month_name, plain
from web.once import made_once
from web.seen import CONFLICT, require_clash

blueprint = Blueprint("initiatives", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303


@blueprint.get("/groups/<slug>/initiatives")
def listed(slug: str) -> str:
    """Show what a group does about needs; its stewards get the forms."""
    return render_template("needs/initiatives.html", typed={}, errors={}, **_shape(_group(slug)))


@blueprint.post("/groups/<slug>/initiatives")
@limiter.limit(WRITE)
def begin(slug: str) -> Answer:
    """Write down a need and what is done about it."""
    group, form = _group(slug), request.form
    require(current_actor(), Action.INITIATIVE_KEEP, Scope(group_id=group.id))

    def begun() -> str:
        initiatives.begin(
            current_actor(),
            group.id,
            competency=form.get("competency", ""),
            need=form.get("need", ""),
            action=form.get("action", ""),
            language=language(),
            period=form.get("period") or None,
            started_on=_day("started_on"),
        )
        return url_for("initiatives.listed", slug=slug)

    try:
        there = made_once(begun)
    except InvalidError as error:
        return form_page("needs/initiatives.html", error, **_shape(group))
    flash(_("Your initiative is written down. Come back when you know its result."), "success")
    return redirect(there, SEE_OTHER)


@blueprint.get("/groups/<slug>/initiatives/<uuid:initiative_id>/result")
def result(slug: str, initiative_id: UUID) -> str:
    """Show the form for what came of an initiative."""
    found = _own(slug, initiative_id)
    return render_template("needs/result.html", typed={}, errors={}, **found)


@blueprint.post("/groups/<slug>/initiatives/<uuid:initiative_id>/result")
@limiter.limit(WRITE)
def finish(slug: str, initiative_id: UUID) -> Answer:
    """Write down what came of it."""
    found, form = _own(slug, initiative_id), request.form
    try:
        initiatives.finish(
            current_actor(),
            initiative_id,
            result=form.get("result", ""),
            revision=_revision(form.get("revision", "")),
            ended_on=_day("ended_on"),
        )
    except InvalidError as error:
        return form_page("needs/result.html", error, **found)
    except ConflictError as error:
        require_clash(error, "changed")
        now = _own(slug, initiative_id)
        return render_template("needs/result.html", typed=form, errors={}, clashed=True, **now), CONFLICT
    flash(_("The result is written down."), "success")
    return redirect(url_for("initiatives.listed", slug=slug), SEE_OTHER)


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _own(slug: str, initiative_id: UUID) -> dict[str, Any]:
    """Give an initiative that the actor may write about. Raises NotFoundError, SignInNeededError."""
    group = _group(slug)
    require(current_actor(), Action.INITIATIVE_KEEP, Scope(group_id=group.id))
    found = logged.initiative(initiative_id)
    if found.row.group_id != group.id:
        raise NotFoundError
    return {"group": group, "one": found, "titles": needs_views.titled([found.competency])}


def _shape(group: Issuer) -> dict[str, Any]:
    number = max(1, request.args.get("page", 1, int))
    found, has_more = logged.page_of(group.id, number)
    return {
        "group": group,
        "number": number,
        "has_more": has_more,
        "initiatives": found,
        "titles": needs_views.titled(one.competency for one in found),
        "groups": {group.id: None},
        "manages": may(current_actor(), Action.INITIATIVE_KEEP, Scope(group_id=group.id)),
        "skills": [(one.slug, plain(latest(one).title)) for one in competencies.competencies()],
        "periods": [("", _("No month")), *((one, month_name(one)) for one in needs.periods())],
        "most": initiatives.MOST_CHARACTERS,
    }


def _day(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise invalid(f"/{name}", "date_expected") from error


def _revision(text: str) -> int:
    """What is no number is the revision of nothing, so that the sender is told to look again."""
    return int(text) if re.fullmatch(r"[0-9]{1,8}", text) else 0
