"""Badges that peers give each other: which there are, how often one was given, and what is one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from badges import rules
from badges.models import Achievement, AchievementKind, AchievementVersion, Award, Provenance
from badges.queries import achievements
from foundation.db import session
from issuers.models import Issuer


def can_be_given(version: AchievementVersion) -> bool:
    """Tell whether peers may give this version; it has to be signable, and what looks like a proof is not."""
    proper = rules.recognition_problems(
        version.achievement_type,
        version.proves,
        version.validity_months,
        counts=version.counts_towards_roles,
    )
    is_given = rules.is_given_by_peers(version.achievement.kind, version.assessment)
    return is_given and not any(proper) and bool(achievements.languages_of(version.id))


def to_give() -> list[Achievement]:
    """Give the badges that peers may give each other now, by slug."""
    return [one for one in achievements.badges() if can_be_given(one.versions[-1])]


def given_since(achievement_id: UUID, giver_id: UUID, since: datetime, to: UUID | None = None) -> int:
    """Give how often a person gave a badge since then, to one person if asked."""
    query = (
        select(func.count())
        .select_from(Award)
        .join(AchievementVersion, AchievementVersion.id == Award.version_id)
        .where(
            AchievementVersion.achievement_id == achievement_id,
            Award.awarded_by == giver_id,
            Award.provenance == Provenance.PEER,
            Award.awarded_at > since,
        )
    )
    if to is not None:
        query = query.where(Award.person_id == to)
    return session().scalar(query) or 0


def is_recognition_of(achievement_id: UUID, issuer_iri: str) -> bool:
    """Tell whether an achievement of ours is a recognition, and the issuer with that id defined it."""
    query = (
        select(Achievement.id)
        .join(Issuer, Issuer.id == Achievement.owner_id)
        .where(
            Achievement.id == achievement_id,
            Achievement.kind == AchievementKind.RECOGNITION,
            Issuer.iri == issuer_iri,
        )
    )
    return session().scalar(query) is not None
