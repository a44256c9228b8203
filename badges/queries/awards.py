"""Awards and credentials, as nouns. Every list costs the same number of queries, however long it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Mailbox, Person
from badges.models import (
    Achievement,
    AchievementVersion,
    Award,
    AwardRunRow,
    AwardState,
    Credential,
    RecipientKind,
    RevocationProposal,
)
from competencies.models import Competency, Role, RoleVersion
from foundation.db import session
from foundation.errors import NotFoundError
from foundation.statements import Statement
from issuers.models import Issuer

PAGE_ROWS = 50
MOST_PAGES = 100_000  # a page beyond is empty, whatever number somebody typed
_DIGESTS_AT_ONCE = 500  # a statement takes some thousand values on SQLite

Row = TypeVar("Row")

_AWARD_TEXTS = joinedload(Award.version).joinedload(AchievementVersion.achievement)
_CREDENTIAL_TEXTS = (
    joinedload(Credential.version).joinedload(AchievementVersion.achievement),
    joinedload(Credential.award),
)
# What became since of a badge that was accepted, as the lists of its group tell it.
_SINCE: Mapping[str, ColumnElement[bool]] = {
    "revoked": Credential.revoked_at.is_not(None),
    "on_hold": and_(
        Credential.held_at.is_not(None), Credential.revoked_at.is_(None), Credential.given_up_at.is_(None)
    ),
}
_UNDER_REVIEW = Statement(  # asked by every check of a good badge
    select(Credential.id)
    .join(Issuer, Issuer.id == Credential.issuer_id)
    .where(Credential.id == bindparam("credential_id"), Issuer.iri == bindparam("iri"), _SINCE["on_hold"]),
    results=[("id", Credential.__table__.c.id.type)],
)
# For lists: the texts of a version are long, and many rows share one, so each is read once.
_AWARDS_TEXTS = selectinload(Award.version).joinedload(AchievementVersion.achievement)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, counted from 1, and whether there is another."""

    rows: Sequence[Row]
    number: int
    has_more: bool


