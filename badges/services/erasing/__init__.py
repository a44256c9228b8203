"""Leaving: what this room forgets of a person. What is signed stays true; nobody is named by us any more."""

from uuid import UUID

from sqlalchemy import update

from badges.models import AchievementVersion
from badges.services.erasing import claimed, endorsed, held, reported
from foundation.db import transaction

__all__ = ["erase"]


def erase(
    person_id: UUID, *, withdraw_endorsements: bool = False, give_up_badges: bool = False
) -> tuple[str, ...]:
    """Delete or blank everything of a person; give how the names of letters about offers to them begin.

    `withdraw_endorsements`: also take back what the person said of others; `give_up_badges`: also set the
    status of the person's badges. Both are for good. Joins the open transaction.
    """
    with transaction() as session:
        session.flush()
        reported.erase(person_id)
        endorsed.erase_received(person_id)
        endorsed.erase_given(person_id, withdraw=withdraw_endorsements)
        claimed.erase(person_id)
        letters = held.erase(person_id, give_up=give_up_badges)
        published = AchievementVersion.published_by == person_id
        session.execute(update(AchievementVersion).where(published).values(published_by=None))
        session.flush()
        return letters
