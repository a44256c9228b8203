"""Roles as groups make them their own: where a role comes from, adaptations, floors, context, modelling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from competencies.adaptation import Content, Floor, requirements_of
from competencies.adaptation_moves import AdaptationState
from competencies.models import (
    Competency,
    ContextProfile,
    FrameworkVersion,
    Role,
    RoleAdaptation,
    RoleModelling,
    RoleVersion,
)
from foundation.db import session
from foundation.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a role comes from: `kind` is reference, adapted or local.

    Of an adapted one the base and its version, and the state; `review_due` of one that a group adopted.
    """

    kind: str
    base: Role | None = None
    base_number: int | None = None
    state: str | None = None
    adopted_by: str | None = None
    adopted_on: date | None = None
    review_due: date | None = None

    def is_stale(self, today: date) -> bool:
        """Tell whether the review is due; what is stale is marked, and goes on to hold."""
        return (
            self.state != AdaptationState.RETIRED and self.review_due is not None and self.review_due <= today
        )

    @property
    def is_retired(self) -> bool:
        """Tell whether the group has put the role aside."""
        return self.state == AdaptationState.RETIRED


def role_version(role: Role, number: int | None) -> RoleVersion:
    """Give one published version of a role, the one in force for None. Raises NotFoundError."""
    if number is None:
        return role.versions[-1]
    found = next((one for one in role.versions if one.number == number), None)
    if found is None:
        raise NotFoundError
    return found


def content_of(version: RoleVersion) -> Content:
    """Give what can be adapted of a published version."""
    return Content(version.title, requirements_of(version.requirements))


def origins(roles: Sequence[Role]) -> dict[UUID, Origin]:
    """Give where each role comes from, by id; two queries, however many there are."""
    ids = [one.id for one in roles]
    adapted = session().scalars(select(RoleAdaptation).where(RoleAdaptation.role_id.in_(ids))).all()
    modelled = session().scalars(select(RoleModelling).where(RoleModelling.role_id.in_(ids))).all()
    bases = _roles({one.base_role_id for one in adapted})
    found = {one.id: Origin("reference" if one.is_reference else "local") for one in roles}
    for one in modelled:
        facts = (one.adopted_by, one.adopted_on, one.review_due)
        if one.role_id is not None:
            found[one.role_id] = Origin("local", None, None, None, *facts)
    for each in adapted:
        decided = (each.adopted_by, each.adopted_on, each.review_due)
        if each.role_id is not None:
            base = bases[each.base_role_id]
            found[each.role_id] = Origin("adapted", base, each.base_number, each.state, *decided)
    return found


def _roles(ids: set[UUID]) -> dict[UUID, Role]:
    query = select(Role).options(selectinload(Role.versions)).where(Role.id.in_(ids))
    return {one.id: one for one in session().scalars(query)} if ids else {}


def role_by_id(role_id: UUID) -> Role:
    """Give a role with its versions. Raises NotFoundError."""
    found = _roles({role_id}).get(role_id)
    if found is None:
        raise NotFoundError
    return found


def adaptation(adaptation_id: UUID) -> RoleAdaptation:
    """Give one adaptation. Raises NotFoundError."""
    found = session().get(RoleAdaptation, adaptation_id)
    if found is None:
        raise NotFoundError
    return found


def adaptation_of(role: Role) -> RoleAdaptation | None:
    """Give what an adapted role was made by; None for any other role."""
    return session().scalar(select(RoleAdaptation).where(RoleAdaptation.role_id == role.id))


def adaptations_of_group(group_id: UUID) -> Sequence[RoleAdaptation]:
    """Give the adaptations of a group, drafts too, oldest first."""
    query = select(RoleAdaptation).where(RoleAdaptation.group_id == group_id)
    return session().scalars(query.order_by(RoleAdaptation.begun_at, RoleAdaptation.id)).all()


