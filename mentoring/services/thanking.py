"""Thanks from person to person: warm words about something done. No badge, no level, never a count.

Who receives them chooses whether anybody else may read them.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from accounts import queries as people
from accounts.models import NoticeKind, Person
from accounts.services import notifying
from competencies import queries as competencies
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import (
    InvalidError,
    LimitedError,
    NotFoundError,
    Problem,
    SignInNeededError,
    invalid,
)
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from mentoring import wording
from mentoring.models import Thanks, ThanksVisibility
from mentoring.queries import thanks
from mentoring.queries.thanks import ThanksView
from mentoring.services import wishing

LEAST_CHARACTERS = 20  # enough to say what was done: praise without it helps nobody
MOST_CHARACTERS = 500  # a card, not a letter
MOST_A_DAY = 5  # thanks that are given out in heaps are worth nothing to those who get them
DAY = timedelta(days=1)
SAME_RECEIVER = timedelta(days=30)  # two friends cannot praise each other up, and nobody is pressed


def thank(actor: Actor, *, user_name: str, text: str, group: str = "", competency: str = "") -> Thanks:
    """Thank somebody (by user name) for what they did; `group` and `competency` are slugs, or "".

    Raises InvalidError at /user_name, /text, /group or /competency, LimitedError("thanks_day" |
    "thanks_same"), ForbiddenError, SignInNeededError.
    """
    require(actor, Action.THANKS_GIVE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    words = wording.read(text)
    with transaction() as session:
        receiver_id, group_id, competency_id = _named(actor, user_name, words, group, competency)
        session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
        _keep_caps(actor.person_id, receiver_id)
        row = Thanks(
            giver_id=actor.person_id,
            receiver_id=receiver_id,
            text=words,
            group_id=group_id,
            competency_id=competency_id,
            given_at=clock.now(),
        )
        session.add(row)
        session.flush()
        record(actor, "mentoring.thanks.give", row.id, group_id=group_id, about=receiver_id)
        path = f"/thanks/{row.id}"
        notifying.tell(receiver_id, NoticeKind.THANKS_RECEIVED, path=path, key=str(row.id))
        return row


def seen(actor: Actor, thanks_id: UUID) -> ThanksView:
    """Give thanks to one of the two, or to anybody while the receiver shows them. Raises NotFoundError."""
    found = thanks.thanks_by_id(thanks_id)
    if found.row.visibility == ThanksVisibility.SHOWN:
        return found
    if actor.person_id not in {found.row.giver_id, found.row.receiver_id}:
        if not actor.signed_in:
            raise SignInNeededError
        raise NotFoundError
    return found


def choose(actor: Actor, thanks_id: UUID, visibility: str) -> None:
    """Keep who may read thanks that one received: "private", "shown" or "hidden".

    Raises NotFoundError, SignInNeededError, InvalidError at /visibility.
    """
    if not actor.signed_in:
        raise SignInNeededError
    if visibility not in tuple(ThanksVisibility):
        raise invalid("/visibility", "not_allowed")
    with transaction() as session:
        mine = (Thanks.id == thanks_id, Thanks.receiver_id == actor.person_id)
        chosen = update(Thanks).where(*mine).values(visibility=ThanksVisibility(visibility).value)
        if session.scalar(chosen.returning(Thanks.id)) is None:
            raise NotFoundError
        facts = {"visibility": visibility}
        record(actor, "mentoring.thanks.choose", thanks_id, about=actor.person_id, facts=facts)


def _named(
    actor: Actor, user_name: str, words: str, group: str, competency: str
) -> tuple[UUID, UUID | None, UUID | None]:
    """Give the ids of who and what was named. Raises InvalidError with everything that does not fit."""
    problems = wording.problems("/text", words, least=LEAST_CHARACTERS, most=MOST_CHARACTERS)
    receiver = people.person_by_name(user_name)
    if receiver is not None and receiver.id == actor.person_id:
        problems.append(Problem("/user_name", "own_thanks"))
    elif not wishing.can_be_thanked(receiver):
        problems.append(Problem("/user_name", "cannot_be_thanked"))
    found_group = issuers.group_by_slug(group) if group else None
    if group and found_group is None:
        problems.append(Problem("/group", "unknown"))
    skill = competencies.competencies_by_slug({competency}).get(competency) if competency else None
    if competency and skill is None:
        problems.append(Problem("/competency", "unknown"))
    if problems or receiver is None:
        raise InvalidError(problems)
    return receiver.id, found_group.id if found_group else None, skill.id if skill else None


def _keep_caps(giver_id: UUID, receiver_id: UUID) -> None:
    now = clock.now()
    if thanks.given_since(giver_id, now - SAME_RECEIVER, receiver_id):
        raise LimitedError("thanks_same", days=SAME_RECEIVER.days)
    if thanks.given_since(giver_id, now - DAY) >= MOST_A_DAY:
        raise LimitedError("thanks_day", most=MOST_A_DAY)
