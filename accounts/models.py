"""Rows of people: no name, e-mail address or anything else is needed to have an account."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base

DIGEST_BYTES = 32


class SeatRole(StrEnum):
    """What a person does in a group."""

    STEWARD = "steward"
    ASSESSOR = "assessor"
    MEMBER = "member"


class NoticeKind(StrEnum):
    """What a person can be told in the inbox; pages hold the words for each."""

    OFFER_MADE = "offer.made"
    CLAIM_RETURNED = "claim.returned"
    CLAIM_AWARDED = "claim.awarded"
    CLAIM_AWARDED_IN_PART = "claim.awarded_in_part"
    CLAIM_DECLINED = "claim.declined"
    CLAIM_WAITS = "claim.waits"
    ENDORSEMENT_ASKED = "endorsement.asked"
    ENDORSEMENT_OFFERED = "endorsement.offered"
    ENDORSEMENT_SIGNED = "endorsement.signed"
    ENDORSEMENT_ACCEPTED = "endorsement.accepted"
    ENDORSEMENT_DECLINED = "endorsement.declined"
    ENDORSEMENT_LAPSED = "endorsement.lapsed"
    ENDORSEMENT_WITHDRAWN = "endorsement.withdrawn"
    CREDENTIAL_HELD = "credential.held"
    CREDENTIAL_RELEASED = "credential.released"
    CREDENTIAL_SUPPRESSED = "credential.suppressed"
    CREDENTIAL_REVOKED = "credential.revoked"
    REPORT_MADE = "report.made"
    REPORT_ANSWERED = "report.answered"
    THANKS_RECEIVED = "thanks.received"
    NOMINATION_MADE = "nomination.made"
    NOMINATION_ACCEPTED = "nomination.accepted"
    ROLE_PROPOSED = "role.proposed"
    ROLE_BASE_CHANGED = "role.base_changed"
    ROLE_REVIEW_DUE = "role.review_due"
    PLAN_NAMES_LEAVER = "plan.names_leaver"
    GROUP_RENAMED = "group.renamed"


class Person(Base):
    """Somebody with an account. `stamp` goes up to end all sessions at once.

    `locked_at`: the provider that the person signs in with has locked the account; nothing new is given
    to it and it gives nothing, what it holds stays. `keeps_safety`: sits in trust and safety.
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_name: Mapped[str | None] = mapped_column(String(85), unique=True)
    user_name_digest: Mapped[bytes | None] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    language: Mapped[str] = mapped_column(String(5), default="en")
    is_operator: Mapped[bool] = mapped_column(default=False)
    keeps_safety: Mapped[bool] = mapped_column(default=False)
    locked_at: Mapped[datetime | None]
    stamp: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Password(Base):
    """An argon2id hash."""

    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class Identity(Base):
    """An account elsewhere that signs in here, known by (issuer, sub): its `label` may change."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "sub"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(200))
    sub: Mapped[str] = mapped_column(String(100))
    label: Mapped[str | None] = mapped_column(String(85))
    since: Mapped[datetime]
    checked_at: Mapped[datetime] = mapped_column(index=True)


class Preference(Base):
    """What a person consents to and who may see what; without a row, the most private of each.

    `endorser_name`: the name that endorsements are written with unless chosen otherwise then.
    """

    __tablename__ = "preference"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    display_name: Mapped[str | None] = mapped_column(String(85))
    endorser_name: Mapped[str] = mapped_column(String(12), default="affiliate")
    may_be_asked: Mapped[bool] = mapped_column(default=True)
    may_be_offered: Mapped[bool] = mapped_column(default=True)
    new_badges_public: Mapped[bool] = mapped_column(default=False)
    digest_mail: Mapped[bool] = mapped_column(default=False)
    digest_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class Notice(Base):
    """One thing in a person's inbox. `kind` and `facts` are codes, ids and slugs: pages hold the words.

    `path` is where it leads, an address of ours. `key` makes telling twice harmless.
    """

    __tablename__ = "notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    path: Mapped[str] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]]
    key: Mapped[str] = mapped_column(String(160), unique=True)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes that open an account once when the password is lost."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))
    used_at: Mapped[datetime | None]


class Mailbox(Base):
    """An e-mail address that was proven here by a mailed link: sealed, found by its keyed digest."""

    __tablename__ = "mailbox"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    proven_at: Mapped[datetime]


class SignInLink(Base):
    """A mailed link that signs in once. With `person_id` it adds the mailbox to that account."""

    __tablename__ = "sign_in_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Seat(Base):
    """A person's place in a group."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("person_id", "group_id", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]


class SeatInvitation(Base):
    """A link that gives a seat once. Nobody's name is stored before they come."""

    __tablename__ = "seat_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A token for programs acting as a person; only its digest is kept."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DoNotWrite(Base):
    """An address that asked never to be written to again, as a keyed digest."""

    __tablename__ = "do_not_write"

    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), primary_key=True)
    since: Mapped[datetime]
