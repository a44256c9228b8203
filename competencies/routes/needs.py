"""Needs and assets by the JSON API: published months, one's own skills, ratings of groups, initiatives."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from competencies.aggregate import THRESHOLD
from competencies.queries import initiatives as logged
from competencies.queries import needs, ratings
from competencies.queries import stances as said
from competencies.services import initiatives, rating, stances
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.repeating import DESCRIBED, begun_once
from issuers import queries as issuers
from schemas.needs import (
    HistoryQuerySchema,
    InitiativeBeginSchema,
    InitiativeFinishSchema,
    InitiativeSchema,
    NeedsSchema,
    PageQuerySchema,
    PeriodsSchema,
    RatedSchema,
    RatingsWriteSchema,
    SkillsReadSchema,
    SkillsWriteSchema,
    needs_value,
)

blueprint = Blueprint("needs", __name__, url_prefix="/api/v1", description="Needs and assets")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _group(slug: str) -> UUID:
    found = issuers.group_by_slug(slug)
    if found is None:
        raise NotFoundError
    return found.id


def _rater(slug: str) -> None:
    require(current_actor(), Action.GROUP_RATE, Scope(group_id=_group(slug)))


def _keeper(slug: str) -> None:
    require(current_actor(), Action.INITIATIVE_KEEP, Scope(group_id=_group(slug)))


def _finisher(initiative_id: UUID) -> None:
    group_id = logged.initiative(initiative_id).row.group_id
    require(current_actor(), Action.INITIATIVE_KEEP, Scope(group_id=group_id))


@blueprint.get("/needs")
@blueprint.response(200, PeriodsSchema)
def periods() -> dict[str, Any]:
    """The months that were published, newest first."""
    return {"periods": needs.periods()}


@blueprint.get("/needs/<period>")
@blueprint.response(200, NeedsSchema)
def month(period: str) -> dict[str, Any]:
    """One published month, or the newest with the word `newest`."""
    found = needs.snapshot(None if period == "newest" else period)
    if found is None:
        raise NotFoundError
    return needs_value(found, THRESHOLD)


@blueprint.get("/me/skills")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, SkillsReadSchema)
def own_skills() -> dict[str, Any]:
    """What the person behind the token says of their own skills."""
    return _skills(_person())


@blueprint.put("/me/skills")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(SkillsWriteSchema)
@blueprint.response(200, SkillsReadSchema)
def keep_skills(shape: dict[str, Any]) -> dict[str, Any]:
    """Keep the skills that are sent, and what may be counted."""
    stances.keep_all(current_actor(), **shape)
    return _skills(_person())


@blueprint.get("/groups/<slug>/ratings")
@blueprint.arguments(HistoryQuerySchema, location="query")
@blueprint.response(200, RatedSchema(many=True))
def group_ratings(wanted: dict[str, Any], slug: str) -> Sequence[ratings.Rated]:
    """How a group sees itself: the newest of each competency, or its history, 100 to a page."""
    group = _group(slug)
    if wanted["history"]:
        return ratings.history(group, skip=(wanted["page"] - 1) * ratings.PAGE)
    return list(ratings.newest(group).values()) if wanted["page"] == 1 else []


@blueprint.post("/groups/<slug>/ratings")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_rater)
@blueprint.arguments(RatingsWriteSchema)
@blueprint.response(201, RatedSchema(many=True))
def rate_group(shape: dict[str, Any], slug: str) -> Sequence[ratings.Rated]:
    """Say how the group sees itself today."""
    group = _group(slug)
    rating.rate(current_actor(), group, shape["ratings"])
    return list(ratings.newest(group).values())


@blueprint.get("/groups/<slug>/initiatives")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, InitiativeSchema(many=True))
def group_initiatives(wanted: dict[str, Any], slug: str) -> list[logged.Done]:
    """What a group did about needs, whatever began last first, 25 to a page."""
    return logged.initiatives(_group(slug), skip=(wanted["page"] - 1) * logged.PAGE)


@blueprint.post("/groups/<slug>/initiatives")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(WRITE)
@asked_first(_keeper)
@blueprint.arguments(InitiativeBeginSchema)
@blueprint.response(201, InitiativeSchema)
def begin_initiative(shape: dict[str, Any], slug: str) -> logged.Done:
    """Write down what a group does about a need."""
    made = begun_once(lambda: initiatives.begin(current_actor(), _group(slug), **shape).id)
    return logged.initiative(UUID(made))


@blueprint.get("/initiatives")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, InitiativeSchema(many=True))
def all_initiatives(wanted: dict[str, Any]) -> list[logged.Done]:
    """What all groups did about needs, whatever began last first, 25 to a page."""
    return logged.initiatives(skip=(wanted["page"] - 1) * logged.PAGE)


@blueprint.put("/initiatives/<uuid:initiative_id>/result")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_finisher)
@blueprint.arguments(InitiativeFinishSchema)
@blueprint.response(200, InitiativeSchema)
def finish_initiative(shape: dict[str, Any], initiative_id: UUID) -> logged.Done:
    """Write down what came of it."""
    return logged.initiative(initiatives.finish(current_actor(), initiative_id, **shape).id)


def _person() -> UUID:
    actor = current_actor()
    require(actor, Action.STANCE_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id


def _skills(person_id: UUID) -> dict[str, Any]:
    profile = said.profile(person_id)
    return {
        "skills": [
            {
                "competency": slug,
                "known": row.known,
                "offered": row.offered,
                "wanted": row.wanted,
                "level": row.level,
            }
            for slug, row in sorted(said.own_stances(person_id).items())
        ],
        "region": profile.region,
        "languages": said.languages(person_id),
        "counted": profile.counted,
        "visits_counted": profile.visits_counted,
    }
