"""What waits for a person: offers and unread notices, counted at once for the head of every page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union_all

from accounts.models import Mailbox, Notice, Person, Preference
from badges.models import Achievement, AchievementVersion, Award, AwardState, RecipientKind
from foundation.db import session


def waiting_count(person_id: UUID, now: datetime) -> int:
    """Give how many offers and unread notices wait, by one statement."""
    notices = select(func.count()).select_from(Notice)
    notices = notices.where(Notice.person_id == person_id, Notice.read_at.is_(None))
    offers = select(func.count()).select_from(Award).where(_is_for(person_id), _is_standing(now))
    return session().scalar(select(notices.scalar_subquery() + offers.scalar_subquery())) or 0


def offer_count(person_id: UUID, now: datetime) -> int:
    """Give how many offers wait."""
    query = select(func.count()).select_from(Award).where(_is_for(person_id), _is_standing(now))
    return session().scalar(query) or 0


def due_for_digest(now: datetime, rested_since: datetime, most: int) -> list[UUID]:
    """Give people who want the letter, had none since that moment, and have something they were not told.

    An offer to an address had a letter of its own; one to an account counts once, in the next letter.
    """
    unmailed = exists().where(
        Notice.person_id == Preference.person_id, Notice.read_at.is_(None), Notice.mailed_at.is_(None)
    )
    by_name = and_(
        Award.recipient_kind == RecipientKind.USER_NAME,
        Award.person_id.is_(None),
        Award.recipient_digest == Person.user_name_digest,
    )
    since = or_(Preference.digest_at.is_(None), Award.awarded_at > Preference.digest_at)
    mine = or_(Award.person_id == Preference.person_id, by_name)
    offered = exists().where(mine, _is_standing(now), since)
    query = (
        select(Preference.person_id)
        .join(Person, Person.id == Preference.person_id)
        .where(
            Preference.digest_mail.is_(True),
            or_(Preference.digest_at.is_(None), Preference.digest_at <= rested_since),
            exists().where(Mailbox.person_id == Preference.person_id),
            or_(unmailed, offered),
        )
    )
    return list(session().scalars(query.limit(most)))


def badge_names(slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give slug -> name in all its languages, of the newest versions of these badges."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    query = (
        select(Achievement.slug, AchievementVersion.name)
        .join(AchievementVersion, AchievementVersion.achievement_id == Achievement.id)
        .where(Achievement.slug.in_(wanted))
        .order_by(AchievementVersion.number)
    )
    return dict(session().execute(query).all())  # a later version takes the place of an earlier one


def _is_for(person_id: UUID) -> ColumnElement[bool]:
    """As `awards.is_for`, in a shape that goes by indexes alone: every page asks it."""
    name = select(Person.user_name_digest).where(Person.id == person_id)
    boxes = select(Mailbox.digest).where(Mailbox.person_id == person_id)
    named = Award.recipient_digest.in_(union_all(name, boxes))
    nobody_else = func.coalesce(Award.person_id, person_id) == person_id
    return or_(Award.person_id == person_id, and_(named, nobody_else))


def _is_standing(now: datetime) -> ColumnElement[bool]:
    """The state is wrapped so that SQLite goes by whom an award is for, not through all offers there are."""
    lasting = or_(Award.token_expires_at.is_(None), Award.token_expires_at > now)
    return and_(func.coalesce(Award.state, "") == AwardState.OFFERED.value, lasting)
