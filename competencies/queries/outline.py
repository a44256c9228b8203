"""The outline: which role asks for which competency, and how far. A page of roles at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from competencies.models import Competency, Framework, Role
from competencies.queries.published import competencies_by_slug, frameworks, is_in_force
from foundation.db import session

MOST_WIDEST = 10  # pairs, where there are more roles than on one page
PAGE_ROLES = 12  # as many columns as fit beside each other, and as many dots as fit a phone


@dataclass(frozen=True, slots=True)
class Widest:
    """Two roles, wherever they stand, that share many competencies."""

    first: Role
    second: Role
    shared: Sequence[Competency]


@dataclass(frozen=True, slots=True)
class Outline:
    """One page: `rows` are the competencies that its roles ask for, with what each role asks (or None).

    Where that are not all roles, `widest` are the pairs of all `count` roles that share most.
    """

    roles: Sequence[Role]
    rows: Sequence[tuple[Competency, Sequence[Mapping[str, Any] | None]]]
    page: int
    pages: int
    count: int
    widest: Sequence[Widest]


@dataclass(frozen=True, slots=True)
class Area:
    """A domain of a framework: `key` is `<framework slug>:<domain>`."""

    key: str
    title: Mapping[str, str]


def areas() -> list[Area]:
    """Give the domains of all frameworks, in their order."""
    return [
        Area(f"{one.slug}:{domain['id']}", domain["title"])
        for one in frameworks()
        for domain in one.versions[-1].domains
        if one.versions
    ]


def outline(group_id: UUID | None = None, area: str = "", page: int = 1) -> Outline:
    """Give one page, of one group or domain (`Area.key`) if asked; roles that were put aside are left out."""
    found = _roles(group_id)
    pages = max(1, -(-len(found) // PAGE_ROLES))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE_ROLES : page * PAGE_ROLES]
    of_all = [{need["competency"]: need for need in one.versions[-1].requirements} for one in found]
    known = {one.slug: one for one in _of_area(competencies_by_slug(set().union(*of_all)), area)}
    asked = of_all[(page - 1) * PAGE_ROLES : page * PAGE_ROLES]
    kept = sorted(
        (one for slug, one in known.items() if any(slug in needs for needs in asked)),
        key=lambda one: (one.domain, one.code, one.slug),
    )
    rows = [(one, [needs.get(one.slug) for needs in asked]) for one in kept]
    widest = _widest(found, of_all, known) if pages > 1 and rows else []
    return Outline(shown, rows, page, pages, len(found), widest)


def _widest(
    roles: Sequence[Role], of_all: Sequence[Collection[str]], known: Mapping[str, Competency]
) -> list[Widest]:
    asked = [set(slugs) & known.keys() for slugs in of_all]
    pairs = (
        (len(asked[one] & asked[other]), one, other) for one, other in combinations(range(len(roles)), 2)
    )
    most = nsmallest(MOST_WIDEST, (pair for pair in pairs if pair[0]), key=lambda pair: (-pair[0], *pair[1:]))
    return [
        Widest(roles[one], roles[other], [known[slug] for slug in sorted(asked[one] & asked[other])])
        for _size, one, other in most
    ]


def _roles(group_id: UUID | None) -> Sequence[Role]:
    query = select(Role).options(selectinload(Role.versions)).where(is_in_force())
    query = query.order_by(Role.is_reference.desc(), Role.slug)
    return session().scalars(query if group_id is None else query.where(Role.owner_id == group_id)).all()


def _of_area(found: Mapping[str, Competency], area: str) -> list[Competency]:
    slug, _, domain = area.partition(":")
    if not domain:
        return list(found.values())
    framework_id = session().scalar(select(Framework.id).where(Framework.slug == slug))
    return [one for one in found.values() if (one.framework_id, one.domain) == (framework_id, domain)]
