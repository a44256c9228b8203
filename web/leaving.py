"""Leaving: every room forgets the person, in one transaction; letters, logs of writes and sessions follow."""

from flask import current_app

from accounts.services import erasing as of_accounts
from badges.services import erasing as of_badges
from competencies.services import erasing as of_competencies
from foundation import jobs, mail
from foundation.db import after_commit, transaction
from foundation.errors import SignInNeededError
from foundation.policy import Action, Actor, Scope, require
from issuers.services import erasing as of_issuers
from mentoring.services import erasing as of_mentoring
from pathways.services import erasing as of_pathways

TIDY = "database.tidy"


def leave(actor: Actor, *, withdraw_endorsements: bool = False, give_up_badges: bool = False) -> None:
    """Erase the actor for good; twice is harmless. What stays is said in docs/adr/0009-leaving.md.

    Raises SignInNeededError, ConflictError ("last_steward") for the only steward of a group.
    """
    require(actor, Action.ACCOUNT_LEAVE, Scope(person_id=actor.person_id))
    person_id = actor.person_id
    if person_id is None:
        raise SignInNeededError
    with transaction():
        if not of_accounts.hold(person_id):
            return
        addresses = of_accounts.addresses_of(person_id)
        # From the upper rooms down: each still finds in the lower ones whose things these are.
        of_mentoring.erase(person_id)
        of_pathways.erase(person_id)
        letters = of_badges.erase(
            person_id, withdraw_endorsements=withdraw_endorsements, give_up_badges=give_up_badges
        )
        of_competencies.erase(person_id)
        of_issuers.erase(person_id)
        of_accounts.erase(person_id)
        jobs.ask(TIDY, {})
        carrier: mail.Transport = current_app.extensions["mail"]
        after_commit(lambda: mail.forget(carrier, addresses, letters))
