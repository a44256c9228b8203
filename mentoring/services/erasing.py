"""Leaving: what this room forgets of a person. Thanks and nominations go with either of the two."""

from uuid import UUID

from sqlalchemy import delete, or_

from foundation.db import transaction
from mentoring.models import (
    EngagementSignal,
    Nomination,
    NominationInvitation,
    PeerWishes,
    SignalConsent,
    Thanks,
)


def erase(person_id: UUID) -> None:
    """Delete everything here that the person wrote or that is about them. Joins the open transaction."""
    with transaction() as session:
        session.flush()
        for row_type in (EngagementSignal, SignalConsent, PeerWishes):
            session.execute(delete(row_type).where(row_type.person_id == person_id))
        nominated = or_(Nomination.nominee_id == person_id, Nomination.nominator_id == person_id)
        session.execute(delete(Nomination).where(nominated))
        session.execute(delete(NominationInvitation).where(NominationInvitation.nominator_id == person_id))
        thanked = or_(Thanks.giver_id == person_id, Thanks.receiver_id == person_id)
        session.execute(delete(Thanks).where(thanked))
