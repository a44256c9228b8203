"""How a group sees itself. Everybody may read the newest ratings; stewards rate, on the same page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.models import Framework
from competencies.queries import latest, ratings
from competencies.services import rating
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError, invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from web import needs_views, needs_words
from web.forms import form_page
from web.language import plain

blueprint = Blueprint("assessment", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303


@blueprint.get("/groups/<slug>/assessment")
def assessment(slug: str) -> str:
    """Show how a group sees itself, with the age of each rating; a steward gets the form."""
    return render_template("needs/assessment.html", typed={}, errors={}, **_shape(_group(slug)))


@blueprint.post("/groups/<slug>/assessment")
@limiter.limit(WRITE)
def rate(slug: str) -> Answer:
    """Keep new ratings; what was left open stays as it was."""
    group = _group(slug)
    require(current_actor(), Action.GROUP_RATE, Scope(group_id=group.id))
    try:
        rating.rate(current_actor(), group.id, _sent(request.form))
    except InvalidError as error:
        return form_page("needs/assessment.html", error, **_shape(group))
    flash(_("Your ratings are kept. They hold for twelve months."), "success")
    framework = request.form.get("framework")
    return redirect(url_for("assessment.assessment", slug=slug, framework=framework), SEE_OTHER)


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _shape(group: Issuer) -> dict[str, Any]:
    frameworks = sorted(competencies.frameworks(), key=lambda one: str(one.id))
    asked = request.values.get("framework", "")
    chosen = next((one for one in frameworks if one.slug == asked), frameworks[0] if frameworks else None)
    return {
        "group": group,
        "frameworks": [(one.slug, plain(latest(one).title)) for one in frameworks],
        "chosen": chosen,
        "competencies": needs_views.skills_of(chosen),
        "newest": ratings.newest(group.id),
        "history": ratings.history(group.id),
        "levels": [("", _("Leave as it is")), *_levels(chosen)],
        "robustness": [("", _("Leave as it is")), *needs_words.robustness()],
        "level_words": dict(_levels(chosen)),
        "robustness_words": dict(needs_words.robustness()),
        "titles": {one.slug: plain(latest(one).title) for one in competencies.competencies()},
        "age": _age,
        "latest": latest,
        "manages": may(current_actor(), Action.GROUP_RATE, Scope(group_id=group.id)),
    }


def _levels(framework: Framework | None) -> list[tuple[str, str]]:
    named = latest(framework).levels if framework else []
    return [(str(one["level"]), f"{one['level']} · {plain(one['title'])}") for one in named]


def _age(months: int) -> str:
    if not months:
        return str(_("less than a month old"))
    return str(ngettext("%(num)s month old", "%(num)s months old", months))


def _sent(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Read the ratings that were chosen; one without its other half is told."""
    found = []
    for slug in form.getlist("skill"):
        level, lasting = form.get(f"{slug}.level", ""), form.get(f"{slug}.robustness", "")
        if level or lasting:
            found.append({"competency": slug, "level": _number(level), "robustness": _number(lasting)})
    if not found:
        raise invalid("/ratings", "nothing_rated")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
