"""Pages on which a group works out a role of its own: one small step after the other, each taken up again."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.modelling import STEPS, is_done, next_step
from competencies.models import RoleModelling
from competencies.queries import adapting as known
from competencies.services import modelling
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import role_path
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web import role_views, role_words
from web.forms import form_page
from web.language import CODES, language, plain
from web.once import made_once
from web.pages.adapt import day_of
from web.pages.define_typed import YES, whole_number
from web.seen import CHANGED, CONFLICT, mark_sent, require_clash

blueprint = Blueprint("role_model", __name__, url_prefix="/groups/<slug>/roles/model")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
ROWS = 8  # competencies asked for at once; the form gives more when all are filled
MOST_ROWS = 30
FORM = "roles/model_step.html"


@blueprint.get("")
def overview(slug: str) -> str:
    """Show the roles that the group works out, and the form that begins another."""
    return render_template("roles/model.html", typed={}, errors={}, **_begun(_own(slug)))


@blueprint.post("")
@limiter.limit(WRITE)
def begin(slug: str) -> Answer:
    """Begin to work out a role."""
    group = _own(slug)
    spoken = group.language if group.language in CODES else language()

    def begun() -> str:
        title = request.form.get("title", "")
        made = modelling.begin(current_actor(), group_id=group.id, title=title, language=spoken)
        return _step_address(group.slug, made.id, STEPS[0])

    try:
        there = made_once(begun)
    except InvalidError as error:
        return form_page("roles/model.html", error, **_begun(group))
    return redirect(there, SEE_OTHER)


@blueprint.get("/<uuid:modelling_id>")
def steps(slug: str, modelling_id: UUID) -> str:
    """Show the steps: what is done, what is next."""
    group, found = _mine(slug, modelling_id)
    return render_template("roles/model_steps.html", **_shape(group, found))


@blueprint.get("/<uuid:modelling_id>/<step>")
def step(slug: str, modelling_id: UUID, step: str) -> str:
    """Show the form of one step, filled with what was written."""
    group, found = _mine(slug, modelling_id)
    shape = _step_shape(group, found, step)
    return render_template(FORM, typed=_written(found), errors={}, seen=known.modelling_mark(found), **shape)


@blueprint.post("/<uuid:modelling_id>/<step>")
@limiter.limit(WRITE)
def write(slug: str, modelling_id: UUID, step: str) -> Answer:
    """Keep what was written in one step, and go on to the next."""
    group, found = _mine(slug, modelling_id)
    shape = _step_shape(group, found, step)
    try:
        _KEEP[step](found)
    except InvalidError as error:
        return form_page(FORM, error, seen=mark_sent(), **shape)
    except ConflictError as error:
        require_clash(error, CHANGED, "adopted_already")
        return _clashed(group, modelling_id, step), CONFLICT
    if step == "adopt":
        flash(_("Adopted and published. Your group looks at it again in a year."), "success")
    else:
        flash(_("Saved."), "success")
    role_id = known.modelling(modelling_id).role_id
    if role_id is not None:
        return redirect(role_path(known.role_by_id(role_id).slug), SEE_OTHER)
    return _to_step(group, modelling_id, STEPS[STEPS.index(step) + 1])


@blueprint.post("/<uuid:modelling_id>/forget")
@limiter.limit(WRITE)
def forget(slug: str, modelling_id: UUID) -> Answer:
    """Drop a role that is not adopted."""
    group, _found = _mine(slug, modelling_id)
    try:
        modelling.forget(current_actor(), modelling_id, seen=mark_sent())
    except ConflictError as error:
        require_clash(error, CHANGED, "adopted_already")
        shape = _shape(group, known.modelling(modelling_id))
        return render_template("roles/model_steps.html", clashed=True, **shape), CONFLICT
    flash(_("It is dropped, with everything written for it."), "success")
    return redirect(url_for("role_model.overview", slug=group.slug), SEE_OTHER)


def _clashed(group: Issuer, modelling_id: UUID, step: str) -> str:
    """Show what was typed, as far as the step still asks for it; sent once more it is written."""
    found = known.modelling(modelling_id)
    shape, typed = _step_shape(group, found, step), request.form.to_dict()
    filled = [index for index in range(MOST_ROWS) if typed.get(f"chosen.{index}.competency")]
    shape["rows"] = max(shape["rows"], *(index + 1 for index in filled), 0)
    if step == "levels":
        typed = _on_others(typed, found)
    return render_template(
        FORM, typed=typed, errors={}, seen=known.modelling_mark(found), clashed=True, **shape
    )


def _on_others(typed: Mapping[str, str], found: RoleModelling) -> dict[str, str]:
    """Give typed levels beside the competencies that they were typed for, wherever these stand now."""
    named = {typed.get(f"levels.{at}.competency", ""): at for at in range(MOST_ROWS)}
    kept = _written(found) | {name: text for name, text in typed.items() if not name.startswith("levels.")}
    for index, one in enumerate(found.requirements):
        at = named.get(one["competency"])
        if at is not None:
            for part in ("level", "must", "weight"):
                kept[f"levels.{index}.{part}"] = typed.get(f"levels.{at}.{part}", "")
    return kept


def _keep_texts(step: str) -> Callable[[RoleModelling], object]:
    return lambda found: modelling.write(
        current_actor(), found.id, step, request.form.to_dict(), seen=mark_sent()
    )


def _keep_choice(found: RoleModelling) -> object:
    form = request.form
    rows = [
        {
            "competency": form.get(f"chosen.{index}.competency", ""),
            "reason": form.get(f"chosen.{index}.reason", ""),
        }
        for index in range(MOST_ROWS)
    ]
    filled = [row for row in rows if row["competency"]]
    return modelling.choose(current_actor(), found.id, filled, seen=mark_sent())


def _keep_levels(found: RoleModelling) -> object:
    form = request.form
    levels = [
        {
            "level": whole_number(form.get(f"levels.{index}.level", "")),
            "must": form.get(f"levels.{index}.must") == YES,
            "weight": whole_number(form.get(f"levels.{index}.weight", ""), 1),
            "competency": form.get(f"levels.{index}.competency", one["competency"]),
        }
        for index, one in enumerate(found.requirements)
    ]
    return modelling.set_levels(
        current_actor(), found.id, levels, text=form.get("text", ""), seen=mark_sent()
    )


def _keep_adoption(found: RoleModelling) -> object:
    form = request.form
    title, purpose, seen = form.get("title", ""), form.get("purpose", ""), mark_sent()
    return modelling.adopt(current_actor(), found.id, title=title, purpose=purpose, **_decided(), seen=seen)


def _keep_review(found: RoleModelling) -> object:
    text = request.form.get("review", "")
    return modelling.review(current_actor(), found.id, text=text, **_decided(), seen=mark_sent())


def _decided() -> dict[str, Any]:
    form = request.form
    return {"adopted_by": form.get("adopted_by", ""), "adopted_on": day_of(form.get("adopted_on", ""))}


_KEEP: dict[str, Callable[[RoleModelling], object]] = {
    "context": _keep_texts("context"),
    "tasks": _keep_texts("tasks"),
    "competencies": _keep_choice,
    "levels": _keep_levels,
    "trial": _keep_texts("trial"),
    "adopt": _keep_adoption,
    "review": _keep_review,
}


def _own(slug: str) -> Issuer:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=group.id))
    return group


def _mine(slug: str, modelling_id: UUID) -> tuple[Issuer, RoleModelling]:
    group, found = _own(slug), known.modelling(modelling_id)
    if found.group_id != group.id:
        raise NotFoundError
    return group, found


def _to_step(group: Issuer, modelling_id: UUID, step: str) -> Response:
    return redirect(_step_address(group.slug, modelling_id, step), SEE_OTHER)


def _step_address(slug: str, modelling_id: UUID, step: str) -> str:
    return url_for("role_model.step", slug=slug, modelling_id=modelling_id, step=step)


def _begun(group: Issuer) -> dict[str, Any]:
    found = known.modellings_of_group(group.id)
    return {
        "group": group,
        "modellings": [(one, _next(one)) for one in found],
        "words": role_words.step_words(),
    }


def _next(found: RoleModelling) -> str:
    return next_step(found.texts, found.requirements, adopted=found.role_id is not None)


def _shape(group: Issuer, found: RoleModelling) -> dict[str, Any]:
    adopted = found.role_id is not None
    done = {one: is_done(one, found.texts, found.requirements, adopted=adopted) for one in STEPS}
    return {
        "group": group,
        "found": found,
        "steps": STEPS,
        "done": done,
        "next": _next(found),
        "words": role_words.step_words(),
        "role": known.role_by_id(found.role_id) if found.role_id else None,
        "notes": role_views.trial_notes(found),
        "date_words": role_words.date_words,
        "mark": known.modelling_mark(found),
    }


def _step_shape(group: Issuer, found: RoleModelling, step: str) -> dict[str, Any]:
    if step not in STEPS:
        raise NotFoundError
    slugs = [one["competency"] for one in found.requirements]
    return {
        **_shape(group, found),
        "step": step,
        "rows": min(MOST_ROWS, max(ROWS, len(slugs) + 2)),
        "names": role_views.names_of(slugs),
        "options": _options() if step == "competencies" else [],
        "adopters": role_words.adopters(),
        "today": clock.now().date().isoformat(),
    }


def _options() -> list[tuple[str, str]]:
    found = [(one.slug, plain(one.versions[-1].title)) for one in competencies.competencies()]
    return [("", _("Choose a competency")), *sorted(found, key=lambda option: option[1].casefold())]


def _written(found: RoleModelling) -> dict[str, str]:
    """Give everything that was written, by field."""
    typed = {name: str(text) for name, text in found.texts.items()}
    typed |= {"title": found.title, "text": found.texts.get("levels", "")}
    for index, one in enumerate(found.requirements):
        typed[f"chosen.{index}.competency"], typed[f"chosen.{index}.reason"] = (
            one["competency"],
            one["reason"],
        )
        typed[f"levels.{index}.level"] = str(one.get("level", ""))
        typed[f"levels.{index}.must"] = YES if one.get("must", True) else ""
        typed[f"levels.{index}.weight"] = str(one.get("weight", 1))
    if "context" not in typed:
        profile = known.context(found.group_id)
        typed["context"] = profile.constraints if profile else ""
    return typed
