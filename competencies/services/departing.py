"""Leaving a group ends for good what rested on the seat: roles held for it, and being found by it.

Whoever comes back begins anew: no yes of theirs comes to life again by somebody else's invitation.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from accounts.models import Seat
from accounts.services import seats
from competencies.models import Openness, RoleHolding
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.policy import SYSTEM


def register() -> None:
    """Hear of everybody who leaves a group."""
    seats.also_on_leaving("competencies", leave)


def leave(person_id: UUID, group_id: UUID) -> None:
    """End what a person holds for a group and is asked to, and the consent to be found by it.

    Consent for all groups stays for the others: it reaches no seat that is younger than itself.
    """
    _end(
        (RoleHolding.person_id == person_id, RoleHolding.group_id == group_id),
        (Openness.person_id == person_id, Openness.group_id == group_id),
    )


def sweep() -> None:
    """End the same for everybody whose seat is gone by another way. May run twice."""
    _end((~_sits(RoleHolding),), (Openness.group_id.is_not(None), ~_sits(Openness)))


def _sits(row_type: type[RoleHolding | Openness]) -> ColumnElement[bool]:
    same = (Seat.person_id == row_type.person_id, Seat.group_id == row_type.group_id)
    return select(Seat.id).where(*same).exists()


def _end(held: tuple[ColumnElement[bool], ...], open_: tuple[ColumnElement[bool], ...]) -> None:
    with transaction() as session:
        session.execute(delete(RoleHolding).where(RoleHolding.accepted_at.is_(None), *held))
        columns = (RoleHolding.id, RoleHolding.group_id, RoleHolding.person_id)
        holding = update(RoleHolding).where(RoleHolding.ended_at.is_(None), *held)
        for row in session.execute(holding.values(ended_at=clock.now()).returning(*columns)):
            record(SYSTEM, "competencies.holding.end", row.id, group_id=row.group_id, about=row.person_id)
        ended = delete(Openness).where(*open_).returning(Openness.id, Openness.person_id)
        for openness_id, person_id in session.execute(ended):
            record(SYSTEM, "competencies.openness.end", openness_id, about=person_id)
