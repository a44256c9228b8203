"""Frameworks as everybody reads them, version by version, and where a group keeps its own."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies import tree_diff
from competencies.models import Framework
from competencies.queries import trees
from competencies.services import deriving, drafting
from foundation.acting import current_actor
from foundation.addresses import framework_draft_path
from foundation.errors import InvalidError, NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.framework_views import change_rows
from web.language import CODES, LANGUAGES, language
from web.once import made_once
from web.pages.define_typed import Typed, read_form
from web.pages.define_words import errors_by_field

blueprint = Blueprint("frameworks", __name__)

Answer = str | tuple[str, int] | Response
SEE_OTHER, UNPROCESSABLE, BAD_REQUEST = 303, 422, 400


@blueprint.app_template_global()
def framework_rights(framework: Framework) -> dict[str, object]:
    """Give templates what whoever is signed in may do with a framework: edit it, derive one of their own."""
    groups = _own_groups()
    return {
        "edits": may(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=framework.owner_id)),
        "groups": groups,
        "options": [(one.id, one.name) for one in groups],
    }


@blueprint.app_template_global()
def framework_lineage(framework: Framework) -> dict[str, object]:
    """Give templates what a framework was derived from, None for nothing, and what was derived from it."""
    return {"origin": trees.origin(framework.derived_from), "derivatives": trees.derivatives(framework.slug)}


def own_group(slug: str) -> Issuer:
    """Give a group in which the actor may write frameworks. Raises NotFoundError, SignInNeededError."""
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=group.id))
    return group


@blueprint.get("/groups/<slug>/frameworks")
def of_group(slug: str) -> str:
    """Show a steward the frameworks of the group, and what is being written."""
    group = own_group(slug)
    drafts = trees.drafts(group.id)
    return render_template(
        "frameworks/of_group.html",
        group=group,
        frameworks=trees.frameworks_of(group.id),
        unpublished=[one for one in drafts if one.framework_id is None],
        changed={one.slug for one in drafts if one.framework_id and one.revision != one.published_revision},
    )


@blueprint.route("/groups/<slug>/frameworks/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new(slug: str) -> Answer:
    """Begin the draft of a new framework."""
    group = own_group(slug)
    spoken = group.language if group.language in CODES else language()
    if request.method == "GET":
        return _new_page(group, Typed(fields={"source": spoken}), {}, spoken)
    typed = read_form(request.form, ())
    try:
        there = made_once(lambda: _begun(group.id, typed))
    except InvalidError as error:
        errors = errors_by_field(error, ("title", "description"), spoken)
        return _new_page(group, typed, errors, spoken), UNPROCESSABLE
    return redirect(there, SEE_OTHER)


def _begun(group_id: UUID, typed: Typed) -> str:
    texts = {name: typed.texts(name) for name in ("title", "description")}
    draft = drafting.begin_new(current_actor(), group_id=group_id, source=typed.text("source"), **texts)
    return framework_draft_path(draft.slug)


def _new_page(group: Issuer, typed: Typed, errors: dict[str, str], spoken: str) -> str:
    return render_template(
        "frameworks/new.html", group=group, typed=typed, errors=errors, spoken=spoken, sources=list(LANGUAGES)
    )


@blueprint.post("/frameworks/<slug>/derive")
@limiter.limit(WRITE)
def derive(slug: str) -> Answer:
    """Begin a draft of one's own group that says what this framework says."""
    try:
        group_id = UUID(request.form.get("group", ""))
    except ValueError as error:
        raise NotFoundError from error
    number = _counted("number")

    def derived() -> str:
        draft = deriving.derive(current_actor(), slug, group_id=group_id, number=number)
        return framework_draft_path(draft.slug)

    return redirect(made_once(derived), SEE_OTHER)


@blueprint.get("/frameworks/<slug>/v<int(max=2147483647):number>")
def version(slug: str, number: int) -> str:
    """Show a version of a framework as it was."""
    found = competencies.framework(slug)
    shown = trees.version(found, number)
    standing = {one["competency"]: one["version"] for one in trees.members(found, number)}
    return render_template(
        "frameworks/version.html",
        framework=found,
        version=shown,
        tree=trees.tree(found, number),
        numbers=standing,
        issuer=issuers.issuer(found.owner_id),
    )


@blueprint.get("/frameworks/<slug>/compare")
def compare(slug: str) -> str:
    """Show what differs between two versions; without numbers, between the last two."""
    found = competencies.framework(slug)
    newest = found.versions[-1].number
    first = _counted("from") or max(1, newest - 1)
    second = _counted("to") or newest
    before, after = trees.tree(found, first), trees.tree(found, second)
    return render_template(
        "frameworks/compare.html",
        framework=found,
        first=first,
        second=second,
        rows=change_rows(tree_diff.compare(before, after), before, after),
    )


def _counted(name: str) -> int | None:
    """Give the number that was sent, None for none; 400 for what no version has."""
    sent = request.values.get(name, "")
    if sent and not (sent.isdecimal() and len(sent) < 10):  # noqa: PLR2004 - no framework has so many versions
        abort(BAD_REQUEST)
    return int(sent) if sent else None


def _own_groups() -> list[Issuer]:
    stewards = current_actor().stewards
    return [one for one in issuers.groups() if one.id in stewards] if stewards else []
