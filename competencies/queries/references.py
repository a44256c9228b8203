"""Frameworks from elsewhere, as they are read: only what is switched on is ever seen.

Of several copies of one framework the first stands for its identifiers (`rank`); others are found by their
group (`owner_id`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from competencies.models import (
    ReferenceAssociation,
    ReferenceFramework,
    ReferenceItem,
    ReferenceLoad,
    ReferencePart,
)
from competencies.models.references import LoadState
from foundation.db import session
from foundation.errors import NotFoundError

PAGE_SIZE = 100
ROWS_AT_ONCE = 1_000  # of a package, so that one of 20 000 items does not stand in memory at once


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as it stands in lists, with the framework that it is of."""

    identifier: UUID
    code: str
    title: str
    statement: str
    kind: str
    language: str
    child_count: int
    body: str
    framework: ReferenceFramework


@dataclass(frozen=True, slots=True)
class Found:
    """A page of items and how many there are on all pages."""

    items: Sequence[ReferenceItem]
    total: int


def rank(one: ReferenceFramework) -> tuple[bool, UUID]:
    """Give the order of copies: what was fetched from its makers' own server first, then who came first."""
    given = orjson.loads(one.document).get("uri") if one.source_url else None
    hosts = [_host(address) for address in (one.source_url, given)]
    return (not hosts[0] or hosts[0] != hosts[1]), one.id


def frameworks(owner_id: UUID | None = None) -> Sequence[ReferenceFramework]:
    """Give the imported frameworks by title: of one group, or else the first copy of each."""
    query = select(ReferenceFramework).order_by(ReferenceFramework.title, ReferenceFramework.id)
    if owner_id is not None:
        return session().scalars(query.where(ReferenceFramework.owner_id == owner_id)).all()
    return session().scalars(query.where(ReferenceFramework.id.not_in(later_copies()))).all()


def later_copies() -> set[UUID]:
    """Give the ids of the copies for which another one stands. Few have any: one query tells."""
    doubled = select(ReferenceFramework.identifier).group_by(ReferenceFramework.identifier)
    doubled = doubled.having(func.count() > 1)
    copies: dict[UUID, list[ReferenceFramework]] = {}
    for one in session().scalars(
        select(ReferenceFramework).where(ReferenceFramework.identifier.in_(doubled))
    ):
        copies.setdefault(one.identifier, []).append(one)
    return {one.id for of_one in copies.values() for one in sorted(of_one, key=rank)[1:]}


def framework(identifier: UUID, owner_id: UUID | None = None) -> ReferenceFramework:
    """Give one by its CASE identifier: of a group, or else the first copy. Raises NotFoundError."""
    found = framework_or_none(identifier, owner_id)
    if found is None:
        raise NotFoundError
    return found


def framework_or_none(identifier: UUID, owner_id: UUID | None = None) -> ReferenceFramework | None:
    """Give one by its CASE identifier: of a group, or else the first copy; or None."""
    query = select(ReferenceFramework).where(ReferenceFramework.identifier == identifier)
    if owner_id is not None:
        query = query.where(ReferenceFramework.owner_id == owner_id)
    return min(session().scalars(query), key=rank, default=None)


def children(of: ReferenceFramework, parent: UUID | None, *, page: int = 1, size: int = PAGE_SIZE) -> Found:
    """Give a page of what stands right below an item, or below the framework itself."""
    place = (ReferenceItem.load_id == of.load_id, _is(parent))
    query = select(ReferenceItem).where(*place).order_by(ReferenceItem.rank)
    total = session().scalar(select(func.count()).select_from(ReferenceItem).where(*place)) or 0
    return Found(session().scalars(query.offset((page - 1) * size).limit(size)).all(), total)


