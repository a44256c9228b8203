"""Publish a framework: its domains, its scale of levels, and competencies in them, as one version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack
from uuid import UUID

from competencies.levels import DEFAULT_LEVELS
from competencies.models import Competency, Framework
from competencies.queries import trees
from competencies.services import defining, publishing, standing
from competencies.wording import (
    LEVELS,
    TITLE_MAX,
    Texts,
    common_language_problems,
    new_slug,
    ordered,
    refuse,
    reviewed_problems,
    slug_problems,
    text_problems,
    tidy,
)
from foundation.db import transaction
from foundation.errors import InvalidError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require


class FrameworkShape(TypedDict):
    """What a framework says. `domains`: [{id, title}]; `levels`: four of [{level, title, descriptor}].

    `reviewed`: the languages in which the levels may be signed; titles of a framework and its areas are not.
    """

    title: Texts
    description: Texts
    domains: Sequence[Mapping[str, Any]]
    levels: Sequence[Mapping[str, Any]] | None
    vocabularies: Mapping[str, Any]
    reviewed: Sequence[str]


class PlacedShape(TypedDict):
    """A competency in its framework: its address, its place, and what it says."""

    slug: str
    code: str
    domain: str
    words: defining.CompetencyShape


def define_framework(
    actor: Actor,
    *,
    group_id: UUID,
    slug: str | None = None,
    competencies: Sequence[PlacedShape] = (),
    **shape: Unpack[FrameworkShape],
) -> Framework:
    """Give a new framework of the group, its first version with these competencies.

    Raises InvalidError (`/competencies/<index>/...` points at one of them), and as `require`.
    """
    with transaction():
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
        content = framework_content(shape)
        refuse(slug_problems("/slug", slug) if slug else iter(()))
        slug = slug or new_slug(content["title"], lambda name: publishing.is_taken(Framework, name))
        framework = Framework(slug=slug, owner_id=group_id)
        publishing.store_new(framework)
        return _publish(actor, framework, content, competencies)


def revise_framework(
    actor: Actor, slug: str, *, competencies: Sequence[PlacedShape] = (), **shape: Unpack[FrameworkShape]
) -> Framework:
    """Give the framework with a new version, or as it was when nothing changed. Raises as defining.

    `competencies`: those that are new or say something else; all others stay as they are.
    """
    with transaction():
        framework = publishing.locked(Framework, slug)
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=framework.owner_id))
        return _publish(actor, framework, framework_content(shape), competencies)


def _publish(
    actor: Actor, framework: Framework, content: Mapping[str, Any], competencies: Sequence[PlacedShape]
) -> Framework:
    found: list[Problem] = []
    for index, one in enumerate(competencies):
        try:
            _put(actor, framework, one)
        except InvalidError as error:
            at = f"/competencies/{index}"
            found += [replace(each, pointer=f"{at}{each.pointer}") for each in error.problems]
    refuse(iter(found))
    standing.publish(actor, framework, content, trees.standing(framework, content["domains"]))
    return framework


def _put(actor: Actor, framework: Framework, one: PlacedShape) -> None:
    """Publish a competency of the framework, without a version of the framework for it alone."""
    content = defining.competency_content(one["words"])
    if publishing.is_taken(Competency, one["slug"]):
        row = publishing.locked(Competency, one["slug"])
        if row.framework_id != framework.id:
            raise invalid("/slug", "slug_taken")
        row.code, row.domain = defining.code_of(one["code"]), one["domain"]
    else:
        refuse(slug_problems("/slug", one["slug"]))
        place = {"code": defining.code_of(one["code"]), "domain": one["domain"]}
        row = Competency(slug=one["slug"], owner_id=framework.owner_id, framework_id=framework.id, **place)
        publishing.store_new(row)
    defining.publish_competency(actor, row, content)


def framework_content(shape: FrameworkShape) -> dict[str, Any]:
    """Give what a version of a framework stores. Raises InvalidError."""
    refuse(framework_problems(shape))
    return {
        "title": tidy(shape["title"]),
        "description": tidy(shape["description"]),
        "domains": [{"id": one["id"], "title": tidy(one["title"])} for one in shape["domains"]],
        "levels": levels_of(shape),
        "vocabularies": dict(shape["vocabularies"]),
        "reviewed": ordered(shape["reviewed"]),
    }


def levels_of(shape: FrameworkShape) -> list[dict[str, Any]]:
    """Give the levels as a version stores them."""
    return [_level(one) for one in shape["levels"] or DEFAULT_LEVELS]


def _level(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"level": one["level"], "title": tidy(one["title"]), "descriptor": tidy(one["descriptor"])}


def framework_problems(shape: FrameworkShape) -> Iterator[Problem]:
    """Give what keeps a framework from being published, with pointers into its shape."""
    levels = shape["levels"] or DEFAULT_LEVELS
    if [one.get("level") for one in levels] != list(LEVELS):
        yield Problem("/levels", "levels_not_one_to_four")
    ids = [one.get("id") for one in shape["domains"]]
    for index, name in enumerate(ids):
        yield from slug_problems(f"/domains/{index}/id", name)
        if name in ids[:index]:
            yield Problem(f"/domains/{index}/id", "duplicate")
    titles = {"/title": shape["title"]}
    titles |= {f"/domains/{index}/title": one.get("title", {}) for index, one in enumerate(shape["domains"])}
    titles |= {f"/levels/{index}/title": one.get("title", {}) for index, one in enumerate(levels)}
    bodies = {f"/levels/{index}/descriptor": one.get("descriptor", {}) for index, one in enumerate(levels)}
    signed = bodies | {name: texts for name, texts in titles.items() if name.startswith("/levels/")}
    bodies |= {"/description": shape["description"]}
    for pointer, texts in titles.items():
        yield from text_problems(pointer, texts, longest=TITLE_MAX)
    for pointer, texts in bodies.items():
        yield from text_problems(pointer, texts)
    yield from common_language_problems(titles | bodies)
    yield from reviewed_problems(shape["reviewed"], signed)
