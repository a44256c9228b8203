"""Pages of a claim's evidence: add a link, a file or a text, choose who sees it, take it away, get it back.

Only the one address that takes files takes a request of more than 6 MiB, and only from somebody signed in.
"""

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from badges.models import Claim, EvidenceForm, EvidenceItem, Visibility
from badges.queries import claims
from badges.services import evidence, evidence_rules
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError
from foundation.limits import UPLOAD, WRITE, limiter
from foundation.policy import Action, Scope, require
from web import claim_words
from web.complaints import wants_json
from web.forms import form_page
from web.pages.define_words import word

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
MOST_REQUEST_BYTES = (
    evidence_rules.MOST_FILE_BYTES + 1024 * 1024
)  # the file, and the rest of the form with room
_TAKES_FILES = "claims.add_evidence"
_USUAL_KINDS = {EvidenceForm.FILE: "document", EvidenceForm.TEXT: "reflection"}
_GIVEN_BEFORE = ("name", "text")  # what another page of ours may fill in
_FILE_POLICY = "default-src 'none'; sandbox"


def let_files_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit of this one request, before anything of its body is read."""
    if endpoint == _TAKES_FILES and request.method == "POST" and "person" in session:
        request.max_content_length = MOST_REQUEST_BYTES


def too_big(error: RequestEntityTooLarge) -> Any:
    """Say how big a file may be, and lead back; the body was not read."""
    claim_id = (request.view_args or {}).get("claim_id")
    if wants_json() or claim_id is None:
        return error
    megabytes = evidence_rules.MOST_FILE_BYTES // 1024**2
    return render_template("claims/too_big.html", claim_id=claim_id, megabytes=megabytes), 413


def new_evidence(claim_id: UUID) -> Answer:
    """Show the form for a link, a file or a text."""
    claim = _own(claim_id)
    asked = request.args.get("form", "")
    typed = {name: request.args[name] for name in _GIVEN_BEFORE if name in request.args}
    return render_template("claims/evidence.html", typed=typed, errors={}, **_shape(claim, asked))


@limiter.limit(UPLOAD)
def add_evidence(claim_id: UUID) -> Answer:
    """Add a piece of evidence; what does not fit comes back beside its field."""
    claim, form = _own(claim_id), request.form
    upload = request.files.get("upload")
    try:
        evidence.add(
            current_actor(),
            claim_id,
            kind=form.get("kind", ""),
            form=form.get("form", ""),
            name=form.get("name", ""),
            url=form.get("url"),
            text=form.get("text", ""),
            upload=upload.stream.read(evidence_rules.MOST_FILE_BYTES + 1) if upload else None,
            file_name=upload.filename if upload else None,
            visibility=form.get("visibility", Visibility.PRIVATE),
        )
    except InvalidError as error:
        return form_page("claims/evidence.html", error, **_shape(claim, form.get("form", "")))
    flash(_("Added to your claim."), "success")
    return _back(claim_id)


@limiter.limit(WRITE)
def see_evidence(claim_id: UUID, item_id: UUID) -> Answer:
    """Change who sees a piece of evidence; before, show what a stranger would learn from each choice."""
    claim = _own(claim_id)
    item = _item(claim, item_id)
    if request.method == "GET":
        return render_template("claims/visibility.html", typed={}, errors={}, **_choices(claim, item))
    try:
        evidence.change_visibility(current_actor(), item_id, request.form.get("visibility", ""))
    except InvalidError as error:
        return form_page("claims/visibility.html", error, **_choices(claim, item))
    flash(_("Who sees it is changed."), "success")
    return _back(claim_id)


@limiter.limit(WRITE)
def remove_evidence(claim_id: UUID, item_id: UUID) -> Answer:
    """Take a piece of evidence away, with its file."""
    _item(_own(claim_id), item_id)
    evidence.remove(current_actor(), item_id)
    flash(_("Taken away, and deleted here."), "success")
    return _back(claim_id)


def evidence_file(claim_id: UUID, item_id: UUID) -> Response:
    """Give a claimant their own file back."""
    _item(_own(claim_id), item_id)
    return as_attachment(evidence.own_file(current_actor(), item_id))


def as_attachment(opened: evidence.Opened) -> Response:
    """Give the content of an evidence file to keep, never to show: a browser must not run what it holds."""
    if opened.item.form != EvidenceForm.FILE:
        raise NotFoundError
    answer = send_file(
        io.BytesIO(opened.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=opened.item.file_name,
    )
    answer.headers["Content-Security-Policy"] = _FILE_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def evidence_pages(blueprint: Blueprint) -> None:
    """Put these pages into the blueprint of claims."""
    here = "/claims/<uuid:claim_id>/evidence"
    blueprint.add_url_rule(here + "/new", view_func=new_evidence, methods=["GET"])
    blueprint.add_url_rule(here, view_func=add_evidence, methods=["POST"])
    blueprint.add_url_rule(
        here + "/<uuid:item_id>/visibility", view_func=see_evidence, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(here + "/<uuid:item_id>/remove", view_func=remove_evidence, methods=["POST"])
    blueprint.add_url_rule(here + "/<uuid:item_id>/file", view_func=evidence_file, methods=["GET"])


def _own(claim_id: UUID) -> Claim:
    claim = claims.claim_by_id(claim_id)
    require(current_actor(), Action.CLAIM_SEE, Scope(person_id=claim.person_id))
    return claim


def _item(claim: Claim, item_id: UUID) -> EvidenceItem:
    for item in claim.evidence:
        if item.id == item_id:
            return item
    raise NotFoundError


def _shape(claim: Claim, asked: str) -> dict[str, Any]:
    form = EvidenceForm(asked) if asked in tuple(EvidenceForm) else EvidenceForm.LINK
    return {
        "claim": claim,
        "form": form.value,
        "forms": claim_words.form_options(),
        "kinds": [(kind, word(kind)) for kind in evidence_rules.kinds_of(claim)],
        "usual_kind": _USUAL_KINDS.get(form, ""),
        "who_sees": claim_words.visibility_options(form),
        "megabytes": evidence_rules.MOST_FILE_BYTES // 1024**2,
        "name_max": evidence_rules.NAME_MAX,
        "text_max": evidence_rules.TEXT_MAX if form == EvidenceForm.TEXT else evidence_rules.NOTE_MAX,
    }


def _choices(claim: Claim, item: EvidenceItem) -> dict[str, Any]:
    return {"claim": claim, "item": item, "who_sees": claim_words.visibility_options(item.form)}


def _back(claim_id: UUID) -> Response:
    return redirect(url_for("claims.claim", claim_id=claim_id, _anchor="evidence"), SEE_OTHER)
