"""What a person says of their own skills, and what of it may be counted. Only the person sees it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from competencies import queries
from competencies.models import NeedsProfile, SkillStance, SpokenLanguage, VisitWeek
from competencies.places import LANGUAGES, REGIONS
from competencies.wording import LEVELS, refuse
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import Problem, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require

MOST_STANCES = 500  # in one call
MOST_LANGUAGES = 12


def keep_stances(actor: Actor, stances: Sequence[Mapping[str, Any]]) -> None:
    """Keep [{competency (slug), known, offered, wanted, level 1-4 or None}]; other competencies stay.

    Who offers a skill, or gives a level, knows it. Raises InvalidError and those of `require`.
    """
    with transaction():
        person_id = _person(actor)
        if len(stances) > MOST_STANCES:
            raise invalid("/skills", "too_many", most=MOST_STANCES)
        found = queries.competencies_by_slug({str(one["competency"]) for one in stances})
        refuse(_problems(stances, found))
        for one in stances:
            _keep(person_id, found[one["competency"]].id, one)
        record(actor, "competencies.stances.keep", person_id, about=person_id, facts={"count": len(stances)})


def keep_all(actor: Actor, skills: Sequence[Mapping[str, Any]], **profile: Any) -> None:
    """Keep stances and what may be counted, both or none."""
    with transaction():
        keep_stances(actor, skills)
        keep_profile(actor, **profile)


def keep_profile(
    actor: Actor, *, region: str | None, languages: Sequence[str], counted: bool, visits_counted: bool
) -> None:
    """Keep what may be counted, and by which region and languages. Raises InvalidError, and of `require`."""
    with transaction():
        person_id = _person(actor)
        refuse(_profile_problems(region or None, languages))
        _keep_languages(person_id, set(languages))
        kept = session().get(NeedsProfile, person_id) or NeedsProfile(person_id=person_id)
        kept.region, kept.counted, kept.visits_counted = region or None, counted, visits_counted
        kept.changed_at = clock.now()
        session().add(kept)
        if not visits_counted:
            session().execute(delete(VisitWeek).where(VisitWeek.person_id == person_id))
        facts = {"counted": counted, "visits_counted": visits_counted}
        record(actor, "competencies.needs_profile.keep", person_id, about=person_id, facts=facts)


def _problems(stances: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(stances):
        slug, at = one["competency"], f"/skills/{index}"
        if slug not in known:
            yield Problem(f"{at}/competency", "competency_unknown")
        elif slug in seen:
            yield Problem(f"{at}/competency", "duplicate")
        seen.add(slug)
        if one.get("level") is not None and one["level"] not in LEVELS:
            yield Problem(f"{at}/level", "level_unknown")


def _profile_problems(region: str | None, languages: Sequence[str]) -> Iterator[Problem]:
    if region is not None and region not in REGIONS:
        yield Problem("/region", "unknown")
    if len(set(languages)) > MOST_LANGUAGES:
        yield Problem("/languages", "too_many", {"most": MOST_LANGUAGES})
    for index, one in enumerate(languages):
        if one not in LANGUAGES:
            yield Problem(f"/languages/{index}", "language_unknown")


def _keep(person_id: UUID, competency_id: UUID, said: Mapping[str, Any]) -> None:
    """A competency of which nothing is said has no row."""
    level, offered, wanted = said.get("level"), bool(said.get("offered")), bool(said.get("wanted"))
    known = bool(said.get("known")) or offered or level is not None
    row = session().get(SkillStance, (person_id, competency_id))
    if not known and not wanted:
        if row is not None:
            session().delete(row)
        return
    if row is None:
        row = SkillStance(person_id=person_id, competency_id=competency_id)
        session().add(row)
    elif (row.known, row.offered, row.wanted, row.level) == (known, offered, wanted, level):
        return
    row.known, row.offered, row.wanted, row.level = known, offered, wanted, level
    row.changed_at = clock.now()


def _keep_languages(person_id: UUID, languages: set[str]) -> None:
    session().execute(delete(SpokenLanguage).where(SpokenLanguage.person_id == person_id))
    session().add_all(SpokenLanguage(person_id=person_id, language=one) for one in sorted(languages))


def _person(actor: Actor) -> UUID:
    require(actor, Action.STANCE_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id
