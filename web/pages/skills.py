"""One's own skills: known, offered, wanted. Only the person sees it; what is counted is chosen here too."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.models import Framework
from competencies.queries import latest
from competencies.queries import stances as said
from competencies.services import stances
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import WRITE, limiter
from web import needs_views, needs_words
from web.forms import form_page
from web.language import plain

blueprint = Blueprint("skills", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
FLAGS = ("offered", "known", "wanted")


@blueprint.get("/account/skills")
def skills() -> str:
    """Show what the person says of each skill of one framework, and what may be counted."""
    return render_template("needs/skills.html", typed={}, errors={}, **_shape(_person()))


@blueprint.post("/account/skills")
@limiter.limit(WRITE)
def keep() -> Answer:
    """Keep what the person says."""
    person_id = _person()
    try:
        stances.keep_all(current_actor(), _sent_stances(request.form), **_sent_profile(request.form))
    except InvalidError as error:
        return form_page("needs/skills.html", error, **_shape(person_id))
    flash(_("Your skills are kept. Only you see them."), "success")
    return redirect(url_for("skills.skills", framework=request.form.get("framework")), SEE_OTHER)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _shape(person_id: UUID) -> dict[str, Any]:
    frameworks = sorted(competencies.frameworks(), key=lambda one: str(one.id))
    chosen = _chosen(frameworks, request.values.get("framework", ""))
    profile = said.profile(person_id)
    return {
        "frameworks": [(one.slug, plain(latest(one).title)) for one in frameworks],
        "chosen": chosen,
        "competencies": needs_views.skills_of(chosen),
        "stances": said.own_stances(person_id),
        "profile": profile,
        "spoken": said.languages(person_id),
        "regions": [("", _("Not said")), *needs_words.regions()],
        "named": [(code, name, "") for code, name in needs_words.languages()],
        "levels": _levels(chosen),
        "latest": latest,
    }


def _chosen(frameworks: list[Framework], slug: str) -> Framework | None:
    """The framework that was asked for, else the oldest."""
    return next((one for one in frameworks if one.slug == slug), frameworks[0] if frameworks else None)


def _levels(framework: Framework | None) -> list[tuple[str, str]]:
    named = latest(framework).levels if framework else []
    told = [(str(one["level"]), f"{one['level']} · {plain(one['title'])}") for one in named]
    return [("", _("Not said")), *told]


def _sent_stances(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Read one stance for each skill that the page had: a box that is not ticked is not sent."""
    return [
        {
            "competency": slug,
            **{flag: form.get(f"{slug}.{flag}") == "yes" for flag in FLAGS},
            "level": _number(form.get(f"{slug}.level", "")),
        }
        for slug in form.getlist("skill")
    ]


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _sent_profile(form: MultiDict[str, str]) -> dict[str, Any]:
    return {
        "region": form.get("region") or None,
        "languages": form.getlist("languages"),
        "counted": form.get("counted") == "yes",
        "visits_counted": form.get("visits_counted") == "yes",
    }
