"""Begin a framework from another group's: the words are taken over, and each keeps where it comes from."""

from typing import Any
from uuid import UUID

from competencies import draft_tree
from competencies.alignments import ALIGNMENTS_MAX, is_https
from competencies.draft_tree import Node, Tree
from competencies.models import Competency, Framework, FrameworkDraft
from competencies.queries import framework as find_framework
from competencies.queries import trees
from competencies.services import drafting, publishing
from competencies.translating import Notes
from competencies.wording import SLUG_MAX, Texts, in_language, new_slug
from foundation.addresses import absolute, competency_path
from foundation.db import transaction
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers


def derive(actor: Actor, slug: str, *, group_id: UUID, number: int | None = None) -> FrameworkDraft:
    """Give a draft of the group that says what a version of a framework says, with addresses of its own.

    Each competency remembers which one it was. Raises NotFoundError, and those of `require`.
    """
    with transaction():
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
        framework = find_framework(slug)
        issuers.hold(group_id)  # of two drafts with one title the second gets another address
        number = framework.versions[-1].number if number is None else number
        origin, newest = trees.tree(framework, number), trees.version(framework, number)
        tree, names = _derived(origin, group_id, newest.title, trees.members(framework, number))
        reviewed = {names[one]: languages for one, languages in _reviewed(framework, number).items()}
        notes = Notes(newest.source or drafting.first_language(newest.title))
        draft = FrameworkDraft(
            slug=drafting.free_slug(newest.title), owner_id=group_id, derived_from=slug, derived_number=number
        )
        return drafting.started(
            actor, draft, tree, drafting.published_notes(tree, newest.reviewed, notes, reviewed)
        )


def _reviewed(framework: Framework, number: int) -> dict[str, list[str]]:
    """Give by competency the languages reviewed in the versions that a framework version names."""
    standing = trees.members(framework, number)
    return trees.reviewed_in({one["competency"]: one["version"] for one in standing})


def _derived(
    origin: Tree, group_id: UUID, title: Texts, standing: trees.Members
) -> tuple[Tree, dict[str, str]]:
    group = issuers.issuer(group_id)
    suffix = group.slug if group else ""
    names: dict[str, str] = {}
    for name in sorted(draft_tree.ids(origin)):
        names[name] = _own_id(name, suffix, set(names.values()))
    versions = {one["competency"]: int(one["version"]) for one in standing}
    domains = [
        {
            **domain,
            "competencies": [
                _with_origin(one, versions[one["id"]], title, names[one["id"]])
                for one in domain["competencies"]
            ],
        }
        for domain in origin["domains"]
    ]
    return draft_tree.checked({**origin, "domains": domains}), names


def _own_id(name: str, suffix: str, given: set[str]) -> str:
    wanted = f"{name}-{suffix}"[:SLUG_MAX].strip("-")
    return new_slug({"en": wanted}, lambda one: one in given or publishing.is_taken(Competency, one))


def _with_origin(one: Node, version: int, framework_title: Texts, name: str) -> Node:
    """Give a competency under its new id that says where it comes from, to people and to other services."""
    address = absolute(competency_path(one["id"]))
    alignments = list(one["alignments"])
    if is_https(address) and len(alignments) < ALIGNMENTS_MAX:
        same = {"name": in_language(one["title"], "en"), "url": address, "code": one["code"] or one["id"]}
        named = {"framework": in_language(framework_title, "en"), "edition": str(version), "verified": True}
        alignments.append({**same, **named})
    origin: dict[str, Any] = {"competency": one["id"], "version": version}
    return {**one, "id": name, "alignments": alignments, "origin": origin}
