"""Pages on which a holder shows a badge to others: links, texts for other places, files, certificates."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as people
from badges.models import Credential, ShareLink
from badges.personal_content import read_personal
from badges.queries import endorsements
from badges.queries import sharing as shelves
from badges.services import carrying, sharing
from badges.standing import is_open_to_all, state_of_accepted
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import absolute, credential_path
from foundation.errors import ConflictError, InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Actor
from issuers import queries as issuers
from web import personal_words, showing
from web.certificates import sheets
from web.certificates.wording import document_of, token_document_of
from web.forms import form_page
from web.language import CODES, language, plain
from web.sharing_words import lasting_choices, link_rows

blueprint = Blueprint("sharing", __name__)

Page = str | Response | tuple[str, int]
SEE_OTHER = 303
TEMPLATE = "sharing/share.html"


@blueprint.get("/credentials/<uuid:credential_id>/share")
def share(credential_id: UUID) -> Page:
    """Show everything with which a holder can show a badge, and who can see it."""
    return render_template(TEMPLATE, typed={}, errors={}, **_shape(current_actor(), credential_id))


@blueprint.post("/credentials/<uuid:credential_id>/share/links")
@limiter.limit(WRITE)
def make_link(credential_id: UUID) -> Page:
    """Make a link to one badge."""
    actor = current_actor()
    try:
        made = sharing.share(actor, credential_id=credential_id, **typed_link())
    except InvalidError as error:
        return form_page(TEMPLATE, error, **_shape(actor, credential_id))
    flash(_("The link is ready. Whoever has it can see the badge, until the link ends."), "success")
    return redirect(url_for("sharing.share", credential_id=credential_id, link=made.id), SEE_OTHER)


@blueprint.post("/shares/<uuid:link_id>/end")
@limiter.limit(WRITE)
def end_link(link_id: UUID) -> Response:
    """End a link, for good."""
    link = sharing.end(current_actor(), link_id)
    flash(_("The link has ended. Whoever follows it from now on sees nothing of yours."), "success")
    if link.credential_id is not None:
        return redirect(url_for("sharing.share", credential_id=link.credential_id), SEE_OTHER)
    return redirect(url_for("collections.collection", collection_id=link.collection_id), SEE_OTHER)


@blueprint.get("/credentials/<uuid:credential_id>/certificate.pdf")
def certificate(credential_id: UUID) -> Response:
    """Give the certificate, in one of our languages, with the user name only if the holder ticks that."""
    actor = current_actor()
    row = carrying.kept(actor, credential_id)
    asked = request.args.get("in", "")
    spoken = asked if asked in CODES else language()
    holder = _user_name(row) if request.args.get("holder") == "yes" else ""
    return sheets.certificate(row, language=spoken, address=_address(row), holder=holder)


@blueprint.get("/credentials/<uuid:credential_id>/qr.<any(svg,png):kind>")
def quick_response_code(credential_id: UUID, kind: Literal["svg", "png"]) -> Response:
    """Give a square code that leads to where the badge can be seen."""
    row = carrying.kept(current_actor(), credential_id)
    address = _address(row)
    if address is None:
        raise ConflictError("no_address_to_show")
    return sheets.code(address, kind, row.version.achievement.slug)


@blueprint.get("/credentials/<uuid:credential_id>/card.png")
def card(credential_id: UUID) -> Response:
    """Give the card of a public badge, for other sites; a private one has none but behind a share link."""
    row = carrying.visible(current_actor(), credential_id)
    if not is_open_to_all(row):
        raise NotFoundError
    return sheets.card(row)


def typed_link() -> dict[str, Any]:
    """Give what stands in the form for a new link."""
    return {
        "name": request.form.get("name", ""),
        "lasts": request.form.get("lasts", sharing.Lasting.MONTH.value),
        "shows_evidence": request.form.get("shows_evidence") == "yes",
    }


def _shape(actor: Actor, credential_id: UUID) -> dict[str, Any]:
    row = carrying.kept(actor, credential_id)
    links = shelves.links_of(credential_id=row.id)
    state = state_of_accepted(row, clock.now())
    shape: dict[str, Any] = {
        "credential": row,
        "version": row.version,
        "state": state,
        "may_show": state in sheets.PRINTED and row.suppressed_at is None,
        "is_public": is_open_to_all(row),
        "links": link_rows(links),
        "lasting": lasting_choices(),
        "has_evidence": bool(shelves.evidence_on_request(row.id)),
        "user_name": _user_name(row),
        "files": f"/credentials/{row.id}/badge.",
        "page_address": absolute(credential_path(row.id)),
    }
    return {**shape, **_lines(row, shape["user_name"]), **_elsewhere(row, links)}


def _lines(row: Credential, user_name: str) -> dict[str, str]:
    """Say what each thing carries about people, from the signed document and what stands beside it."""
    personal = read_personal(document_of(row))
    given = [one.written_name or "" for one in endorsements.shown(row.id)]
    page = personal_words.on_the_page(
        personal,
        has_reason=bool(row.award.reason),
        endorsers=[one for one in given if one],
        user_name=user_name,
    )
    return {
        "page_line": page,
        "file_line": personal_words.in_the_file(personal),
        "token_line": personal_words.in_the_file(
            read_personal(token_document_of(row)) if given else personal
        ),
    }


def _elsewhere(row: Credential, links: Sequence[ShareLink]) -> dict[str, Any]:
    """Give what needs an address: of the public page, or of a link; nothing where there is neither."""
    chosen = _chosen(row, links)
    address = _address_of(row, chosen)
    issuer = issuers.issuer(row.issuer_id)
    if address is None or issuer is None:
        return {"issuer": issuer, "address": None, "chosen": None}
    name = plain(row.version.name)
    text = showing.message(issuer, name, address)
    card_address = f"{address}/card.png"
    return {
        "issuer": issuer,
        "address": address,
        "chosen": chosen,
        "linkedin": showing.linkedin_address(row, issuer, name, address),
        "wiki_text": showing.wiki_text(row, issuer, name, address),
        "message": text,
        "mail": showing.mail_address(name, text),
        "snippet": showing.snippet(issuer, name, address, card_address),
        "card": card_address.removeprefix(absolute("")),
    }


def _address(row: Credential) -> str | None:
    return _address_of(row, _chosen(row, shelves.links_of(credential_id=row.id)))


def _address_of(row: Credential, chosen: ShareLink | None) -> str | None:
    if chosen is not None:
        return sharing.address_of(chosen)
    return absolute(credential_path(row.id)) if is_open_to_all(row) else None


def _chosen(row: Credential, links: Sequence[ShareLink]) -> ShareLink | None:
    """Give the link that the visitor asks for; else, for a private page, the newest that works."""
    live = [one for one in links if sharing.is_live(one)]
    asked = request.args.get("link", "")
    for one in live:
        if str(one.id) == asked:
            return one
    return next(iter(live), None) if not is_open_to_all(row) else None


def _user_name(row: Credential) -> str:
    person = people.person(row.person_id) if row.person_id else None
    return (person.user_name or "") if person else ""
