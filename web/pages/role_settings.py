"""What a group says of itself, and which hub may define its roles."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies.queries import adapting as known
from competencies.services import contexts
from foundation.acting import current_actor
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from issuers.services import delegating
from web import role_words
from web.forms import form_page
from web.seen import CONFLICT, mark_sent, require_clash

blueprint = Blueprint("role_settings", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
CONTEXT = ("kind", "connectivity", "languages", "constraints")


@blueprint.get("/groups/<slug>/context")
def context(slug: str) -> str:
    """Show to everybody what a group is like, so that they see why a role differs there."""
    group = _group(slug)
    manages = may(current_actor(), Action.ROLE_DEFINE, Scope(group_id=group.id))
    return render_template(
        "roles/context.html", group=group, profile=known.context(group.id), manages=manages, **_words()
    )


@blueprint.get("/groups/<slug>/context/edit")
def edit_context(slug: str) -> str:
    """Show the form in which a group describes itself."""
    group = _group_for(slug, Action.ROLE_DEFINE)
    profile = known.context(group.id)
    return _context_form(group, contexts.profile_values(profile), contexts.context_mark(profile))


@blueprint.post("/groups/<slug>/context/edit")
@limiter.limit(WRITE)
def describe(slug: str) -> Answer:
    """Keep what the group says of itself."""
    group = _group_for(slug, Action.ROLE_DEFINE)
    try:
        words = {name: request.form.get(name, "") for name in CONTEXT}
        # What nobody has described yet has no mark to be seen.
        seen = mark_sent() or contexts.context_mark(None)
        contexts.describe(current_actor(), group_id=group.id, seen=seen, **words)
    except InvalidError as error:
        return form_page("roles/context_form.html", error, group=group, seen=mark_sent(), **_words())
    except ConflictError as error:
        require_clash(error)
        now = contexts.context_mark(known.context(group.id))
        return _context_form(group, request.form, now, clashed=True), CONFLICT
    flash(_("Saved."), "success")
    return redirect(url_for("role_settings.context", slug=slug), SEE_OTHER)


@blueprint.get("/groups/<slug>/delegation")
def delegation(slug: str) -> str:
    """Show which hubs may define the group's roles, and whose roles this group may define."""
    group = _group_for(slug, Action.ROLE_DELEGATE)
    return render_template("roles/delegation.html", typed={}, errors={}, **_delegations(group))


@blueprint.post("/groups/<slug>/delegation")
@limiter.limit(WRITE)
def delegate(slug: str) -> Answer:
    """Let a hub define the group's roles."""
    group = _group_for(slug, Action.ROLE_DELEGATE)
    try:
        delegating.delegate(current_actor(), group.id, hub=request.form.get("hub", ""))
    except InvalidError as error:
        return form_page("roles/delegation.html", error, **_delegations(group))
    flash(_("The hub may define your roles now. You can take that back at any time."), "success")
    return redirect(url_for("role_settings.delegation", slug=slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/delegation/<uuid:delegation_id>/end")
@limiter.limit(WRITE)
def end_delegation(slug: str, delegation_id: UUID) -> Response:
    """Take a delegation back, or hand it back."""
    group = _group_for(slug, Action.ROLE_DELEGATE)
    both = (*issuers.delegations_by(group.id), *issuers.delegations_to(group.id))
    if delegation_id not in {one.id for one, _other in both}:
        raise NotFoundError
    delegating.end(current_actor(), delegation_id)
    flash(_("That has ended. Roles that were published stay."), "success")
    return redirect(url_for("role_settings.delegation", slug=slug), SEE_OTHER)


def _delegations(group: Issuer) -> dict[str, object]:
    given = issuers.delegations_by(group.id)
    taken = {hub.id for _one, hub in given} | {group.id}
    hubs = [one for one in issuers.groups() if one.is_vouched and one.id not in taken]
    return {"group": group, "given": given, "received": issuers.delegations_to(group.id), "hubs": hubs}


def _context_form(group: Issuer, typed: Mapping[str, object], seen: str, *, clashed: bool = False) -> str:
    return render_template(
        "roles/context_form.html",
        group=group,
        typed=typed,
        errors={},
        seen=seen,
        clashed=clashed,
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"group_kinds": role_words.group_kinds(), "connectivity": role_words.connectivity()}


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _group_for(slug: str, action: Action) -> Issuer:
    found = _group(slug)
    require(current_actor(), action, Scope(group_id=found.id))
    return found
