"""Deciding: the holder accepts or declines; the endorser declines what was asked, without a reason."""

from uuid import UUID

from accounts.models import NoticeKind
from accounts.services.notifying import tell
from badges import moves
from badges.models import Endorsement, EndorsementState
from badges.queries import endorsements
from badges.services.endorsing.subjects import facts_of
from foundation import audit, clock
from foundation.addresses import endorsement_path
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.policy import Action, Actor, Scope, may, require
from issuers.services import status


def accept(actor: Actor, endorsement_id: UUID) -> Endorsement:
    """Let a signed endorsement stand with the badge. Raises NotFoundError, ConflictError("move_refused")."""
    with transaction():
        row = endorsements.to_change(endorsement_id)
        require(actor, Action.ENDORSEMENT_DECIDE, Scope(person_id=row.holder_id))
        row.state = moves.moved(moves.ENDORSEMENT, row.state, "accept")
        row.decided_at = clock.now()
        audit.record(actor, "badges.endorsement.accept", row.id, group_id=row.group_id, about=row.endorser_id)
        _tell(row, row.endorser_id, NoticeKind.ENDORSEMENT_ACCEPTED)
        return row


def decline(actor: Actor, endorsement_id: UUID) -> Endorsement:
    """Turn a request, an offer or a signed endorsement down, as holder or endorser; no reason is asked.

    What was signed already is withdrawn for every checker. Raises NotFoundError,
    ConflictError("move_refused").
    """
    with transaction():
        row = endorsements.to_change(endorsement_id)
        _require_either(actor, row)
        was_signed = row.state == EndorsementState.SIGNED
        row.state = moves.moved(moves.ENDORSEMENT, row.state, "decline")
        row.decided_at = clock.now()
        if was_signed:
            status.revoke(row.urn)
        by_holder = actor.person_id == row.holder_id
        other = row.endorser_id if by_holder else row.holder_id
        audit.record(actor, "badges.endorsement.decline", row.id, group_id=row.group_id, about=other)
        _tell(row, other, NoticeKind.ENDORSEMENT_DECLINED)
        return row


def _require_either(actor: Actor, row: Endorsement) -> None:
    if row.holder_id is not None and actor.person_id == row.holder_id:
        require(actor, Action.ENDORSEMENT_DECIDE, Scope(person_id=row.holder_id))
    elif may(actor, Action.ENDORSEMENT_WITHDRAW, Scope(person_id=row.endorser_id)):
        # To say no is as easy as to take back: a locked account may do it too.
        return
    else:
        raise NotFoundError


def _tell(row: Endorsement, person_id: UUID | None, kind: NoticeKind) -> None:
    tell(person_id, kind, path=endorsement_path(row.id), key=str(row.id), facts=facts_of(row))
