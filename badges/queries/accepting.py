"""What accepting needs to know, in one question: the offer, who gave it, whose mailbox it went to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select

from accounts.models import Mailbox
from badges.models import AchievementVersion, Award, Credential
from badges.queries import achievements
from foundation.errors import NotFoundError
from foundation.statements import Statement
from issuers.models import Issuer


@dataclass(frozen=True, slots=True)
class Giver:
    """What a credential says of its issuer: see `Issuer`."""

    id: UUID
    iri: str
    name: str
    url: str | None
    slug: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An award whose row is locked, as it stands now: see `Award`.

    `owner_id`: who proved the mailbox that it went to. `is_first`: nothing of its version was issued yet.
    """

    id: UUID
    version_id: UUID
    issuer_id: UUID
    person_id: UUID | None
    recipient_kind: str
    recipient_digest: bytes
    sealed_address: bytes | None
    evidence: list[Any]
    role_slug: str | None
    path_slug: str | None
    path_title: dict[str, Any] | None
    state: str
    token_expires_at: datetime | None
    awarded_at: datetime
    decided_at: datetime | None
    credential_id: UUID | None
    issuer: Giver
    owner_id: UUID | None
    is_first: bool

    @property
    def version(self) -> AchievementVersion:
        """What was awarded."""
        return achievements.published(self.version_id)


def take_by_id(award_id: UUID) -> Offer:
    """Lock an award until the open transaction ends, and give it. Raises NotFoundError."""
    return _taken(_BY_ID, award_id)


def take_by_token(digest: bytes) -> Offer:
    """Lock the award whose mailed link has this digest, as `take_by_id`."""
    return _taken(_BY_TOKEN, digest)


def _taken(question: Statement, wanted: object) -> Offer:
    found = question.first_values({"wanted": wanted})
    if found is None:
        raise NotFoundError
    giver, owner_id, is_known = Giver(*found[_OWN:-2]), found[-2], found[-1]
    return _offer(*found[:_OWN], giver, owner_id, not is_known)


def _locking(wanted: ColumnElement[bool]) -> Statement:
    """Ask in the order of the values above; locked as an UPDATE would."""
    asked: tuple[ColumnElement[Any], ...] = (
        *_AWARDED,
        *_GIVING,
        Mailbox.__table__.c.person_id,
        exists().where(Credential.version_id == Award.version_id),
    )
    query = (
        select(*asked)
        .select_from(Award)
        .join(Issuer, Issuer.id == Award.issuer_id)
        .outerjoin(Mailbox, Mailbox.digest == Award.recipient_digest)
        .where(wanted)
        .with_for_update(of=Award, key_share=True)
    )
    return Statement(query, results=[(str(place), one.type) for place, one in enumerate(asked)])


_offer: Callable[..., Offer] = Offer  # made of values in its order, which no type tells
_AWARD, _ISSUER = Award.__table__.c, Issuer.__table__.c
_AWARDED = (
    _AWARD.id,
    _AWARD.version_id,
    _AWARD.issuer_id,
    _AWARD.person_id,
    _AWARD.recipient_kind,
    _AWARD.recipient_digest,
    _AWARD.sealed_address,
    _AWARD.evidence,
    _AWARD.role_slug,
    _AWARD.path_slug,
    _AWARD.path_title,
    _AWARD.state,
    _AWARD.token_expires_at,
    _AWARD.awarded_at,
    _AWARD.decided_at,
    _AWARD.credential_id,
)
_GIVING = (_ISSUER.id, _ISSUER.iri, _ISSUER.name, _ISSUER.url, _ISSUER.slug)
_OWN = len(_AWARDED)
# Made once: building a statement costs more than running it.
_BY_ID = _locking(Award.id == bindparam("wanted"))
_BY_TOKEN = _locking(Award.token_digest == bindparam("wanted"))
