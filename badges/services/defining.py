"""Publish a badge. Every change is a new version; what was awarded keeps the version it was awarded in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from badges import pictures, rules
from badges.models import Achievement, AchievementKind, AchievementVersion, Picture
from badges.queries import achievements as queries
from badges.services.signability import signability_problems
from competencies import queries as competencies
from competencies.alignments import alignment_problems, tidy_alignments
from competencies.models import Framework, FrameworkVersion
from competencies.services import publishing
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
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import InvalidError, Problem
from foundation.policy import Action, Actor, Scope, require


class AchievementShape(TypedDict):
    """What a badge says. `proves`: [{competency (slug), level}]; the versions in force are remembered.

    `image`: {template, colour, alt} or {picture (id of a Picture of the group, see `add_picture`), alt}.
    """

    name: Texts
    description: Texts
    criteria: Texts
    achievement_type: str
    tags: Sequence[str]
    proves: Sequence[Mapping[str, Any]]
    alignments: Sequence[Mapping[str, Any]]
    assessment: Mapping[str, Any]
    evidence_rule: Mapping[str, Any]
    methods: Sequence[str]
    limits: Mapping[str, Any]
    validity_months: int | None
    counts_towards_roles: bool
    image: Mapping[str, Any]
    reviewed: Sequence[str]


def define_achievement(
    actor: Actor, *, group_id: UUID, kind: str, slug: str | None = None, **shape: Unpack[AchievementShape]
) -> Achievement:
    """Give a new badge of the group with its first version; `kind` is one of `rules.KINDS`.

    Raises InvalidError with pointers, also when a credential of it could not be signed, and as `require`.
    """
    with transaction():
        require(actor, Action.ACHIEVEMENT_DEFINE, Scope(group_id=group_id))
        refuse(_kind_problems(kind, slug))
        refuse(_problems(kind, group_id, shape))
        slug = slug or new_slug(shape["name"], lambda name: publishing.is_taken(Achievement, name))
        achievement = Achievement(slug=slug, kind=kind, owner_id=group_id)
        publishing.store_new(achievement)
        return publish_achievement(actor, achievement, shape)


def revise_achievement(
    actor: Actor, slug: str, *, seen: str | None = None, **shape: Unpack[AchievementShape]
) -> Achievement:
    """Give the badge with a new version, or as it was when nothing changed. Raises as `define_achievement`.

    A level of a competency follows its competency and cannot be revised by itself (`follows_competency`).
    Raises ConflictError("draft_changed") when it is not as `seen` (its mark) any more.
    """
    with transaction():
        achievement = publishing.locked(Achievement, slug)
        require(actor, Action.ACHIEVEMENT_DEFINE, Scope(group_id=achievement.owner_id))
        if achievement.kind == AchievementKind.COMPETENCY_LEVEL:
            raise InvalidError([Problem("", "follows_competency")])
        publishing.unchanged(seen, competencies.version_mark(achievement))
        refuse(_problems(achievement.kind, achievement.owner_id, shape))
        return publish_achievement(actor, achievement, shape)


def publish_achievement(actor: Actor, achievement: Achievement, shape: AchievementShape) -> Achievement:
    """Give the achievement with `shape` in force; the caller has asked who may and what fits."""
    before = achievement.versions[-1].proves if achievement.versions else ()
    content = {**_content(shape), "proves": _pinned(shape["proves"], before)}
    content["image"] = _image(shape["image"], achievement.kind)
    version = publishing.publish(achievement, AchievementVersion, content, published_by=actor.person_id)
    if version is not None:
        creator = queries.creator_of(achievement.owner_id)
        refuse(signability_problems(version, creator, queries.resolved(content["proves"])))
        facts = {"number": version.number}
        record(actor, "achievement.published", achievement.id, group_id=achievement.owner_id, facts=facts)
    return achievement


def add_picture(actor: Actor, *, group_id: UUID, upload: bytes) -> Picture:
    """Give the stored picture of an upload, drawn anew as PNG. Raises InvalidError, and as `require`."""
    with transaction() as writing:
        require(actor, Action.ACHIEVEMENT_DEFINE, Scope(group_id=group_id))
        picture = pictures.new_picture(group_id, pictures.redraw_upload(upload))
        writing.add(picture)
        writing.flush()
        return picture


def _content(shape: AchievementShape) -> dict[str, Any]:
    return {
        "name": tidy(shape["name"]),
        "description": tidy(shape["description"]),
        "criteria": tidy(shape["criteria"]),
        "achievement_type": shape["achievement_type"],
        "tags": [tag.strip() for tag in shape["tags"]],
        "alignments": tidy_alignments(shape["alignments"]),
        "assessment": dict(shape["assessment"]),
        "evidence_rule": dict(shape["evidence_rule"]),
        "methods": list(shape["methods"]),
        "limits": dict(shape["limits"]),
        "validity_months": shape["validity_months"],
        "counts_towards_roles": shape["counts_towards_roles"],
        "reviewed": ordered(shape["reviewed"]),
    }


def _image(image: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Thanks have a picture of another shape; it is kept, so that a published picture stays what it is."""
    names = ("picture",) if "picture" in image else ("template", "colour")
    note = {"shape": pictures.NOTE} if kind == AchievementKind.RECOGNITION and "picture" not in image else {}
    return {**{name: str(image[name]) for name in names}, **note, "alt": tidy(image["alt"])}


