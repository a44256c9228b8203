"""Writing an endorsement: form, preview, signature. `endorsing` puts it into its blueprint."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from badges import endorsement_words as wording
from badges.endorsement_words import NO_LEVEL, Options
from badges.models import Endorsement, NameChoice
from badges.services.endorsing import writing
from competencies.wording import LEVELS
from foundation.acting import current_actor
from foundation.errors import InvalidError
from foundation.limits import WRITE, limiter
from web import endorsement_views as views
from web.complaints import wants_json
from web.forms import field_errors, form_page
from web.language import LANGUAGES, plain

Page = str | Response | tuple[str, int]
SEE_OTHER, UNPROCESSABLE = 303, 422
_FIELDS = ("comment", "competency", "level", "relation", "seen_from", "seen_until", "language")


def write(endorsement_id: UUID) -> Page:
    """Show the form with what was kept so far."""
    row, options = writing.opened(current_actor(), endorsement_id)
    if row.state not in {"requested", "offered", "drafted"}:
        return redirect(url_for("endorsing.endorsement", endorsement_id=row.id), SEE_OTHER)
    shape = _shape(row, options)
    return render_template("endorsing/write.html", typed=_kept(row, options), errors={}, **shape)


@limiter.limit(WRITE)
def save(endorsement_id: UUID) -> Page:
    """Keep what was typed; with the button to go on, show what would be signed. A script saves by itself."""
    actor = current_actor()
    row, options = writing.opened(actor, endorsement_id)
    try:
        writing.draft(actor, endorsement_id, _given(request.form))
        if request.form.get("then") == "preview":
            writing.preview(actor, endorsement_id)
            return redirect(url_for("endorsing.preview", endorsement_id=endorsement_id), SEE_OTHER)
    except InvalidError as error:
        if wants_json():
            raise
        return form_page("endorsing/write.html", error, **_shape(row, options))
    if wants_json():
        return jsonify({"saved": True})
    flash(_("Your draft is kept."), "success")
    return redirect(url_for("endorsing.write", endorsement_id=endorsement_id), SEE_OTHER)


def preview(endorsement_id: UUID) -> Page:
    """Show exactly what would be signed, and under which name."""
    actor = current_actor()
    row, options = writing.opened(actor, endorsement_id)
    try:
        ready = writing.preview(actor, endorsement_id)
    except InvalidError as error:
        errors = {pointer.strip("/"): said for pointer, said in field_errors(error).items()}
        typed, shape = _kept(row, options), _shape(row, options)
        return render_template("endorsing/write.html", typed=typed, errors=errors, **shape), UNPROCESSABLE
    return render_template(
        "endorsing/preview.html",
        row=row,
        facts=views.facts_for(row),
        written_name=ready.written_name,
        document=json.dumps(ready.document, ensure_ascii=False, indent=2),
    )


@limiter.limit(WRITE)
def sign(endorsement_id: UUID) -> Page:
    """Sign, once. The endorsement then waits for the holder."""
    actor = current_actor()
    row, options = writing.opened(actor, endorsement_id)
    try:
        writing.sign(actor, endorsement_id)
    except InvalidError as error:
        shape = _shape(row, options)
        errors = {pointer.strip("/"): said for pointer, said in field_errors(error).items()}
        typed = _kept(row, options)
        return render_template("endorsing/write.html", typed=typed, errors=errors, **shape), UNPROCESSABLE
    flash(_("Signed. It stands with the badge as soon as the holder says yes."), "success")
    return redirect(url_for("endorsing.endorsement", endorsement_id=endorsement_id), SEE_OTHER)


def _given(form: Mapping[str, str]) -> dict[str, str]:
    """Give the form's fields; the name is one choice on the page, of a kind and perhaps a group."""
    choice, _colon, affiliate = form.get("name_choice", "").partition(":")
    given = {name: form.get(name, "") for name in _FIELDS}
    return {**given, "name_choice": choice or NameChoice.AFFILIATE.value, "affiliate_id": affiliate}


def _kept(row: Endorsement, options: Options) -> dict[str, str]:
    """Give what a row holds as a form would send it; a badge that proves one thing has it chosen."""
    words = writing.words_of(row)
    only = options.proven[0].slug if len(options.proven) == 1 else ""
    return {
        "comment": words.comment,
        "competency": words.competency or only,
        "level": str(words.level or NO_LEVEL),
        "relation": words.relation or "",
        "seen_from": words.seen_from.isoformat() if words.seen_from else "",
        "seen_until": words.seen_until.isoformat() if words.seen_until else "",
        "language": words.language,
        "name_choice": _chosen_name(row, options),
    }


def _chosen_name(row: Endorsement, options: Options) -> str:
    wanted = (row.name_choice, str(row.affiliate_id) if row.affiliate_id else None)
    same_kind = [one for one in options.names if one[0] == row.name_choice]
    found = wanted if wanted in options.names else next(iter(same_kind or options.names))
    return _name_value(found)


def _name_value(name: tuple[str, str | None]) -> str:
    return f"{name[0]}:{name[1]}" if name[1] else name[0]


def _shape(row: Endorsement, options: Options) -> dict[str, Any]:
    told = {
        NameChoice.AFFILIATE.value: _("Tells the group and not who you are."),
        NameChoice.USER_NAME.value: _("Your user name, which leads to everything that you do under it."),
        NameChoice.DISPLAY_NAME.value: _("The name that you chose in your settings."),
    }
    levels = options.proven[0].levels if options.proven else ()
    return {
        "row": row,
        "names": views.counterpart_names([row]) if row.lapses_at is not None else {},
        "has_competencies": bool(options.proven),
        "competency_options": [
            ("", _("Choose one")),
            *((one.slug, plain(one.title)) for one in options.proven),
        ],
        "level_options": [
            (NO_LEVEL, _("I do not state a level")),
            *((str(level), f"{level}: {plain(levels[level - 1])}") for level in LEVELS if levels),
        ],
        "relation_options": [
            ("", _("Choose one")),
            *((name, plain(title)) for name, title in options.relations.items()),
        ],
        "language_options": list(LANGUAGES),
        "name_options": [
            (_name_value(name), spelled, str(told[name[0]])) for name, spelled in options.names.items()
        ],
        "least": wording.LEAST_CHARACTERS,
        "most": wording.MOST_CHARACTERS,
    }


PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/endorsements/<uuid:endorsement_id>/write", write),
    ("POST", "/endorsements/<uuid:endorsement_id>/write", save),
    ("GET", "/endorsements/<uuid:endorsement_id>/preview", preview),
    ("POST", "/endorsements/<uuid:endorsement_id>/sign", sign),
)


def add_to(blueprint: Blueprint) -> None:
    """Add these pages to a blueprint."""
    for method, address, page in PAGES:
        blueprint.add_url_rule(address, view_func=page, methods=[method])
