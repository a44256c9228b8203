"""Recognition: a badge that one peer gives another, with thanks. It proves no level and counts for no role.

The group that published the badge lets anybody give it, and signs it once it is accepted. The words of
the thanks are not in it: they stay between the two.
"""

from datetime import timedelta
from uuid import UUID

from badges import rules
from badges.models import AchievementVersion, Award, Provenance
from badges.queries import awards, claims, recognitions
from badges.services import awarding
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import LimitedError, NotFoundError, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require

A_MONTH = timedelta(days=30)


def badge_to_give(slug: str) -> AchievementVersion | None:
    """Give the version in force of a badge that peers give each other; None: there is none of this name."""
    try:
        version = awards.newest_version(slug)
    except NotFoundError:
        return None
    return version if recognitions.can_be_given(version) else None


def least_characters(version: AchievementVersion) -> int:
    """Give how long the words that come with a badge have to be, as its group wants it; 0: not said."""
    return int(version.limits.get(rules.LEAST_REASON) or 0)


def give(giver: Actor, version: AchievementVersion, *, to: UUID, language: str) -> Award:
    """Offer a badge that peers give to a person who is here. Joins the open transaction.

    The caller holds the rows of the two people, so that of two gifts at once the second sees the first.
    Raises InvalidError at /recognition, LimitedError("recognition_month" | "recognition_same"), and as
    `require`.
    """
    require(giver, Action.RECOGNITION_GIVE, Scope())
    if giver.person_id is None:
        raise SignInNeededError
    with transaction() as db_session:
        _require_fitting(version, giver.person_id, to)
        _keep_limits(version, giver.person_id, to)
        row = awarding.offer_to_person(
            to,
            version_id=version.id,
            issuer_id=version.achievement.owner_id,
            language=language,
            awarded_by=giver.person_id,
            provenance=Provenance.PEER,
        )
        db_session.add(row)
        db_session.flush()
        audit.record(giver, "badges.recognition.give", row.id, group_id=row.issuer_id, about=to)
        return row


def _require_fitting(version: AchievementVersion, giver_id: UUID, to: UUID) -> None:
    if giver_id == to or not recognitions.can_be_given(version):
        raise invalid("/recognition", "unknown")
    if claims.standing_award(to, version.achievement_id) is not None:
        raise invalid("/recognition", "recognition_there")


def _keep_limits(version: AchievementVersion, giver_id: UUID, to: UUID) -> None:
    """The group may have set limits of its own, beside those of all thanks."""
    now, limits = clock.now(), version.limits
    most = limits.get(rules.PER_GIVER)
    if most and recognitions.given_since(version.achievement_id, giver_id, now - A_MONTH) >= most:
        raise LimitedError("recognition_month", most=most)
    days = limits.get(rules.SAME_PAIR)
    since = now - timedelta(days=days or 0)
    if days and recognitions.given_since(version.achievement_id, giver_id, since, to):
        raise LimitedError("recognition_same", days=days)
