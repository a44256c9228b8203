"""Saying whether others may thank or nominate one."""

from accounts.models import Person
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import SignInNeededError
from foundation.policy import Action, Actor, Scope, require
from mentoring.models import PeerWishes
from mentoring.queries import thanks


def wish(actor: Actor, *, may_be_thanked: bool, may_be_nominated: bool) -> None:
    """Keep what the actor allows. What came before stays. Raises SignInNeededError."""
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    with transaction() as session:
        row = PeerWishes(
            person_id=actor.person_id,
            may_be_thanked=may_be_thanked,
            may_be_nominated=may_be_nominated,
            changed_at=clock.now(),
        )
        session.merge(row)
        record(actor, "mentoring.wishes.change", actor.person_id, about=actor.person_id)


def can_be_thanked(person: Person | None) -> bool:
    """Tell whether somebody is here, unlocked, and allows it."""
    return person is not None and person.locked_at is None and thanks.wishes(person.id).may_be_thanked


def can_be_nominated(person: Person | None) -> bool:
    """Tell whether somebody is here, unlocked, and allows it."""
    return person is not None and person.locked_at is None and thanks.wishes(person.id).may_be_nominated
