"""Rows of those who sign, what they sign with, and what they signed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class IssuerKind(StrEnum):
    """What stands behind a Profile."""

    GROUP = "group"
    PERSON = "person"
    SERVICE = "service"


class KeyState(StrEnum):
    """A key signs while active; it verifies while active or retired.

    Of a compromised one only what was recorded here before the cut-off still counts.
    """

    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class Issuer(Base):
    """A Profile that can sign. `iri` is its id in signed documents: chosen once, never changed."""

    __tablename__ = "issuer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(10), default=IssuerKind.GROUP)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    iri: Mapped[str] = mapped_column(String(300), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(5), default="en")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    vouched_by: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))
    vouched_at: Mapped[datetime | None]

    @property
    def is_vouched(self) -> bool:
        """Tell whether a vouched group, or the operator, stands in for this one."""
        return self.vouched_at is not None


class SigningKey(Base):
    """A key pair; the private half is sealed in the vault and bound to this row."""

    __tablename__ = "signing_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    public_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12), default=KeyState.ACTIVE)
    active_from: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None]


class StatusList(Base):
    """A service-wide list of bits. Places are given in a keyed shuffle, so their order says nothing."""

    __tablename__ = "status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    given: Mapped[int] = mapped_column(default=0)
    shuffle_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    version: Mapped[int] = mapped_column(default=0)


class StatusEntry(Base):
    """One place in a list, for one signed document. Revocation is for good."""

    __tablename__ = "status_entry"
    __table_args__ = (UniqueConstraint("list_number", "place"),)

    urn: Mapped[str] = mapped_column(String(60), primary_key=True)
    list_number: Mapped[int] = mapped_column(ForeignKey("status_list.number"))
    place: Mapped[int]
    revoked_at: Mapped[datetime | None] = mapped_column(index=True)


class SignedStatusList(Base):
    """An issuer's signed copy of one list, as served: made anew when bits change or it grows old."""

    __tablename__ = "signed_status_list"

    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), primary_key=True)
    list_number: Mapped[int] = mapped_column(ForeignKey("status_list.number"), primary_key=True)
    version: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    valid_until: Mapped[datetime]


class SignedDocument(Base):
    """What was signed, byte for byte. Never changed: the database itself refuses."""

    __tablename__ = "signed_document"
    __table_args__ = (UniqueConstraint("urn", "form"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    urn: Mapped[str] = mapped_column(String(60), index=True)
    form: Mapped[str] = mapped_column(String(4))
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    signed_at: Mapped[datetime]


class PersonProfile(Base):
    """The Profile that a person signs with under one name, so that names do not lead to each other.

    `name_choice` and `affiliate_id` say which name it is; the Profile outlives the account.
    """

    __tablename__ = "person_profile"

    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    name_choice: Mapped[str] = mapped_column(String(12))
    affiliate_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))


class DroppedDocument(Base):
    """What is left of a signed document that was dropped at its holder's wish: its digest (SHA-256).

    `signed_at` is unknown for what was dropped before that was kept.
    """

    __tablename__ = "dropped_document"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    urn: Mapped[str] = mapped_column(String(60), index=True)
    form: Mapped[str] = mapped_column(String(4))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    signed_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime]


class Delegation(Base):
    """A group lets the stewards of a hub define roles in its name, until either ends it."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("group_id", "hub_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    hub_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20), default="roles")
    since: Mapped[datetime]
