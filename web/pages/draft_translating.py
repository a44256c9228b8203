"""The translation of a draft into one language, part by part, with the text that it comes from beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import draft_tree, translating
from competencies.models import FrameworkDraft
from competencies.queries import trees
from competencies.services import draft_edits
from competencies.services.drafting import notes_of
from foundation.acting import current_actor
from foundation.addresses import framework_draft_path
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from web.framework_views import change_rows
from web.language import CODES, LANGUAGES, plain
from web.pages import draft_words
from web.pages.define_words import errors_by_field
from web.pages.drafts import around, own_draft, told_meanwhile

blueprint = Blueprint("draft_translating", __name__, url_prefix="/frameworks/<slug>/draft")

Answer = str | tuple[str, int] | Response
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


@dataclass(frozen=True, slots=True)
class Line:
    """One text to translate: its source beside, how far it is, and what was typed."""

    pointer: str
    field: str
    source: str
    source_text: str
    text: str
    state: str
    is_reviewed: bool


@blueprint.route("/translate/<code>", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def translate(slug: str, code: str) -> Answer:
    """Show one part of the draft in a language, with the text that it is translated from beside; keep it."""
    draft = own_draft(slug)
    if code not in CODES:
        raise NotFoundError
    part = request.args.get("part", "")
    if part:
        draft_tree.find_domain(draft.tree, part)
    if request.method == "GET":
        return _translation(draft, code, part)
    typed = {name: text for name, text in request.form.items() if name.startswith("/")}
    reviewed, seen = request.form.getlist("reviewed"), draft_words.revision_sent()
    try:
        draft_edits.translate(
            current_actor(), slug, revision=seen, language=code, texts=typed, reviewed=reviewed
        )
    except InvalidError as error:
        errors = errors_by_field(error, (), code)
        named = {f"/{name.removesuffix(f'.{code}').replace('.', '/')}": said for name, said in errors.items()}
        return _translation(draft, code, part, typed, named, revision=seen), UNPROCESSABLE
    except ConflictError as error:
        if error.code != "draft_changed":
            raise
        draft = trees.draft(slug)
        changes = told_meanwhile(draft, seen)
        beside = draft_words.translated_beside(changes, code, typed)
        others = change_rows(changes, draft.tree, draft.tree)
        return _translation(draft, code, part, typed, beside, others=others, clashed=True), CONFLICT
    flash(_("Saved in the draft. Nobody else sees it until it is published."), "success")
    return redirect(f"{framework_draft_path(slug)}/translate/{code}?part={part}", SEE_OTHER)


def _translation(
    draft: FrameworkDraft,
    code: str,
    part: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    **more: Any,
) -> str:
    parts = _parts(draft, code)
    shown = {"revision": draft.revision, "others": (), "clashed": False, **more}
    return render_template(
        "frameworks/translate.html",
        **around(draft),
        code=code,
        own_name=dict(LANGUAGES)[code],
        part=part,
        parts=parts,
        sections=_sections(draft, code, part, typed),
        errors=errors or {},
        **shown,
    )


def _parts(draft: FrameworkDraft, code: str) -> list[tuple[str, str, int]]:
    """Give (part, title, how many texts wait) of the framework itself and of each area."""
    notes = notes_of(draft)
    found = [("", _("The framework itself"), translating.frame_fields(draft.tree))]
    for one in draft.tree["domains"]:
        present: dict[str, Any] = {}
        for each in one["competencies"]:
            present |= translating.competency_fields(each)
        found.append((one["id"], plain(one["title"]), present))
    counts = [translating.counted(present, notes, code) for *_names, present in found]
    waiting = [sum(count.values()) - count["reviewed"] for count in counts]
    return [(name, title, wait) for (name, title, _present), wait in zip(found, waiting, strict=True)]


def _sections(
    draft: FrameworkDraft, code: str, part: str, typed: Mapping[str, str] | None
) -> list[tuple[str, list[Line]]]:
    """Give (title, lines): the framework itself and its areas, or the competencies of one area."""
    if part:
        inside = draft_tree.find_domain(draft.tree, part)["competencies"]
        found = [(plain(one["title"]), translating.competency_fields(one)) for one in inside]
    else:
        found = [("", translating.frame_fields(draft.tree))]
    return [
        (title, [_line(draft, pointer, said, code, typed) for pointer, said in present.items() if said])
        for title, present in found
    ]


def _line(
    draft: FrameworkDraft,
    pointer: str,
    said: Mapping[str, str],
    code: str,
    typed: Mapping[str, str] | None,
) -> Line:
    notes = notes_of(draft)
    source = translating.source_of(pointer, said, notes)
    steps = pointer.strip("/").split("/")
    is_domain = steps[0] == "domains"
    state = notes.state(pointer, code) if code in said else "missing"
    is_reviewed = state == "reviewed" if typed is None else pointer in request.form.getlist("reviewed")
    return Line(
        pointer=pointer,
        field="area" if is_domain else "/".join(steps[2:] if steps[0] == "competencies" else steps),
        source="" if source == code else source,
        source_text="" if source == code else said.get(source, ""),
        text=(said.get(code, "") if typed is None else typed.get(pointer, "")),
        state=state,
        is_reviewed=is_reviewed,
    )
