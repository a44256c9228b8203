"""Groups: who they are, who vouches for them, what they define, and who sits in them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.models import SeatRole
from accounts.services import seats as sitting
from badges.queries import achievements
from competencies import queries as competencies
from competencies.queries import adapting
from foundation.acting import current_actor
from foundation.addresses import absolute
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from issuers.services import registering
from web import shown_once, stewarding
from web.forms import form_page
from web.language import language
from web.seen import CONFLICT, mark_sent, require_clash

blueprint = Blueprint("groups", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303


def _group(slug: str) -> Issuer:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found


def _group_for(slug: str, action: Action) -> Issuer:
    """Give a group that the actor may do this to. Raises NotFoundError, SignInNeededError."""
    found = _group(slug)
    require(current_actor(), action, Scope(group_id=found.id))
    return found


def _words() -> dict[str, str]:
    form = request.form
    return {name: form.get(name, "") for name in ("name", "description", "url", "language")}


def _to(group: Issuer) -> Response:
    return redirect(url_for("groups.group", slug=group.slug), SEE_OTHER)


@blueprint.get("/groups")
def groups() -> str:
    """List the groups: those that are vouched for, and the others apart."""
    every = issuers.groups()
    return render_template(
        "groups/groups.html",
        vouched=[one for one in every if one.is_vouched],
        unvouched=[one for one in every if not one.is_vouched],
        own=[one for one in every if one.id in current_actor().stewards],
    )


@blueprint.get("/groups/new")
def new_group() -> str:
    """Show the form that registers a group."""
    require(current_actor(), Action.GROUP_REGISTER, Scope())
    return render_template("groups/edit.html", group=None, typed={"language": language()}, errors={})


@blueprint.post("/groups/new")
@limiter.limit(WRITE)
def register() -> Answer:
    """Register the group; who does it is its first steward."""
    try:
        group_id = registering.register_group(current_actor(), **_words())
    except InvalidError as error:
        return form_page("groups/edit.html", error, group=None)
    made = issuers.issuer(group_id)
    if made is None:
        raise NotFoundError
    flash(_("Your group is registered, and you are its steward."), "success")
    return _to(made)


@blueprint.get("/groups/<slug>")
def group(slug: str) -> str:
    """Show a group to everybody; its stewards find here what they manage."""
    found = _group(slug)
    voucher = issuers.issuer(found.vouched_by) if found.vouched_by else None
    return render_template(
        "groups/group.html",
        group=found,
        voucher=voucher,
        badges=achievements.badges(found.id),
        roles=competencies.roles_in_force(found.id),
        competencies=competencies.competencies(owner_id=found.id),
        latest=competencies.latest,
        hubs=[hub for _given, hub in issuers.delegations_by(found.id) if hub.is_vouched],
        **_rights(found),
    )


def _rights(group: Issuer) -> dict[str, Any]:
    """Give what the actor may do to a group; vouching is done by stewards of vouched groups."""
    actor, scope = current_actor(), Scope(group_id=group.id)
    vouchers: list[Issuer] = []
    if not group.is_vouched and actor.stewards:
        vouchers = [one for one in issuers.groups() if one.is_vouched and one.id in actor.stewards]
    return {
        "manages": may(actor, Action.GROUP_CHANGE, scope),
        "shelves": stewarding.shelves(group),
        "todo": stewarding.todo(group),
        "role_drafts": adapting.drafts_of_group(group.id) if may(actor, Action.ROLE_DEFINE, scope) else [],
        "vouchers": vouchers,
        "vouches_as_operator": actor.operator and not group.is_vouched,
        "own_word": _own_word(group),
    }


def _own_word(group: Issuer) -> str | None:
    """Give in whose name the actor may take the vouching back: an id, "" as the operator, None for nobody."""
    actor = current_actor()
    if not group.is_vouched or not may(actor, Action.GROUP_VOUCH, Scope(group_id=group.vouched_by)):
        return None
    return "" if actor.operator else str(group.vouched_by)


@blueprint.get("/groups/<slug>/edit")
def edit(slug: str) -> str:
    """Show the form that changes what a group says of itself."""
    found = _group_for(slug, Action.GROUP_CHANGE)
    mark = registering.group_mark(found)
    return render_template("groups/edit.html", group=found, typed=found, errors={}, seen=mark)


@blueprint.post("/groups/<slug>/edit")
@limiter.limit(WRITE)
def change(slug: str) -> Answer:
    """Change what a group says of itself."""
    found = _group_for(slug, Action.GROUP_CHANGE)
    try:
        registering.change_group(current_actor(), found.id, seen=mark_sent(), **_words())
    except InvalidError as error:
        return form_page("groups/edit.html", error, group=found, seen=mark_sent())
    except ConflictError as error:
        require_clash(error)
        typed, now = request.form, registering.group_mark(_group(slug))
        shape = {"group": found, "typed": typed, "errors": {}, "seen": now, "clashed": True}
        return render_template("groups/edit.html", **shape), CONFLICT
    flash(_("Saved."), "success")
    return redirect(url_for("groups.group", slug=slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/vouch")
@limiter.limit(WRITE)
def vouch(slug: str) -> Response:
    """Vouch for a group in the name of one's own, or of the operator."""
    by = request.form.get("by_group", "")
    registering.vouch(current_actor(), _group(slug).id, by_group_id=_uuid(by) if by else None)
    flash(_("Thank you. Your group vouches for this one now."), "success")
    return redirect(url_for("groups.group", slug=slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/vouch/take-back")
@limiter.limit(WRITE)
def take_back_vouching(slug: str) -> Response:
    """Vouch for a group no more, in the name of one's own, or of the operator."""
    by = request.form.get("by_group", "")
    group_id = _group(slug).id
    registering.take_back_vouching(current_actor(), group_id, by_group_id=_uuid(by) if by else None)
    flash(_("You took it back. The group is not vouched for now."), "success")
    return redirect(url_for("groups.group", slug=slug), SEE_OTHER)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError from error


def _link_kind(group: Issuer) -> str:
    return f"seat_link_{group.id.hex}"


@blueprint.get("/groups/<slug>/seats")
def seats(slug: str) -> str:
    """Show who sits in a group, and a new invitation to the one who made it."""
    found = _group_for(slug, Action.GROUP_SEE_SEATS)
    return render_template("groups/seats.html", typed={}, errors={}, **_seats_shape(found))


def _seats_shape(group: Issuer) -> dict[str, Any]:
    return {
        "group": group,
        "seats": accounts.seats_of_group(group.id),
        "link": shown_once.look(_link_kind(group)),
        "days": sitting.INVITATION_DAYS,
        "manages": may(current_actor(), Action.GROUP_SEAT, Scope(group_id=group.id)),
    }


@blueprint.post("/groups/<slug>/seats")
@limiter.limit(WRITE)
def invite(slug: str) -> Answer:
    """Make an invitation; its link is shown once."""
    found = _group_for(slug, Action.GROUP_SEAT)
    try:
        token = sitting.invite(current_actor(), found.id, request.form.get("role", ""))
    except InvalidError as error:
        return form_page("groups/seats.html", error, **_seats_shape(found))
    shown_once.put(_link_kind(found), (absolute(url_for("groups.seat", token=token)),))
    flash(_("The invitation is ready. Copy its link now: it is not shown again."), "success")
    return redirect(url_for("groups.seats", slug=slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/seats/hide-link")
@limiter.limit(WRITE)
def hide_link(slug: str) -> Response:
    """Stop showing the link of the new invitation."""
    shown_once.drop(_link_kind(_group_for(slug, Action.GROUP_SEAT)))
    return redirect(url_for("groups.seats", slug=slug), SEE_OTHER)


@blueprint.post("/groups/<slug>/seats/<uuid:seat_id>/remove")
@limiter.limit(WRITE)
def remove(slug: str, seat_id: UUID) -> Response:
    """Take a seat away; who takes their own is led to the public page."""
    found = _group_for(slug, Action.GROUP_SEAT)
    seat = next((one for one in accounts.seats_of_group(found.id) if one.id == seat_id), None)
    if seat is None:
        raise NotFoundError
    sitting.remove(current_actor(), seat_id)
    flash(_("The seat is taken away."), "success")
    left = seat.person_id == current_actor().person_id and seat.role == SeatRole.STEWARD
    return _to(found) if left else redirect(url_for("groups.seats", slug=slug), SEE_OTHER)


@blueprint.get("/seats/<token>")
def seat(token: str) -> str:
    """Show what an invitation gives, to anybody who has the link."""
    view = sitting.show_invitation(token)
    return render_template("groups/seat.html", view=view, group=issuers.issuer(view.group_id), token=token)


@blueprint.post("/seats/<token>")
@limiter.limit(WRITE)
def take_seat(token: str) -> Response:
    """Take the seat."""
    group = issuers.issuer(sitting.accept_invitation(current_actor(), token))
    if group is None:
        raise NotFoundError
    flash(_("Welcome. You have a seat in this group now."), "success")
    return _to(group)
