"""Pages of a group's leadership plan: who holds each role, who is near, what is to be done about it."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as people
from competencies import queries as competencies
from competencies.queries import plans
from competencies.queries.overview import overview as counted
from competencies.services import holding, planning
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import ConflictError, InvalidError, NotFoundError, invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.forms import form_page
from web.once import made_once
from web.plan_words import concern_words
from web.seen import CONFLICT, require_clash

blueprint = Blueprint("plan", __name__, url_prefix="/groups/<slug>/plan")

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
MOST_DIGITS = 10  # of a revision; a longer number is none that we wrote


@blueprint.get("")
def plan(slug: str) -> str:
    """Show the plan: every role with its people, concerns and lines."""
    group = _group(slug)
    seats = people.seats_of_group(group.id)
    return render_template(
        "groups/plan.html",
        group=group,
        plan=plans.plan(group.id, clock.now()),
        names={one.person_id: one.user_name for one in seats},
        shuffled=_shuffled,
        concern_words=concern_words,
        today=clock.now().date(),
    )


@blueprint.get("/overview")
def overview(slug: str) -> str:
    """Show a hub what stands in the plans of its groups, as numbers that are five at least."""
    group = _group(slug)
    return render_template("groups/plan_overview.html", group=group, found=counted(group.id, clock.now()))


@blueprint.get("/lines/new")
def new_line(slug: str) -> str:
    """Show the form of a new line."""
    group = _group(slug)
    typed = {"role": request.args.get("role", "")}
    return render_template("groups/plan_line.html", line=None, typed=typed, errors={}, **_shape(group))


@blueprint.post("/lines/new")
@limiter.limit(WRITE)
def add_line(slug: str) -> Answer:
    """Write a new line."""
    group = _group(slug)

    def added() -> str:
        planning.add_line(current_actor(), group.id, **_line())
        return ""

    try:
        made_once(added)
    except InvalidError as error:
        return form_page("groups/plan_line.html", error, line=None, **_shape(group))
    flash(_("Written into the plan."), "success")
    return _to(slug)


@blueprint.get("/lines/<uuid:line_id>")
def edit_line(slug: str, line_id: UUID) -> str:
    """Show the form of a line."""
    return _line_page(_group(slug), _line_of(slug, line_id))


@blueprint.post("/lines/<uuid:line_id>")
@limiter.limit(WRITE)
def change_line(slug: str, line_id: UUID) -> Answer:
    """Change a line; who was slower than somebody else is told, and nothing is overwritten."""
    group, line = _group(slug), _line_of(slug, line_id)
    try:
        planning.change_line(current_actor(), line.id, revision=_revision_sent(), **_line())
    except InvalidError as error:
        return form_page("groups/plan_line.html", error, line=line, **_shape(group, line))
    except ConflictError as error:
        require_clash(error, "line_changed")
        return _line_page(group, line, request.form, clashed="typed"), CONFLICT
    flash(_("Saved."), "success")
    return _to(slug)


@blueprint.post("/lines/<uuid:line_id>/done")
@limiter.limit(WRITE)
def finish_line(slug: str, line_id: UUID) -> Response:
    """Mark a line as done."""
    planning.finish_line(current_actor(), _line_of(slug, line_id).id, is_done=True)
    return _to(slug)


@blueprint.post("/lines/<uuid:line_id>/open")
@limiter.limit(WRITE)
def reopen_line(slug: str, line_id: UUID) -> Response:
    """Mark a line as open again."""
    planning.finish_line(current_actor(), _line_of(slug, line_id).id, is_done=False)
    return _to(slug)


@blueprint.post("/lines/<uuid:line_id>/remove")
@limiter.limit(WRITE)
def remove_line(slug: str, line_id: UUID) -> Answer:
    """Delete a line as it was read."""
    group, line = _group(slug), _line_of(slug, line_id)
    try:
        planning.remove_line(current_actor(), line.id, revision=_revision_sent())
    except ConflictError as error:
        require_clash(error, "line_changed")
        return _line_page(group, line, clashed="removed"), CONFLICT
    flash(_("Deleted."), "success")
    return _to(slug)


@blueprint.get("/holders/new")
def new_holder(slug: str) -> str:
    """Show the form that asks a member to say that they hold a role."""
    group = _group(slug)
    typed = {"role": request.args.get("role", ""), "since": clock.now().date().isoformat()}
    return render_template("groups/plan_holder.html", typed=typed, errors={}, **_shape(group))


@blueprint.post("/holders/new")
@limiter.limit(WRITE)
def propose(slug: str) -> Answer:
    """Ask the member."""
    group, form = _group(slug), request.form
    try:
        holding.propose(
            current_actor(),
            group.id,
            role=form.get("role", ""),
            person_id=_uuid(form.get("person", "")),
            since=_day("since"),
            until=_day("until"),
        )
    except InvalidError as error:
        return form_page("groups/plan_holder.html", error, **_shape(group))
    flash(_("Asked. The name shows in the plan as soon as the person says yes."), "success")
    return _to(slug)


@blueprint.post("/holders/<uuid:holding_id>/end")
@limiter.limit(WRITE)
def end_holding(slug: str, holding_id: UUID) -> Response:
    """End a holding, or take the question back."""
    found = plans.holding_of_group(holding_id)
    if found.group_id != _group(slug).id:
        raise NotFoundError
    holding.end(current_actor(), found.id)
    flash(_("Ended."), "success")
    return _to(slug)


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    require(current_actor(), Action.PLAN_KEEP, Scope(group_id=found.id))
    return found


def _line_of(slug: str, line_id: UUID) -> Any:
    line = plans.line(line_id)
    if line.group_id != _group(slug).id:
        raise NotFoundError
    return line


def _line_page(group: Issuer, line: Any, typed: Mapping[str, str] | None = None, *, clashed: str = "") -> str:
    """Show a line in its form, with what was `typed`, or as it stands."""
    stands = {
        "role": line.role.slug,
        "action": line.action,
        "owner": line.owner,
        "due_on": line.due_on.isoformat() if line.due_on else "",
    }
    filled = {**(stands if typed is None else typed), "revision": line.revision}
    return render_template(
        "groups/plan_line.html", line=line, typed=filled, errors={}, clashed=clashed, **_shape(group, line)
    )


def _revision_sent() -> int:
    """Give the revision that the form saw; one that no line has where none was sent."""
    seen = request.form.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < MOST_DIGITS else 0


def _shape(group: Issuer, line: Any = None) -> dict[str, Any]:
    """Give what both forms choose from: roles, the group's own first, and its people.

    The role of a line is there even if it was put aside: else the form would choose another one.
    """
    roles = {one.id: one for one in [*competencies.roles_in_force(), *([line.role] if line else [])]}
    askable = set(people.members(group.id, with_locked=False))
    seats = people.seats_of_group(group.id)
    found = {one.person_id: one.user_name for one in seats if one.person_id in askable}
    return {
        "group": group,
        "roles": sorted(roles.values(), key=lambda one: (one.owner_id != group.id, one.slug)),
        "members": found,
        "latest": competencies.latest,
    }


def _line() -> planning.LineShape:
    form = request.form
    return {
        "role": form.get("role", ""),
        "action": form.get("action", ""),
        "owner": form.get("owner", ""),
        "due_on": _day("due_on"),
    }


def _day(name: str) -> date | None:
    typed = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise invalid(f"/{name}", "date_expected") from error


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _shuffled(found: list[UUID]) -> list[UUID]:
    """Give the same people in another order at each look, so that nobody stands first."""
    return random.SystemRandom().sample(found, len(found))


def _to(slug: str) -> Response:
    return redirect(url_for("plan.plan", slug=slug), SEE_OTHER)
