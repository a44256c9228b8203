"""Achievements as they are read: badges, levels of competencies, and their signable editions."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from badges import edition, pictures
from badges.edition import Proven
from badges.models import Achievement, AchievementKind, AchievementVersion, Picture
from competencies import queries as competencies
from competencies.levels import DEFAULT_LEVELS
from competencies.levels import REVIEWED as DEFAULT_LEVELS_REVIEWED
from competencies.models import Competency, Framework
from credentials import model
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer

_KEPT_MAX = 256  # versions whose texts are kept: some 10 kB each
_WITH_BADGE = select(AchievementVersion).options(joinedload(AchievementVersion.achievement))


def badges(owner_id: UUID | None = None) -> list[Achievement]:
    """Give badges with their versions, by slug, without the levels of competencies; of one group if asked."""
    query = _whole().where(Achievement.kind != AchievementKind.COMPETENCY_LEVEL).order_by(Achievement.slug)
    if owner_id is not None:
        query = query.where(Achievement.owner_id == owner_id)
    return list(session().scalars(query))


def achievement(slug: str) -> Achievement:
    """Give one achievement, a badge or a level, or raise NotFoundError."""
    return _found(session().scalar(_whole().where(Achievement.slug == slug)))


def achievement_by_id(achievement_id: UUID) -> Achievement:
    """Give one achievement, or raise NotFoundError."""
    return _found(session().scalar(_whole().where(Achievement.id == achievement_id)))


def achievement_version(achievement_id: UUID, number: int) -> AchievementVersion:
    """Give one published version, or raise NotFoundError."""
    wanted = (AchievementVersion.achievement_id == achievement_id, AchievementVersion.number == number)
    found = session().scalar(_WITH_BADGE.where(*wanted))
    if found is None:
        raise NotFoundError
    return found


@lru_cache(maxsize=_KEPT_MAX)
def published(version_id: UUID) -> AchievementVersion:
    """Give a version with its achievement as values that no session watches, kept as it never changes."""
    with Session(session().connection()) as apart:
        found = apart.scalars(_WITH_BADGE.where(AchievementVersion.id == version_id)).one()
        apart.expunge_all()
        return found


def level_achievements(competency_id: UUID) -> list[Achievement]:
    """Give the four achievements of a competency, level 1 first."""
    query = _whole().where(Achievement.competency_id == competency_id).order_by(Achievement.level)
    return list(session().scalars(query))


def levels_of(slugs: Collection[str]) -> list[Achievement]:
    """Give the achievements for levels of these competencies (slugs), level 1 of each first."""
    query = _whole().join(Competency, Competency.id == Achievement.competency_id)
    query = query.where(Competency.slug.in_(slugs))
    return list(session().scalars(query.order_by(Competency.slug, Achievement.level)))


def badges_with_competency(slug: str) -> list[Achievement]:
    """Give badges whose version in force proves a level of a competency."""
    return [one for one in badges() if any(proof["competency"] == slug for proof in one.versions[-1].proves)]


def picture(picture_id: UUID) -> Picture | None:
    """Give an uploaded picture."""
    return session().get(Picture, picture_id)


def creator_of(owner_id: UUID) -> model.Profile:
    """Give the Profile of the group that an achievement belongs to: id and name."""
    owner = session().get_one(Issuer, owner_id)
    return model.Profile(id=owner.iri, name=owner.name)


def proven_by(version: AchievementVersion) -> Sequence[Proven]:
    """Give what a stored version proves, with the texts of the versions it was published with.

    Four queries the first time: a published version never changes, nor do those it names, so it is kept.
    """
    return _resolved_for_good(version.id)


def resolved(proves: Sequence[dict[str, Any]]) -> list[Proven]:
    """Give `proves` of an AchievementVersion with texts; four queries however long the list."""
    found = competencies.competencies_by_slug({one["competency"] for one in proves})
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in found.values() if one.framework_id}
    )
    return [_proven(one, found[one["competency"]], frameworks) for one in proves]


def signable_languages(version: AchievementVersion) -> list[str]:
    """Give the languages in which a version can be signed now."""
    return edition.signable_languages(version, proven_by(version))


@lru_cache(maxsize=_KEPT_MAX)
def languages_of(version_id: UUID) -> tuple[str, ...]:
    """Give the languages in which a published version can be signed, by its id; kept as they never change."""
    return tuple(signable_languages(published(version_id)))


def edition_of(version: AchievementVersion, language: str) -> model.Achievement:
    """Give the Achievement as signed in a language; raise NotFoundError where it may not be signed in it."""
    proven = proven_by(version)
    if language not in edition.signable_languages(version, proven):
        raise NotFoundError
    creator = creator_of(version.achievement.owner_id)
    return edition.achievement_edition(version, language, creator=creator, proven=proven)


@lru_cache(maxsize=_KEPT_MAX)
def _resolved_for_good(version_id: UUID) -> tuple[Proven, ...]:
    return tuple(resolved(published(version_id).proves))


def _proven(one: dict[str, Any], competency: Competency, frameworks: dict[UUID, Framework]) -> Proven:
    text = competency.versions[one["version"] - 1]
    levels, levels_reviewed = DEFAULT_LEVELS, DEFAULT_LEVELS_REVIEWED
    if competency.framework_id and one["framework_version"]:
        scale = frameworks[competency.framework_id].versions[one["framework_version"] - 1]
        levels, levels_reviewed = scale.levels, scale.reviewed
    return Proven(
        id=competency.id,
        slug=competency.slug,
        number=text.number,
        level=one["level"],
        title=text.title,
        rubric=text.rubric,
        levels=[level["title"] for level in levels],
        reviewed=frozenset(text.reviewed) & frozenset(levels_reviewed),
    )


def _whole() -> Select[Achievement]:
    """The way back to the achievement is loaded too: whoever keeps only versions would ask for each anew."""
    way_back = joinedload(AchievementVersion.achievement)
    return select(Achievement).options(selectinload(Achievement.versions).options(way_back))


def _found(achievement: Achievement | None) -> Achievement:
    if achievement is None:
        raise NotFoundError
    return achievement


def image_of(version: AchievementVersion) -> tuple[bytes, str]:
    """Give the picture of a version as PNG bytes and as SVG text (an upload's SVG wraps its PNG)."""
    if "picture" in version.image:
        png = session().get_one(Picture, UUID(version.image["picture"])).png
        return png, pictures.wrapped_svg(png)
    template, colour = version.image["template"], version.image["colour"]
    shape = version.image.get("shape", "")
    svg = pictures.template_svg(template, colour, shape=shape)
    return pictures.template_png(template, colour, shape), svg
