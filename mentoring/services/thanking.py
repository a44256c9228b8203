"""Thanks from person to person: warm words about something done. No level, never a count.

Who receives them chooses whether anybody else may read them. With them may go a badge that peers give.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts import queries as people
from accounts.models import NoticeKind, Person
from accounts.services import notifying
from badges.models import AchievementVersion
from badges.services import recognising
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
from mentoring.models import Thanks, ThanksBadge, ThanksVisibility
from mentoring.queries import thanks
from mentoring.queries.thanks import ThanksView
from mentoring.services import wishing

LEAST_CHARACTERS = 20  # enough to say what was done: praise without it helps nobody
MOST_CHARACTERS = 500  # a card, not a letter
MOST_A_DAY = 5  # thanks that are given out in heaps are worth nothing to those who get them
DAY = timedelta(days=1)
SAME_RECEIVER = timedelta(days=30)  # two friends cannot praise each other up, and nobody is pressed


@dataclass(frozen=True, slots=True)
class _Named:
    """Who and what thanks speak of, and the badge that goes with them."""

    receiver: Person
    group_id: UUID | None
    competency_id: UUID | None
    badge: AchievementVersion | None


def thank(
    actor: Actor, *, user_name: str, text: str, group: str = "", competency: str = "", recognition: str = ""
) -> Thanks:
    """Thank somebody (by user name) for what they did; `group` and `competency` are slugs, or "".

    `recognition`: the slug of a badge that peers give each other, offered to them with the thanks, or "".
    Raises InvalidError at /user_name, /text, /group, /competency or /recognition, ForbiddenError,
    LimitedError("thanks_day" | "thanks_same" | "recognition_month" | "recognition_same"), SignInNeededError.
    """
    require(actor, Action.THANKS_GIVE, Scope())
    if actor.person_id is None:
        raise SignInNeededError
    words = wording.read(text)
    with transaction() as session:
        named = _named(actor, user_name, words, (group, competency, recognition))
        _wait_for(session, actor.person_id, named.receiver.id)
        _keep_caps(actor.person_id, named.receiver.id)
        row = Thanks(
            giver_id=actor.person_id,
            receiver_id=named.receiver.id,
            text=words,
            group_id=named.group_id,
            competency_id=named.competency_id,
            given_at=clock.now(),
        )
        session.add(row)
        session.flush()
        record(actor, "mentoring.thanks.give", row.id, group_id=row.group_id, about=row.receiver_id)
        if named.badge is not None:
            to, language = row.receiver_id, named.receiver.language
            award = recognising.give(actor, named.badge, to=to, language=language)
            session.add(ThanksBadge(thanks_id=row.id, award_id=award.id))
        notifying.tell(row.receiver_id, NoticeKind.THANKS_RECEIVED, path=f"/thanks/{row.id}", key=str(row.id))
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


def _wait_for(session: Session, giver_id: UUID, receiver_id: UUID) -> None:
    """Of two gifts at once, by the giver or to the receiver, the second waits here, and then sees the first.

    In the order of their ids, so that two who thank each other do not wait for one another.
    """
    both = select(Person.id).where(Person.id.in_([giver_id, receiver_id])).order_by(Person.id)
    session.execute(both.with_for_update())


def _named(actor: Actor, user_name: str, words: str, slugs: tuple[str, str, str]) -> _Named:
    """Give who and what was named; `slugs`: group, competency, recognition.

    Raises InvalidError with everything that does not fit.
    """
    group, competency, recognition = slugs
    receiver = people.person_by_name(user_name)
    found_group = issuers.group_by_slug(group) if group else None
    skill = competencies.competencies_by_slug({competency}).get(competency) if competency else None
    badge = recognising.badge_to_give(recognition) if recognition else None
    problems = [*_wrong_words(words, badge), *_wrong_receiver(actor, receiver)]
    for pointer, asked, found in (
        ("/group", group, found_group),
        ("/competency", competency, skill),
        ("/recognition", recognition, badge),
    ):
        if asked and found is None:
            problems.append(Problem(pointer, "unknown"))
    if problems or receiver is None:
        raise InvalidError(problems)
    return _Named(receiver, found_group.id if found_group else None, skill.id if skill else None, badge)


def _wrong_words(words: str, badge: AchievementVersion | None) -> list[Problem]:
    """A badge may want more words than thanks alone."""
    least = max(LEAST_CHARACTERS, recognising.least_characters(badge) if badge else 0)
    most = max(MOST_CHARACTERS, least)
    return wording.problems("/text", words, least=least, most=most)


def _wrong_receiver(actor: Actor, receiver: Person | None) -> list[Problem]:
    if receiver is not None and receiver.id == actor.person_id:
        return [Problem("/user_name", "own_thanks")]
    return [] if wishing.can_be_thanked(receiver) else [Problem("/user_name", "cannot_be_thanked")]


def _keep_caps(giver_id: UUID, receiver_id: UUID) -> None:
    now = clock.now()
    if thanks.given_since(giver_id, now - SAME_RECEIVER, receiver_id):
        raise LimitedError("thanks_same", days=SAME_RECEIVER.days)
    if thanks.given_since(giver_id, now - DAY) >= MOST_A_DAY:
        raise LimitedError("thanks_day", most=MOST_A_DAY)