def newest_version(achievement: UUID | str) -> AchievementVersion:
    """Give the newest published version of an achievement (its id or slug). Raises NotFoundError."""
    named = (
        Achievement.id == achievement if isinstance(achievement, UUID) else Achievement.slug == achievement
    )
    query = (
        select(AchievementVersion)
        .join(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .where(named)
        .order_by(AchievementVersion.number.desc())
        .limit(1)
        .options(joinedload(AchievementVersion.achievement))
    )
    return _found(session().scalar(query))


def version_by_id(version_id: UUID) -> AchievementVersion:
    """Give one version with its achievement. Raises NotFoundError."""
    query = select(AchievementVersion).where(AchievementVersion.id == version_id)
    return _found(session().scalar(query.options(joinedload(AchievementVersion.achievement))))


def award_by_id(award_id: UUID) -> Award:
    """Give one award with its texts, as it stands now. Raises NotFoundError."""
    return award_where(Award.id == award_id)


def award_by_token(digest: bytes) -> Award:
    """Give the award whose mailed link has this digest. Raises NotFoundError."""
    return award_where(Award.token_digest == digest)


def award_where(wanted: ColumnElement[bool]) -> Award:
    """Give the one award that a condition names, with its texts, as it stands now. Raises NotFoundError."""
    return _found(_fresh(select(Award).where(wanted).options(_AWARD_TEXTS)))


def awards_of_group(
    group_id: UUID, *, state: AwardState | None = None, run_id: UUID | None = None, page: int = 1
) -> Page[Award]:
    """Give the awards that a group gave, newest first, 50 to a page."""
    query = select(Award).where(Award.issuer_id == group_id)
    if state is not None:
        query = query.where(Award.state == state)
    if run_id is not None:
        query = query.where(Award.id.in_(_awards_of_run(run_id)))
    return _paged(query, page)


def awards_standing(group_id: UUID, stands: str, *, page: int = 1) -> Page[Award]:
    """Give those that stand so: in a state of an award, or accepted and revoked or on_hold since."""
    query, since = select(Award).where(Award.issuer_id == group_id), select(Credential.award_id)
    since = since.where(Credential.issuer_id == group_id)
    if stands in _SINCE:
        return _paged(query.where(Award.id.in_(since.where(_SINCE[stands]))), page)
    others = since.where(or_(*_SINCE.values()))
    return _paged(query.where(Award.state == stands, Award.id.not_in(others)), page)


def offers_for(person_id: UUID) -> Sequence[Award]:
    """Give the awards that wait for a person: by account, by user name, by proven address."""
    query = select(Award).where(Award.state == AwardState.OFFERED, is_for(person_id))
    return session().scalars(query.order_by(Award.awarded_at.desc()).options(_AWARDS_TEXTS)).all()


def is_for(person_id: UUID | None) -> ColumnElement[bool]:
    """Give the condition that an award is for this person."""
    if person_id is None:
        return false()
    name = select(Person.user_name_digest).where(Person.id == person_id).scalar_subquery()
    boxes = select(Mailbox.digest).where(Mailbox.person_id == person_id)
    by_name = and_(
        Award.recipient_kind == RecipientKind.USER_NAME,
        Award.person_id.is_(None),
        Award.recipient_digest == name,
    )
    by_address = and_(
        Award.recipient_kind == RecipientKind.ADDRESS,
        Award.person_id.is_(None),
        Award.recipient_digest.in_(boxes),
    )
    return or_(Award.person_id == person_id, by_name, by_address)


def is_award_for(award_id: UUID, person_id: UUID | None) -> bool:
    """Tell whether this award is for this person."""
    query = select(exists().where(Award.id == award_id, is_for(person_id)))
    return bool(session().scalar(query))


def standing_digests(achievement_id: UUID, digests: Iterable[bytes]) -> frozenset[bytes]:
    """Give those recipients who have a standing offer of the achievement, or a credential of it in force."""
    wanted = list(digests)
    found: set[bytes] = set()
    for start in range(0, len(wanted), _DIGESTS_AT_ONCE):
        some = wanted[start : start + _DIGESTS_AT_ONCE]
        query = _standing(achievement_id).where(Award.recipient_digest.in_(some))
        found.update(session().scalars(query.with_only_columns(Award.recipient_digest)))
    return frozenset(found)


def has_standing(achievement_id: UUID, digest: bytes, person_id: UUID | None) -> bool:
    """Tell whether a recipient has a standing offer of the achievement, or a credential of it in force."""
    same = Award.recipient_digest == digest
    if person_id is not None:
        same = or_(same, Award.person_id == person_id)
    return session().scalar(_standing(achievement_id).where(same).limit(1)) is not None


def credential_by_id(credential_id: UUID) -> Credential:
    """Give one credential with its texts and award. Raises NotFoundError."""
    query = select(Credential).where(Credential.id == credential_id).options(*_CREDENTIAL_TEXTS)
    return _found(_fresh(query))


def credential_to_change(credential_id: UUID) -> Credential:
    """Give one credential, locked until the open transaction ends: of two moves the second sees the first.

    Raises NotFoundError.
    """
    session().execute(select(Credential.id).where(Credential.id == credential_id).with_for_update())
    return credential_by_id(credential_id)


def credential_of_award(award_id: UUID) -> Credential | None:
    """Give the credential that an award became, if it did."""
    return session().scalar(select(Credential).where(Credential.award_id == award_id))


def withdrawal_of(urn: str, issuer_iri: str) -> tuple[str, datetime] | None:
    """Give why and when the issuer with that id withdrew its credential with that urn; None: it did not."""
    try:
        credential_id = UUID(urn.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    query = select(Credential.revocation_reason, Credential.revoked_at)
    query = query.join(Issuer, Issuer.id == Credential.issuer_id)
    found = session().execute(query.where(Credential.id == credential_id, Issuer.iri == issuer_iri)).first()
    return (found[0], found[1]) if found is not None and found[0] and found[1] else None


def is_under_review(urn: str, issuer_iri: str) -> bool:
    """Tell whether the issuer with that id is looking into its credential with that urn."""
    try:
        values = {"credential_id": UUID(urn.removeprefix("urn:uuid:")), "iri": issuer_iri}
    except ValueError:
        return False
    return _UNDER_REVIEW.first_values(values) is not None


def since_among(award_ids: Collection[UUID]) -> dict[UUID, str]:
    """Give those of the awards whose badge was accepted and is revoked or on_hold since."""
    query = select(Credential.award_id, case((_SINCE["revoked"], "revoked"), else_="on_hold"))
    query = query.where(Credential.award_id.in_(award_ids), or_(*_SINCE.values()))
    return dict(session().execute(query).all())


def award_id_of(credential_id: UUID) -> UUID | None:
    """Give the award under the id of a credential, which may still be only reserved; None: there is none."""
    accepted = select(Credential.award_id).where(Credential.id == credential_id).scalar_subquery()
    offered = select(Award.id).where(Award.credential_id == credential_id).scalar_subquery()
    return session().scalar(select(func.coalesce(accepted, offered)))


def proposal_for(credential_id: UUID) -> RevocationProposal | None:
    """Give the open proposal to revoke a credential for cause."""
    return session().get(RevocationProposal, credential_id, populate_existing=True)


def proposals_of_group(group_id: UUID) -> Sequence[RevocationProposal]:
    """Give the revocations of a group that wait for a second person, oldest first."""
    mine = select(Credential.id).where(Credential.issuer_id == group_id)
    query = select(RevocationProposal).where(RevocationProposal.credential_id.in_(mine))
    return session().scalars(query.order_by(RevocationProposal.proposed_at)).all()


def competency_ids(slugs: Iterable[str]) -> dict[str, UUID]:
    """Give the ids of competencies by their slugs."""
    query = select(Competency.slug, Competency.id).where(Competency.slug.in_(list(slugs)))
    return dict(session().execute(query).all())


def role_title(slug: str) -> dict[str, Any] | None:
    """Give the title of a role in all its languages, from its newest version."""
    query = select(RoleVersion.title).join(Role, Role.id == RoleVersion.role_id).where(Role.slug == slug)
    return session().scalar(query.order_by(RoleVersion.number.desc()).limit(1))


def _standing(achievement_id: UUID) -> Select[Award]:
    return (
        select(Award)
        .join(AchievementVersion, AchievementVersion.id == Award.version_id)
        .outerjoin(Credential, Credential.award_id == Award.id)
        .where(
            AchievementVersion.achievement_id == achievement_id,
            Award.state.in_([AwardState.OFFERED, AwardState.ACCEPTED]),
            Credential.revoked_at.is_(None),
            Credential.given_up_at.is_(None),
        )
    )


def _awards_of_run(run_id: UUID) -> Select[UUID | None]:
    return select(AwardRunRow.award_id).where(AwardRunRow.run_id == run_id)


def _paged(query: Select[Award], page: int) -> Page[Award]:
    """Newest first. Only ids are sorted: the rows with all their texts are many times as long."""
    order = (Award.awarded_at.desc(), Award.id.desc())
    ids = query.with_only_columns(Award.id).order_by(*order)
    ids = ids.offset((min(page, MOST_PAGES) - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1)
    wanted = query.where(Award.id.in_(select(ids.subquery().c.id)))
    rows = session().scalars(wanted.order_by(*order).options(_AWARDS_TEXTS)).all()
    return Page(rows[:PAGE_ROWS], page, len(rows) > PAGE_ROWS)


def _fresh(query: Select[Row]) -> Row | None:
    """A long session may hold a row from before; a decision needs it as it stands."""
    return session().scalar(query.execution_options(populate_existing=True))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
