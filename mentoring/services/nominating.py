"""Nominations: one person names another for a role, with what they saw them do.

The nominee sees it first and alone. Only what they accept comes before the stewards; declining is never
told to anybody.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts import queries as people
from accounts.models import NoticeKind, Person, SeatRole
from accounts.services import notifying
from competencies import queries as competencies
from competencies.models import Role
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import (
    ConflictError,
    InvalidError,
    LimitedError,
    NotFoundError,
    Problem,
    SignInNeededError,
)
from foundation.policy import SYSTEM, Action, Actor, Scope, may, require
from issuers import queries as issuers
from mentoring import wording
from mentoring.models import Nomination, NominationState
from mentoring.moves import NOMINATION, as_nominator_sees, moved
from mentoring.queries import invitations, nominations, thanks
from mentoring.queries.nominations import NominationView
from mentoring.services import wishing

LEAST_CHARACTERS = 40  # as for an endorsement: what was seen, not that somebody is nice
MOST_CHARACTERS = 2_000
MOST_THANKS = 5
WAITS = timedelta(days=30)  # then it lapses, so that nobody is waited for in silence for ever
KEPT = timedelta(days=365)
MOST_IN_THIS_TIME = 5  # per nominator: a nomination is a considered word, not a mailing


def nominate(
    actor: Actor, *, user_name: str, role: str, citation: str, cited: Sequence[str] = ()
) -> Nomination:
    """Nominate somebody (by user name) for a role (its slug); `cited`: ids of thanks that speak for them.

    Raises InvalidError at /user_name, /role, /citation or /cited, LimitedError("nominations_full"),
    ForbiddenError, SignInNeededError.
    """
    require(actor, Action.NOMINATE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    words = wording.read(citation)
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
        nominee, found = _named(actor.person_id, user_name, role, words)
        row = Nomination(
            nominee_id=nominee,
            nominator_id=actor.person_id,
            group_id=found.owner_id,
            role_id=found.id,
            citation=words,
            thanks=_cited(nominee, actor.person_id, cited),
            made_at=clock.now(),
            lapses_at=clock.now() + WAITS,
        )
        session.add(row)
        session.flush()
        record(actor, "mentoring.nomination.make", row.id, about=nominee)
        tell_nominee(row)
        return row


def seen(actor: Actor, nomination_id: UUID) -> NominationView:
    """Give a nomination to its nominee, to who made it, or, once accepted, to the stewards.

    Raises NotFoundError, SignInNeededError.
    """
    if actor.person_id is None:
        raise SignInNeededError
    found = nominations.nomination_by_id(nomination_id)
    is_of_the_two = actor.person_id in {found.row.nominee_id, found.row.nominator_id}
    if not is_of_the_two and not _steward_sees(actor, found.row):
        raise NotFoundError
    return found


def accept(actor: Actor, nomination_id: UUID) -> None:
    """Accept a nomination of oneself: from now on the stewards of the group see it, and are told.

    Raises NotFoundError, SignInNeededError, ForbiddenError("account_locked"), ConflictError.
    """
    with transaction() as session:
        row = _own(actor, nomination_id)
        if clock.now() >= row.lapses_at:
            raise ConflictError("nomination_over")
        _move(session, actor, row, "accept")
        stewards = people.people_with_seat(row.group_id, SeatRole.STEWARD)
        for one in stewards:
            _tell(one, NoticeKind.NOMINATION_ACCEPTED, row)


def decline(actor: Actor, nomination_id: UUID) -> None:
    """Decline a nomination of oneself, without a reason; nobody is told. Raises as `accept`."""
    with transaction() as session:
        _move(session, actor, _own(actor, nomination_id), "decline")


def withdraw(actor: Actor, nomination_id: UUID) -> None:
    """Take a nomination back that one made, or one's yes to it. Raises NotFoundError, ConflictError."""
    with transaction() as session:
        row = seen(actor, nomination_id).row
        if actor.person_id not in {row.nominee_id, row.nominator_id}:
            raise NotFoundError
        if actor.person_id == row.nominee_id and row.state != NominationState.ACCEPTED:
            raise ConflictError("move_refused", state=str(row.state), verb="withdraw")
        _require_move_as_seen(actor, row, "withdraw")
        _move(session, actor, row, "withdraw")


def close(actor: Actor, nomination_id: UUID) -> None:
    """Put an accepted nomination away, as a steward who has talked with the nominee. Raises as `withdraw`."""
    with transaction() as session:
        row = seen(actor, nomination_id).row
        require(actor, Action.OPEN_PEOPLE_SEE, Scope(group_id=row.group_id))
        _require_move_as_seen(actor, row, "close")
        _move(session, actor, row, "close")


def lapse() -> None:
    """Let the nominations lapse that nobody answered in time. May run twice."""
    for nomination_id in nominations.due(clock.now()):
        with transaction() as session:
            row = nominations.nomination_by_id(nomination_id).row
            if row.state == NominationState.PROPOSED:
                _move(session, SYSTEM, row, "lapse")


def forget_old() -> None:
    """Delete what is older than a year, whatever became of it: nobody stands on a list for ever."""
    with transaction() as session:
        session.execute(delete(Nomination).where(Nomination.made_at <= clock.now() - KEPT))


