"""Rows of what a holder shows to others: collections, and links with an end."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import uuid7
from foundation.db import Base


class Collection(Base):
    """Some badges of one holder, in an order of the holder's own."""

    __tablename__ = "collection"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    items: Mapped[list["CollectionItem"]] = relationship(
        order_by="CollectionItem.position", passive_deletes=True
    )


class CollectionItem(Base):
    """One badge in a collection."""

    __tablename__ = "collection_item"

    collection_id: Mapped[UUID] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id"), primary_key=True, index=True)
    position: Mapped[int]


class ShareLink(Base):
    """A secret address of one badge or one collection. Its token is made from the key, never stored."""

    __tablename__ = "share_link"
    __table_args__ = (
        CheckConstraint(
            "(credential_id IS NULL) <> (collection_id IS NULL)", name="ck_share_link_of_one_thing"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[UUID | None] = mapped_column(ForeignKey("credential.id"), index=True)
    collection_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), index=True
    )
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    shows_evidence: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