def _pinned(proves: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Remember the versions in force of what is proven: no published text changes under a badge.

    Of a framework only the levels enter a badge, so the number remembered `before` stays while they do.
    """
    found = competencies.competencies_by_slug({one["competency"] for one in proves})
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in found.values() if one.framework_id}
    )
    known = {one["competency"]: one["framework_version"] for one in before}
    pinned = []
    for one in proves:
        competency = found[one["competency"]]
        framework = frameworks[competency.framework_id] if competency.framework_id else None
        pinned.append(
            {
                "competency": competency.slug,
                "version": competency.versions[-1].number,
                "level": one["level"],
                "framework_version": _scale_number(framework, known.get(competency.slug)),
            }
        )
    return pinned


def _scale_number(framework: Framework | None, known: int | None) -> int | None:
    if framework is None:
        return None
    newest = framework.versions[-1]
    same = {one.number for one in framework.versions if _scale(one) == _scale(newest)}
    return known if known in same else newest.number


def _scale(version: FrameworkVersion) -> tuple[Any, Any]:
    return version.levels, version.reviewed


def _kind_problems(kind: str, slug: str | None) -> Iterator[Problem]:
    if kind not in rules.KINDS:
        yield Problem("/kind", "kind_unknown", {"kinds": list(rules.KINDS)})
    if slug:
        yield from slug_problems("/slug", slug)


def _problems(kind: str, group_id: UUID, shape: AchievementShape) -> Iterator[Problem]:
    texts = {f"/{name}": shape[name] for name in ("name", "description", "criteria")}
    yield from text_problems("/name", shape["name"], longest=TITLE_MAX)
    yield from text_problems("/description", shape["description"])
    yield from text_problems("/criteria", shape["criteria"])
    yield from common_language_problems(texts)
    yield from reviewed_problems(shape["reviewed"], texts)
    if shape["achievement_type"] not in rules.ACHIEVEMENT_TYPES:
        yield Problem("/achievement_type", "achievement_type_unknown", {"types": [*rules.ACHIEVEMENT_TYPES]})
    yield from _proof_problems(shape["proves"])
    yield from alignment_problems("/alignments", shape["alignments"])
    yield from rules.tag_problems(shape["tags"])
    yield from rules.assessment_problems(shape["assessment"])
    yield from rules.evidence_problems(shape["evidence_rule"])
    yield from rules.method_problems(kind, shape["methods"])
    yield from rules.limit_problems(shape["limits"])
    yield from rules.validity_problems(shape["validity_months"])
    yield from _image_problems(group_id, shape["image"])
    if kind == AchievementKind.RECOGNITION:
        counts = shape["counts_towards_roles"]
        told = (shape["achievement_type"], shape["proves"], shape["validity_months"])
        yield from rules.recognition_problems(*told, counts=counts)


def _proof_problems(proves: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    slugs = [one.get("competency") for one in proves]
    known = competencies.competencies_by_slug({slug for slug in slugs if isinstance(slug, str)})
    if len(proves) > rules.PROVES_MAX:
        yield Problem("/proves", "too_many", {"most": rules.PROVES_MAX})
    for index, one in enumerate(proves):
        if slugs[index] not in known:
            yield Problem(f"/proves/{index}/competency", "competency_unknown")
        elif slugs[index] in slugs[:index]:
            yield Problem(f"/proves/{index}/competency", "duplicate")
        if one.get("level") not in LEVELS:
            yield Problem(f"/proves/{index}/level", "level_unknown")


def _image_problems(group_id: UUID, image: Mapping[str, Any]) -> Iterator[Problem]:
    yield from text_problems("/image/alt", image.get("alt"), longest=TITLE_MAX)
    if "picture" in image:
        found = session().get(Picture, UUID(str(image["picture"])))
        if found is None or found.owner_id != group_id:
            yield Problem("/image/picture", "picture_unknown")
        return
    if image.get("template") not in pictures.TEMPLATES:
        yield Problem("/image/template", "template_unknown", {"templates": list(pictures.TEMPLATES)})
    if image.get("colour") not in pictures.COLOURS:
        yield Problem("/image/colour", "colour_unknown", {"colours": list(pictures.COLOURS)})
