"""Pages of nominations: naming somebody for a role, saying yes or no, and what stewards then see."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as people
from competencies import queries as competencies
from competencies.models import Role
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from mentoring.moves import as_nominator_sees
from mentoring.queries import invitations, nominations, thanks
from mentoring.queries.nominations import NominationView
from mentoring.services import nominating, wishing
from web import shown_once
from web.forms import form_page
from web.language import plain

blueprint = Blueprint("nominations", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303


@blueprint.get("/nominations")
def overview() -> str:
    """Show the nominations of oneself that wait or hold, and those that one made."""
    person_id = _person()
    number, made_number = _page("page"), _page("made")
    received, more_received = nominations.received(person_id, clock.now(), page=number)
    made, more_made = nominations.made(person_id, page=made_number)
    return render_template(
        "nominations/list.html",
        received=received,
        made=made,
        number=number,
        made_number=made_number,
        more_received=more_received,
        more_made=more_made,
        state_seen=_state_seen,
        link=shown_once.look("nomination_link"),
        links=invitations.waiting(person_id),
        days=nominating.WAITS.days,
        now=clock.now(),
        **_named(),
    )


@blueprint.get("/nominations/new")
def new() -> str:
    """Ask whom and for which role; once that is known, for what one saw them do."""
    require(current_actor(), Action.NOMINATE, Scope())
    typed = {name: request.args.get(name, "") for name in ("user_name", "role")}
    return render_template("nominations/new.html", typed=typed, errors={}, **_form(typed))


@blueprint.post("/nominations/new")
@limiter.limit(WRITE)
def make() -> Answer:
    """Nominate somebody."""
    form = request.form
    words = {name: form.get(name, "") for name in ("user_name", "role", "citation")}
    try:
        row = nominating.nominate(current_actor(), **words, cited=form.getlist("cited"))
    except InvalidError as error:
        return form_page("nominations/new.html", error, **_form(words))
    flash(_("Thank you. The person sees it first, and alone."), "success")
    return redirect(url_for("nominations.one", nomination_id=row.id), SEE_OTHER)


@blueprint.get("/nominations/<uuid:nomination_id>")
def one(nomination_id: UUID) -> str:
    """Show a nomination to its nominee, to who made it, or to a steward once it was accepted."""
    actor = current_actor()
    view = nominating.seen(actor, nomination_id)
    row = view.row
    is_nominee, is_nominator = actor.person_id == row.nominee_id, actor.person_id == row.nominator_id
    return render_template(
        "nominations/one.html",
        view=view,
        state=_own_state(view) if is_nominee else _state_seen(view),
        is_nominee=is_nominee,
        is_nominator=is_nominator,
        is_steward=may(actor, Action.OPEN_PEOPLE_SEE, Scope(group_id=row.group_id)),
        cited=thanks.some(row.thanks, row.nominator_id),
        **_named(),
    )


@blueprint.post("/nominations/<uuid:nomination_id>/accept")
@limiter.limit(WRITE)
def accept(nomination_id: UUID) -> Response:
    """Say yes: the stewards of the group see it now."""
    nominating.accept(current_actor(), nomination_id)
    flash(_("The stewards of the group see it now. Being named is not being chosen."), "success")
    return redirect(url_for("nominations.one", nomination_id=nomination_id), SEE_OTHER)


@blueprint.post("/nominations/<uuid:nomination_id>/decline")
@limiter.limit(WRITE)
def decline(nomination_id: UUID) -> Response:
    """Say no; nobody is told."""
    nominating.decline(current_actor(), nomination_id)
    flash(_("Declined. Nobody is told."), "success")
    return redirect(url_for("nominations.overview"), SEE_OTHER)


@blueprint.post("/nominations/<uuid:nomination_id>/withdraw")
@limiter.limit(WRITE)
def withdraw(nomination_id: UUID) -> Response:
    """Take a nomination back, or one's yes to it."""
    nominating.withdraw(current_actor(), nomination_id)
    flash(_("Taken back."), "success")
    return redirect(url_for("nominations.overview"), SEE_OTHER)


@blueprint.post("/nominations/<uuid:nomination_id>/close")
@limiter.limit(WRITE)
def close(nomination_id: UUID) -> Response:
    """Put it away, as a steward."""
    row = nominating.seen(current_actor(), nomination_id).row
    group = issuers.issuer(row.group_id)
    nominating.close(current_actor(), nomination_id)
    flash(_("Put away."), "success")
    if group is None or group.slug is None:
        raise NotFoundError
    return redirect(url_for("nominations.of_group", slug=group.slug), SEE_OTHER)


@blueprint.get("/groups/<slug>/nominations")
def of_group(slug: str) -> str:
    """List for stewards who was named for a role of the group and said yes."""
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.OPEN_PEOPLE_SEE, Scope(group_id=group.id))
    number = _page("page")
    rows, has_more = nominations.of_group(group.id, page=number)
    return render_template(
        "nominations/group.html", group=group, rows=rows, number=number, has_more=has_more, **_named()
    )


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _page(name: str) -> int:
    return max(1, request.args.get(name, 1, int))


def _state_seen(view: NominationView) -> str:
    """Give the state as everybody but the nominee sees it."""
    return as_nominator_sees(view.row.state, view.row.lapses_at, clock.now())


def _own_state(view: NominationView) -> str:
    """Give the state as the nominee sees it: one that nobody answered in time is over at once."""
    is_over = view.row.state == "proposed" and view.row.lapses_at <= clock.now()
    return "lapsed" if is_over else str(view.row.state)


def _named() -> dict[str, Any]:
    """Give roles and groups by id, as nominations name them."""
    return {
        "role_by_id": {one.id: one for one in competencies.roles()},
        "group_by_id": {one.id: one for one in issuers.groups()},
        "latest": competencies.latest,
    }


def _form(typed: dict[str, str]) -> dict[str, Any]:
    """Give what the form needs: roles to choose from, those of one's own groups first; thanks to cite."""
    actor = current_actor()
    groups, roles = _groups_and_roles()
    nominee = people.person_by_name(typed["user_name"]) if typed["user_name"] else None
    role = next((one for one in roles if one.slug == typed["role"]), None)
    may_cite = wishing.can_be_nominated(nominee) and actor.person_id not in {None, nominee and nominee.id}
    return {
        "roles": role_options(),
        "role": role,
        "group": groups[role.owner_id] if role else None,
        "citable": thanks.citable(nominee.id, actor.person_id) if may_cite else [],  # type: ignore[union-attr, arg-type]
        "cited": request.form.getlist("cited"),
        "latest": competencies.latest,
        "least": nominating.LEAST_CHARACTERS,
        "most": nominating.MOST_CHARACTERS,
        "days": nominating.WAITS.days,
    }


def role_options() -> list[tuple[str, str]]:
    """Give the roles that somebody can be named for as (slug, label), those of one's own groups first."""
    groups, roles = _groups_and_roles()
    return [(one.slug, f"{_title(one)} · {groups[one.owner_id].name}") for one in roles]


def _groups_and_roles() -> tuple[dict[UUID, Issuer], list[Role]]:
    own, groups = current_actor().groups, {one.id: one for one in issuers.groups()}
    roles = [one for one in competencies.roles_in_force() if one.owner_id in groups]
    roles.sort(key=lambda one: (one.owner_id not in own, groups[one.owner_id].name, _title(one)))
    return groups, roles


def _title(role: Any) -> str:
    return plain(competencies.latest(role).title)
