"""Pages of stewards: bringing in a framework from elsewhere. Looked over first, then confirmed, then written.

Only the one address that takes files takes a request of more than 6 MiB, and only from somebody signed in.
"""

from typing import Any
from uuid import UUID

import orjson
from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WerkzeugResponse

from competencies.case.reading import MOST_BYTES
from competencies.models import ReferenceLoad
from competencies.models.references import LoadState
from competencies.queries import references
from competencies.services import reference_fetching, referencing
from competencies.services.referencing import Said
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError
from foundation.limits import UPLOAD, WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.complaints import wants_json
from web.forms import form_page
from web.language import LANGUAGES, language
from web.reference_words import count_words, finding_place, finding_sentence

blueprint = Blueprint("reference_imports", __name__, url_prefix="/groups/<slug>/reference")

Page = str | tuple[str, int] | WerkzeugResponse
SEE_OTHER = 303
REFRESH_SECONDS = 2
MOST_REQUEST_BYTES = MOST_BYTES + 1024 * 1024  # the file, and the rest of the form with room
MEGABYTES = MOST_BYTES // 1024**2
_KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.url_value_preprocessor
def let_files_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit of this one request, before anything of its body is read."""
    if endpoint == "reference_imports.look_over" and "person" in session:
        request.max_content_length = MOST_REQUEST_BYTES


@blueprint.errorhandler(413)
def too_big(error: RequestEntityTooLarge) -> Any:
    """Say how big a file may be, and lead back; the body was not read."""
    slug = (request.view_args or {}).get("slug")
    if wants_json() or slug is None:
        return error
    return render_template("references/too_big.html", slug=slug, megabytes=MEGABYTES), 413


@blueprint.get("")
def overview(slug: str) -> str:
    """Show what the group brought in, what waits to be confirmed, and the ways to bring in more."""
    typed = {"language": language()}
    return render_template("references/of_group.html", typed=typed, errors={}, **_shape(_group(slug)))


@blueprint.post("")
@limiter.limit(UPLOAD)
def look_over(slug: str) -> Page:
    """Look over a file and lead to what was found; nothing is brought in yet."""
    group, form = _group(slug), request.form
    upload = request.files.get("file")
    said = Said(form.get("title", ""), form.get("edition", ""), _spoken(form.get("language", "")))
    try:
        given = upload.stream.read() if upload is not None else b""
        made = referencing.stage(current_actor(), group_id=group.id, given=given, said=said)
    except InvalidError as error:
        return form_page("references/of_group.html", error, **_shape(_group(slug)))
    return redirect(url_for(".one", slug=slug, load_id=made.id), SEE_OTHER)


@blueprint.post("/fetch")
@limiter.limit(UPLOAD)
def fetch(slug: str) -> Page:
    """Have what is at an address fetched and looked over."""
    group, url = _group(slug), request.form.get("url", "").strip()
    try:
        made = reference_fetching.ask_for(current_actor(), group_id=group.id, url=url)
    except InvalidError as error:
        return form_page("references/of_group.html", error, **_shape(_group(slug)))
    return redirect(url_for(".one", slug=slug, load_id=made.id), SEE_OTHER)


@blueprint.get("/template.<any(csv,xlsx):kind>")
def template(slug: str, kind: str) -> Response:
    """Give a file to start a table from."""
    _group(slug)
    answer = Response(referencing.template(kind), mimetype=_KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="framework.{kind}"'
    return answer


@blueprint.get("/imports/<uuid:load_id>")
def one(slug: str, load_id: UUID) -> str:
    """Show what was found in a file, how far it is written, or that it is there."""
    group, load = _load(slug, load_id)
    here = references.framework_or_none(load.identifier, group.id) if load.identifier else None
    return render_template(
        "references/import.html",
        group=group,
        load=load,
        summary=orjson.loads(load.summary),
        here=here,
        theirs=None if here or not load.identifier else references.framework_or_none(load.identifier),
        counts=count_words(),
        finding_sentence=finding_sentence,
        finding_place=finding_place,
        refresh_seconds=REFRESH_SECONDS if load.state in {LoadState.FETCHING, LoadState.WAITING} else 0,
    )


@blueprint.post("/imports/<uuid:load_id>/confirm")
@limiter.limit(WRITE)
def confirm(slug: str, load_id: UUID) -> WerkzeugResponse:
    """Have the framework written."""
    _load(slug, load_id)
    referencing.confirm(current_actor(), load_id)
    return redirect(url_for(".one", slug=slug, load_id=load_id), SEE_OTHER)


@blueprint.post("/imports/<uuid:load_id>/drop")
@limiter.limit(WRITE)
def drop(slug: str, load_id: UUID) -> WerkzeugResponse:
    """Forget the file."""
    _load(slug, load_id)
    referencing.drop(current_actor(), load_id)
    flash(_("The file is forgotten. Nothing was brought in."), "success")
    return redirect(url_for(".overview", slug=slug), SEE_OTHER)


@blueprint.get("/<uuid:identifier>/remove")
def removal(slug: str, identifier: UUID) -> str:
    """Ask whether a framework is really to go."""
    group = _group(slug)
    return render_template("references/remove.html", group=group, framework=_own(group, identifier))


@blueprint.post("/<uuid:identifier>/remove")
@limiter.limit(WRITE)
def remove(slug: str, identifier: UUID) -> WerkzeugResponse:
    """Take a framework away."""
    group = _group(slug)
    _own(group, identifier)
    referencing.remove(current_actor(), identifier, group.id)
    flash(_("The framework is taken away."), "success")
    return redirect(url_for(".overview", slug=slug), SEE_OTHER)


def _group(slug: str) -> Issuer:
    """Give a group of which the visitor is a steward; for anybody else these pages do not exist."""
    group = issuers.group_by_slug(slug)
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=group.id if group else None))
    if group is None:
        raise NotFoundError
    return group


def _load(slug: str, load_id: UUID) -> tuple[Issuer, ReferenceLoad]:
    group = _group(slug)
    load = referencing.see(current_actor(), load_id)
    if load.group_id != group.id:
        raise NotFoundError
    return group, load


def _own(group: Issuer, identifier: UUID) -> Any:
    return references.framework(identifier, group.id)


def _shape(group: Issuer) -> dict[str, Any]:
    loads = [(one, orjson.loads(one.summary)) for one in references.loads(group.id)]
    return {
        "group": group,
        "frameworks": references.frameworks(group.id),
        "loads": loads,
        "megabytes": MEGABYTES,
        "spoken": LANGUAGES,
    }


def _spoken(code: str) -> str:
    return code if code in dict(LANGUAGES) else language()
