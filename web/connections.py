"""How badges, competencies, roles and paths hang together: pure functions over rows already loaded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from badges.models import Achievement, AchievementKind, AchievementVersion
from competencies.levels import DEFAULT_LEVELS
from competencies.models import Competency, Framework, Role
from competencies.queries import latest
from foundation.addresses import achievement_image_path
from pathways.models import Path


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement of a role, with what closes it. `badges` prove the level or a higher one.

    `level_titles`: of the four levels, level 1 first.
    """

    competency: Competency
    level: int
    level_titles: Sequence[Mapping[str, str]]
    must: bool
    badges: Sequence[Achievement]


@dataclass(frozen=True, slots=True)
class Strand:
    """One competency and everything that touches it."""

    competency: Competency
    badges: Sequence[Achievement]
    paths: Sequence[Path]
    roles: Sequence[Role]


def picture_address(version: AchievementVersion) -> str:
    """Give the address of a version's picture: SVG where we drew it (it is small), PNG for an upload."""
    suffix = "png" if "picture" in version.image else "svg"
    return achievement_image_path(version.achievement_id, version.number, suffix)


def level_titles(competency: Competency, frameworks: Mapping[Any, Framework]) -> list[Mapping[str, str]]:
    """Give the four level titles that a competency uses, level 1 first."""
    framework = frameworks.get(competency.framework_id)
    levels = latest(framework).levels if framework else DEFAULT_LEVELS
    return [level["title"] for level in levels]


def proven_level(badge: Achievement, competency: str) -> int:
    """Give the level of a competency that a badge proves, 0 when it proves none."""
    proofs = (one for one in latest(badge).proves if one["competency"] == competency)
    return max((one["level"] for one in proofs), default=0)


def needs(
    role_requirements: Iterable[Mapping[str, Any]],
    competencies: Mapping[str, Competency],
    frameworks: Mapping[Any, Framework],
    badges: Sequence[Achievement],
) -> Iterator[Need]:
    """Give the requirements of a role, needed ones first, in the order they were written."""
    known = [one for one in role_requirements if one["competency"] in competencies]
    for one in sorted(known, key=lambda each: not each["must"]):
        competency, level = competencies[one["competency"]], int(one["level"])
        yield Need(
            competency=competency,
            level=level,
            level_titles=level_titles(competency, frameworks),
            must=bool(one["must"]),
            badges=[each for each in badges if counts_for(each, competency.slug) >= level],
        )


def counts_for(badge: Achievement, competency: str) -> int:
    """Give the level that a badge brings to a role, 0 when it counts for none, as thanks never do."""
    counts = latest(badge).counts_towards_roles and badge.kind != AchievementKind.RECOGNITION
    return proven_level(badge, competency) if counts else 0


def roles_reached(badge: Achievement, roles: Iterable[Role]) -> list[Role]:
    """Give the roles of which a badge meets at least one requirement."""
    return [
        role
        for role in roles
        if any(counts_for(badge, need["competency"]) >= need["level"] for need in latest(role).requirements)
    ]


def strands(
    competencies: Iterable[Competency],
    badges: Sequence[Achievement],
    paths: Sequence[Path],
    roles: Sequence[Role],
) -> Iterator[Strand]:
    """Give every competency with the badges that prove it, the paths to those, and the roles that need it."""
    for competency in competencies:
        proving = [badge for badge in badges if proven_level(badge, competency.slug)]
        slugs = {badge.slug for badge in proving}
        yield Strand(
            competency=competency,
            badges=proving,
            paths=[path for path in paths if slugs & set(latest(path).leads_to_badges)],
            roles=[role for role in roles if needed_level(role, competency.slug)],
        )


def needed_level(role: Role, competency: str) -> int:
    """Give the level of a competency that a role asks for, 0 when it asks for none."""
    asked = (one for one in latest(role).requirements if one["competency"] == competency)
    return max((one["level"] for one in asked), default=0)
