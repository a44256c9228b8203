"""The translation of a draft into one language, part by part, with the text that it comes from beside."""

from collections.abc import Mapping, Sequence
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
from web.framework_views import change_rows, part_name
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
    part, seen = request.args.get("part", ""), draft_words.revision_sent()
    if request.method == "GET" or seen == draft.revision:
        _require_part(
            draft, part
        )  # who saw an older draft gets back what they typed, wherever it belongs now
    if request.method == "GET":
        return _translation(draft, code, part)
    typed = {name: text for name, text in request.form.items() if name.startswith("/")}
    reviewed = request.form.getlist("reviewed")
    try:
        draft_edits.translate(
            current_actor(), slug, revision=seen, language=code, texts=typed, reviewed=reviewed
        )
    except InvalidError as error:
        errors = errors_by_field(error, (), code)
        named = {f"/{name.removesuffix(f'.{code}').replace('.', '/')}": said for name, said in errors.items()}
        return _translation(trees.draft(slug), code, part, typed, named, revision=seen), UNPROCESSABLE
    except ConflictError as error:
        if error.code != "draft_changed":
            raise
        return _clashed(trees.draft(slug), code, part, typed, seen), CONFLICT
    flash(_("Saved in the draft. Nobody else sees it until it is published."), "success")
    return redirect(f"{framework_draft_path(slug)}/translate/{code}?part={part}", SEE_OTHER)


def _require_part(draft: FrameworkDraft, part: str) -> None:
    if part:
        draft_tree.find_domain(draft.tree, part)


def _clashed(draft: FrameworkDraft, code: str, part: str, typed: Mapping[str, str], seen: int) -> str:
    """Show what others changed, and all that was typed: also what has no place in the draft any more."""
    changes = told_meanwhile(draft, seen)
    there = {one["id"] for one in draft.tree["domains"]}
    present = translating.fields(draft.tree)
    sections = _sections(draft, code, part, typed)
    compared = _named(sections)
    beside = draft_words.translated_beside(changes, code, typed)
    return _translation(
        draft,
        code,
        part if part in there else "",
        typed,
        {pointer: said for pointer, said in beside.items() if pointer in compared},
        compared=compared,
        others=change_rows(changes, draft.tree, draft.tree),
        clashed=True,
        sections=sections,
        aside=[text for pointer, text in typed.items() if text.strip() and pointer not in present],
    )


def _named(sections: Sequence[tuple[str, list[Line]]]) -> dict[str, str]:
    """Give what each text of the page is called: of a competency, with its title before it."""
    return {
        line.pointer: _("%(part)s: %(what)s", part=draft_words.isolated(title), what=part_name(line.field))
        if title
        else part_name(line.field)
        for title, lines in sections
        for line in lines
    }


def _translation(
    draft: FrameworkDraft,
    code: str,
    part: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    **more: Any,
) -> str:
    parts = _parts(draft, code)
    shown = {"revision": draft.revision, "others": (), "clashed": False, "compared": {}, "aside": (), **more}
    shown.setdefault("sections", _sections(draft, code, part, typed))
    return render_template(
        "frameworks/translate.html",
        **around(draft),
        code=code,
        own_name=dict(LANGUAGES)[code],
        part=part,
        parts=parts,
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
    """Give (title, lines): the framework itself and its areas, or the competencies of one area.

    Beside them what was typed of competencies that stand elsewhere now. An area that is gone has none.
    """
    found, sent = _fields_of(draft, part), typed or {}
    shown = {pointer for _title, present in found for pointer in present}
    for _domain, one in draft_tree.competencies(draft.tree) if sent else ():
        present = translating.competency_fields(one)
        found.append(
            (plain(one["title"]), {at: present[at] for at in present if at in sent and at not in shown})
        )
    return [
        (title, [_line(draft, pointer, said, code, typed) for pointer, said in present.items() if said])
        for title, present in found
        if present
    ]


def _fields_of(draft: FrameworkDraft, part: str) -> list[tuple[str, dict[str, Any]]]:
    if not part:
        return [("", translating.frame_fields(draft.tree))]
    inside = (one["competencies"] for one in draft.tree["domains"] if one["id"] == part)
    return [(plain(one["title"]), translating.competency_fields(one)) for one in next(inside, [])]


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
    state = "source" if source == code else state
    was_sent = typed is not None and pointer in typed  # what others added meanwhile was not
    is_reviewed = pointer in request.form.getlist("reviewed") if was_sent else state == "reviewed"
    return Line(
        pointer=pointer,
        field="area" if is_domain else "/".join(steps[2:] if steps[0] == "competencies" else steps),
        source="" if source == code else source,
        source_text="" if source == code else said.get(source, ""),
        text=typed[pointer] if typed is not None and was_sent else said.get(code, ""),
        state=state,
        is_reviewed=is_reviewed,
    )
