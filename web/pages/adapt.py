"""Pages on which a group adapts a role of others, adopts it, and answers new versions of it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.adaptation import attempt, diff, requirements_of
from competencies.adaptation_moves import AdaptationState
from competencies.gap import Requirement
from competencies.models import Role, RoleAdaptation, RoleVersion
from competencies.queries import adapting as known
from competencies.services import adapting
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import adaptation_path, role_path
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError, invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web import role_views, role_words
from web.forms import field_errors
from web.language import CODES, language, plain
from web.pages import adapt_form
from web.pages.define_typed import Typed, read_form
from web.seen import CHANGED, CONFLICT, mark_sent, require_clash

blueprint = Blueprint("adapt", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
UNPROCESSABLE = 422


@blueprint.get("/roles/<slug>/adapt")
def choose(slug: str) -> str:
    """Ask for which group the role is to be adapted."""
    role = competencies.role(slug)
    if not current_actor().signed_in:
        raise SignInNeededError
    groups = [one for one in role_views.own_groups() if one.id != role.owner_id]
    return render_template("roles/adapt_for.html", role=role, version=role.versions[-1], groups=groups)


@blueprint.post("/roles/<slug>/adapt")
@limiter.limit(WRITE)
def begin(slug: str) -> Response:
    """Begin to adapt the role for a group, or go on where the group was."""
    if not current_actor().signed_in:
        raise SignInNeededError
    group = _group(request.form.get("group", ""))
    made = adapting.begin(current_actor(), slug, group_id=group.id)
    return redirect(adaptation_path(group.slug, made.id), SEE_OTHER)


@blueprint.get("/groups/<slug>/adaptations/<uuid:adaptation_id>")
def adaptation(slug: str, adaptation_id: UUID) -> str:
    """Show how the group adapts a role: a choice for each requirement, additions, the name; what it makes."""
    group, found = _mine(slug, adaptation_id)
    typed = adapt_form.filled(requirements_of(_base(found).requirements), _operations(found), _spoken(group))
    return _page(group, found, typed, {})


@blueprint.post("/groups/<slug>/adaptations/<uuid:adaptation_id>")
@limiter.limit(WRITE)
def prepare(slug: str, adaptation_id: UUID) -> Answer:
    """Keep the choices as a draft; or give more rows."""
    group, found = _mine(slug, adaptation_id)
    typed, spoken = read_form(request.form, [adapt_form.ADDITIONS]), _spoken(group)
    if "more" in request.form:
        if mark_sent() != known.mark(found):
            return _changed_meanwhile(group, adaptation_id, typed)
        return _page(group, found, typed, {})
    base = requirements_of(_base(found).requirements)
    sent = adapt_form.operations_of(typed, base, _operations(found), spoken)
    try:
        adapting.prepare(current_actor(), adaptation_id, sent.operations, seen=mark_sent())
    except InvalidError as error:
        return _page(group, found, typed, adapt_form.errors_by_field(error, sent, spoken)), UNPROCESSABLE
    except ConflictError as error:
        require_clash(error)
        return _changed_meanwhile(group, adaptation_id, typed)
    flash(_("Saved as a draft. Look at what it makes, then adopt it."), "success")
    return redirect(f"{adaptation_path(group.slug, adaptation_id)}#preview", SEE_OTHER)


@blueprint.post("/groups/<slug>/adaptations/<uuid:adaptation_id>/adopt")
@limiter.limit(WRITE)
def adopt(slug: str, adaptation_id: UUID) -> Answer:
    """Adopt what is prepared, and publish the role."""
    group, found = _mine(slug, adaptation_id)
    form = request.form
    try:
        adopted_on = day_of(form.get("adopted_on", ""))
        adopted_by, seen = form.get("adopted_by", ""), mark_sent()
        adapting.adopt(
            current_actor(), adaptation_id, adopted_by=adopted_by, adopted_on=adopted_on, seen=seen
        )
    except InvalidError as error:
        typed = adapt_form.filled(
            requirements_of(_base(found).requirements), _operations(found), _spoken(group)
        )
        return _page(group, found, typed, _decision_errors(error)), UNPROCESSABLE
    except ConflictError as error:
        require_clash(error)
        return _changed_meanwhile(group, adaptation_id)
    flash(_("Adopted. Your group looks at it again in a year."), "success")
    return redirect(role_path(_role(adaptation_id).slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/adaptations/<uuid:adaptation_id>/newest")
@limiter.limit(WRITE)
def newest(slug: str, adaptation_id: UUID) -> Answer:
    """Put a draft on the newest version of its base."""
    group, _found = _mine(slug, adaptation_id)
    try:
        left_out = adapting.start_from_newest(current_actor(), adaptation_id, seen=mark_sent())
    except ConflictError as error:
        require_clash(error)
        return _changed_meanwhile(group, adaptation_id)
    if left_out:
        flash(
            ngettext(
                "%(num)s change did not fit any more and was left out.",
                "%(num)s changes did not fit any more and were left out.",
                left_out,
            ),
            "warning",
        )
    return redirect(adaptation_path(group.slug, adaptation_id), SEE_OTHER)


@blueprint.post("/groups/<slug>/adaptations/<uuid:adaptation_id>/forget")
@limiter.limit(WRITE)
def forget(slug: str, adaptation_id: UUID) -> Answer:
    """Drop what is prepared."""
    group, found = _mine(slug, adaptation_id)
    role_slug = _role(adaptation_id).slug if found.role_id else None
    try:
        adapting.forget_draft(current_actor(), adaptation_id, seen=mark_sent())
    except ConflictError as error:
        require_clash(error)
        return _changed_meanwhile(group, adaptation_id)
    flash(_("The draft is dropped."), "success")
    there = role_path(role_slug) if role_slug else url_for("groups.group", slug=group.slug)
    return redirect(there, SEE_OTHER)


@blueprint.post("/groups/<slug>/adaptations/<uuid:adaptation_id>/retire")
@limiter.limit(WRITE)
def retire(slug: str, adaptation_id: UUID) -> Answer:
    """Put the role aside at its review."""
    group, _found = _mine(slug, adaptation_id)
    try:
        adapting.retire(current_actor(), adaptation_id, seen=mark_sent())
    except ConflictError as error:
        require_clash(error)
        return _changed_meanwhile(group, adaptation_id)
    flash(_("The role is put aside. Its page stays."), "success")
    return redirect(role_path(_role(adaptation_id).slug), SEE_OTHER)


@blueprint.get("/roles/<slug>/update")
def update(slug: str) -> str:
    """Show what a new version of the base changes, and what the group's role would be on it."""
    return _update_page(*_adapted(slug), {})


