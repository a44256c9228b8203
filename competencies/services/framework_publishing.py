"""Publish the draft of a framework: one version of it, and one of each competency that says something new.

Nothing is deleted: a competency that was taken out keeps its address and its versions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from competencies import catching_up, draft_tree, translating
from competencies.draft_tree import Node, Tree
from competencies.levels import DEFAULT_LEVELS
from competencies.models import Competency, Framework, FrameworkDraft, FrameworkVersion
from competencies.queries import competencies, frameworks_by_id, trees
from competencies.services import defining, drafting, publishing, standing
from competencies.services.defining import CompetencyShape
from competencies.services.frameworks import (
    FrameworkShape,
    framework_content,
    framework_problems,
    levels_of,
)
from competencies.translating import Notes, competency_fields, level_fields, reviewed_languages
from competencies.wording import ordered
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError, Problem
from foundation.policy import Actor


@dataclass(frozen=True, slots=True)
class PublishedTree:
    """What publishing did: the framework, and the competencies (slugs) whose levels have to follow."""

    framework: Framework
    to_follow: list[str]
    is_news: bool


def publish_tree(actor: Actor, slug: str, *, revision: int) -> PublishedTree:
    """Give what was published of a draft, all or nothing; the same words make no version.

    Raises as `drafting.edited`, InvalidError for what is missing, and ConflictError("draft_behind") when
    something of the framework was published beside the draft: `take_in` first.
    """
    with transaction():
        draft = _held(actor, slug, revision)
        if is_behind(draft):
            raise ConflictError("draft_behind")
        if found := list(missing(draft)):
            raise InvalidError(found)
        framework = published(draft) or _new_framework(draft)
        before = framework.versions[-1].members if framework.versions else []
        _give_addresses(draft, framework)
        members = _publish_members(actor, framework, draft)
        version = _publish_frame(actor, framework, draft, members)
        _take_out(actor, framework, {one["competency"] for one in members})
        draft.framework_id, draft.published_revision = framework.id, draft.revision
        draft.base = trees.current_tree(framework)
        everything = version is not None and _all_follow(framework)
        said = {_said(one) for one in before}
        new = [one["competency"] for one in members if everything or _said(one) not in said]
        return PublishedTree(framework, new, version is not None)


def take_in(actor: Actor, slug: str, *, revision: int) -> FrameworkDraft:
    """Give the draft with what was published beside it, where the draft says nothing else of its own.

    Raises as `drafting.edited`.
    """
    with transaction():
        draft = _held(actor, slug, revision)
        framework, had_changes = published(draft), draft.revision != draft.published_revision
        if framework is None:
            return draft
        current = trees.current_tree(framework)
        tree = catching_up.caught_up(draft.tree, draft.base, current)
        notes = translating.followed(
            translating.fields(draft.tree), translating.fields(tree), drafting.notes_of(draft)
        )
        draft.base = current
        drafting.keep(actor, draft, tree, _notes_taken_in(tree, current, notes))
        if not had_changes and draft.tree == current:
            draft.published_revision = draft.revision
        return draft


def published(draft: FrameworkDraft) -> Framework | None:
    """Give the framework of a draft with its versions; None before its first version."""
    if draft.framework_id is None:
        return None
    return frameworks_by_id({draft.framework_id})[draft.framework_id]


def is_behind(draft: FrameworkDraft) -> bool:
    """Tell whether something of the framework was published beside the draft."""
    framework = published(draft)
    return framework is not None and trees.current_tree(framework) != draft.base


def to_follow(draft: FrameworkDraft) -> list[str]:
    """Give the competencies (slugs) whose levels get a new version when the draft is published."""
    framework = published(draft)
    if framework is None:
        return []
    notes = drafting.notes_of(draft)
    everything = _levels_differ(draft.tree, notes, framework.versions[-1])
    known = {one.slug: one for one in competencies(framework_id=framework.id)}
    return [
        one["id"]
        for domain, one in draft_tree.competencies(draft.tree)
        if one["id"] in known and (everything or _is_news(known[one["id"]], domain, one, notes))
    ]


def _levels_differ(tree: Tree, notes: Notes, newest: FrameworkVersion) -> bool:
    shape = _frame_shape(tree, notes, {})
    return (levels_of(shape), ordered(shape["reviewed"])) != (newest.levels, newest.reviewed)


def _is_news(row: Competency, domain: str, one: Node, notes: Notes) -> bool:
    """Tell whether its levels have to follow; what is not whole yet differs from what was published."""
    try:
        content = defining.competency_content(_competency_shape(one, notes))
    except InvalidError:
        return True
    return row.domain != domain or publishing.is_news(row, content)


def missing(draft: FrameworkDraft) -> Iterator[Problem]:
    """Give what keeps a draft from being published; `/competencies/<id>/...` points at one of them."""
    tree, notes = draft.tree, drafting.notes_of(draft)
    yield from framework_problems(_frame_shape(tree, notes, {}))
    for _, one in draft_tree.competencies(tree):
        for problem in defining.competency_problems(_competency_shape(one, notes)):
            yield Problem(f"/competencies/{one['id']}{problem.pointer}", problem.code, problem.facts)


def _held(actor: Actor, slug: str, revision: int) -> FrameworkDraft:
    """Give a draft to be written to; nobody publishes beside it until the transaction ends."""
    draft = drafting.taken(actor, slug, revision)
    session().execute(select(Framework.id).where(Framework.id == draft.framework_id).with_for_update())
    return draft


def _new_framework(draft: FrameworkDraft) -> Framework:
    """Give the framework that the draft becomes, with its lineage and without a version."""
    if publishing.is_taken(Framework, draft.slug):
        draft.slug = drafting.free_slug(draft.tree["title"])
    framework = Framework(
        slug=draft.slug,
        owner_id=draft.owner_id,
        derived_from=draft.derived_from,
        derived_number=draft.derived_number,
    )
    publishing.store_new(framework)
    return framework


def _give_addresses(draft: FrameworkDraft, framework: Framework) -> None:
    """Give new competencies another address where somebody took theirs since they were drafted."""
    own = {one.slug for one in competencies(framework_id=framework.id)}
    names = {}
    for _, one in draft_tree.competencies(draft.tree):
        if one["id"] not in own and publishing.is_taken(Competency, one["id"]):
            names[one["id"]] = drafting.free_id(one["title"], draft.tree)
    if names:
        notes = translating.renamed(drafting.notes_of(draft), names)
        draft.tree = draft_tree.renamed(draft.tree, names)
        draft.states, draft.sources = dict(notes.states), dict(notes.sources)


def _publish_members(actor: Actor, framework: Framework, draft: FrameworkDraft) -> list[dict[str, Any]]:
    known = {one.slug: one for one in competencies(framework_id=framework.id)}
    notes, found = drafting.notes_of(draft), []
    for order, (domain, one) in enumerate(draft_tree.competencies(draft.tree)):
        row = known.get(one["id"]) or _new_competency(framework, one)
        row.code, row.domain, row.taken_out_at = one["code"], domain, None
        content = defining.competency_content(_competency_shape(one, notes))
        defining.publish_competency(actor, row, content)
        version = row.versions[-1].number
        place = {"code": one["code"], "domain": domain, "order": order}
        found.append({"competency": row.slug, "version": version, **place})
    return found


def _new_competency(framework: Framework, one: Node) -> Competency:
    origin = one["origin"] or {}
    row = Competency(
        slug=one["id"],
        owner_id=framework.owner_id,
        framework_id=framework.id,
        code=one["code"],
        domain="",
        derived_from=origin.get("competency"),
        derived_number=origin.get("version"),
    )
    publishing.store_new(row)
    return row


def _publish_frame(
    actor: Actor, framework: Framework, draft: FrameworkDraft, members: list[dict[str, Any]]
) -> FrameworkVersion | None:
    shape = _frame_shape(draft.tree, drafting.notes_of(draft), _vocabularies(framework))
    return standing.publish(actor, framework, framework_content(shape), members, draft.source)


def _vocabularies(framework: Framework) -> Mapping[str, Any]:
    """Give what the next version carries along: what the last one did.

    A first version has the floor of what it was derived from, under the addresses that it has here: what
    nobody may drop from a role stays so.
    """
    if framework.versions:
        return framework.versions[-1].vocabularies
    origin = trees.origin(framework.derived_from)
    if origin is None or framework.derived_number is None:
        return {}
    said = trees.version(origin, framework.derived_number).vocabularies.get("subsidiarity")
    if not said:
        return {}
    own = {one.derived_from: one.slug for one in competencies(framework_id=framework.id)}
    there = [one for one in said.get("protected", ()) if one["competency"] in own]
    protected = [{**one, "competency": own[one["competency"]]} for one in there]
    return {"subsidiarity": {**said, "protected": protected}}


def _take_out(actor: Actor, framework: Framework, members: set[str]) -> None:
    for one in competencies(framework_id=framework.id):
        if one.slug not in members and one.taken_out_at is None:
            one.taken_out_at = clock.now()
            record(actor, "competency.taken_out", one.id, group_id=one.owner_id)
    session().flush()


def _said(member: Mapping[str, Any]) -> tuple[str, int, str]:
    """Give what the levels of a competency take from it: its words, and its domain as a tag."""
    return member["competency"], member["version"], member["domain"]


def _all_follow(framework: Framework) -> bool:
    """Tell whether the levels say something new, which every level of every competency bears in its name."""
    if len(framework.versions) < 2:  # noqa: PLR2004 - the first version has none before it
        return True
    old, new = framework.versions[-2:]
    return (old.levels, old.reviewed) != (new.levels, new.reviewed)


def _notes_taken_in(tree: Tree, current: Tree, notes: Notes) -> Notes:
    """What reads now as it was published is as reviewed as it was published."""
    published_now = {one["id"]: one for _, one in draft_tree.competencies(current)}
    same = [one for _, one in draft_tree.competencies(tree) if one == published_now.get(one["id"])]
    reviewed = trees.reviewed({one["id"] for one in same})
    for one in same:
        notes = translating.as_published(competency_fields(one), reviewed[one["id"]], notes)
    return notes


def _frame_shape(tree: Tree, notes: Notes, vocabularies: Mapping[str, Any]) -> FrameworkShape:
    return {
        "title": tree["title"],
        "description": tree["description"],
        "domains": [{"id": one["id"], "title": one["title"]} for one in tree["domains"]],
        "levels": tree["levels"] or DEFAULT_LEVELS,
        "vocabularies": vocabularies,
        "reviewed": reviewed_languages(level_fields(tree), notes),
    }


def _competency_shape(one: Node, notes: Notes) -> CompetencyShape:
    return {
        "title": one["title"],
        "statement": one["statement"],
        "rubric": one["rubric"],
        "typical_evidence": one["typical_evidence"],
        "alignments": one["alignments"],
        "reviewed": reviewed_languages(competency_fields(one), notes),
    }
