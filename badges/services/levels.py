"""Every level of every competency is an achievement of its own; its texts follow the competency."""

from collections.abc import Mapping
from typing import Any, Unpack
from uuid import UUID

from badges import rules
from badges.models import Achievement, AchievementKind
from badges.queries.achievements import level_achievements
from badges.services.defining import AchievementShape, publish_achievement
from competencies.levels import DEFAULT_LEVELS
from competencies.levels import REVIEWED as DEFAULT_LEVELS_REVIEWED
from competencies.models import Competency, CompetencyVersion, FrameworkVersion
from competencies.queries import latest_framework_version
from competencies.services import publishing
from competencies.services.defining import CompetencyShape, define_competency, revise_competency
from competencies.wording import LEVELS, Texts, new_slug
from foundation.db import transaction
from foundation.policy import Action, Actor, Scope, require

# One picture per level, so that the four can be told apart at a glance, without colour too.
_IMAGES = {1: ("leaf", "blue"), 2: ("compass", "green"), 3: ("star", "purple"), 4: ("lantern", "yellow")}


def define_competency_with_levels(
    actor: Actor,
    *,
    group_id: UUID,
    slug: str | None = None,
    code: str = "",
    framework: str | None = None,
    domain: str = "",
    **shape: Unpack[CompetencyShape],
) -> Competency:
    """Give a new competency and make its four achievements, all or nothing. Raises as `define_competency`."""
    with transaction():
        competency = define_competency(
            actor, group_id=group_id, slug=slug, code=code, framework=framework, domain=domain, **shape
        )
        ensure_level_achievements(actor, competency.slug)
        return competency


def revise_competency_with_levels(
    actor: Actor,
    slug: str,
    *,
    code: str | None = None,
    domain: str | None = None,
    seen: str | None = None,
    **shape: Unpack[CompetencyShape],
) -> Competency:
    """Give the revised competency; its achievements follow. Raises as `revise_competency`."""
    with transaction():
        competency = revise_competency(actor, slug, code=code, domain=domain, seen=seen, **shape)
        ensure_level_achievements(actor, slug)
        return competency


def ensure_level_achievements(actor: Actor, competency_slug: str) -> list[Achievement]:
    """Give the four achievements of a competency, made or brought up to date with its version in force."""
    with transaction():
        competency = publishing.locked(Competency, competency_slug)
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=competency.owner_id))
        framework = latest_framework_version(competency.framework_id)
        known = {one.level: one for one in level_achievements(competency.id)}
        return [
            publish_achievement(
                actor, known.get(level) or _new(competency, level), _shape(competency, framework, level)
            )
            for level in LEVELS
        ]


def _new(competency: Competency, level: int) -> Achievement:
    wanted = f"{competency.slug}-{level}"
    if publishing.is_taken(Achievement, wanted):
        wanted = new_slug({"en": wanted}, lambda name: publishing.is_taken(Achievement, name))
    achievement = Achievement(
        slug=wanted,
        kind=AchievementKind.COMPETENCY_LEVEL,
        owner_id=competency.owner_id,
        competency_id=competency.id,
        level=level,
    )
    publishing.store_new(achievement)
    return achievement


def _shape(competency: Competency, framework: FrameworkVersion | None, level: int) -> AchievementShape:
    text = competency.versions[-1]
    levels = framework.levels if framework else DEFAULT_LEVELS
    reviewed = framework.reviewed if framework else DEFAULT_LEVELS_REVIEWED
    name = _name(text.title, levels[level - 1]["title"])
    rule, validity_months = _rule(framework, level)
    template, colour = _IMAGES[level]
    return {
        "name": name,
        "description": text.statement,
        "criteria": text.rubric[level - 1],
        "achievement_type": "Competency",
        "tags": [competency.domain] if competency.domain else [],
        "proves": [{"competency": competency.slug, "level": level}],
        "alignments": text.alignments,
        "assessment": rule["assessment"],
        "evidence_rule": {**rule["evidence_rule"], "kinds": text.typical_evidence},
        "methods": [],
        "limits": {},
        "validity_months": validity_months,
        "counts_towards_roles": True,
        "image": {"template": template, "colour": colour, "alt": name},
        "reviewed": [one for one in text.reviewed if one in reviewed and _is_whole(text, name, one)],
    }


def _is_whole(text: CompetencyVersion, name: Texts, language: str) -> bool:
    return all(language in texts for texts in (name, text.statement, *text.rubric))


def _name(title: Texts, level: Texts) -> dict[str, str]:
    return {language: f"{title[language]} – {level[language]}" for language in title if language in level}


def _rule(framework: FrameworkVersion | None, level: int) -> tuple[Mapping[str, Any], int | None]:
    """How the level is assessed and how long it holds: as its framework says, or by default."""
    said = framework.vocabularies.get("single_competency_awards") if framework else None
    if said is None:
        return rules.DEFAULT_LEVEL_RULES[str(level)], rules.DEFAULT_LEVEL_VALIDITY_MONTHS
    return said["assessment_by_level"][str(level)], said["validity_months"]
