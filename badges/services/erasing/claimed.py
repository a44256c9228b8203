"""Claims of who leaves: open ones are withdrawn first, so that no assessor's queue holds a ghost."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select

from accounts.services.erasing import forget_paths
from badges.models import Claim, ClaimState
from badges.moves import CLAIM, moved
from foundation import audit, clock
from foundation.addresses import assessment_path, claim_path
from foundation.db import transaction
from foundation.policy import Actor


def erase(person_id: UUID) -> None:
    """Withdraw and delete the person's claims with evidence, openings and decisions; hand back taken ones."""
    with transaction() as session:
        own = session.scalars(select(Claim).where(Claim.person_id == person_id).with_for_update()).all()
        for claim in own:
            _withdraw(person_id, claim)
        in_hand = (Claim.taken_by == person_id, Claim.state == ClaimState.IN_REVIEW)
        for claim in session.scalars(select(Claim).where(*in_hand).with_for_update()).all():
            _release(person_id, claim)
        session.flush()
        ids = [claim.id for claim in own]
        forget_paths(_paths(ids))
        for claim in own:
            session.expunge(claim)
            session.execute(
                delete(Claim).where(Claim.id == claim.id), execution_options={"synchronize_session": False}
            )


def _withdraw(person_id: UUID, claim: Claim) -> None:
    if (claim.state, "withdraw") not in CLAIM:
        return
    claim.state = moved(CLAIM, claim.state, "withdraw")
    _record(person_id, "withdraw", claim)


def _release(person_id: UUID, claim: Claim) -> None:
    """Give back to the queue what the person had in hand as an assessor."""
    claim.state = moved(CLAIM, claim.state, "release")
    claim.taken_by, claim.taken_at = None, None
    claim.revision += 1
    claim.changed_at = clock.now()
    _record(person_id, "release", claim)


def _record(person_id: UUID, verb: str, claim: Claim) -> None:
    actor, about = Actor(person_id=person_id), claim.person_id
    audit.record(actor, f"badges.claim.{verb}", claim.id, group_id=claim.issuer_id, about=about)


def _paths(ids: Iterable[UUID]) -> list[str]:
    return [path(claim_id) for claim_id in ids for path in (claim_path, assessment_path)]
