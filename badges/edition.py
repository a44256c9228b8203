"""The signed shape of an achievement: one edition, that is one published version in one language.

Shape building only: nothing is fetched here. Which texts enter the bytes is decided in this file alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from badges.models import AchievementVersion
from competencies.alignments import framework_name
from competencies.wording import LANGUAGES, Texts
from credentials import model
from foundation.addresses import (
    absolute,
    achievement_image_path,
    achievement_path,
    competency_path,
    result_description_path,
    rubric_level_path,
)


@dataclass(frozen=True, slots=True)
class Proven:
    """A competency (`id`) that a badge proves, resolved to the versions that the badge was published with.

    `rubric`: four texts, level 1 first. `levels`: four level titles. `reviewed`: languages in which both the
    competency and its level titles were looked at.
    """

    id: UUID
    slug: str
    number: int
    level: int
    title: Texts
    rubric: Sequence[Texts]
    levels: Sequence[Texts]
    reviewed: frozenset[str]


def signable_languages(version: AchievementVersion, proven: Sequence[Proven]) -> list[str]:
    """Give the languages in which every signed text is present and reviewed, in the order of the house."""
    return [language for language in LANGUAGES if _is_signable(version, proven, language)]


def achievement_edition(
    version: AchievementVersion, language: str, *, creator: model.Profile, proven: Sequence[Proven]
) -> model.Achievement:
    """Give the Achievement to sign (OB 3.0, Achievement). `language` is one of `signable_languages`."""
    achievement_id = version.achievement_id
    image = absolute(achievement_image_path(achievement_id, version.number, "png"))
    return model.Achievement(
        id=absolute(achievement_path(achievement_id, language)),
        name=version.name[language],
        description=version.description[language],
        criteria=model.Criteria(narrative=version.criteria[language]),
        achievement_type=version.achievement_type,
        alignment=tuple(_alignments(version.alignments)),
        creator=creator,
        image=model.Image(id=image),
        in_language=language,
        related=tuple(
            model.Related(id=absolute(achievement_path(achievement_id, other)), in_language=other)
            for other in signable_languages(version, proven)
            if other != language
        ),
        result_description=tuple(_result_description(version, one, language) for one in proven),
        tag=tuple(version.tags),
        version=str(version.number),
    )


def results(version: AchievementVersion, proven: Sequence[Proven]) -> tuple[model.Result, ...]:
    """Give the Results of somebody who earned it: the level that the badge proves, of each competency."""
    return tuple(
        model.Result(result_description=_result_id(version, one), achieved_level=_level_id(one, one.level))
        for one in proven
    )


def _is_signable(version: AchievementVersion, proven: Sequence[Proven], language: str) -> bool:
    texts: list[Texts] = [version.name, version.description, version.criteria]
    for one in proven:
        texts += [one.title, *one.rubric, *one.levels]
    reviewed = language in version.reviewed and all(language in one.reviewed for one in proven)
    return reviewed and all(text.get(language) for text in texts)


def _result_description(version: AchievementVersion, one: Proven, language: str) -> model.ResultDescription:
    page = model.Alignment(
        target_name=one.title[language],
        target_url=absolute(competency_path(one.slug)),
        target_code=one.slug,
        target_type="ext:Competency",
    )
    return model.ResultDescription(
        id=_result_id(version, one),
        name=one.title[language],
        result_type="RubricCriterionLevel",
        alignment=(page,),
        required_level=_level_id(one, one.level),
        rubric_criterion_level=tuple(
            model.RubricCriterionLevel(
                id=_level_id(one, level),
                name=title[language],
                level=str(level),
                description=descriptor[language],
            )
            for level, (title, descriptor) in enumerate(zip(one.levels, one.rubric, strict=True), start=1)
        ),
    )


def _alignments(alignments: Sequence[Mapping[str, Any]]) -> Iterator[model.Alignment]:
    """Only those whose address a person has opened: what nobody verified is never signed."""
    for one in alignments:
        if one["verified"] and one["url"]:
            yield model.Alignment(
                target_name=one["name"],
                target_url=one["url"],
                target_code=one["code"],
                target_framework=framework_name(one),
                target_type=one.get("type"),
            )


def _result_id(version: AchievementVersion, one: Proven) -> str:
    return absolute(result_description_path(version.achievement_id, version.number, one.slug))


def _level_id(one: Proven, level: int) -> str:
    return absolute(rubric_level_path(one.slug, one.number, level))