def first_children(
    of: ReferenceFramework, parents: Sequence[UUID], most: int
) -> dict[UUID, list[ReferenceItem]]:
    """Give the first so many items below each of these, in one query."""
    query = (
        select(ReferenceItem)
        .where(
            ReferenceItem.load_id == of.load_id,
            ReferenceItem.parent.in_(parents),
            ReferenceItem.rank < most,
        )
        .order_by(ReferenceItem.rank)
    )
    found: dict[UUID, list[ReferenceItem]] = {}
    for one in session().scalars(query):
        if one.parent is not None:
            found.setdefault(one.parent, []).append(one)
    return found


def item(identifier: UUID, owner_id: UUID | None = None) -> ItemView:
    """Give one item: of a group's framework, or else of the first copy. Raises NotFoundError."""
    found = item_or_none(identifier, owner_id)
    if found is None:
        raise NotFoundError
    return found


def item_or_none(identifier: UUID, owner_id: UUID | None = None) -> ItemView | None:
    """Give one item: of a group's framework, or else of the first copy; or None."""
    query = _items().where(ReferenceItem.identifier == identifier)
    if owner_id is not None:
        query = query.where(ReferenceFramework.owner_id == owner_id)
    views = (_view(row) for row in session().execute(query))
    return min(views, key=lambda one: rank(one.framework), default=None)


def ancestors(of: ReferenceFramework, identifier: UUID) -> list[ReferenceItem]:
    """Give what an item stands below, the topmost first."""
    way: list[ReferenceItem] = []
    here = session().get(ReferenceItem, (of.load_id, identifier))
    while here is not None and here.parent is not None:
        here = session().get(ReferenceItem, (of.load_id, here.parent))
        if here is not None:
            way.insert(0, here)
    return way


def associations(of: ReferenceFramework, identifier: UUID, most: int = PAGE_SIZE) -> Sequence[str]:
    """Give the JSON of what an item is associated with, in the order of the package."""
    ends = or_(
        ReferenceAssociation.origin == str(identifier), ReferenceAssociation.destination == str(identifier)
    )
    query = select(ReferenceAssociation.body).where(ReferenceAssociation.load_id == of.load_id, ends)
    return session().scalars(query.order_by(ReferenceAssociation.position).limit(most)).all()


def search(
    text: str, *, within: ReferenceFramework | None = None, page: int = 1, size: int = 20
) -> tuple[list[ItemView], int]:
    """Give a page of items in which every word of `text` stands, and how many there are.

    In one framework, or else in the first copy of each.
    """
    sought = [ReferenceItem.sought.contains(word, autoescape=True) for word in text.casefold().split()[:8]]
    query = _items().where(*sought)
    if within is not None:
        query = query.where(ReferenceFramework.id == within.id)
    else:
        query = query.where(ReferenceFramework.id.not_in(later_copies()))
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(ReferenceFramework.title, ReferenceItem.position)
    rows = session().execute(ordered.offset((page - 1) * size).limit(size))
    return [_view(row) for row in rows], total


