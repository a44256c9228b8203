"""Taking a case, so that nobody else works on it, and giving it back."""

from uuid import UUID

from sqlalchemy import update

from badges import moves
from badges.models import Claim, ClaimState
from badges.queries.assessing import claim_to_assess, is_left
from badges.queries.ties import conflicts_of
from foundation import audit, clock
from foundation.db import session, transaction
from foundation.errors import ConflictError, ForbiddenError
from foundation.policy import Actor


def take(actor: Actor, claim_id: UUID, revision: int) -> Claim:
    """Give the claim, which the assessor has now in review; `revision` is the one that they saw.

    Taking what one has taken is harmless. Raises NotFoundError, GoneError("claim_withdrawn"),
    ForbiddenError("conflict_of_interest") with `reasons`, ConflictError("taken" | "changed"), and
    ConflictError("move_refused") for a claim that does not wait.
    """
    with transaction():
        claim = claim_to_assess(actor, claim_id)
        require_no_conflict(actor, claim)
        if claim.state == ClaimState.IN_REVIEW:
            if claim.taken_by == actor.person_id:
                return claim
            raise ConflictError("taken")
        now = clock.now()
        change(claim, "take", revision, taken_by=actor.person_id, taken_at=now)
        record(actor, "take", claim)
        return claim


def release(actor: Actor, claim_id: UUID) -> None:
    """Give a case back to the queue; anybody may when it is held by who does not assess here any more.

    Raises NotFoundError, GoneError("claim_withdrawn"), ConflictError("taken" | "changed" | "move_refused").
    """
    with transaction():
        claim = claim_to_assess(actor, claim_id)
        if claim.state == ClaimState.IN_REVIEW and claim.taken_by != actor.person_id and not is_left(claim):
            raise ConflictError("taken")
        change(claim, "release", claim.revision, taken_by=None, taken_at=None)
        record(actor, "release", claim)


def require_no_conflict(actor: Actor, claim: Claim) -> None:
    """Raise ForbiddenError("conflict_of_interest") with `reasons` when the assessor may not decide this."""
    reasons = conflicts_of(actor.person_id, [claim])[claim.id] if actor.person_id else ()
    if reasons:
        raise ForbiddenError("conflict_of_interest", reasons=list(reasons))


def change(claim: Claim, verb: str, revision: int, **values: object) -> None:
    """Move a claim on, if it is still as it was seen. Raises ConflictError("taken" | "changed").

    One conditional UPDATE: of two who act on one state, the second writes nothing and is told.
    """
    before = (Claim.id == claim.id, Claim.state == claim.state, Claim.revision == revision)
    after = moves.moved(moves.CLAIM, claim.state, verb)
    moved = update(Claim).where(*before).values(
        state=after, revision=Claim.revision + 1, changed_at=clock.now(), **values
    )  # fmt: skip
    done = session().execute(moved.returning(Claim.id), execution_options={"synchronize_session": False})
    is_done = done.scalar() is not None
    session().refresh(claim)
    if not is_done:
        raise ConflictError("taken" if claim.state == ClaimState.IN_REVIEW and verb == "take" else "changed")


def record(actor: Actor, verb: str, claim: Claim, **facts: object) -> None:
    """Write what was done into the record that the claimant sees."""
    action = f"badges.claim.{verb}"
    audit.record(actor, action, claim.id, group_id=claim.issuer_id, about=claim.person_id, facts=facts)
