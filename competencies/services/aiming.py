"""Aiming at a role, and stopping. Only the person sees it; nobody else learns of it."""

from uuid import UUID

from sqlalchemy import delete, select

from accounts.models import Person
from competencies import queries
from competencies.models import Aim
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import ConflictError, SignInNeededError
from foundation.inserting import insert_unless_there
from foundation.policy import Action, Actor, Scope, require

MOST_AIMS = 10  # a page that can be taken in at a glance


def aim(actor: Actor, role: str) -> None:
    """Aim at a role (its slug); a second time changes nothing.

    Raises NotFoundError, ConflictError("aims_full"), and those of `require`.
    """
    with transaction() as session:
        person_id, found = _person(actor), queries.role(role)
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        known = {one.id for one in queries.aims(person_id)}
        if found.id not in known and len(known) >= MOST_AIMS:
            raise ConflictError("aims_full", most=MOST_AIMS)
        if insert_unless_there(Aim, person_id=person_id, role_id=found.id, since=clock.now()):
            record(actor, "competencies.aim.begin", found.id, about=person_id)


def stop_aiming(actor: Actor, role: str) -> None:
    """Aim at a role no more; a second time changes nothing. Raises NotFoundError and those of `require`."""
    with transaction() as session:
        person_id, found = _person(actor), queries.role(role)
        same = (Aim.person_id == person_id, Aim.role_id == found.id)
        if session.scalar(delete(Aim).where(*same).returning(Aim.role_id)) is not None:
            record(actor, "competencies.aim.stop", found.id, about=person_id)


def _person(actor: Actor) -> UUID:
    require(actor, Action.AIM_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id
