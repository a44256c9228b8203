"""Pages of the draft of a framework: its tree, where things move, and publishing it."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from badges.services.framework_publishing import publish_framework
from competencies import draft_tree, tree_diff
from competencies import queries as competencies
from competencies.models import FrameworkDraft
from competencies.queries import trees
from competencies.services import draft_edits, drafting, framework_publishing
from competencies.translating import competency_fields, level_fields, reviewed_languages
from foundation.acting import current_actor
from foundation.addresses import framework_draft_path, framework_path
from foundation.errors import ConflictError, InvalidError, NotFoundError, Problem
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from pathways.touching import touched_by
from web.framework_views import change_rows, part_name, spoken_in, state_chip, title_in
from web.language import LANGUAGES, plain
from web.pages.define_words import sentence
from web.pages.draft_words import revision_sent

blueprint = Blueprint("drafts", __name__, url_prefix="/frameworks/<slug>/draft")
blueprint.app_template_global("state_chip")(state_chip)
blueprint.app_template_global("part_name")(part_name)

Answer = str | tuple[str, int] | Response
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


def own_draft(slug: str) -> FrameworkDraft:
    """Give a draft that the actor may write. Raises NotFoundError, SignInNeededError."""
    draft = trees.draft(slug)
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=draft.owner_id))
    return draft


def around(draft: FrameworkDraft) -> dict[str, Any]:
    """Give what every page of a draft shows: whose it is, and the way to it."""
    return {
        "draft": draft,
        "group": issuers.issuer(draft.owner_id),
        "here": framework_draft_path(draft.slug),
        "heading": plain(draft.tree["title"]),
    }


def told_meanwhile(draft: FrameworkDraft, seen: int) -> list[tree_diff.Change]:
    """Give what others changed since a revision, the earliest first."""
    steps = trees.changes_since(draft.id, seen)
    return [change for step in steps for change in tree_diff.from_rows(step.changes)]


@blueprint.get("")
def tree(slug: str) -> str:
    """Show the tree; where no draft is begun, what beginning one means."""
    try:
        return _tree_page(own_draft(slug))
    except NotFoundError:
        found = competencies.framework(slug)
        require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=found.owner_id))
        return render_template("frameworks/begin.html", framework=found, group=issuers.issuer(found.owner_id))


@blueprint.post("")
@limiter.limit(WRITE)
def begin(slug: str) -> Answer:
    """Begin the draft of a published framework."""
    drafting.begin(current_actor(), slug)
    return redirect(framework_draft_path(slug), SEE_OTHER)


@blueprint.post("/move")
@limiter.limit(WRITE)
def move(slug: str) -> Answer:
    """Move a domain or a competency up, down, into another domain, or to a place."""
    name, wanted = request.form.get("id", ""), request.form.get("to", "")
    is_domain = request.form.get("thing") == "domain"
    draft = own_draft(slug)
    try:
        if is_domain:
            _move_domain(draft, name, wanted)
        else:
            _move_competency(draft, name, wanted, request.form.get("domain", ""))
    except ConflictError as error:
        return _refused(slug, error)
    return redirect(f"{framework_draft_path(slug)}#{'area' if is_domain else 'competency'}-{name}", SEE_OTHER)


@blueprint.post("/domains/<domain>/remove")
@limiter.limit(WRITE)
def remove_domain(slug: str, domain: str) -> Answer:
    """Take an empty domain out of the draft."""
    try:
        draft_edits.remove_domain(current_actor(), slug, revision=revision_sent(), domain=domain)
    except ConflictError as error:
        return _refused(slug, error)
    flash(_("The area is taken out of the draft."), "success")
    return redirect(framework_draft_path(slug), SEE_OTHER)


@blueprint.post("/competencies/<competency>/remove")
@limiter.limit(WRITE)
def remove_competency(slug: str, competency: str) -> Answer:
    """Take a competency out of the draft; what was published of it stays."""
    try:
        draft_edits.remove_competency(current_actor(), slug, revision=revision_sent(), competency=competency)
    except ConflictError as error:
        return _refused(slug, error)
    flash(_("The competency is taken out of the draft. What was published of it stays."), "success")
    return redirect(framework_draft_path(slug), SEE_OTHER)


@blueprint.post("/discard")
@limiter.limit(WRITE)
def discard(slug: str) -> Answer:
    """Throw the draft away; what was published stays."""
    draft = own_draft(slug)
    group, is_published = issuers.issuer(draft.owner_id), draft.framework_id is not None
    try:
        drafting.discard(current_actor(), slug, revision=revision_sent())
    except ConflictError as error:
        return _refused(slug, error)
    flash(_("The draft is thrown away."), "success")
    to = framework_path(slug) if is_published or group is None else f"/groups/{group.slug}/frameworks"
    return redirect(to, SEE_OTHER)


@blueprint.post("/take-in")
@limiter.limit(WRITE)
def take_in(slug: str) -> Answer:
    """Take what was published beside the draft into it."""
    try:
        framework_publishing.take_in(current_actor(), slug, revision=revision_sent())
    except ConflictError as error:
        return _refused(slug, error)
    flash(_("What was published meanwhile is in the draft now."), "success")
    return redirect(f"{framework_draft_path(slug)}/publish", SEE_OTHER)


@blueprint.get("/publish")
def look_over(slug: str) -> str:
    """Show what publishing changes, which badges, roles and paths it touches, and what is still missing."""
    return _publish_page(own_draft(slug))


@blueprint.post("/publish")
@limiter.limit(WRITE)
def publish(slug: str) -> Answer:
    """Publish the draft as the next version."""
    draft = own_draft(slug)
    before = framework_publishing.published(draft)
    count = len(before.versions) if before else 0
    try:
        framework = publish_framework(current_actor(), slug, revision=revision_sent())
    except ConflictError as error:
        return _refused(slug, error)
    except InvalidError as error:
        return _publish_page(own_draft(slug), error.problems), UNPROCESSABLE
    number = len(framework.versions)
    if number == count:
        flash(_("Nothing had changed, so no new version was made."))
    else:
        flash(_("Version %(number)s is published.", number=number), "success")
    return redirect(framework_path(framework.slug), SEE_OTHER)


def _move_domain(draft: FrameworkDraft, name: str, wanted: str) -> None:
    names = [one["id"] for one in draft.tree["domains"]]
    if name not in names:
        raise NotFoundError
    at = _place(wanted, names.index(name))
    draft_edits.move_domain(current_actor(), draft.slug, revision=revision_sent(), domain=name, at=at)


def _move_competency(draft: FrameworkDraft, name: str, wanted: str, domain: str) -> None:
    home, at = draft_tree.place_of(draft.tree, name)
    if wanted in {"up", "down"}:
        domain = home
    end = draft_tree.COMPETENCIES_MAX
    at = end if wanted == "domain" else _place(wanted, at)
    draft_edits.move_competency(
        current_actor(), draft.slug, revision=revision_sent(), competency=name, domain=domain, at=at
    )


def _place(wanted: str, at: int) -> int:
    """Give a place in a list: one up, one down, or the one that was sent."""
    if wanted in {"up", "down"}:
        return max(0, at - 1) if wanted == "up" else at + 1
    return int(wanted) if wanted.isdecimal() and len(wanted) < 5 else at  # noqa: PLR2004 - no list is so long


def _refused(slug: str, error: ConflictError) -> Answer:
    """Show the draft as it is now, and what others changed: nothing was done."""
    if error.code == "draft_behind":
        return _publish_page(own_draft(slug)), CONFLICT
    if error.code != "draft_changed":
        raise error
    draft = own_draft(slug)
    changes = told_meanwhile(draft, revision_sent())
    return _tree_page(draft, change_rows(changes, draft.tree, draft.tree), refused=True), CONFLICT


def _tree_page(draft: FrameworkDraft, others: list[Any] | None = None, *, refused: bool = False) -> str:
    notes = drafting.notes_of(draft)
    return render_template(
        "frameworks/draft.html",
        **around(draft),
        others=others or [],
        refused=refused,
        spoken=spoken_in(draft),
        domains=[(one["id"], plain(one["title"])) for one in draft.tree["domains"]],
        ready={
            one["id"]: _own_names(reviewed_languages(competency_fields(one), notes))
            for _domain, one in draft_tree.competencies(draft.tree)
        },
        is_published=draft.framework_id is not None,
        is_changed=draft.revision != draft.published_revision,
        is_behind=framework_publishing.is_behind(draft),
        origin=trees.origin(draft.derived_from),
    )


def _publish_page(draft: FrameworkDraft, problems: Any = None) -> str:
    framework = framework_publishing.published(draft)
    nothing = {"title": {}, "description": {}, "levels": draft.tree["levels"], "domains": []}
    before = draft.base if framework else nothing
    changes = tree_diff.compare(before, draft.tree)
    found = list(framework_publishing.missing(draft)) if problems is None else problems
    reviewed = reviewed_languages(level_fields(draft.tree), drafting.notes_of(draft))
    return render_template(
        "frameworks/publish.html",
        **around(draft),
        rows=change_rows(changes, before, draft.tree),
        impact=touched_by(changes, before, framework_publishing.to_follow(draft)) if framework else None,
        missing=_told(draft, found),
        is_behind=framework_publishing.is_behind(draft),
        number=len(framework.versions) + 1 if framework else 1,
        reviewed=_own_names(reviewed),
    )


def _own_names(codes: Collection[str]) -> list[str]:
    return [own_name for code, own_name in LANGUAGES if code in codes]


def _told(draft: FrameworkDraft, problems: Any) -> list[tuple[str, str, str]]:
    """Give (what it is about, where to mend it, sentence) of all that keeps a draft from being published."""
    here = framework_draft_path(draft.slug)
    found = []
    for one in problems:
        about, address = plain(draft.tree["title"]), f"{here}/texts"
        steps = one.pointer.strip("/").split("/")
        if steps[0] == "competencies":
            about, address = title_in(draft.tree, steps[1]), f"{here}/competencies/{steps[1]}"
        elif steps[0] == "domains":
            domain = draft.tree["domains"][int(steps[1])]
            about, address = plain(domain["title"]), f"{here}/domains/{domain['id']}"
        found.append((about, address, _sentence(one, steps)))
    return found


def _sentence(problem: Problem, steps: list[str]) -> str:
    said = sentence(problem)
    rest = steps[2:] if steps[0] in {"competencies", "domains"} else steps
    name = "/".join(rest[:2]) if rest and rest[0] == "rubric" else (rest[0] if rest else "")
    return _("%(part)s: %(what)s", part=part_name(name), what=said) if name else said
