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
    """Give which version of which competency stands where in a version of the framework."""
    return version(framework, number).members


def standing(framework: Framework, domains: Sequence[Mapping[str, Any]]) -> list[Member]:
    """Give what stands in these domains of a framework now, for its next version to name as its members.

    It keeps the order of the newest version; what is new stands last in its domain, by its code.
    """
    newest = framework.versions[-1].members if framework.versions else []
    order = {one["competency"]: int(one["order"]) for one in newest}
    places = {one["id"]: place for place, one in enumerate(domains)}
    rows = competencies(framework_id=framework.id)
    found = [one for one in rows if one.taken_out_at is None and one.domain in places]
    found.sort(key=lambda one: (places[one.domain], order.get(one.slug, len(order))))
    return [
        {
            "competency": one.slug,
            "version": one.versions[-1].number,
            "code": one.code,
            "domain": one.domain,
            "order": place,
        }
        for place, one in enumerate(found)
    ]


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
    """Give the version in force of a framework."""
    return tree(framework, framework.versions[-1].number)


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
