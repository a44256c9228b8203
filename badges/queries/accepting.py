"""What accepting needs to know, in one question: the offer, who gave it, whose mailbox it went to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, select

from accounts.models import Mailbox
from badges.models import AchievementVersion, Award, Credential
from badges.queries import achievements
from foundation.db import connection
from foundation.errors import NotFoundError
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


def _taken(query: Select[Any], wanted: object) -> Offer:
    found = connection().execute(query, {"wanted": wanted}).first()
    if found is None:
        raise NotFoundError
    giver, owner_id, is_known = Giver(*found[_OWN:-2]), found[-2], found[-1]
    return _offer(*found[:_OWN], giver, owner_id, not is_known)


def _locking(wanted: ColumnElement[bool]) -> Select[Any]:
    """Ask in the order of the values above; locked as an UPDATE would."""
    return (
        select(
            *_AWARDED,
            *(Issuer.id, Issuer.iri, Issuer.name, Issuer.url, Issuer.slug),
            Mailbox.person_id,
            exists().where(Credential.version_id == Award.version_id),
        )
        .select_from(Award)
        .join(Issuer, Issuer.id == Award.issuer_id)
        .outerjoin(Mailbox, Mailbox.digest == Award.recipient_digest)
        .where(wanted)
        .with_for_update(of=Award, key_share=True)
    )


_offer: Callable[..., Offer] = Offer  # made of values in its order, which no type tells
_AWARDED = (
    Award.id,
    Award.version_id,
    Award.issuer_id,
    Award.person_id,
    Award.recipient_kind,
    Award.recipient_digest,
    Award.sealed_address,
    Award.evidence,
    Award.role_slug,
    Award.path_slug,
    Award.path_title,
    Award.state,
    Award.token_expires_at,
    Award.awarded_at,
    Award.decided_at,
    Award.credential_id,
)
_OWN = len(_AWARDED)
# Made once: building a statement costs more than running it.
_BY_ID = _locking(Award.id == bindparam("wanted"))
_BY_TOKEN = _locking(Award.token_digest == bindparam("wanted"))
