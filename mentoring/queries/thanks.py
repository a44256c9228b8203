"""Thanks as they are read: received, given, and what may be cited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Person
from badges.models import Achievement, AchievementVersion, Award
from competencies.models import Competency
from foundation import clock
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer
from mentoring.models import PeerWishes, Thanks, ThanksBadge, ThanksVisibility

PAGE_ROWS = 25
MOST_PAGES = 100_000  # a page beyond is empty, whatever number somebody typed


@dataclass(frozen=True, slots=True)
class ThanksView:
    """Thanks with the names of the two people, the slugs of group and competency, and the badge, if any."""

    row: Thanks
    giver: str | None
    receiver: str | None
    group: str | None
    competency: str | None
    badge: str | None
    badge_name: Mapping[str, Any] | None


def wishes(person_id: UUID) -> PeerWishes:
    """Give what a person allows others to send them."""
    found = session().get(PeerWishes, person_id)
    if found is not None:
        return found
    return PeerWishes(person_id=person_id, may_be_thanked=True, may_be_nominated=True, changed_at=clock.now())


def received(person_id: UUID, *, page: int = 1) -> tuple[list[ThanksView], bool]:
    """Give one page of what a person was thanked for and did not put away, newest first; and whether more."""
    mine = (Thanks.receiver_id == person_id, Thanks.visibility != ThanksVisibility.HIDDEN)
    return _page(_views(*mine), page)


def given(person_id: UUID, *, page: int = 1) -> tuple[list[ThanksView], bool]:
    """Give one page of the thanks that a person gave, newest first; and whether there are more."""
    return _page(_views(Thanks.giver_id == person_id), page)


def put_away(person_id: UUID, *, page: int = 1) -> tuple[list[ThanksView], bool]:
    """Give one page of what a person put away, newest first; and whether there are more."""
    mine = (Thanks.receiver_id == person_id, Thanks.visibility == ThanksVisibility.HIDDEN)
    return _page(_views(*mine), page)


def thanks_by_id(thanks_id: UUID) -> ThanksView:
    """Give one. Raises NotFoundError."""
    found = session().execute(_views(Thanks.id == thanks_id)).one_or_none()
    if found is None:
        raise NotFoundError
    return ThanksView(*found)


def of_award(award_id: UUID) -> ThanksView | None:
    """Give the thanks that an award went with, while they are there."""
    found = session().execute(_views(ThanksBadge.award_id == award_id)).one_or_none()
    return ThanksView(*found) if found is not None else None


def citable(receiver_id: UUID, reader_id: UUID) -> list[ThanksView]:
    """Give the thanks to one person that another may cite: shown ones, and those that the other gave."""
    may_see = or_(Thanks.visibility == ThanksVisibility.SHOWN, Thanks.giver_id == reader_id)
    wanted = (Thanks.receiver_id == receiver_id, Thanks.visibility != ThanksVisibility.HIDDEN, may_see)
    return [ThanksView(*row) for row in session().execute(_views(*wanted).limit(PAGE_ROWS))]


def some(ids: Sequence[str], nominator_id: UUID) -> list[ThanksView]:
    """Give those of these that may still be cited: not put away, and shown or given by the nominator."""
    may_see = or_(Thanks.visibility == ThanksVisibility.SHOWN, Thanks.giver_id == nominator_id)
    wanted = (
        Thanks.id.in_([UUID(one) for one in ids]),
        Thanks.visibility != ThanksVisibility.HIDDEN,
        may_see,
    )
    return [ThanksView(*row) for row in session().execute(_views(*wanted))]


def given_since(giver_id: UUID, since: datetime, receiver_id: UUID | None = None) -> int:
    """Give how often a person thanked since then, one receiver if asked."""
    query = select(func.count()).select_from(Thanks)
    query = query.where(Thanks.giver_id == giver_id, Thanks.given_at > since)
    if receiver_id is not None:
        query = query.where(Thanks.receiver_id == receiver_id)
    return session().scalar(query) or 0


def _views(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    giver, receiver = aliased(Person), aliased(Person)
    names = (giver.user_name, receiver.user_name, Issuer.slug, Competency.slug)
    return (
        select(Thanks, *names, Achievement.slug, AchievementVersion.name)
        .outerjoin(Issuer, Issuer.id == Thanks.group_id)
        .outerjoin(Competency, Competency.id == Thanks.competency_id)
        .outerjoin(ThanksBadge, ThanksBadge.thanks_id == Thanks.id)
        .outerjoin(Award, Award.id == ThanksBadge.award_id)
        .outerjoin(AchievementVersion, AchievementVersion.id == Award.version_id)
        .outerjoin(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .join(giver, giver.id == Thanks.giver_id)
        .join(receiver, receiver.id == Thanks.receiver_id)
        .where(*conditions)
        .order_by(Thanks.given_at.desc(), Thanks.id.desc())
    )


def _page(query: Select[*tuple[Any, ...]], page: int) -> tuple[list[ThanksView], bool]:
    start = (min(max(page, 1), MOST_PAGES) - 1) * PAGE_ROWS
    rows = session().execute(query.offset(start).limit(PAGE_ROWS + 1)).all()
    return [ThanksView(*row) for row in rows[:PAGE_ROWS]], len(rows) > PAGE_ROWS
