"""Publish a competency or a role. Every change of words is a new version; the same words are none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select

from competencies.adaptation import REASON_MAX
from competencies.alignments import alignment_problems, tidy_alignments
from competencies.models import Competency, CompetencyVersion, Framework, Role, RoleVersion
from competencies.queries import version_mark
from competencies.services import publishing, standing
from competencies.services.role_notices import tell_adapters
from competencies.wording import (
    EVIDENCE_KINDS,
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
from foundation.errors import ConflictError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require

CODE_MAX = 20
REQUIREMENTS_MAX = 30  # more than anybody can oversee; the largest of the starter roles has seven
WEIGHT_MAX = 5
TERM_MONTHS_MAX = 120


class CompetencyShape(TypedDict):
    """What a competency says. `rubric`: four texts, level 1 first."""

    title: Texts
    statement: Texts
    rubric: Sequence[Texts]
    typical_evidence: Sequence[str]
    alignments: Sequence[Mapping[str, Any]]
    reviewed: Sequence[str]


class RoleShape(TypedDict):
    """What a role says. `requirements`: [{competency (slug), level 1-4, must, weight, reason (if any)}]."""

    title: Texts
    purpose: Texts
    requirements: Sequence[Mapping[str, Any]]
    term_guidance_months: int | None
    reviewed: Sequence[str]


def define_competency(
    actor: Actor,
    *,
    group_id: UUID,
    slug: str | None = None,
    code: str = "",
    framework: str | None = None,
    domain: str = "",
    **shape: Unpack[CompetencyShape],
) -> Competency:
    """Give a new competency of the group with its first version; `framework` is a slug of the same group.

    The framework gets a version that names it. Raises InvalidError with pointers, and those of `require`.
    """
    with transaction():
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
        content = competency_content(shape)
        refuse(slug_problems("/slug", slug) if slug else iter(()))
        home = _home(group_id, framework, domain) if framework is not None else None
        slug = slug or new_slug(content["title"], lambda name: publishing.is_taken(Competency, name))
        place = {"code": code_of(code), "domain": domain, "framework_id": home.id if home else None}
        competency = Competency(slug=slug, owner_id=group_id, **place)
        publishing.store_new(competency)
        return _published(actor, competency, home, content)


def revise_competency(
    actor: Actor,
    slug: str,
    *,
    code: str | None = None,
    domain: str | None = None,
    seen: str | None = None,
    **shape: Unpack[CompetencyShape],
) -> Competency:
    """Give the competency with a new version, or as it was when nothing changed; its framework follows.

    Raises as defining, and ConflictError("draft_changed") when it is not as `seen` (its mark) any more.
    """
    with transaction():
        home = _held_home(slug)  # first, as when a whole framework is published
        competency = publishing.locked(Competency, slug)
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=competency.owner_id))
        publishing.unchanged(seen, version_mark(competency))
        content = competency_content(shape)
        competency.code = code_of(competency.code if code is None else code)
        if domain is not None and domain != competency.domain:
            refuse(_domain_problems(home, domain))
            competency.domain = domain
        return _published(actor, competency, home, content)


def define_role(
    actor: Actor,
    *,
    group_id: UUID,
    slug: str | None = None,
    needs_reasons: bool = False,
    adoption: Mapping[str, Any] | None = None,
    **shape: Unpack[RoleShape],
) -> Role:
    """Give a new role of the group with its first version; `needs_reasons`: each requirement has to say why.

    `adoption`: as in `RoleVersion`. Raises InvalidError and those of `require`.
    """
    with transaction():
        require(actor, Action.ROLE_DEFINE, Scope(group_id=group_id))
        refuse(_reasonless(shape) if needs_reasons else iter(()))
        content = _role_content(shape)
        refuse(slug_problems("/slug", slug) if slug else iter(()))
        slug = slug or new_slug(content["title"], lambda name: publishing.is_taken(Role, name))
        role = Role(slug=slug, owner_id=group_id)
        publishing.store_new(role)
        return _publish_role(actor, role, content, adoption=adoption)


def revise_role(
    actor: Actor,
    slug: str,
    *,
    needs_reasons: bool = False,
    seen: str | None = None,
    **shape: Unpack[RoleShape],
) -> Role:
    """Give the role with a new version, or as it was when nothing changed. A reference role needs no reasons.

    Raises as `define_role`, ConflictError("role_is_adapted"): such a role follows its operations, and
    ConflictError("draft_changed") when it is not as `seen` (its mark) any more.
    """
    with transaction():
        role = publishing.locked(Role, slug)
        require(actor, Action.ROLE_DEFINE, Scope(group_id=role.owner_id))
        if role.versions[-1].base is not None:
            raise ConflictError("role_is_adapted")
        publishing.unchanged(seen, version_mark(role))
        refuse(_reasonless(shape) if needs_reasons and not role.is_reference else iter(()))
        return _publish_role(actor, role, _role_content(shape))


def publish_competency(actor: Actor, competency: Competency, content: Mapping[str, Any]) -> Competency:
    """Give the competency with `content` in force; the caller has asked who may and what fits."""
    version = publishing.publish(competency, CompetencyVersion, content, published_by=actor.person_id)
    if version is not None:
        facts = {"number": version.number}
        record(actor, "competency.published", competency.id, group_id=competency.owner_id, facts=facts)
    return competency


def _publish_role(actor: Actor, role: Role, content: Mapping[str, Any], **stamps: Any) -> Role:
    version = publishing.publish(role, RoleVersion, content, published_by=actor.person_id, **stamps)
    if version is not None:
        record(actor, "role.published", role.id, group_id=role.owner_id, facts={"number": version.number})
        tell_adapters(role, version.number)
    return role


def _published(
    actor: Actor, competency: Competency, home: Framework | None, content: Mapping[str, Any]
) -> Competency:
    publish_competency(actor, competency, content)
    if home is not None:
        standing.follow(actor, home)
    return competency


def _home(group_id: UUID, framework: str, domain: str) -> Framework:
    """Give a framework of the group, locked, that has this domain."""
    query = select(Framework).where(Framework.slug == framework, Framework.owner_id == group_id)
    found = session().scalar(query.with_for_update())
    if found is None:
        raise invalid("/framework", "framework_unknown")
    refuse(_domain_problems(found, domain))
    return found


def _held_home(slug: str) -> Framework | None:
    """Give the framework of a competency, locked; None where it stands in none."""
    query = select(Framework).join(Competency, Competency.framework_id == Framework.id)
    return session().scalar(query.where(Competency.slug == slug).with_for_update(of=Framework))


def _domain_problems(framework: Framework | None, domain: str) -> Iterator[Problem]:
    if framework is not None and domain not in {one["id"] for one in framework.versions[-1].domains}:
        yield Problem("/domain", "domain_unknown")


def code_of(code: str) -> str:
    """Give a short code that fits. Raises InvalidError."""
    if len(code) > CODE_MAX:
        raise invalid("/code", "text_too_long", longest=CODE_MAX)
    return code


def competency_content(shape: CompetencyShape) -> dict[str, Any]:
    """Give what a version of a competency stores. Raises InvalidError."""
    refuse(competency_problems(shape))
    return {
        "title": tidy(shape["title"]),
        "statement": tidy(shape["statement"]),
        "rubric": [tidy(texts) for texts in shape["rubric"]],
        "typical_evidence": list(shape["typical_evidence"]),
        "alignments": tidy_alignments(shape["alignments"]),
        "reviewed": ordered(shape["reviewed"]),
    }


def competency_problems(shape: CompetencyShape) -> Iterator[Problem]:
    """Give what keeps a competency from being published, with pointers into its shape."""
    if len(shape["rubric"]) != len(LEVELS):
        yield Problem("/rubric", "levels_not_one_to_four")
    bodies = {"/statement": shape["statement"]}
    bodies |= {f"/rubric/{index}": texts for index, texts in enumerate(shape["rubric"])}
    yield from text_problems("/title", shape["title"], longest=TITLE_MAX)
    for pointer, texts in bodies.items():
        yield from text_problems(pointer, texts)
    yield from common_language_problems({"/title": shape["title"]} | bodies)
    yield from reviewed_problems(shape["reviewed"], {"/title": shape["title"]} | bodies)
    for index, kind in enumerate(shape["typical_evidence"]):
        if kind not in EVIDENCE_KINDS:
            yield Problem(f"/typical_evidence/{index}", "evidence_kind_unknown")
    yield from alignment_problems("/alignments", shape["alignments"])


def _role_content(shape: RoleShape) -> dict[str, Any]:
    refuse(_role_problems(shape))
    return {
        "title": tidy(shape["title"]),
        "purpose": tidy(shape["purpose"]),
        "requirements": [_requirement(one) for one in shape["requirements"]],
        "term_guidance_months": shape["term_guidance_months"],
        "reviewed": ordered(shape["reviewed"]),
    }


def _reasonless(shape: RoleShape) -> Iterator[Problem]:
    for index, one in enumerate(shape["requirements"]):
        if not one.get("reason"):
            yield Problem(f"/requirements/{index}/reason", "text_missing")


def _requirement(one: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        "competency": one["competency"],
        "level": one["level"],
        "must": bool(one.get("must", True)),
        "weight": one.get("weight", 1),
    }
    return kept | ({"reason": tidy(one["reason"])} if one.get("reason") else {})


def _role_problems(shape: RoleShape) -> Iterator[Problem]:
    texts = {"/title": shape["title"], "/purpose": shape["purpose"]}
    yield from text_problems("/title", shape["title"], longest=TITLE_MAX)
    yield from text_problems("/purpose", shape["purpose"])
    yield from common_language_problems(texts)
    yield from reviewed_problems(shape["reviewed"], texts)
    months = shape["term_guidance_months"]
    if months is not None and not 1 <= months <= TERM_MONTHS_MAX:
        yield Problem("/term_guidance_months", "out_of_range", {"from": 1, "to": TERM_MONTHS_MAX})
    if len(shape["requirements"]) > REQUIREMENTS_MAX:
        yield Problem("/requirements", "too_many", {"most": REQUIREMENTS_MAX})
    yield from _requirement_problems(shape["requirements"])


def _requirement_problems(requirements: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    asked = [one.get("competency") for one in requirements]
    known = set(session().scalars(select(Competency.slug).where(Competency.slug.in_(asked))))
    for index, one in enumerate(requirements):
        at = f"/requirements/{index}"
        if one.get("competency") not in known:
            yield Problem(f"{at}/competency", "competency_unknown")
        elif one.get("competency") in asked[:index]:
            yield Problem(f"{at}/competency", "duplicate")
        if one.get("level") not in LEVELS:
            yield Problem(f"{at}/level", "level_unknown")
        if one.get("weight", 1) not in range(1, WEIGHT_MAX + 1):
            yield Problem(f"{at}/weight", "out_of_range", {"from": 1, "to": WEIGHT_MAX})
        if one.get("reason"):
            yield from text_problems(f"{at}/reason", one["reason"], longest=REASON_MAX)
