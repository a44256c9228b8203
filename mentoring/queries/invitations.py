"""Links that name somebody without an account. Only who made one sees it before it is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from competencies.models import Role
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer
from mentoring.models import NominationInvitation

MOST_SHOWN = 50  # no more can be there: the cap of nominations counts them


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A link that was not used, with the slugs of role and group."""

    row: NominationInvitation
    role: str
    group: str | None


def waiting(nominator_id: UUID) -> list[InvitationView]:
    """Give the links of a person that nobody used and they did not take back, newest first."""
    query = (
        select(NominationInvitation, Role.slug, Issuer.slug)
        .join(Role, Role.id == NominationInvitation.role_id)
        .join(Issuer, Issuer.id == NominationInvitation.group_id)
        .where(
            NominationInvitation.nominator_id == nominator_id,
            NominationInvitation.used_at.is_(None),
            NominationInvitation.withdrawn_at.is_(None),
        )
        .order_by(NominationInvitation.made_at.desc(), NominationInvitation.id.desc())
    )
    return [InvitationView(*row) for row in session().execute(query.limit(MOST_SHOWN))]


def every(nominator_id: UUID) -> Sequence[tuple[NominationInvitation, str]]:
    """Give all links of a person that are kept, oldest first, each with the slug of its role."""
    query = select(NominationInvitation, Role.slug).join(Role, Role.id == NominationInvitation.role_id)
    query = query.where(NominationInvitation.nominator_id == nominator_id)
    rows = session().execute(query.order_by(NominationInvitation.made_at, NominationInvitation.id))
    return [(row[0], row[1]) for row in rows]


def unused_since(nominator_id: UUID, since: datetime) -> int:
    """Give how many links a person made since then that no nomination came of; those taken back too."""
    query = select(func.count()).select_from(NominationInvitation)
    mine = (NominationInvitation.nominator_id == nominator_id, NominationInvitation.made_at > since)
    return session().scalar(query.where(*mine, NominationInvitation.used_at.is_(None))) or 0


def by_digest(digest: bytes) -> NominationInvitation:
    """Give the link with this digest as it stands now. Raises NotFoundError."""
    query = select(NominationInvitation).where(NominationInvitation.token_digest == digest)
    return _found(session().scalar(query.execution_options(populate_existing=True)))


def by_id(invitation_id: UUID) -> NominationInvitation:
    """Give one as it stands now. Raises NotFoundError."""
    return _found(session().get(NominationInvitation, invitation_id, populate_existing=True))


def _found(row: NominationInvitation | None) -> NominationInvitation:
    if row is None:
        raise NotFoundError
    return row
