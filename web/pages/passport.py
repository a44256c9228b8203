"""Pages of a holder: the passport, and one page per badge, private until the holder makes it public."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import Credential
from badges.queries import sharing
from badges.queries.sharing import Shelf
from badges.services import carrying, claiming, giving_up
from badges.services.carrying import MEDIA_TYPES, Form
from badges.services.sharing import is_live
from badges.standing import is_open_to_all, state_of_accepted
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may
from web.carried import carried
from web.complaints import wants_json
from web.credential_page import credential_facts

blueprint = Blueprint("passport", __name__)

Page = str | WerkzeugResponse
SEE_OTHER = 303
FOLDED = 12  # of those put away, in the fold; all of them have a page of their own


@blueprint.get("/passport")
def passport() -> str:
    """Show the badges of whoever is signed in; those put away and given up lie folded below."""
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    shelf = _shelf(request.args.get("shelf", ""))
    page = sharing.passport(actor.person_id, shelf, page=max(1, request.args.get("page", 1, int)))
    hidden = sharing.passport(actor.person_id, Shelf.HIDDEN, most=FOLDED)
    groups = {one.issuer_id for one in (*page.rows, *hidden.rows)}
    now = clock.now()
    return render_template(
        "passport/passport.html",
        shelf=shelf.value,
        page=page,
        hidden=hidden.rows,
        counts={one.value: number for one, number in sharing.on_shelves(actor.person_id).items()},
        issuers=sharing.groups_by_id(groups),
        collections=sharing.collections_of(actor.person_id),
        waiting=len(claiming.inbox(actor)),
        state_of=lambda one: state_of_accepted(one, now),
    )


@blueprint.get("/credentials/<uuid:credential_id>")
def credential(credential_id: UUID) -> Page:
    """Show one badge: to its holder and group, to everybody once it is public; as JSON by Accept."""
    actor = current_actor()
    row = carrying.visible(actor, credential_id)
    if wants_json():
        return credential_file(row, Form.JSON, download=False)
    is_holder = may(actor, Action.CREDENTIAL_KEEP, Scope(person_id=row.person_id))
    facts = credential_facts(row, is_holder=is_holder)
    page = render_template(
        "passport/credential.html",
        **facts,
        has_links=is_holder and not facts["is_in_force"] and _has_links(row),
        carried=carried(carrying.form(row, Form.JSON)) if is_holder else None,
        is_public=is_open_to_all(row),
        is_steward=may(actor, Action.AWARD_SEE, Scope(group_id=row.issuer_id)),
        is_new=is_holder and request.args.get("new") == "1",
        files=f"/credentials/{row.id}/badge.",
    )
    answer = Response(page)
    if not is_open_to_all(row):
        answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer


@blueprint.get("/credentials/<uuid:credential_id>/badge.<suffix>")
def download(credential_id: UUID, suffix: str) -> Response:
    """Give a file of a badge to whoever may see its page."""
    row = carrying.visible(current_actor(), credential_id)
    return credential_file(row, known_form(suffix), download=True)


@blueprint.post("/credentials/<uuid:credential_id>/publish")
@limiter.limit(WRITE)
def publish(credential_id: UUID) -> WerkzeugResponse:
    """Make the page public."""
    carrying.publish(current_actor(), credential_id)
    return _back(credential_id, _("The page is public now: everybody who has its address can see it."))


@blueprint.post("/credentials/<uuid:credential_id>/unpublish")
@limiter.limit(WRITE)
def unpublish(credential_id: UUID) -> WerkzeugResponse:
    """Make the page private again."""
    carrying.unpublish(current_actor(), credential_id)
    return _back(credential_id, _("The page is private again. Files that you gave away still work."))


@blueprint.post("/credentials/<uuid:credential_id>/hide")
@limiter.limit(WRITE)
def hide(credential_id: UUID) -> WerkzeugResponse:
    """Put a badge away, out of one's own list."""
    carrying.hide(current_actor(), credential_id)
    said = _(
        "The badge is put away. It lies folded at the end of your passport; "
        "its page and its links did not change."
    )
    return _to_passport(said)


@blueprint.post("/credentials/<uuid:credential_id>/bring-back")
@limiter.limit(WRITE)
def bring_back(credential_id: UUID) -> WerkzeugResponse:
    """Put a hidden badge back into the list."""
    carrying.bring_back(current_actor(), credential_id)
    return _to_passport(_("The badge is back in your passport."))


@blueprint.get("/credentials/<uuid:credential_id>/give-up")
def giving_up_page(credential_id: UUID) -> str:
    """Ask whether a badge is really to be given up, and say what that does."""
    row = carrying.kept(current_actor(), credential_id)
    return render_template("passport/give_up.html", credential=row, state=state_of_accepted(row, clock.now()))


@blueprint.post("/credentials/<uuid:credential_id>/give-up")
@limiter.limit(WRITE)
def give_up(credential_id: UUID) -> WerkzeugResponse:
    """Give a badge up, for good."""
    giving_up.give_up(current_actor(), credential_id)
    return _to_passport(
        _("You gave the badge up. Whoever checks it from now on is told that it is withdrawn.")
    )


def known_form(suffix: str) -> Form:
    """Give the form of a file by the end of its name. Raises NotFoundError."""
    if suffix not in tuple(Form):
        raise NotFoundError
    return Form(suffix)


def credential_file(row: Credential, form: Form, *, download: bool) -> Response:
    """Give the answer with a file of a badge."""
    answer = Response(carrying.form(row, form), content_type=MEDIA_TYPES[form])
    if download:
        name = f"{row.version.achievement.slug}.{form.value}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.update(("Accept", "Cookie"))
    return answer


def _has_links(row: Credential) -> bool:
    """Tell whether links lead here: what can no longer be shown still has them to be ended."""
    return any(is_live(one) for one in sharing.links_of(credential_id=row.id))


def _shelf(asked: str) -> Shelf:
    return Shelf(asked) if asked in tuple(Shelf) else Shelf.SHOWN


def _back(credential_id: UUID, said: str) -> WerkzeugResponse:
    """Go back to where the button was: the badge's page, or the page on which it is shown to others."""
    flash(said, "success")
    page = "sharing.share" if request.form.get("from") == "share" else "passport.credential"
    return redirect(url_for(page, credential_id=credential_id), SEE_OTHER)


def _to_passport(said: str) -> WerkzeugResponse:
    flash(said, "success")
    return redirect(url_for("passport.passport"), SEE_OTHER)
