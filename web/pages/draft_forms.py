"""Forms of a draft: its own texts, an area, a competency.

Whoever saved second is told: what was typed stays, what the other wrote stands beside it, and sending
the form once more writes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import draft_tree
from competencies.models import FrameworkDraft
from competencies.queries import trees
from competencies.services import draft_edits
from competencies.tree_diff import Thing
from foundation.acting import current_actor
from foundation.addresses import framework_draft_path
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from web.framework_views import change_rows
from web.language import LANGUAGES, plain
from web.pages import define_competency, draft_words
from web.pages.define_typed import Rows, Typed, read_form
from web.pages.define_words import choices, errors_by_field
from web.pages.drafts import around, own_draft, told_meanwhile
from web.pages.field_words import names_of

blueprint = Blueprint("draft_forms", __name__, url_prefix="/frameworks/<slug>/draft")

Answer = str | tuple[str, int] | Response
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its template, which thing it writes, how it starts, how it is saved and where it leads."""

    template: str
    draft: FrameworkDraft
    thing: tuple[Thing, str]
    texts: tuple[str, ...]
    begin: Callable[[], Typed]
    save: Callable[[Typed, int], FrameworkDraft]
    rows: tuple[Rows, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""


@blueprint.route("/texts", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def texts(slug: str) -> Answer:
    """Show the framework's own texts; keep what was changed."""
    draft = own_draft(slug)

    def save(typed: Typed, revision: int) -> FrameworkDraft:
        return draft_edits.write_frame(
            current_actor(), slug, revision=revision, **draft_words.frame_shape(typed)
        )

    return _answer(
        Form(
            "frameworks/texts.html",
            draft,
            (Thing.FRAMEWORK, ""),
            draft_words.FRAME_TEXTS,
            lambda: draft_words.frame_typed(draft.tree, draft.source),
            save,
            shown={"sources": list(LANGUAGES)},
        )
    )


@blueprint.route("/domains/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new_domain(slug: str) -> Answer:
    """Show the form of a new area; keep it."""
    draft = own_draft(slug)

    def save(typed: Typed, revision: int) -> FrameworkDraft:
        return draft_edits.add_domain(current_actor(), slug, revision=revision, title=typed.texts("title"))

    return _answer(_domain_form(draft, "", Typed, save))


@blueprint.route("/domains/<domain>", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def domain(slug: str, domain: str) -> Answer:
    """Show an area in its form; keep what was changed."""
    draft = own_draft(slug)

    def begin() -> Typed:
        return draft_words.domain_typed(draft_tree.find_domain(draft.tree, domain))

    def save(typed: Typed, revision: int) -> FrameworkDraft:
        title = typed.texts("title")
        return draft_edits.write_domain(current_actor(), slug, revision=revision, domain=domain, title=title)

    return _answer(_domain_form(draft, domain, begin, save))


@blueprint.route("/competencies/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new_competency(slug: str) -> Answer:
    """Show the form of a new competency; keep it at the end of its area."""
    draft = own_draft(slug)
    if not draft.tree["domains"]:
        flash(_("A competency stands in an area. Add an area first."))
        return redirect(f"{framework_draft_path(slug)}/domains/new", SEE_OTHER)

    def begin() -> Typed:
        typed = define_competency.blank()
        typed.fields["domain"] = request.args.get("domain", "")
        return typed

    def save(typed: Typed, revision: int) -> FrameworkDraft:
        shape, place = draft_words.competency_shape(typed), typed.text("domain")
        return draft_edits.add_competency(current_actor(), slug, revision=revision, domain=place, **shape)

    return _answer(_competency_form(draft, "", begin, save))


@blueprint.route("/competencies/<competency>", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def competency(slug: str, competency: str) -> Answer:
    """Show a competency of the draft in its form; keep what was changed."""
    draft = own_draft(slug)

    def begin() -> Typed:
        return draft_words.competency_typed(draft_tree.find_competency(draft.tree, competency))

    def save(typed: Typed, revision: int) -> FrameworkDraft:
        shape = draft_words.competency_shape(typed)
        return draft_edits.write_competency(
            current_actor(), slug, revision=revision, competency=competency, **shape
        )

    return _answer(_competency_form(draft, competency, begin, save))


def _domain_form(
    draft: FrameworkDraft,
    name: str,
    begin: Callable[[], Typed],
    save: Callable[[Typed, int], FrameworkDraft],
) -> Form:
    anchor = f"area-{name}" if name else ""
    thing = (Thing.DOMAIN, name)
    return Form(
        "frameworks/domain.html", draft, thing, ("title",), begin, save, anchor=anchor, shown={"name": name}
    )


def _competency_form(
    draft: FrameworkDraft,
    name: str,
    begin: Callable[[], Typed],
    save: Callable[[Typed, int], FrameworkDraft],
) -> Form:
    areas = [(one["id"], plain(one["title"])) for one in draft.tree["domains"]]
    return Form(
        "frameworks/competency.html",
        draft,
        (Thing.COMPETENCY, name),
        define_competency.TEXTS,
        begin,
        save,
        define_competency.ROWS,
        {"areas": areas, "name": name},
        f"competency-{name}" if name else "",
    )


def _answer(form: Form) -> Answer:
    """Show a form, or keep what was typed; what does not fit and what others wrote comes back beside it."""
    if request.method == "GET":
        return _shown(form, form.begin(), {})
    typed = read_form(request.form, form.rows)
    seen, slug = draft_words.revision_sent(), form.draft.slug
    if "more" in request.form:
        return _shown(form, typed, {}, seen)
    try:
        form.save(typed, seen)
    except InvalidError as error:
        form = _read_anew(form, slug)
        return _shown(form, typed, errors_by_field(error, form.texts, form.draft.source), seen), UNPROCESSABLE
    except NotFoundError:
        form = _read_anew(form, slug)
        errors = {"form": _("This was taken out of the draft meanwhile. Copy what you need and add it anew.")}
        return _shown(form, typed, errors), CONFLICT
    except ConflictError as error:
        if error.code != "draft_changed":
            raise
        return _clashed(_read_anew(form, slug), typed, seen), CONFLICT
    flash(_("Saved in the draft. Nobody else sees it until it is published."), "success")
    here = framework_draft_path(slug)
    return redirect(f"{here}#{form.anchor}" if form.anchor else here, SEE_OTHER)


def _read_anew(form: Form, slug: str) -> Form:
    """Give the form with the draft as it is now. Raises NotFoundError when it was thrown away meanwhile."""
    return replace(form, draft=trees.draft(slug))


def _clashed(form: Form, typed: Typed, seen: int) -> str:
    draft = form.draft
    changes = told_meanwhile(draft, seen)
    errors = draft_words.beside(changes, *form.thing, typed)
    rows = change_rows(changes, draft.tree, draft.tree)
    return _shown(form, typed, errors, draft.revision, rows, clashed=True)


def _shown(
    form: Form,
    typed: Typed,
    errors: Mapping[str, str],
    revision: int | None = None,
    others: Sequence[Any] = (),
    *,
    clashed: bool = False,
) -> str:
    return render_template(
        form.template,
        **around(form.draft),
        typed=typed,
        errors=errors,
        revision=form.draft.revision if revision is None else revision,
        others=others,
        clashed=clashed,
        compared=names_of(errors, _("What it is for")) if clashed else {},
        spoken=form.draft.source,
        evidence_kinds=choices()["evidence_kinds"],
        **form.shown,
    )
