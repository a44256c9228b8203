"""Offers and badges of who leaves: rows stay for their status, with nothing of a person in them."""

import secrets
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from accounts.services.erasing import forget_paths
from badges.models import Award, AwardState, Credential
from badges.moves import CREDENTIAL, moved
from badges.queries import awards
from badges.recipients import Recipient
from badges.services import runs, withdrawing
from badges.standing import state_of_accepted
from foundation import audit, clock
from foundation.addresses import credential_path
from foundation.db import transaction
from foundation.policy import Actor
from issuers.services import status, storing

_DIGEST_BYTES = 32


def erase(person_id: UUID, *, give_up: bool) -> tuple[str, ...]:
    """Refuse what is still offered, drop the hosted copies, and blank the rows of awards and credentials.

    Give how the stable ids of letters about the person's offers begin.
    """
    with transaction() as session:
        runs.drop_rows(_is_for(person_id))
        held = select(Credential).where(Credential.person_id == person_id).with_for_update()
        credentials = session.scalars(held).all()
        for credential in credentials:
            if give_up:
                _give_up(person_id, credential)
            _blank_credential(credential)
        given = select(Award).where(awards.is_for(person_id)).with_for_update(of=Award)
        offers = session.scalars(given).all()
        for award in offers:
            _refuse(person_id, award)
            _blank_award(award)
        forget_paths([credential_path(one.id) for one in credentials])
        session.flush()
        return tuple(f"offer-{award.id}-" for award in offers)


def _give_up(person_id: UUID, credential: Credential) -> None:
    """Set the status of a badge that still stands; what ended in another way stays as it ended."""
    state = state_of_accepted(credential, clock.now())
    if (state, "give_up") not in CREDENTIAL:
        return
    moved(CREDENTIAL, state, "give_up")
    credential.given_up_at = clock.now()
    status.revoke(credential.urn)
    audit.record(
        Actor(person_id=person_id),
        "badges.credential.give_up",
        credential.id,
        group_id=credential.issuer_id,
        about=person_id,
    )


def _blank_credential(credential: Credential) -> None:
    withdrawing.forget_proposal(credential)
    storing.drop(credential.urn)
    credential.person_id, credential.sealed_note = None, None
    credential.public_at, credential.hidden_at = None, None


def _refuse(person_id: UUID, award: Award) -> None:
    if award.state != AwardState.OFFERED:
        return
    award.state, award.decided_at = AwardState(moved(CREDENTIAL, award.state, "refuse")), clock.now()
    audit.record(
        Actor(person_id=person_id),
        "badges.award.refuse",
        award.id,
        group_id=award.issuer_id,
        about=person_id,
    )


def _blank_award(award: Award) -> None:
    """Keep that it was given, of which badge and when; the digest is replaced by one that fits nobody."""
    award.person_id, award.sealed_address, award.token_digest = None, None, None
    award.recipient_digest = secrets.token_bytes(_DIGEST_BYTES)
    award.reason, award.evidence = "", []
    award.path_slug, award.path_title = None, None


def _is_for(person_id: UUID) -> Callable[[Recipient], bool]:
    """Tell of a row of a list that still waits whether it is for the person."""
    addresses = {people.address_digest(address) for address in people.proven_addresses(person_id)}
    person = people.person(person_id)
    name = people.name_digest(person.user_name) if person and person.user_name else None

    def fits(recipient: Recipient) -> bool:
        if recipient.is_address:
            return people.address_digest(recipient.text) in addresses
        return people.name_digest(recipient.text) == name

    return fits
