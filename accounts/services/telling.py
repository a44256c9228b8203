"""What people tell of themselves: their language, and a user name if they want one."""

from accounts import marks
from accounts.models import Person
from accounts.services.joining import put_name
from foundation import audit
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError
from foundation.policy import Action, Actor, Scope, require


def change_language(actor: Actor, language: str) -> None:
    """Keep the language that pages and letters use. Raises InvalidError at /language."""
    language = marks.read_language(language)
    with transaction():
        _self(actor).language = language


def choose_user_name(actor: Actor, user_name: str) -> None:
    """Pick a user name, once: awards and endorsements name people by it.

    Raises InvalidError at /user_name, ConflictError ("has_user_name").
    """
    name = marks.read_user_name(user_name)
    with transaction() as session:
        person = _self(actor)
        if person.user_name is not None:
            raise ConflictError("has_user_name")
        put_name(session, person, name)
        audit.record(actor, "user_name.chosen", person.id)


def _self(actor: Actor) -> Person:
    """Load the actor's own row, inside a transaction."""
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    with transaction() as session:
        found = session.get(Person, actor.person_id)
    if found is None:
        raise NotFoundError
    return found