def wrong_citation(words: str) -> list[Problem]:
    """Give what is wrong with what somebody saw, already cleaned."""
    return wording.problems("/citation", words, least=LEAST_CHARACTERS, most=MOST_CHARACTERS)


def role_to_name_for(slug: str) -> Role | None:
    """Give a role of a group that is still there."""
    try:
        found = competencies.role(slug)
    except NotFoundError:
        return None
    return found if issuers.issuer(found.owner_id) is not None else None


def require_room(nominator_id: UUID) -> None:
    """Raise LimitedError("nominations_full") for who named enough people, by name or by link, used or not."""
    since = clock.now() - WAITS
    by_link = invitations.unused_since(nominator_id, since)
    if nominations.made_since(nominator_id, since) + by_link >= MOST_IN_THIS_TIME:
        raise LimitedError("nominations_full", most=MOST_IN_THIS_TIME)


def tell_nominee(row: Nomination) -> None:
    """Put a nomination into the inbox of who was named."""
    _tell(row.nominee_id, NoticeKind.NOMINATION_MADE, row)


def _named(nominator_id: UUID, user_name: str, role: str, words: str) -> tuple[UUID, Role]:
    """Give the nominee and the role. Whether somebody is here is not told to who asks by name."""
    problems = wrong_citation(words)
    nominee, found = people.person_by_name(user_name), role_to_name_for(role)
    if nominee is not None and nominee.id == nominator_id:
        problems.append(Problem("/user_name", "own_nomination"))
    elif not wishing.can_be_nominated(nominee):
        problems.append(Problem("/user_name", "cannot_be_nominated"))
    if found is None:
        problems.append(Problem("/role", "unknown"))
    if problems or nominee is None or found is None:
        raise InvalidError(problems)
    _keep_caps(nominator_id, nominee.id, found.id)
    return nominee.id, found


def _keep_caps(nominator_id: UUID, nominee_id: UUID, role_id: UUID) -> None:
    """What was declined or withdrawn counts too: nobody is asked again and again, and nothing is told."""
    since = clock.now() - WAITS
    if nominations.made_since(nominator_id, since, nominee_id, role_id):
        raise LimitedError("nominated_already", days=WAITS.days)
    require_room(nominator_id)


def _cited(nominee_id: UUID, nominator_id: UUID, ids: Sequence[str]) -> list[str]:
    citable = {str(one.row.id) for one in thanks.citable(nominee_id, nominator_id)}
    chosen = list(dict.fromkeys(ids))
    if len(chosen) > MOST_THANKS:
        raise InvalidError([Problem("/cited", "too_many", {"most": MOST_THANKS})])
    if not set(chosen) <= citable:
        raise InvalidError([Problem("/cited", "unknown")])
    return chosen


def _own(actor: Actor, nomination_id: UUID) -> Nomination:
    if not actor.signed_in:
        raise SignInNeededError
    row = nominations.nomination_by_id(nomination_id).row
    require(actor, Action.NOMINATION_DECIDE, Scope(person_id=row.nominee_id))
    return row


def _steward_sees(actor: Actor, row: Nomination) -> bool:
    """Of a locked account, nothing: nominations come back to the stewards when it is unlocked."""
    nominee = people.person(row.nominee_id)
    if nominee is None or nominee.locked_at is not None:
        return False
    accepted = row.state in {NominationState.ACCEPTED, NominationState.CLOSED}
    return accepted and may(actor, Action.OPEN_PEOPLE_SEE, Scope(group_id=row.group_id))


def _require_move_as_seen(actor: Actor, row: Nomination, verb: str) -> None:
    """Refuse what the state that the actor sees does not allow, so that no refusal tells of a decline."""
    if actor.person_id != row.nominee_id:
        moved(NOMINATION, as_nominator_sees(row.state, row.lapses_at, clock.now()), verb)


def _move(session: Session, actor: Actor, row: Nomination, verb: str) -> None:
    """Move it, if nobody else moved it meanwhile. Raises ConflictError("move_refused")."""
    after = moved(NOMINATION, row.state, verb)
    same = (Nomination.id == row.id, Nomination.state == row.state)
    values: dict[str, Any] = {"state": after}
    if verb in {"accept", "decline"}:
        values["decided_at"] = clock.now()
    change = update(Nomination).where(*same).values(**values).returning(Nomination.id)
    if session.scalar(change, execution_options={"synchronize_session": False}) is None:
        raise ConflictError("move_refused", state=str(row.state), verb=verb)
    session.expire(row)
    record(actor, f"mentoring.nomination.{verb}", row.id, group_id=_told_group(row), about=row.nominee_id)


def _told_group(row: Nomination) -> UUID | None:
    """What the nominee declines is no matter of the group's."""
    return row.group_id if row.state in {NominationState.ACCEPTED, NominationState.CLOSED} else None


def _tell(person_id: UUID, kind: NoticeKind, row: Nomination) -> None:
    group = issuers.issuer(row.group_id)
    facts = {"group": group.slug} if group is not None and group.slug else {}
    path = f"/nominations/{row.id}"
    notifying.tell(person_id, kind, path=path, key=str(row.id), facts=facts)