def drafts_of_group(group_id: UUID) -> Sequence[tuple[RoleAdaptation, Role]]:
    """Give what a group prepares and has not adopted yet, each with its base, oldest first."""
    query = select(RoleAdaptation, Role).join(Role, Role.id == RoleAdaptation.base_role_id)
    query = query.options(selectinload(Role.versions)).where(
        RoleAdaptation.group_id == group_id, RoleAdaptation.state == AdaptationState.DRAFT.value
    )
    return [(one, role) for one, role in session().execute(query.order_by(RoleAdaptation.begun_at))]


def live_adaptation(group_id: UUID, base_role_id: UUID) -> RoleAdaptation | None:
    """Give the adaptation of a role that a group is at or has adopted, unless it was put aside."""
    same = (RoleAdaptation.group_id == group_id, RoleAdaptation.base_role_id == base_role_id)
    query = select(RoleAdaptation).where(*same, RoleAdaptation.state != AdaptationState.RETIRED.value)
    return session().scalar(query.order_by(RoleAdaptation.begun_at).limit(1))


def adaptations_of(base: Role) -> Sequence[tuple[RoleAdaptation, Role]]:
    """Give the adopted adaptations of a role with the roles that they made, oldest first."""
    query = select(RoleAdaptation, Role).join(Role, Role.id == RoleAdaptation.role_id)
    query = query.options(selectinload(Role.versions)).where(
        RoleAdaptation.base_role_id == base.id, RoleAdaptation.state != AdaptationState.RETIRED.value
    )
    return [(one, role) for one, role in session().execute(query.order_by(RoleAdaptation.begun_at))]


def mark(found: RoleAdaptation) -> str:
    """Give a short mark of what is prepared and in force: another one means that somebody has changed it.

    It starts with the version of the base that the draft stands on.
    """
    said = [found.state, found.base_number, found.operations, found.draft]
    number = found.draft.get("base_number", found.base_number)
    return f"{number}-{sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]}"


def update_mark(found: RoleAdaptation, base: Role) -> str:
    """Give the same with the newest version of the base, for whoever answers that version."""
    return f"{mark(found)}-{base.versions[-1].number}"


def waiting_update(found: RoleAdaptation, base: Role) -> int | None:
    """Give the number of a version of the base that the group has not answered yet, or None."""
    newest = base.versions[-1].number
    seen = max(found.base_number, found.ignored_number or 0)
    return newest if newest > seen and found.state != AdaptationState.RETIRED else None


def floors(competencies: Iterable[str]) -> list[Floor]:
    """Give what the frameworks of these competencies (slugs) protect in every role."""
    wanted = select(Competency.framework_id).where(Competency.slug.in_(set(competencies)))
    query = select(FrameworkVersion).where(FrameworkVersion.framework_id.in_(wanted))
    newest = {one.framework_id: one for one in session().scalars(query.order_by(FrameworkVersion.number))}
    return [
        Floor(one["competency"], int(one.get("min_level", 1)))
        for version in newest.values()
        for one in (version.vocabularies.get("subsidiarity") or {}).get("protected", ())
    ]


def context(group_id: UUID) -> ContextProfile | None:
    """Give what a group said of itself, if it did."""
    return session().get(ContextProfile, group_id)


def modelling(modelling_id: UUID) -> RoleModelling:
    """Give one role that is being worked out. Raises NotFoundError."""
    found = session().get(RoleModelling, modelling_id)
    if found is None:
        raise NotFoundError
    return found


def modelling_mark(found: RoleModelling) -> str:
    """Give a short mark of everything written for a role: another one means that somebody has changed it."""
    decided = [found.role_id, found.adopted_by, found.adopted_on, found.review_due]
    said = orjson.dumps([found.title, found.texts, found.requirements, *decided], option=orjson.OPT_SORT_KEYS)
    return sha256(said).hexdigest()[:16]


def modelling_of(role: Role) -> RoleModelling | None:
    """Give how a role came about, where the group worked it out step by step."""
    return session().scalar(select(RoleModelling).where(RoleModelling.role_id == role.id))


def modellings_of_group(group_id: UUID) -> Sequence[RoleModelling]:
    """Give the roles that a group works out or has worked out, oldest first."""
    query = select(RoleModelling).where(RoleModelling.group_id == group_id)
    return session().scalars(query.order_by(RoleModelling.begun_at, RoleModelling.id)).all()
