"""People and groups that the tests of issuers and seats start from."""

from uuid import UUID

from accounts import queries
from accounts.services import joining
from foundation.policy import Actor
from issuers.services import registering


def somebody() -> Actor:
    return queries.actor_of(joining.make_person(language="en"))


def again(actor: Actor) -> Actor:
    """The same person, with the seats they have by now."""
    return queries.actor_of(actor.person_id)


def group_of(actor: Actor, name: str = "Cycle Workshop") -> UUID:
    return registering.register_group(actor, name=name, description="", url=None, language="en")


def vouched_group(steward: Actor, name: str = "Old Guild") -> UUID:
    return registering.make_first_group(
        name=name, description="", url=None, language="en", steward_id=steward.person_id
    )
