"""Roles that a group works out step by step, by the JSON API, with the rights of the pages.

A step is written with `If-Match` and the mark that the ETag told (`competencies.routes.seen`).
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Callable
from functools import reduce, wraps
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from marshmallow import Schema

from competencies.modelling import STEPS, TEXTS, is_done, next_step
from competencies.queries import adapting as known
from competencies.routes.seen import ETAG, Told, mark_of, tagged
from competencies.services import modelling
from competencies.wording import LANGUAGES
from foundation.acting import current_actor
from foundation.asking_first import View, asked_first
from foundation.errors import NotFoundError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.repeating import DESCRIBED, begun_once
from issuers import queries as issuers
from schemas.frameworks import SeenSchema
from schemas.role_models import (
    CompetenciesStepSchema,
    ContextStepSchema,
    LevelsStepSchema,
    RoleModelAdoptSchema,
    RoleModelBeginSchema,
    RoleModelReviewSchema,
    RoleModelSchema,
    RoleModelShortSchema,
    TasksStepSchema,
    TrialStepSchema,
)

blueprint = Blueprint(
    "role_models",
    __name__,
    url_prefix="/api/v1/groups/<slug>/role-models",
    description="Roles that a group works out step by step, seen by its stewards alone",
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_MEMBERS = (
    *("id", "title", "language", "adopted_by", "adopted_on", "review_due"),
    *("begun_at", "changed_at"),
)
Shape = dict[str, Any]
Write = Callable[[UUID, Shape, str], None]


def _own(slug: str) -> Any:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.ROLE_DEFINE, Scope(group_id=group.id))
    return group


def _mine(slug: str, modelling_id: UUID) -> None:
    """Raise as `require`, before the mark is looked at; by way of another group nothing is there."""
    group = _own(slug)
    if known.modelling(modelling_id).group_id != group.id:
        raise NotFoundError


def _written_at(step: str, schema: type[Schema], method: str = "PUT") -> Callable[[Write], View]:
    """Give a decorator for what writes: who may is asked first, then what they saw, then what they send."""
    around = (
        blueprint.response(200, RoleModelSchema, headers=ETAG),
        blueprint.arguments(schema),
        blueprint.arguments(SeenSchema, location="headers"),
        asked_first(_mine),
        limiter.limit(WRITE),
        blueprint.doc(security=_TOKEN),
        blueprint.route(f"/<uuid:modelling_id>{step}", methods=[method]),
    )

    def decorated(write: Write) -> View:
        @wraps(write)
        def answered(seen: Shape, shape: Shape, **address: Any) -> Told:
            write(address["modelling_id"], shape, mark_of(seen))
            return _told(address["modelling_id"])

        return reduce(lambda inner, wrap: wrap(inner), around, answered)

    return decorated


@blueprint.get("")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, RoleModelShortSchema(many=True))
def list_role_models(slug: str) -> list[Shape]:
    """The roles that the group works out or has worked out, oldest first."""
    return [_short(one) for one in known.modellings_of_group(_own(slug).id)]


@blueprint.post("")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(WRITE)
@asked_first(_own)
@blueprint.arguments(RoleModelBeginSchema)
@blueprint.response(201, RoleModelSchema, headers=ETAG)
def begin(shape: Shape, slug: str) -> Told:
    """Begin to work out a role."""
    group = _own(slug)
    spoken = group.language if group.language in LANGUAGES else LANGUAGES[0]
    words = {"title": shape["title"], "language": shape["language"] or spoken}
    made = begun_once(lambda: modelling.begin(current_actor(), group_id=group.id, **words).id)
    return _told(UUID(made))


@blueprint.get("/<uuid:modelling_id>")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, RoleModelSchema, headers=ETAG)
def show_role_model(slug: str, modelling_id: UUID) -> Told:
    """Every step with what was written, what is done and what is next."""
    _mine(slug, modelling_id)
    return _told(modelling_id)


@blueprint.delete("/<uuid:modelling_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(_mine)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(204)
def forget(seen: Shape, slug: str, modelling_id: UUID) -> None:  # noqa: ARG001 - looked at by `_mine`
    """Drop a role that is not adopted, with everything written for it."""
    modelling.forget(current_actor(), modelling_id, seen=mark_of(seen))


@_written_at("/steps/context", ContextStepSchema)
def write_context(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write what the group is like."""
    modelling.write(current_actor(), modelling_id, "context", shape, seen=seen)


@_written_at("/steps/tasks", TasksStepSchema)
def write_tasks(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write what people do in the role."""
    modelling.write(current_actor(), modelling_id, "tasks", shape, seen=seen)


@_written_at("/steps/competencies", CompetenciesStepSchema)
def choose_competencies(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write which competencies the tasks need."""
    modelling.choose(current_actor(), modelling_id, shape["chosen"], seen=seen)


@_written_at("/steps/levels", LevelsStepSchema)
def set_levels(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write how far each of them goes."""
    modelling.set_levels(current_actor(), modelling_id, **shape, seen=seen)


@_written_at("/steps/trial", TrialStepSchema)
def write_trial(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write what came of trying it on two people."""
    modelling.write(current_actor(), modelling_id, "trial", shape, seen=seen)


@_written_at("/adopt", RoleModelAdoptSchema, "POST")
def adopt(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Publish the role that was worked out, once the first five steps are done."""
    modelling.adopt(current_actor(), modelling_id, **shape, seen=seen)


@_written_at("/review", RoleModelReviewSchema, "POST")
def review(modelling_id: UUID, shape: Shape, seen: str) -> None:
    """Write what the review found: the adopted role holds for another year."""
    text = shape.pop("review")
    modelling.review(current_actor(), modelling_id, text=text, **shape, seen=seen)


def _short(found: Any) -> Shape:
    is_adopted = found.role_id is not None
    return {name: getattr(found, name) for name in _MEMBERS} | {
        "next": next_step(found.texts, found.requirements, adopted=is_adopted),
        "role": known.role_by_id(found.role_id).slug if is_adopted else None,
    }


def _told(modelling_id: UUID) -> Told:
    found = known.modelling(modelling_id)
    adopted = found.role_id is not None
    steps = [
        {
            "step": step,
            "done": is_done(step, found.texts, found.requirements, adopted=adopted),
            "texts": {name: found.texts[name] for name in TEXTS[step] if name in found.texts},
        }
        for step in STEPS
    ]
    document = {**_short(found), "steps": steps, "requirements": found.requirements}
    return tagged(document, known.modelling_mark(found))
