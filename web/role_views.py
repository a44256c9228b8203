"""What pages show of roles that groups make their own, put together from what the rooms know. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from competencies import queries as competencies
from competencies.adaptation import Content
from competencies.gap import Requirement
from competencies.modelling import KEPT_BY_STEWARDS, STEPS, TEXTS
from competencies.models import Competency, Role, RoleModelling, RoleVersion
from competencies.queries import adapting as known
from competencies.queries.adapting import Origin
from foundation import clock
from foundation.acting import current_actor
from foundation.policy import Action, Scope, may
from issuers import queries as issuers
from issuers.models import Issuer
from web.language import plain
from web.role_words import operation_sentence, text_words

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoleAbout:
    """Everything beside the requirements on the page of a role.

    `reasons`: competency -> why it is asked for; `points_at`: whether the others are as in the base.
    `changes`: (sentence, reason) of an adapted version; `story`: (name, text) of one that was worked out.
    """

    origin: Origin
    is_stale: bool
    reasons: Mapping[str, Texts]
    points_at_base: bool
    changes: Sequence[tuple[str, Texts]]
    story: Sequence[tuple[str, str]]
    story_language: str
    context: Any
    adaptations: Sequence[Role]
    may_define: bool
    modelling: RoleModelling | None
    update: int | None


def about(role: Role, version: RoleVersion) -> RoleAbout:
    """Give what the page of a role tells about where it comes from."""
    origin = known.origins([role])[role.id]
    modelled = known.modelling_of(role) if origin.kind == "local" else None
    names = names_of(one["competency"] for one in version.operations or () if "competency" in one)
    mine = known.adaptation_of(role) if origin.kind == "adapted" else None
    may_define = may(current_actor(), Action.ROLE_DEFINE, Scope(group_id=role.owner_id))
    return RoleAbout(
        origin=origin,
        is_stale=origin.is_stale(clock.now().date()),
        reasons={one["competency"]: one["reason"] for one in version.requirements if one.get("reason")},
        points_at_base=version.base is not None,
        changes=[(operation_sentence(one, names), one.get("reason", {})) for one in version.operations or ()],
        story=story(modelled) if modelled else [],
        story_language=modelled.language if modelled else "",
        context=mine.context if mine else {},
        adaptations=[one for _, one in known.adaptations_of(role)],
        may_define=may_define,
        modelling=modelled,
        update=known.waiting_update(mine, origin.base) if mine and origin.base and may_define else None,
    )


def story(modelled: RoleModelling) -> list[tuple[str, str]]:
    """Give the texts that a group left on the way to a role, for everybody, in the order of the steps."""
    return [one for name, one in _left(modelled) if name not in {"purpose", *KEPT_BY_STEWARDS}]


def trial_notes(modelled: RoleModelling) -> list[tuple[str, str]]:
    """Give what was noted of the two people that a role was tried on: for stewards alone."""
    return [one for name, one in _left(modelled) if name in KEPT_BY_STEWARDS]


def _left(modelled: RoleModelling) -> list[tuple[str, tuple[str, str]]]:
    names, texts = text_words(), modelled.texts
    order = [name for step in STEPS for name in TEXTS[step] if texts.get(name)]
    return [(name, (names[name], texts[name])) for name in order]


def names_of(slugs: Iterable[str]) -> dict[str, str]:
    """Give competency (slug) -> title in the reader's language."""
    found = competencies.competencies_by_slug(set(slugs))
    return {slug: plain(one.versions[-1].title) for slug, one in found.items()}


def own_groups() -> list[Issuer]:
    """Give the groups whose roles the reader may define, by name."""
    actor = current_actor()
    ids = set(actor.stewards | actor.delegated)
    return [] if actor.locked or not ids else list(issuers.named(ids))


def requirements_shown(
    requirements: Iterable[Requirement], found: Mapping[str, Competency]
) -> list[tuple[Requirement, Texts]]:
    """Give requirements with the titles of their competencies, or their slugs where there are none."""
    return [
        (one, found[one.competency].versions[-1].title if one.competency in found else {"en": one.competency})
        for one in requirements
    ]


def preview(made: Content) -> list[tuple[Requirement, Texts]]:
    """Give what operations make of a role, with titles."""
    found = competencies.competencies_by_slug({one.competency for one in made.requirements})
    return requirements_shown(made.requirements, found)


def owners_of(roles: Sequence[Role]) -> dict[UUID, Issuer]:
    """Give the groups that the roles belong to, by id."""
    return {one.id: one for one in issuers.named({role.owner_id for role in roles})}
