"""Pages of one's collections: some of one's badges in an order of one's own, and links to them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from badges.queries import sharing as shelves
from badges.services import collections, sharing
from badges.standing import state_of_accepted
from competencies.wording import in_language
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Actor
from web.forms import form_page
from web.language import language
from web.pages.sharing import typed_link
from web.sharing_words import lasting_choices, link_rows

blueprint = Blueprint("collections", __name__, url_prefix="/passport/collections")

Page = str | Response | tuple[str, int]
SEE_OTHER = 303
LIST, ONE = "collections/list.html", "collections/one.html"
UP, DOWN = "up", "down"
MOST_OFFERED = 500  # in the list to choose from: as many as a full passport


@blueprint.get("")
def all_collections() -> Page:
    """Show one's collections, and a form for another."""
    return render_template(LIST, typed={}, errors={}, collections=_own(current_actor()))


@blueprint.post("")
@limiter.limit(WRITE)
def make() -> Page:
    """Make a collection."""
    actor = current_actor()
    try:
        made = collections.make(actor, **_typed())
    except InvalidError as error:
        return form_page(LIST, error, collections=_own(actor))
    return _to(made.id, _("The collection is there. Add badges to it."))


@blueprint.get("/<uuid:collection_id>")
def collection(collection_id: UUID) -> Page:
    """Show one collection: its badges in order, what can be added, and the links to it."""
    return render_template(ONE, typed={}, errors={}, **_shape(current_actor(), collection_id))


@blueprint.post("/<uuid:collection_id>")
@limiter.limit(WRITE)
def rename(collection_id: UUID) -> Page:
    """Change the name and the description."""
    actor = current_actor()
    try:
        collections.rename(actor, collection_id, **_typed())
    except InvalidError as error:
        return form_page(ONE, error, **_shape(actor, collection_id))
    return _to(collection_id, _("The collection is changed."))


@blueprint.post("/<uuid:collection_id>/delete")
@limiter.limit(WRITE)
def delete(collection_id: UUID) -> Response:
    """Delete a collection; its badges stay."""
    collections.delete(current_actor(), collection_id)
    flash(_("The collection and the links to it are gone. Your badges are all still there."), "success")
    return redirect(url_for("collections.all_collections"), SEE_OTHER)


@blueprint.post("/<uuid:collection_id>/badges")
@limiter.limit(WRITE)
def add(collection_id: UUID) -> Response:
    """Put a badge into a collection."""
    chosen = request.form.get("credential", type=UUID)
    if chosen is None:
        return _to(collection_id, _("Choose a badge first."), "warning")
    collections.add(current_actor(), collection_id, chosen)
    return _to(collection_id, _("The badge is in the collection."))


@blueprint.post("/<uuid:collection_id>/badges/<uuid:credential_id>/<any(up,down):where>")
@limiter.limit(WRITE)
def move(collection_id: UUID, credential_id: UUID, where: str) -> Response:
    """Move a badge one place up or down."""
    collections.move(current_actor(), collection_id, credential_id, by=-1 if where == UP else 1)
    return _to(collection_id, _("The order is changed."), anchor=f"badge-{credential_id}")


@blueprint.post("/<uuid:collection_id>/badges/<uuid:credential_id>/remove")
@limiter.limit(WRITE)
def remove(collection_id: UUID, credential_id: UUID) -> Response:
    """Take a badge out of a collection."""
    collections.remove(current_actor(), collection_id, credential_id)
    return _to(collection_id, _("The badge is out of the collection. It is still in your passport."))


@blueprint.post("/<uuid:collection_id>/links")
@limiter.limit(WRITE)
def make_link(collection_id: UUID) -> Page:
    """Make a link to a collection. Its fields share no name with those of the collection itself."""
    actor = current_actor()
    try:
        sharing.share(actor, collection_id=collection_id, **typed_link())
    except InvalidError as error:
        return form_page(ONE, error, is_link=True, **_shape(actor, collection_id))
    return _to(collection_id, _("The link is ready. Whoever has it can see the collection, until it ends."))


def _own(actor: Actor) -> list[shelves.CollectionCard]:
    if actor.person_id is None:
        raise SignInNeededError
    return shelves.collections_of(actor.person_id)


def _typed() -> dict[str, str]:
    return {"name": request.form.get("name", ""), "description": request.form.get("description", "")}


def _shape(actor: Actor, collection_id: UUID) -> dict[str, Any]:
    row = collections.own(actor, collection_id)
    badges = shelves.badges_in(row.id)
    others = shelves.badges_to_add(row.person_id, row.id, MOST_OFFERED)
    now = clock.now()
    return {
        "collection": row,
        "badges": badges,
        "others": [(one.id, _choice(one)) for one in others],
        "issuers": shelves.groups_by_id({one.issuer_id for one in badges}),
        "links": link_rows(shelves.links_of(collection_id=row.id)),
        "lasting": lasting_choices(),
        "state_of": lambda one: state_of_accepted(one, now),
    }


def _choice(one: shelves.BadgeToAdd) -> str:
    return f"{in_language(one.name, language())} – {one.group}, {one.accepted_at.date().isoformat()}"


def _to(collection_id: UUID, said: str, kind: str = "success", anchor: str | None = None) -> Response:
    flash(said, kind)
    address = url_for("collections.collection", collection_id=collection_id, _anchor=anchor)
    return redirect(address, SEE_OTHER)