@blueprint.post("/roles/<slug>/update/accept")
@limiter.limit(WRITE)
def accept(slug: str) -> Answer:
    """Take the new version over, without the operations that are ticked."""
    role, found = _adapted(slug)
    left_out = {int(one) for one in request.form.getlist("leave_out") if one.isdecimal() and len(one) < 4}  # noqa: PLR2004
    try:
        adapting.accept_update(current_actor(), found.id, leave_out=left_out, seen=mark_sent())
    except InvalidError as error:
        told = {"form": " ".join(field_errors(error).values())}
        return _update_page(role, found, told, left_out), UNPROCESSABLE
    except ConflictError as error:
        require_clash(error, CHANGED, "no_update")
        return _update_changed(slug, left_out)
    flash(_("Your role stands on the new version now."), "success")
    return redirect(role_path(slug), SEE_OTHER)


@blueprint.post("/roles/<slug>/update/ignore")
@limiter.limit(WRITE)
def ignore(slug: str) -> Answer:
    """Stay with what the group adapted."""
    _role_row, found = _adapted(slug)
    try:
        adapting.ignore_update(current_actor(), found.id, seen=mark_sent())
    except ConflictError as error:
        require_clash(error, CHANGED, "no_update")
        return _update_changed(slug)
    flash(_("Your role stays as it is."), "success")
    return redirect(role_path(slug), SEE_OTHER)


