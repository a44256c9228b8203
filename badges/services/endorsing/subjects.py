"""What an endorsement is about: a badge that somebody holds, or one whose id a claim has reserved."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from accounts.models import Person
from badges.models import AchievementVersion, Award, AwardState, Claim, ClaimState, Credential, Endorsement
from badges.queries import awards
from foundation.db import session
from foundation.errors import ConflictError, NotFoundError

_CLOSED_CLAIMS = (ClaimState.WITHDRAWN, ClaimState.DECLINED)
_CLOSED_AWARDS = (AwardState.REFUSED, AwardState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Subject:
    """The badge or the badge to be. `holder_id` None: its holder has left. `is_open`: it can be endorsed."""

    id: UUID
    holder_id: UUID | None
    version: AchievementVersion
    group_id: UUID
    claim_id: UUID | None
    credential: Credential | None
    is_open: bool


def subject_of(subject_id: UUID) -> Subject:
    """Give what has this id. Raises NotFoundError when no badge has it and no claim has reserved it."""
    claim = session().scalar(select(Claim).where(Claim.credential_id == subject_id))
    credential = _credential(subject_id)
    if credential is not None:
        ended = (credential.revoked_at, credential.given_up_at, credential.suppressed_at)
        return Subject(
            id=subject_id,
            holder_id=credential.person_id,
            version=credential.version,
            group_id=credential.issuer_id,
            claim_id=claim.id if claim else None,
            credential=credential,
            is_open=credential.person_id is not None and not any(ended),
        )
    if claim is None:
        raise NotFoundError
    return Subject(
        id=subject_id,
        holder_id=claim.person_id,
        version=awards.version_by_id(claim.version_id),
        group_id=claim.issuer_id,
        claim_id=claim.id,
        credential=None,
        is_open=claim.person_id is not None and claim.state not in _CLOSED_CLAIMS and not _is_refused(claim),
    )


def require_open(subject: Subject) -> None:
    """Raise ConflictError("subject_closed") when nothing can be said about it any more."""
    if not subject.is_open:
        raise ConflictError("subject_closed")


def hold_holder(holder_id: UUID | None) -> None:
    """Of two who ask or offer about somebody's badges at once, the second waits here.

    Raises NotFoundError when the holder has left.
    """
    held = select(Person.id).where(Person.id == holder_id).with_for_update(key_share=True)
    if session().scalar(held) is None:
        raise NotFoundError


def facts_of(endorsement: Endorsement) -> dict[str, str]:
    """Give what a notice about an endorsement may hold."""
    return {"badge": endorsement.version.achievement.slug}


def _credential(subject_id: UUID) -> Credential | None:
    try:
        return awards.credential_by_id(subject_id)
    except NotFoundError:
        return None


def _is_refused(claim: Claim) -> bool:
    """Tell whether what the claim was awarded was turned down or taken back before it was accepted."""
    award = session().get(Award, claim.award_id) if claim.award_id else None
    return award is not None and award.state in _CLOSED_AWARDS
