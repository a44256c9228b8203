"""What a person lets in from wikis, and what came of it. For that person alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from accounts.models import Identity, Person
from foundation.db import session
from mentoring.models import EngagementSignal, SignalConsent


def consents(person_id: UUID) -> Sequence[SignalConsent]:
    """Give the wikis that a person lets us ask, by name."""
    query = select(SignalConsent).where(SignalConsent.person_id == person_id)
    return session().scalars(query.order_by(SignalConsent.wiki)).all()


def signals(person_id: UUID) -> Sequence[EngagementSignal]:
    """Give what is kept of a person, by wiki, the newest month first."""
    order = (EngagementSignal.source, EngagementSignal.period.desc(), EngagementSignal.kind)
    query = select(EngagementSignal).where(EngagementSignal.person_id == person_id)
    return session().scalars(query.order_by(*order)).all()


def due(now: datetime, most: int) -> Sequence[SignalConsent]:
    """Give the consents whose wiki is to be asked now, the longest waiting first; of no locked account."""
    query = select(SignalConsent).join(Person, Person.id == SignalConsent.person_id)
    query = query.where(SignalConsent.due_at <= now, Person.locked_at.is_(None))
    return session().scalars(query.order_by(SignalConsent.due_at, SignalConsent.id).limit(most)).all()


def account_at(person_id: UUID, issuer: str) -> str | None:
    """Give the id (`sub`) of the account from elsewhere that the person connected, if there is one."""
    query = select(Identity.sub).where(Identity.person_id == person_id, Identity.issuer == issuer)
    return session().scalar(query.order_by(Identity.since).limit(1))
