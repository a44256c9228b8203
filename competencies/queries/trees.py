"""Frameworks as trees (`competencies.draft_tree`): as a version was, as they stand, as they are drafted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from competencies.draft_tree import Node, Tree, tidied
from competencies.models import (
    Competency,
    CompetencyVersion,
    Framework,
    FrameworkDraft,
    FrameworkDraftChange,
    FrameworkVersion,
)
from competencies.queries.published import competencies, competencies_by_slug
from foundation.db import session
from foundation.errors import NotFoundError

Member = Mapping[str, Any]
Members = Sequence[Member]


def draft(slug: str) -> FrameworkDraft:
    """Give the draft at an address, or raise NotFoundError."""
    found = session().scalar(select(FrameworkDraft).where(FrameworkDraft.slug == slug))
    if found is None:
        raise NotFoundError
    return found


def drafts(owner_id: UUID) -> list[FrameworkDraft]:
    """Give the drafts of a group, by address."""
    query = select(FrameworkDraft).where(FrameworkDraft.owner_id == owner_id)
    return list(session().scalars(query.order_by(FrameworkDraft.slug)))


def changes_since(draft_id: UUID, revision: int) -> list[FrameworkDraftChange]:
    """Give what the edits after a revision changed, the earliest first."""
    query = select(FrameworkDraftChange).where(
        FrameworkDraftChange.draft_id == draft_id, FrameworkDraftChange.revision > revision
    )
    return list(session().scalars(query.order_by(FrameworkDraftChange.revision)))


def frameworks_of(owner_id: UUID) -> list[Framework]:
    """Give the frameworks that a group published, with their versions, by address."""
    query = select(Framework).options(selectinload(Framework.versions)).where(Framework.owner_id == owner_id)
    return list(session().scalars(query.order_by(Framework.slug)))


def origin(slug: str | None) -> Framework | None:
    """Give the framework that another began as, None where it began as none."""
    if slug is None:
        return None
    query = select(Framework).options(selectinload(Framework.versions)).where(Framework.slug == slug)
    return session().scalar(query)


def derivatives(slug: str) -> list[Framework]:
    """Give the published frameworks that began as this one, by address."""
    query = select(Framework).options(selectinload(Framework.versions)).where(Framework.derived_from == slug)
    return list(session().scalars(query.order_by(Framework.slug)))


def version(framework: Framework, number: int) -> FrameworkVersion:
    """Give one version of a framework, or raise NotFoundError."""
    for one in framework.versions:
        if one.number == number:
            return one
    raise NotFoundError


def members(framework: Framework, number: int) -> Members:
    """Give which version of which competency stood where, when a version of the framework was in force.

    Where competencies were published one by one, it is what was in force when the next version came.
    """
    shown = version(framework, number)
    if shown.members is not None:
        return shown.members
    later = next((one for one in framework.versions if one.number > number), None)
    found = []
    for one in competencies(framework_id=framework.id):
        known = [each for each in one.versions if later is None or each.published_at < later.published_at]
        if known and (later is not None or one.taken_out_at is None):
            found.append((one, known[-1]))
    return _as_members(found, {domain["id"] for domain in shown.domains})


def tree(framework: Framework, number: int) -> Tree:
    """Give a version of a framework as it was."""
    standing = members(framework, number)
    known = competencies_by_slug({one["competency"] for one in standing})
    placed = [
        (one["domain"], node(known[one["competency"]], one["code"], _numbered(known, one)))
        for one in sorted(standing, key=lambda each: int(each["order"]))
    ]
    return _tree(version(framework, number), placed)


def current_tree(framework: Framework) -> Tree:
    """Give a framework as it stands now, with what was published one by one since its last version."""
    newest = framework.versions[-1]
    order = {one["competency"]: int(one["order"]) for one in members(framework, newest.number)}
    standing = [one for one in competencies(framework_id=framework.id) if one.taken_out_at is None]
    placed = [
        (one.domain, node(one, one.code, one.versions[-1]))
        for one in sorted(standing, key=lambda each: order.get(each.slug, len(order)))
    ]
    return _tree(newest, placed)


def node(competency: Competency, code: str, text: CompetencyVersion) -> Node:
    """Give one version of a competency as a node of a tree."""
    names = ("title", "statement", "rubric", "typical_evidence", "alignments")
    origin = None
    if competency.derived_from:
        origin = {"competency": competency.derived_from, "version": competency.derived_number}
    said = {name: getattr(text, name) for name in names}
    return {"id": competency.slug, "code": code, **said, "origin": origin}


def reviewed(slugs: Iterable[str]) -> dict[str, list[str]]:
    """Give by competency the languages that its version in force says are reviewed."""
    return {slug: list(one.versions[-1].reviewed) for slug, one in competencies_by_slug(set(slugs)).items()}


def reviewed_in(versions: Mapping[str, int]) -> dict[str, list[str]]:
    """Give by competency the languages that one version of it says are reviewed."""
    known = competencies_by_slug(set(versions))
    return {
        slug: next(list(each.reviewed) for each in known[slug].versions if each.number == number)
        for slug, number in versions.items()
    }


def _as_members(found: Sequence[tuple[Competency, CompetencyVersion]], domains: set[str]) -> list[Member]:
    kept = [(one, text) for one, text in found if one.domain in domains]
    return [
        {
            "competency": one.slug,
            "version": text.number,
            "code": one.code,
            "domain": one.domain,
            "order": order,
        }
        for order, (one, text) in enumerate(kept)
    ]


def _numbered(known: Mapping[str, Competency], member: Member) -> CompetencyVersion:
    versions = known[member["competency"]].versions
    return next(one for one in versions if one.number == member["version"])


def _tree(shown: FrameworkVersion, placed: Sequence[tuple[str, Node]]) -> Tree:
    levels = [
        {"level": one["level"], "title": one["title"], "descriptor": one.get("descriptor", {})}
        for one in shown.levels
    ]
    return tidied(
        {
            "title": shown.title,
            "description": shown.description,
            "levels": levels,
            "domains": [
                {**one, "competencies": [each for domain, each in placed if domain == one["id"]]}
                for one in shown.domains
            ],
        }
    )
