"""What can be earned and what somebody holds, without the long texts: for the way to a role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from badges.models import Achievement, AchievementKind, AchievementVersion, Credential
from badges.rules import is_claimable, is_open_yet
from foundation.db import session


@dataclass(frozen=True, slots=True)
class Proof:
    """A badge in force: its name in all languages and the level that it proves of each competency (slug).

    `is_level`: it is one level of one competency. `is_open`: it can be claimed now.
    """

    slug: str
    name: Mapping[str, Any]
    proves: Mapping[str, int]
    is_level: bool
    is_open: bool
    counts_towards_roles: bool


@dataclass(frozen=True, slots=True)
class HeldBadge:
    """A badge that somebody holds now, and until when (None: without end)."""

    credential_id: UUID
    slug: str
    name: Mapping[str, Any]
    valid_until: datetime | None

    @property
    def urn(self) -> str:
        """The id inside the signed document, which is the source of what it shows."""
        return f"urn:uuid:{self.credential_id}"


def proofs() -> list[Proof]:
    """Give every badge and level in force, by slug, in one query."""
    newest = (
        select(AchievementVersion.achievement_id, func.max(AchievementVersion.number).label("number"))
        .group_by(AchievementVersion.achievement_id)
        .subquery()
    )
    query = (
        select(
            Achievement.slug,
            Achievement.kind,
            AchievementVersion.name,
            AchievementVersion.proves,
            AchievementVersion.assessment,
            AchievementVersion.counts_towards_roles,
        )
        .join(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .join(
            newest,
            (newest.c.achievement_id == AchievementVersion.achievement_id)
            & (newest.c.number == AchievementVersion.number),
        )
        .order_by(Achievement.slug)
    )
    return [_proof(**row) for row in session().execute(query).mappings()]


def held_badges(person_id: UUID, at: datetime) -> list[HeldBadge]:
    """Give the badges that a person holds at a moment: neither revoked, given up nor ended; newest first."""
    standing = (
        Credential.person_id == person_id,
        Credential.revoked_at.is_(None),
        Credential.given_up_at.is_(None),
        or_(Credential.valid_until.is_(None), Credential.valid_until > at),
    )
    query = (
        select(Credential.id, Achievement.slug, AchievementVersion.name, Credential.valid_until)
        .join(AchievementVersion, AchievementVersion.id == Credential.version_id)
        .join(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .where(*standing)
        .order_by(Credential.accepted_at.desc(), Credential.id.desc())
    )
    return [HeldBadge(*row) for row in session().execute(query)]


def _proof(
    *,
    slug: str,
    kind: str,
    name: Mapping[str, Any],
    proves: Sequence[Mapping[str, Any]],
    assessment: Mapping[str, Any],
    counts_towards_roles: bool,
) -> Proof:
    return Proof(
        slug=slug,
        name=name,
        proves={one["competency"]: int(one["level"]) for one in proves},
        is_level=kind == AchievementKind.COMPETENCY_LEVEL,
        is_open=is_claimable(kind, assessment) and is_open_yet(assessment),
        counts_towards_roles=counts_towards_roles and kind != AchievementKind.RECOGNITION,
    )
