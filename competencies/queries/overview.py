"""What a hub sees of the leadership plans of groups that let it: numbers by role, none below five.

Only groups that said so themselves are counted: a hub that could choose them would see one by leaving it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.models import Seat
from accounts.queries import unlocked
from competencies.aggregate import THRESHOLD, published
from competencies.models import PlanLine, Role, RoleHolding
from competencies.queries.published import latest, roles, roles_in_force
from competencies.succession import Concern, Term, concerns
from foundation.db import session
from issuers import queries as issuers
from issuers.models import Issuer

Terms = Mapping[tuple[UUID, UUID], Mapping[UUID, Term]]  # by group and role, then by person


@dataclass(frozen=True, slots=True)
class RoleCounts:
    """A role over the groups of a hub: how many plan for it, hold it, and where it needs a look.

    Adaptations count with the role that they came from. None: fewer than five, so no number is given.
    """

    slug: str
    title: Mapping[str, Any]
    groups: int | None
    holders: int | None
    to_look_at: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The groups of a hub, by name, and the counts of each role."""

    groups: tuple[Issuer, ...]
    roles: tuple[RoleCounts, ...]


def overview(hub_id: UUID, now: datetime) -> Overview:
    """Give the counts over the groups that delegated to a hub; none while nobody vouches for the hub."""
    groups = _groups_of(hub_id)
    ids = {one.id for one in groups}
    every = {one.id: one for one in roles()}
    terms = _terms(ids)
    by_base: dict[str, set[tuple[UUID, UUID]]] = {}
    for group_id, role_id in _planned(ids, roles_in_force()) | set(terms):
        by_base.setdefault(_base(every[role_id]), set()).add((group_id, role_id))
    by_slug = {one.slug: one for one in every.values()}
    rows = (
        _counts(by_slug.get(slug) or every[min(places)[1]], places, terms, every, now.date())
        for slug, places in sorted(by_base.items())
    )
    return Overview(groups, tuple(rows))


def _groups_of(hub_id: UUID) -> tuple[Issuer, ...]:
    hub = issuers.issuer(hub_id)
    if hub is None or not hub.is_vouched:
        return ()
    found = (group for _, group in issuers.delegations_to(hub_id))
    return tuple(sorted((one for one in found if one.id != hub_id), key=lambda one: one.name))


def _terms(groups: set[UUID]) -> dict[tuple[UUID, UUID], dict[UUID, Term]]:
    sits = select(Seat.id).where(
        Seat.person_id == RoleHolding.person_id, Seat.group_id == RoleHolding.group_id
    )
    columns = (RoleHolding.person_id, RoleHolding.since, RoleHolding.until)
    query = select(RoleHolding.group_id, RoleHolding.role_id, *columns).where(
        unlocked(RoleHolding.person_id),
        RoleHolding.group_id.in_(groups),
        RoleHolding.accepted_at.is_not(None),
        RoleHolding.ended_at.is_(None),
        sits.exists(),
    )
    found: dict[tuple[UUID, UUID], dict[UUID, Term]] = {}
    for group_id, role_id, person_id, since, until in session().execute(query):
        found.setdefault((group_id, role_id), {})[person_id] = Term(since, until)
    return found


def _planned(groups: set[UUID], every: Iterable[Role]) -> set[tuple[UUID, UUID]]:
    lines = select(PlanLine.group_id, PlanLine.role_id).where(PlanLine.group_id.in_(groups)).distinct()
    planned = {(group_id, role_id) for group_id, role_id in session().execute(lines)}
    return planned | {(one.owner_id, one.id) for one in every if one.owner_id in groups}


def _base(role: Role) -> str:
    base: str = (latest(role).base or {}).get("role", role.slug)
    return base


def _counts(
    shown: Role,
    places: set[tuple[UUID, UUID]],
    terms: Terms,
    every: Mapping[UUID, Role],
    today: date,
) -> RoleCounts:
    groups = {group_id for group_id, _ in places}
    risky = {place[0] for place in places if _needs_a_look(terms.get(place, {}), every[place[1]], today)}
    is_told = published(len(risky)) is not None and published(len(groups) - len(risky)) is not None
    return RoleCounts(
        slug=shown.slug,
        title=latest(shown).title,
        groups=published(len(groups)),
        holders=_in_fives(len({who for place in places for who in terms.get(place, {})})),
        to_look_at=len(risky) if is_told else None,
    )


def _in_fives(count: int) -> int | None:
    """Give full fives of people, so that one group that comes or goes rarely shows how many it has."""
    return published(count - count % THRESHOLD)


def _needs_a_look(terms: Mapping[UUID, Term], role: Role, today: date) -> bool:
    """Tell whether nobody or one person alone holds it, or a term is over: who is near is not known here."""
    months = latest(role).term_guidance_months
    found = concerns([*terms.values()], others=0, guidance_months=months, today=today)
    return any(one is not Concern.TERM_ENDS for one in found)
