"""Endorsements, as nouns. One about another id than the one asked for is never given."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Person
from badges.models import AchievementVersion, Award, Credential, Endorsement, EndorsementState
from foundation.db import session
from foundation.errors import NotFoundError

MOST_LISTED = 200

OPEN_STATES = (EndorsementState.REQUESTED, EndorsementState.OFFERED, EndorsementState.DRAFTED)
STANDING_STATES = (*OPEN_STATES, EndorsementState.SIGNED, EndorsementState.ACCEPTED)

_TEXTS = joinedload(Endorsement.version).joinedload(AchievementVersion.achievement)
_LIST_TEXTS = selectinload(Endorsement.version).joinedload(AchievementVersion.achievement)


def by_id(endorsement_id: UUID) -> Endorsement:
    """Give one endorsement with its texts, as it stands now. Raises NotFoundError."""
    return _one(Endorsement.id == endorsement_id)


def to_change(endorsement_id: UUID) -> Endorsement:
    """Give one endorsement that nobody else moves until this transaction ends. Raises NotFoundError.

    Its two people are held first, as by somebody who leaves: so no two wait for each other.
    """
    row = by_id(endorsement_id)
    both = select(Person.id).where(Person.id.in_([row.holder_id, row.endorser_id])).order_by(Person.id)
    session().execute(both.with_for_update(key_share=True)).all()
    return _one(Endorsement.id == endorsement_id, lock=True)


def by_token(digest: bytes) -> Endorsement:
    """Give the request whose link has this digest. Raises NotFoundError."""
    return _one(Endorsement.token_digest == digest)


def of_subject(subject_id: UUID) -> Sequence[Endorsement]:
    """Give everything asked, offered and said about one credential, oldest first."""
    return _listed(select(Endorsement).where(Endorsement.subject_id == subject_id), newest_first=False)


def shown(subject_id: UUID) -> Sequence[Endorsement]:
    """Give what supports one credential: accepted by its holder, about this very id, still standing.

    What was withdrawn, hidden by a steward, or speaks of a competency that the badge does not prove is left
    out.
    """
    return _speaking(subject_id, EndorsementState.ACCEPTED)


def taken_back(subject_id: UUID) -> Sequence[Endorsement]:
    """Give accepted endorsements of one credential that their endorsers took back, oldest first."""
    return _speaking(subject_id, EndorsementState.WITHDRAWN)


def to_write(person_id: UUID) -> Sequence[Endorsement]:
    """Give the requests and offers that wait for a person's words, newest first."""
    mine = (Endorsement.endorser_id == person_id, Endorsement.state.in_(OPEN_STATES))
    return _listed(select(Endorsement).where(*mine))


def given_by(person_id: UUID) -> Sequence[Endorsement]:
    """Give what a person has signed, newest first, whatever became of it."""
    mine = (Endorsement.endorser_id == person_id, Endorsement.signed_at.is_not(None))
    return _listed(select(Endorsement).where(*mine))


def for_holder(person_id: UUID) -> Sequence[Endorsement]:
    """Give everything asked, offered and said about a person's claims and badges, newest first."""
    return _listed(select(Endorsement).where(Endorsement.holder_id == person_id))


def standing_with(subject_id: UUID, endorser_id: UUID) -> Endorsement | None:
    """Give what one person was asked, offers or said about one credential, while it stands."""
    same = (
        Endorsement.subject_id == subject_id,
        Endorsement.endorser_id == endorser_id,
        Endorsement.state.in_(STANDING_STATES),
    )
    return session().scalar(select(Endorsement).where(*same).order_by(Endorsement.asked_at).limit(1))


def count_open(subject_id: UUID) -> int:
    """Give how many requests and offers about one credential are open."""
    wanted = (Endorsement.subject_id == subject_id, Endorsement.state.in_(OPEN_STATES))
    return session().scalar(select(func.count()).select_from(Endorsement).where(*wanted)) or 0


def speaks_to_it(endorsement: Endorsement) -> bool:
    """Tell whether it speaks of a competency that the badge proves (of none where the badge proves none)."""
    return _speaks_of(endorsement, _proven_by_subject(endorsement.subject_id))


def _speaking(subject_id: UUID, state: EndorsementState) -> Sequence[Endorsement]:
    about = (
        Endorsement.subject_id == subject_id,
        Endorsement.state == state,
        Endorsement.suppressed_at.is_(None),
    )
    found = _listed(select(Endorsement).where(*about), newest_first=False)
    became = _proven_by_subject(subject_id) if found else None
    return [one for one in found if _speaks_of(one, became)]


def _speaks_of(endorsement: Endorsement, became: Sequence[Mapping[str, Any]] | None) -> bool:
    """`became`: what the badge proves; None: it is only claimed, so what the claimed version proves."""
    proves = {one["competency"] for one in (endorsement.version.proves if became is None else became)}
    return endorsement.competency in proves if proves else endorsement.competency is None


def _proven_by_subject(subject_id: UUID) -> Sequence[Mapping[str, Any]] | None:
    """Give what the badge under an id proves: of a claim awarded in part that is less than was claimed."""
    accepted = select(Credential.version_id).where(Credential.id == subject_id).scalar_subquery()
    offered = select(Award.version_id).where(Award.credential_id == subject_id).scalar_subquery()
    version = AchievementVersion.id == func.coalesce(accepted, offered)
    return session().scalar(select(AchievementVersion.proves).where(version))


def _one(wanted: ColumnElement[bool], *, lock: bool = False) -> Endorsement:
    query = select(Endorsement).where(wanted).options(_TEXTS).execution_options(populate_existing=True)
    if lock:
        query = query.with_for_update(of=Endorsement)
    found = session().scalar(query)
    if found is None:
        raise NotFoundError
    return found


def _listed(query: Select[Endorsement], *, newest_first: bool = True) -> Sequence[Endorsement]:
    order = (Endorsement.asked_at, Endorsement.id)
    ordered = query.order_by(*(one.desc() for one in order)) if newest_first else query.order_by(*order)
    return session().scalars(ordered.options(_LIST_TEXTS).limit(MOST_LISTED)).all()
