"""Giving a credential up: for good, by its holder. The file that was taken away cannot be called back."""

from uuid import UUID

from sqlalchemy import update

from badges.models import ShareLink
from badges.moves import CREDENTIAL, moved
from badges.queries import awards
from badges.services import withdrawing
from badges.standing import state_of_accepted
from competencies.services import attaining
from foundation import audit, clock
from foundation.db import transaction
from foundation.policy import Action, Actor, Scope, require
from issuers.services import status


def give_up(actor: Actor, credential_id: UUID) -> None:
    """Give one's own credential up: its status says so, its page and its links end. Twice is harmless.

    Raises NotFoundError, ConflictError("move_refused") for one that ended in another way.
    """
    with transaction() as db_session:
        credential = awards.credential_to_change(credential_id)
        require(actor, Action.CREDENTIAL_KEEP, Scope(person_id=credential.person_id))
        if credential.given_up_at is not None:
            return
        now = clock.now()
        moved(CREDENTIAL, state_of_accepted(credential, now), "give_up")
        credential.given_up_at, credential.public_at = now, None
        standing = (ShareLink.credential_id == credential.id, ShareLink.revoked_at.is_(None))
        db_session.execute(update(ShareLink).where(*standing).values(revoked_at=now))
        status.revoke(credential.urn)
        attaining.withdraw_attainments(credential.urn)
        withdrawing.forget_proposal(credential)
        audit.record(
            actor,
            "badges.credential.give_up",
            credential.id,
            group_id=credential.issuer_id,
            about=credential.person_id,
        )
