"""What a holder keeps and shows, as nouns: the passport, collections, share links. Constant queries each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from badges.models import (
    Achievement,
    AchievementVersion,
    Award,
    Claim,
    Collection,
    CollectionItem,
    Credential,
    EvidenceFile,
    EvidenceItem,
    ShareLink,
    Visibility,
)
from badges.queries.awards import MOST_PAGES, Page
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer

PAGE_BADGES = 50
# A card shows a name and a picture; the other texts of a version are long, and many badges share one.
_CARD_TEXTS = (
    selectinload(Credential.version)
    .load_only(
        AchievementVersion.achievement_id,
        AchievementVersion.number,
        AchievementVersion.name,
        AchievementVersion.image,
    )
    .joinedload(AchievementVersion.achievement)
    .load_only(Achievement.slug, Achievement.kind),
    joinedload(Credential.award).load_only(Award.awarded_at),
)


class Shelf(StrEnum):
    """Where in the passport a badge lies."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    GIVEN_UP = "given_up"


_ON_SHELF: dict[Shelf, ColumnElement[bool]] = {
    Shelf.SHOWN: and_(Credential.hidden_at.is_(None), Credential.given_up_at.is_(None)),
    Shelf.HIDDEN: and_(Credential.hidden_at.is_not(None), Credential.given_up_at.is_(None)),
    Shelf.GIVEN_UP: Credential.given_up_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """A collection in a list, with how many badges it has."""

    id: UUID
    name: str
    badges: int


@dataclass(frozen=True, slots=True)
class BadgeToAdd:
    """A badge that can be put into a collection: as much of it as a list to choose from shows."""

    id: UUID
    name: dict[str, Any]
    group: str
    accepted_at: datetime


def passport(
    person_id: UUID, shelf: Shelf = Shelf.SHOWN, *, page: int = 1, most: int = PAGE_BADGES
) -> Page[Credential]:
    """Give the badges of a person that lie on a shelf, newest first, 50 to a page unless told."""
    order = (Credential.accepted_at.desc(), Credential.id.desc())
    ids = select(Credential.id).where(Credential.person_id == person_id, _ON_SHELF[shelf]).order_by(*order)
    ids = ids.offset((min(page, MOST_PAGES) - 1) * most).limit(most + 1)
    wanted = select(Credential).where(Credential.id.in_(select(ids.subquery().c.id)))
    rows = session().scalars(wanted.order_by(*order).options(*_CARD_TEXTS)).all()
    return Page(rows[:most], page, len(rows) > most)


def on_shelves(person_id: UUID) -> dict[Shelf, int]:
    """Give how many badges of a person lie on each shelf."""
    counts = [func.count().filter(_ON_SHELF[shelf]) for shelf in Shelf]
    row = session().execute(select(*counts).where(Credential.person_id == person_id)).one()
    return dict(zip(Shelf, row, strict=True))


def groups_by_id(ids: set[UUID]) -> dict[UUID, Issuer]:
    """Give groups by their ids."""
    return {one.id: one for one in session().scalars(select(Issuer).where(Issuer.id.in_(ids)))}


def collections_of(person_id: UUID) -> list[CollectionCard]:
    """Give the collections of a person, by name."""
    query = (
        select(Collection.id, Collection.name, func.count(CollectionItem.credential_id))
        .outerjoin(CollectionItem, CollectionItem.collection_id == Collection.id)
        .where(Collection.person_id == person_id)
        .group_by(Collection.id, Collection.name)
        .order_by(Collection.name, Collection.id)
    )
    return [CollectionCard(*row) for row in session().execute(query)]


def collection_by_id(collection_id: UUID, *, lock: bool = False) -> Collection:
    """Give a collection with its order; `lock`: nobody else changes it until this transaction ends.

    Raises NotFoundError.
    """
    query = select(Collection).where(Collection.id == collection_id).options(selectinload(Collection.items))
    if lock:
        query = query.with_for_update()
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def badges_in(collection_id: UUID) -> Sequence[Credential]:
    """Give the badges of a collection, in its order."""
    query = (
        select(Credential)
        .join(CollectionItem, CollectionItem.credential_id == Credential.id)
        .where(CollectionItem.collection_id == collection_id)
        .order_by(CollectionItem.position, CollectionItem.credential_id)
    )
    return session().scalars(query.options(*_CARD_TEXTS)).all()


def badges_to_add(person_id: UUID, collection_id: UUID, most: int) -> list[BadgeToAdd]:
    """Give badges of a person that are not in a collection yet, newest first, `most` at most."""
    inside = select(CollectionItem.credential_id).where(CollectionItem.collection_id == collection_id)
    mine = (Credential.person_id == person_id, _ON_SHELF[Shelf.SHOWN], Credential.id.not_in(inside))
    query = (
        select(Credential.id, AchievementVersion.name, Issuer.name, Credential.accepted_at)
        .join(AchievementVersion, AchievementVersion.id == Credential.version_id)
        .join(Issuer, Issuer.id == Credential.issuer_id)
        .where(*mine)
        .order_by(Credential.accepted_at.desc(), Credential.id.desc())
    )
    return [BadgeToAdd(*row) for row in session().execute(query.limit(most))]


def links_of(*, credential_id: UUID | None = None, collection_id: UUID | None = None) -> Sequence[ShareLink]:
    """Give the links to one badge or one collection, newest first."""
    wanted = (
        ShareLink.credential_id == credential_id
        if credential_id is not None
        else ShareLink.collection_id == collection_id
    )
    query = select(ShareLink).where(wanted).order_by(ShareLink.made_at.desc(), ShareLink.id.desc())
    return session().scalars(query).all()


def live_links(person_id: UUID, now: datetime) -> int:
    """Give how many links of a person work."""
    lasting = (ShareLink.expires_at.is_(None)) | (ShareLink.expires_at > now)
    mine = (ShareLink.person_id == person_id, ShareLink.revoked_at.is_(None), lasting)
    return session().scalar(select(func.count()).select_from(ShareLink).where(*mine)) or 0


def link_by_id(link_id: UUID) -> ShareLink:
    """Give one link. Raises NotFoundError."""
    found = session().get(ShareLink, link_id, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def link_by_digest(digest: bytes) -> ShareLink:
    """Give the link whose token has this digest. Raises NotFoundError."""
    found = session().scalar(select(ShareLink).where(ShareLink.token_digest == digest))
    if found is None:
        raise NotFoundError
    return found


def evidence_on_request(credential_id: UUID) -> Sequence[EvidenceItem]:
    """Give the evidence of a badge that its holder shows on request, in its order."""
    query = (
        select(EvidenceItem)
        .join(Claim, Claim.id == EvidenceItem.claim_id)
        .where(Claim.credential_id == credential_id, EvidenceItem.visibility == Visibility.ON_REQUEST)
        .order_by(EvidenceItem.position, EvidenceItem.id)
    )
    return session().scalars(query).all()


def sealed_file(item_id: UUID) -> bytes | None:
    """Give the sealed content of an evidence file; None for what is no file."""
    return session().scalar(select(EvidenceFile.sealed).where(EvidenceFile.item_id == item_id))
