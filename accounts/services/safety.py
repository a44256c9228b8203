"""Who sits in trust and safety: given and taken by the operator alone."""

from uuid import UUID

from accounts.models import Person
from foundation import audit
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.policy import Action, Actor, Scope, require


def change(actor: Actor, person_id: UUID, *, keeps: bool) -> None:
    """Give or take the seat in trust and safety; twice is harmless. Raises NotFoundError."""
    require(actor, Action.SAFETY_SEAT, Scope())
    with transaction() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFoundError
        if person.keeps_safety is not keeps:
            person.keeps_safety = keeps
            facts = {"keeps": keeps}
            audit.record(actor, "accounts.safety.change", person_id, about=person_id, facts=facts)