def load(load_id: UUID) -> ReferenceLoad:
    """Give one import, read anew. Raises NotFoundError."""
    found = session().get(ReferenceLoad, load_id, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def loads(group_id: UUID) -> Sequence[ReferenceLoad]:
    """Give the imports of a group that are not finished, newest first."""
    query = select(ReferenceLoad).where(
        ReferenceLoad.group_id == group_id, ReferenceLoad.state != LoadState.DONE
    )
    return session().scalars(query.order_by(ReferenceLoad.made_at.desc())).all()


def part(kind: str, identifier: UUID) -> tuple[ReferenceFramework, str] | None:
    """Give one rubric or definition with its framework, or None."""
    query = (
        select(ReferenceFramework, ReferencePart.body)
        .join(ReferencePart, ReferencePart.load_id == ReferenceFramework.load_id)
        .where(ReferencePart.kind == kind, ReferencePart.identifier == identifier)
    )
    return _first(session().execute(query).all())


def association(identifier: UUID) -> tuple[ReferenceFramework, str] | None:
    """Give one association with its framework, or None."""
    query = (
        select(ReferenceFramework, ReferenceAssociation.body)
        .join(ReferenceAssociation, ReferenceAssociation.load_id == ReferenceFramework.load_id)
        .where(ReferenceAssociation.identifier == identifier)
    )
    return _first(session().execute(query).all())


def all_associations(identifier: UUID) -> Sequence[str]:
    """Give the JSON of every association of an item, in whatever framework that is switched on and first."""
    ends = or_(
        ReferenceAssociation.origin == str(identifier), ReferenceAssociation.destination == str(identifier)
    )
    query = (
        select(ReferenceAssociation.body)
        .join(ReferenceFramework, ReferenceAssociation.load_id == ReferenceFramework.load_id)
        .where(ends, ReferenceFramework.id.not_in(later_copies()))
        .order_by(ReferenceFramework.imported_at, ReferenceAssociation.position)
    )
    return session().scalars(query).all()


def parts(of: ReferenceFramework, kind: str) -> Sequence[str]:
    """Give the JSON of every rubric or definition of one kind."""
    query = select(ReferencePart.body).where(ReferencePart.load_id == of.load_id, ReferencePart.kind == kind)
    return session().scalars(query.order_by(ReferencePart.position)).all()


def bodies(of: ReferenceFramework, kind: str) -> Iterator[str]:
    """Give the JSON of every row of one list of a package, in its order, a thousand at a time."""
    if kind == "CFItems":
        yield from _bodies(select(ReferenceItem.position, ReferenceItem.body), ReferenceItem, of)
    elif kind == "CFAssociations":
        columns = select(ReferenceAssociation.position, ReferenceAssociation.body)
        yield from _bodies(columns, ReferenceAssociation, of)
    else:
        yield from parts(of, kind)


def elsewhere(identifiers: Sequence[UUID], owner_id: UUID, but: UUID | None, at_once: int = 500) -> set[UUID]:
    """Give those of these item identifiers that another imported framework of the group has."""
    found: set[UUID] = set()
    for start in range(0, len(identifiers), at_once):
        query = (
            select(ReferenceItem.identifier)
            .join(ReferenceFramework, ReferenceItem.load_id == ReferenceFramework.load_id)
            .where(
                ReferenceItem.identifier.in_(identifiers[start : start + at_once]),
                ReferenceFramework.owner_id == owner_id,
                ReferenceFramework.identifier != but,
            )
        )
        found |= set(session().scalars(query))
    return found


def _bodies(
    query: Select[int, str], rows: type[ReferenceItem | ReferenceAssociation], of: ReferenceFramework
) -> Iterator[str]:
    ordered = query.where(rows.load_id == of.load_id).order_by(rows.position)
    for _, body in session().execute(ordered.execution_options(yield_per=ROWS_AT_ONCE)):
        yield body


def _is(parent: UUID | None) -> ColumnElement[bool]:
    return ReferenceItem.parent.is_(None) if parent is None else ReferenceItem.parent == parent


def _items() -> Select[ReferenceItem, ReferenceFramework]:
    return select(ReferenceItem, ReferenceFramework).join(
        ReferenceFramework, ReferenceItem.load_id == ReferenceFramework.load_id
    )


def _view(row: Row[ReferenceItem, ReferenceFramework]) -> ItemView:
    one, framework_row = row
    return ItemView(
        identifier=one.identifier,
        code=one.code,
        title=one.title,
        statement=one.statement,
        kind=one.kind,
        language=one.language,
        child_count=one.child_count,
        body=one.body,
        framework=framework_row,
    )


def _first(rows: Sequence[Row[ReferenceFramework, str]]) -> tuple[ReferenceFramework, str] | None:
    row = min(rows, key=lambda one: rank(one[0]), default=None)
    return None if row is None else (row[0], row[1])


def _host(address: object) -> str:
    try:
        return (urlsplit(address).hostname or "") if isinstance(address, str) else ""
    except ValueError:
        return ""
