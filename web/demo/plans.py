"""Readiness that was kept and leadership plans in the made-up movement. Loads once.

What was tried out or deleted since is left alone: a part that was ever written is not written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts import queries as people
from competencies import queries as competencies
from competencies.services import holding, keeping, planning
from foundation import clock
from foundation.db import transaction
from foundation.policy import Actor
from web.demo.done import was_done

ROLE = "community-organiser"
WHO_KEPT = "p2"
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan: what, by whom, and within how many months."""

    action: str
    owner: str
    months: int


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a role (None: the one that the group adapted), for how long, and whether they said yes."""

    person: str
    role: str | None
    months: int
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a group: its lines are about `role` (None: the one that the group adapted)."""

    role: str | None
    lines: tuple[Line, ...]
    holders: tuple[Held, ...]


OF_USER_GROUP = Plan(
    None,
    (
        Line("Let two volunteers lead a photo walk each, beside who leads it now.", "the organisers", 2),
        Line("Write on one page how a meeting is prepared, so that others can do it.", "the board", 4),
    ),
    (Held("p2", None, 21), Held("p1", None, 0, accepted=False)),
)
OF_HUB = Plan(
    "community-mediator",
    (Line("Ask the groups who would like to learn to mediate, and offer the path.", "the hub", 3),),
    (Held("p4", "partnership-lead", 9), Held("second-steward", "board-member", 1, accepted=False)),
)


def load(ids: Mapping[str, UUID], *, hub_id: UUID, group_id: UUID) -> None:
    """Load what was never there: what one person kept, and the plans of both groups."""
    keeper = people.actor_of(ids[WHO_KEPT])
    if not was_done("competencies.readiness.keep", about=ids[WHO_KEPT]):
        keeping.keep(keeper, ROLE)
    write(OF_USER_GROUP, keeper, group_id, ids)
    write(OF_HUB, people.actor_of(ids["steward"]), hub_id, ids)


def write(plan: Plan, steward: Actor, group_id: UUID, ids: Mapping[str, UUID]) -> None:
    """Write the plan of a group that never had one."""
    if was_done("competencies.plan.add", group_id=group_id):
        return
    own = next((one.slug for one in competencies.roles(group_id)), ROLE)
    today = clock.now().date()
    with transaction():
        for line in plan.lines:
            planning.add_line(
                steward,
                group_id,
                role=plan.role or own,
                action=line.action,
                owner=line.owner,
                due_on=today + MONTH * line.months,
            )
        for held in plan.holders:
            since, who = today - MONTH * held.months, ids[held.person]
            row = holding.propose(steward, group_id, role=held.role or own, person_id=who, since=since)
            if held.accepted:
                holding.accept(people.actor_of(who), row.id)