def day_of(text: str, pointer: str = "/adopted_on") -> date:
    """Give the day that somebody typed. Raises InvalidError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise invalid(pointer, "date_expected") from error


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _mine(slug: str, adaptation_id: UUID) -> tuple[Issuer, RoleAdaptation]:
    group = _group(slug)
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=group.id))
    found = known.adaptation(adaptation_id)
    if found.group_id != group.id:
        raise NotFoundError
    return group, found


def _adapted(slug: str) -> tuple[Role, RoleAdaptation]:
    role = competencies.role(slug)
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=role.owner_id))
    found = known.adaptation_of(role)
    if found is None:
        raise NotFoundError
    return role, found


def _role(adaptation_id: UUID) -> Role:
    role_id = known.adaptation(adaptation_id).role_id
    if role_id is None:
        raise NotFoundError
    return known.role_by_id(role_id)


def _base(found: RoleAdaptation) -> RoleVersion:
    number = int(found.draft.get("base_number", found.base_number))
    return known.role_version(known.role_by_id(found.base_role_id), number)


def _operations(found: RoleAdaptation) -> list[dict[str, Any]]:
    return list(found.draft.get("operations", found.operations))


def _spoken(group: Issuer) -> str:
    return group.language if group.language in CODES else language()


def _page(
    group: Issuer,
    found: RoleAdaptation,
    typed: Typed,
    errors: dict[str, str],
    aside: Sequence[str] = (),
    *,
    clashed: bool = False,
) -> str:
    base, role = _base(found), known.role_by_id(found.base_role_id)
    wanted = competencies.competencies_by_slug({one["competency"] for one in base.requirements})
    kept = _operations(found)
    made, _problems = attempt(known.content_of(base), kept)
    return render_template(
        "roles/adaptation.html",
        group=group,
        found=found,
        base=role,
        version=base,
        newest=role.versions[-1].number,
        needs=role_views.requirements_shown(requirements_of(base.requirements), wanted),
        preview=role_views.preview(made),
        made=made,
        changes=_changes(kept),
        options=_options(),
        adopters=role_words.adopters(),
        today=clock.now().date().isoformat(),
        is_draft=found.state == AdaptationState.DRAFT,
        is_due=found.state == AdaptationState.DUE_FOR_REVIEW,
        is_retired=found.state == AdaptationState.RETIRED,
        own=_role(found.id) if found.role_id else None,
        typed=typed,
        errors=errors,
        spoken=_spoken(group),
        aside=aside,
        clashed=clashed,
        seen=known.mark(found),
        seen_whole=known.update_mark(found, role),
    )


def _changed_meanwhile(group: Issuer, adaptation_id: UUID, typed: Typed | None = None) -> Answer:
    """Show how the draft stands now, and what was typed beside the requirements that it was typed for."""
    found, aside, has_typed = known.adaptation(adaptation_id), [], typed is not None
    base = requirements_of(_base(found).requirements)
    if typed is None:
        typed = adapt_form.filled(base, _operations(found), _spoken(group))
    elif found.state == AdaptationState.RETIRED:
        aside = adapt_form.said(typed)
    else:
        aside = adapt_form.move(typed, _base_read(found), base)
    clashed = has_typed and found.state != AdaptationState.RETIRED
    told = {} if clashed else {"form": _("Somebody else changed this meanwhile. Please look at it again.")}
    return _page(group, found, typed, told, aside, clashed=clashed), CONFLICT


def _base_read(found: RoleAdaptation) -> Sequence[Requirement]:
    """Give the requirements of the base that the form showed; those of today where it did not say."""
    number = mark_sent().partition("-")[0]
    versions = known.role_by_id(found.base_role_id).versions
    read = next((one for one in versions if str(one.number) == number), None) or _base(found)
    return requirements_of(read.requirements)


def _update_changed(slug: str, left_out: Collection[int] = ()) -> Answer:
    """Show what there is to answer now; what was ticked stays while it means the same operations."""
    role, found = _adapted(slug)
    ticked = left_out if mark_sent().rpartition("-")[0] == known.mark(found) else ()
    told = {"form": _("Somebody else changed this meanwhile. Please look at it again.")}
    return _update_page(role, found, told, ticked), CONFLICT


def _options() -> list[tuple[str, str]]:
    found = [(one.slug, plain(one.versions[-1].title)) for one in competencies.competencies()]
    return [("", _("Choose a competency")), *sorted(found, key=lambda option: option[1].casefold())]


def _changes(operations: list[dict[str, Any]]) -> list[tuple[str, dict[str, str]]]:
    names = role_views.names_of(one["competency"] for one in operations if "competency" in one)
    return [(role_words.operation_sentence(one, names), one.get("reason", {})) for one in operations]


def _decision_errors(error: InvalidError) -> dict[str, str]:
    """Give the problems of adopting beside their fields; those of the draft are told above it."""
    found = {pointer.strip("/"): said for pointer, said in field_errors(error).items()}
    drafted = [said for name, said in found.items() if name.startswith("operations")]
    rest = {name: said for name, said in found.items() if not name.startswith("operations")}
    return rest | ({"form": " ".join(dict.fromkeys(drafted))} if drafted else {})


def _update_page(
    role: Role, found: RoleAdaptation, errors: dict[str, str], ticked: Collection[int] = ()
) -> str:
    base = known.role_by_id(found.base_role_id)
    before, after = known.role_version(base, found.base_number), base.versions[-1]
    operations, made, problems = adapting.attempt_update(found, base)
    wrong = {int(one.pointer.split("/")[2]): one for one in problems}
    changed = diff(known.content_of(before), known.content_of(after))
    return render_template(
        "roles/update.html",
        role=role,
        version=role.versions[-1],
        base=base,
        before=before,
        after=after,
        is_open=known.waiting_update(found, base) is not None,
        changed=[said for said, _reason in _changes(changed)],
        texts_changed=before.purpose != after.purpose
        or before.term_guidance_months != after.term_guidance_months,
        own=_changes(operations),
        wrong={index: _told(one) for index, one in wrong.items()},
        preview=role_views.preview(made),
        errors=errors,
        ticked=ticked,
        seen=known.update_mark(found, base),
    )


def _told(problem: Any) -> str:
    return " ".join(field_errors(InvalidError([problem])).values())
