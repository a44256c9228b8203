"""What assessors see: the queue of their groups, and one case. The same number of queries, however long."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts import queries as people
from accounts.models import Person, SeatRole
from badges.edition import Proven
from badges.models import AchievementVersion, Claim, ClaimState, Endorsement
from badges.queries.achievements import proven_by
from badges.queries.awards import MOST_PAGES, PAGE_ROWS, Page
from badges.queries.counted import counted
from badges.queries.ties import conflicts_of
from foundation import clock
from foundation.db import session
from foundation.errors import ForbiddenError, GoneError, NotFoundError, SignInNeededError
from foundation.policy import Action, Actor, Scope, require
from issuers.models import Issuer

WAITING = (ClaimState.SUBMITTED, ClaimState.APPEALED, ClaimState.IN_REVIEW)
_TEXTS = selectinload(Claim.version).joinedload(AchievementVersion.achievement)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting claim: its age in whole days, who has taken it, and why the reader does not decide it."""

    claim: Claim
    group: Issuer
    days: int
    taken_by: str | None
    is_mine: bool
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the waiting claims of the groups that a person assesses for."""

    page: Page[QueueRow]
    groups: Sequence[Issuer]


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with all that deciding it needs. With `conflicts`, the reader does not decide it.

    `judged`: signed endorsements with why each does not count. `proven`: what the badge proves, with the
    rubric. `names`: user names of the claimant and the assessors, by id. `may_release`: who took it does not
    assess for the group any more.
    """

    claim: Claim
    group: Issuer
    conflicts: tuple[str, ...]
    judged: Sequence[tuple[Endorsement, tuple[str, ...]]]
    proven: Sequence[Proven]
    names: Mapping[UUID, str]
    may_release: bool


def queue(actor: Actor, *, group: str = "", page: int = 1) -> Queue:
    """Give the claims that wait for an assessor, oldest first, 50 to a page, of one group (slug) if asked.

    Raises SignInNeededError, ForbiddenError("account_locked"), NotFoundError for who assesses nowhere.
    """
    if actor.person_id is None:
        raise SignInNeededError
    if not actor.assessors:
        raise NotFoundError
    if actor.locked:
        raise ForbiddenError("account_locked")
    groups = {one.id: one for one in session().scalars(_groups(actor.assessors))}
    wanted = [one.id for one in groups.values() if group in ("", one.slug)]
    found = _waiting(wanted, page)
    claims = found.rows
    ties, names = conflicts_of(actor.person_id, claims), names_of(one.taken_by for one in claims)
    now = clock.now()
    rows = [
        QueueRow(
            claim=one,
            group=groups[one.issuer_id],
            days=(now - (one.submitted_at or one.opened_at)).days,
            taken_by=names.get(one.taken_by) if one.taken_by else None,
            is_mine=one.taken_by == actor.person_id,
            conflicts=ties[one.id],
        )
        for one in claims
    ]
    return Queue(Page(rows, found.number, found.has_more), list(groups.values()))


def case(actor: Actor, claim_id: UUID) -> Case:
    """Give one case to an assessor of its group.

    Raises NotFoundError, also for a claim that was never submitted, GoneError("claim_withdrawn"),
    ForbiddenError("account_locked").
    """
    claim = claim_to_assess(actor, claim_id)
    group = session().get_one(Issuer, claim.issuer_id)
    judged = counted(claim)
    # Endorsers are known by the name that they signed with alone.
    persons = {claim.person_id, claim.taken_by, *(one.assessor_id for one in claim.decisions)}
    return Case(
        claim=claim,
        group=group,
        conflicts=conflicts_of(actor.person_id, [claim])[claim.id] if actor.person_id else (),
        judged=judged,
        proven=proven_by(claim.version),
        names=names_of(persons),
        may_release=is_left(claim),
    )


def claim_to_assess(actor: Actor, claim_id: UUID) -> Claim:
    """Give a claim as it stands now to an assessor of its group. Raises as `case`."""
    query = select(Claim).where(Claim.id == claim_id).execution_options(populate_existing=True)
    texts = joinedload(Claim.version).joinedload(AchievementVersion.achievement)
    more = (texts, selectinload(Claim.evidence), selectinload(Claim.decisions))
    claim = session().scalar(query.options(*more))
    require(actor, Action.CLAIM_ASSESS, Scope(group_id=claim.issuer_id if claim is not None else None))
    if claim is None or claim.submitted_at is None:
        raise NotFoundError
    if claim.state == ClaimState.WITHDRAWN:
        raise GoneError("claim_withdrawn")
    return claim


def is_left(claim: Claim) -> bool:
    """Tell whether a case is taken by somebody who does not assess for the group any more."""
    if claim.state != ClaimState.IN_REVIEW:
        return False
    return claim.taken_by not in people.people_with_seat(claim.issuer_id, SeatRole.ASSESSOR)


def names_of(persons: Iterable[UUID | None]) -> dict[UUID, str]:
    """Give the user names of those people who have one, by id, in one query."""
    wanted = {one for one in persons if one}
    found = session().execute(select(Person.id, Person.user_name).where(Person.id.in_(wanted)))
    return {person_id: name for person_id, name in found if name}


def waiting_ids(groups: Collection[UUID], page: int = 1) -> Select[UUID]:
    """Give the ids of a page of waiting claims and one more; the index `ix_claim_queue` has all it reads."""
    query = select(Claim.id).where(Claim.issuer_id.in_(groups), Claim.state.in_(WAITING))
    query = query.order_by(Claim.submitted_at, Claim.id)
    return query.offset((min(max(page, 1), MOST_PAGES) - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1)


def waiting_number(group_id: UUID) -> int:
    """Give how many claims of a group wait for an assessor."""
    waiting = (Claim.issuer_id == group_id, Claim.state.in_(WAITING))
    return session().scalar(select(func.count()).select_from(Claim).where(*waiting)) or 0


def _waiting(groups: Collection[UUID], page: int) -> Page[Claim]:
    ids = waiting_ids(groups, page).subquery()
    query = select(Claim).where(Claim.id.in_(select(ids.c.id))).options(_TEXTS)
    rows = session().scalars(query.order_by(Claim.submitted_at, Claim.id)).all()
    return Page(rows[:PAGE_ROWS], max(page, 1), len(rows) > PAGE_ROWS)


def _groups(ids: Collection[UUID]) -> Select[Issuer]:
    return select(Issuer).where(Issuer.id.in_(ids)).order_by(Issuer.name, Issuer.slug)
