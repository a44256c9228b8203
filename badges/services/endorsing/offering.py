"""Offering to endorse a badge that one may see."""

from uuid import UUID

from accounts import queries as people
from accounts.models import NoticeKind
from accounts.services.notifying import tell
from badges.models import Endorsement, EndorsementState
from badges.queries import endorsements
from badges.services import carrying, sharing
from badges.services.endorsing.asking import new_endorsement
from badges.services.endorsing.subjects import Subject, facts_of, hold_holder, require_open, subject_of
from foundation import audit
from foundation.addresses import endorsement_path
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.policy import Action, Actor, Scope, require


def offer(actor: Actor, *, subject_id: UUID, share_token: str | None = None) -> Endorsement:
    """Give the offer to endorse a badge that the actor may see, also by a share link; twice gives one.

    Raises NotFoundError, GoneError("share_ended"), SignInNeededError, ConflictError("own_endorsement" |
    "no_offers" | "subject_closed").
    """
    if actor.person_id is None:
        raise SignInNeededError
    require(actor, Action.ENDORSEMENT_OFFER, Scope())
    with transaction() as session:
        subject = _seen(actor, subject_id, share_token)
        if subject.holder_id == actor.person_id:
            raise ConflictError("own_endorsement")
        require_open(subject)
        hold_holder(subject.holder_id)
        known = endorsements.standing_with(subject_id, actor.person_id)
        if known is not None:
            return known
        if subject.holder_id is None or not people.preference(subject.holder_id).may_be_offered:
            raise ConflictError("no_offers")
        row = new_endorsement(subject, EndorsementState.OFFERED, endorser_id=actor.person_id)
        session.add(row)
        session.flush()
        audit.record(actor, "badges.endorsement.offer", row.id, group_id=row.group_id, about=row.holder_id)
        tell(
            row.holder_id,
            NoticeKind.ENDORSEMENT_OFFERED,
            path=endorsement_path(row.id),
            key=str(row.id),
            facts=facts_of(row),
        )
        return row


def _seen(actor: Actor, subject_id: UUID, share_token: str | None) -> Subject:
    """Give the badge, if its page is open to the actor; a claim is seen by nobody but by a link to it."""
    subject = subject_of(subject_id)
    if subject.credential is None:
        raise NotFoundError
    if share_token is None:
        carrying.visible(actor, subject_id)
    else:
        sharing.shared_badge(share_token, subject_id)
    return subject
