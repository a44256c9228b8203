"""Rows of thanks, nominations and signals. What people wrote here goes when either of the two leaves."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import uuid7
from foundation.db import Base


class NominationState(StrEnum):
    """Where a nomination stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


class ThanksVisibility(StrEnum):
    """Who sees thanks beside the two: nobody, or whoever has the address. HIDDEN: put away, not shown."""

    PRIVATE = "private"
    SHOWN = "shown"
    HIDDEN = "hidden"


class PeerWishes(Base):
    """What a person allows others to send them; without a row, both."""

    __tablename__ = "peer_wishes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    may_be_thanked: Mapped[bool]
    may_be_nominated: Mapped[bool]
    changed_at: Mapped[datetime]


class Thanks(Base):
    """One person thanks another for something done. It proves no level and counts towards no role."""

    __tablename__ = "thanks"
    __table_args__ = (
        Index("ix_thanks_given", "giver_id", "given_at"),
        Index("ix_thanks_received", "receiver_id", "given_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer.id"))
    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id"))
    visibility: Mapped[str] = mapped_column(String(10), default=ThanksVisibility.PRIVATE)
    given_at: Mapped[datetime]


class ThanksBadge(Base):
    """The recognition that went with thanks: an award, which the group signs once it is accepted.

    The badge does not hang on the thanks: putting them away, or deleting them, leaves it as it is.
    """

    __tablename__ = "thanks_badge"

    thanks_id: Mapped[UUID] = mapped_column(ForeignKey("thanks.id", ondelete="CASCADE"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id", ondelete="CASCADE"), unique=True)


class Nomination(Base):
    """One person names another for a role of a group. Stewards see it only once the nominee accepted.

    `thanks`: ids of thanks that it cites. A sure `decided_at` says when the nominee answered.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        Index("ix_nomination_of_group", "group_id", "state", "decided_at"),
        Index("ix_nomination_waiting", "state", "lapses_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    nominee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    nominator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    citation: Mapped[str] = mapped_column(Text)
    thanks: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10), default=NominationState.PROPOSED)
    made_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class NominationInvitation(Base):
    """A link by which somebody without an account can be named for a role, once. Nothing here is about them.

    Once used, the words are in the nomination and no longer here. `withdrawn_at`: its maker took it back.
    """

    __tablename__ = "nomination_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    nominator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("issuer.id"))
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    citation: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    lapses_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SignalConsent(Base):
    """A person lets us ask one wiki for coarse signals of what they did there. No row: nothing is asked.

    `wiki`: its host. `due_at`: when it is asked next. `outcome`: a code of what the last asking gave.
    """

    __tablename__ = "signal_consent"
    __table_args__ = (UniqueConstraint("person_id", "wiki"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    wiki: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))


class EngagementSignal(Base):
    """A coarse value about one month on one wiki, such as a band of edits. Never texts, titles or counts."""

    __tablename__ = "engagement_signal"
    __table_args__ = (UniqueConstraint("person_id", "source", "kind", "period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(7))
    value: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(100))
    fetched_at: Mapped[datetime] = mapped_column(index=True)
