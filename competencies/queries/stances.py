"""What people say of their own skills: for each their own, and as counts for everybody."""

from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, select

from accounts.queries import unlocked
from competencies.models import Competency, NeedsProfile, SkillStance, SpokenLanguage
from competencies.places import bucket
from competencies.suppression import Counts
from foundation.db import session

MEASURES = ("offered", "known", "wanted")


def is_counted() -> ColumnElement[bool]:
    """Give the condition that a `NeedsProfile` lets itself be counted, and may be."""
    return and_(NeedsProfile.counted, unlocked(NeedsProfile.person_id))


def own_levels(person_id: UUID) -> dict[str, int]:
    """Give by competency (slug) the level that a person gives themselves; nobody else is told."""
    return {slug: row.level for slug, row in own_stances(person_id).items() if row.level is not None}


def own_stances(person_id: UUID) -> dict[str, SkillStance]:
    """Give by competency (slug) what a person says of it."""
    query = select(Competency.slug, SkillStance).join(Competency, Competency.id == SkillStance.competency_id)
    return {
        row.slug: row.SkillStance
        for row in session().execute(query.where(SkillStance.person_id == person_id))
    }


def profile(person_id: UUID) -> NeedsProfile:
    """Give what a person lets be counted; nothing, for somebody who never said."""
    found = session().get(NeedsProfile, person_id)
    return found or NeedsProfile(person_id=person_id, region=None, counted=False, visits_counted=False)


def languages(person_id: UUID) -> list[str]:
    """Give the languages that a person named."""
    query = select(SpokenLanguage.language).where(SpokenLanguage.person_id == person_id)
    return list(session().scalars(query.order_by(SpokenLanguage.language)))


def counts(protected: AbstractSet[str] = frozenset()) -> dict[str, dict[str, Counts]]:
    """Give measure -> competency (slug) -> how many people who let themselves be counted.

    `known` is who knows a skill and does not offer it, so that no measure is a part of another.
    """
    regions: dict[tuple[str, UUID], dict[str | None, int]] = {}
    for row in _grouped(NeedsProfile.region):
        for measure in MEASURES:
            found = regions.setdefault((measure, row.competency_id), {})
            key = bucket(row.key, protected)
            found[key] = found.get(key, 0) + int(getattr(row, measure))
    spoken: dict[tuple[str, UUID], dict[str, int]] = {}
    for row in _grouped(SpokenLanguage.language):
        for measure in MEASURES:
            spoken.setdefault((measure, row.competency_id), {})[row.key] = int(getattr(row, measure))
    told: dict[str, dict[str, Counts]] = {measure: {} for measure in MEASURES}
    slugs = {row[0]: row[1] for row in session().execute(select(Competency.id, Competency.slug))}
    for (measure, skill), by_region in regions.items():
        named = {key: count for key, count in by_region.items() if key is not None}
        told[measure][slugs[skill]] = Counts(sum(by_region.values()), named, spoken.get((measure, skill), {}))
    return told


def _grouped(key: Any) -> list[Row[Any]]:
    """Counts by competency and `key`, a column of the profile or of the languages."""
    query = (
        select(
            SkillStance.competency_id,
            key.label("key"),
            _people(SkillStance.offered).label("offered"),
            _people(and_(SkillStance.known, ~SkillStance.offered)).label("known"),
            _people(SkillStance.wanted).label("wanted"),
        )
        .select_from(SkillStance)
        .join(NeedsProfile, NeedsProfile.person_id == SkillStance.person_id)
        .where(is_counted())
    )
    if key is SpokenLanguage.language:
        query = query.join(SpokenLanguage, SpokenLanguage.person_id == SkillStance.person_id)
    return list(session().execute(query.group_by(SkillStance.competency_id, key)))


def _people(condition: ColumnElement[bool] | Any) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
