"""What a stranger sees behind a share link. Nothing is counted, no cookie is set, nothing may be kept.

Every answer is the same for everybody: who is signed in makes no difference.
"""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask import session as web_session
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import Credential, EvidenceForm, ShareLink
from badges.queries.sharing import groups_by_id
from badges.services import sharing
from badges.standing import state_of_accepted
from foundation import clock
from foundation.acting import set_actor
from foundation.errors import NotFoundError
from foundation.policy import NOBODY
from web.certificates import sheets
from web.credential_page import credential_facts
from web.language import language
from web.pages.passport import credential_file, known_form

blueprint = Blueprint("shared", __name__, url_prefix="/s")

UNSEEN = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
EVIDENCE_POLICY = "default-src 'none'; sandbox"


@blueprint.before_request
def _forget_who_visits() -> None:
    set_actor(NOBODY)


@blueprint.after_request
def _leave_no_trace(response: Response) -> Response:
    web_session.modified = False  # nothing that a page asks of the session becomes a cookie
    response.headers.update(UNSEEN)
    return response


@blueprint.get("/<token>")
def shared(token: str) -> str:
    """Show the badge, or the collection, behind a link."""
    found = sharing.shared(token)
    if found.credential is not None:
        return _badge_page(token, found.link, found.credential)
    now = clock.now()
    return render_template(
        "shared/collection.html",
        token=token,
        collection=found.collection,
        badges=found.badges,
        issuers=groups_by_id({one.issuer_id for one in found.badges}),
        state_of=lambda one: state_of_accepted(one, now),
    )


@blueprint.get("/<token>/badges/<uuid:credential_id>")
def badge(token: str, credential_id: UUID) -> str:
    """Show one badge of a collection."""
    return _badge_page(token, *sharing.shared_badge(token, credential_id))


@blueprint.get("/<token>/badges/<uuid:credential_id>/badge.<suffix>")
def download(token: str, credential_id: UUID, suffix: str) -> Response:
    """Give a file of a badge behind a link."""
    _link, row = sharing.shared_badge(token, credential_id)
    return credential_file(row, known_form(suffix), download=True)


@blueprint.get("/<token>/badges/<uuid:credential_id>/certificate.pdf")
def certificate(token: str, credential_id: UUID) -> Response:
    """Give the certificate of a badge behind a link, which leads back to the link."""
    link, row = sharing.shared_badge(token, credential_id)
    return sheets.certificate(row, language=language(), address=sharing.address_of(link))


@blueprint.get("/<token>/evidence/<uuid:item_id>")
def evidence(token: str, item_id: UUID) -> Response:
    """Give a file of the evidence that a link shows: to be saved, never opened in the page."""
    item, content = sharing.shared_evidence(token, item_id)
    answer = Response(content, content_type="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=item.file_name or "file")
    answer.headers["Content-Security-Policy"] = EVIDENCE_POLICY
    return answer


@blueprint.get("/<token>/card.png")
def card(token: str) -> WerkzeugResponse:
    """Give the card of the badge behind a link, for other sites. A collection has none."""
    found = sharing.shared(token)
    if found.credential is None:
        raise NotFoundError
    return sheets.card(found.credential)


def _badge_page(token: str, link: ShareLink, row: Credential) -> str:
    return render_template(
        "shared/badge.html",
        **credential_facts(row),
        is_public=False,
        share_key=token,
        collection_address=f"/s/{token}" if link.collection_id else "",
        files=f"/s/{token}/badges/{row.id}/badge.",
        certificate=f"/s/{token}/badges/{row.id}/certificate.pdf",
        on_request=sharing.shown_evidence(link, row),
        evidence_files=f"/s/{token}/evidence/",
        file_form=EvidenceForm.FILE.value,
    )
