"""Taking an endorsement back: its own status changes, the badge stays."""

from uuid import UUID

from accounts import queries as people
from accounts.models import NoticeKind, SeatRole
from accounts.services.notifying import tell, tell_all
from badges import moves
from badges.models import Endorsement, EndorsementState, WithdrawalReason
from badges.queries import awards, endorsements
from badges.services.endorsing import deciding
from badges.services.endorsing.subjects import facts_of
from foundation import audit, clock
from foundation.addresses import endorsement_path, group_path
from foundation.db import transaction
from foundation.errors import invalid
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from issuers.services import status


def withdraw(actor: Actor, endorsement_id: UUID, reason: str) -> Endorsement:
    """Take back what one signed, for good; a dated record stays. One not yet accepted becomes declined.

    Raises NotFoundError, InvalidError at /reason, ConflictError("move_refused").
    """
    why = _reason(reason)
    with transaction():
        row = endorsements.to_change(endorsement_id)
        require(actor, Action.ENDORSEMENT_WITHDRAW, Scope(person_id=row.endorser_id))
        if row.state == EndorsementState.SIGNED:
            return deciding.decline(actor, endorsement_id)
        row.state = moves.moved(moves.ENDORSEMENT, row.state, "withdraw")
        row.withdrawn_at, row.withdrawal_reason = clock.now(), why
        status.revoke(row.urn)
        facts = {"reason": why.value, "counted": row.counted_at is not None}
        audit.record(
            actor,
            "badges.endorsement.withdraw",
            row.id,
            group_id=row.group_id,
            about=row.holder_id,
            facts=facts,
        )
        tell_of(row)
        return row


def tell_of(row: Endorsement) -> None:
    """Tell the holder that an endorsement was taken back, and the stewards when it counted."""
    kind, key, facts = NoticeKind.ENDORSEMENT_WITHDRAWN, str(row.id), facts_of(row)
    tell(row.holder_id, kind, path=endorsement_path(row.id), key=key, facts=facts)
    group = issuers.issuer(row.group_id)
    if row.counted_at is None or group is None:
        return
    # It counted when the badge was decided: whether the badge still meets its rule is for a steward to see.
    award_id = awards.award_id_of(row.subject_id)
    if award_id is None:
        return
    path = f"{group_path(group.slug)}/awards/{award_id}"
    tell_all(people.people_with_seat(row.group_id, SeatRole.STEWARD), kind, path=path, key=key, facts=facts)


def _reason(given: str) -> WithdrawalReason:
    try:
        return WithdrawalReason(given)
    except ValueError as error:
        raise invalid("/reason", "not_allowed") from error
