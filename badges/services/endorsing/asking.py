"""Asking somebody to endorse: by user name, or by a link for whoever is not here."""

from datetime import timedelta
from uuid import UUID, uuid4

from accounts import queries as people
from accounts.models import NoticeKind
from accounts.services.notifying import tell
from badges.endorsement_words import MOST_MESSAGE_CHARACTERS
from badges.models import Endorsement, EndorsementState
from badges.queries import endorsements
from badges.services.endorsing.subjects import Subject, facts_of, hold_holder, require_open, subject_of
from foundation import audit, clock
from foundation.addresses import endorsement_path
from foundation.db import transaction
from foundation.errors import (
    ConflictError,
    GoneError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
    invalid,
)
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean
from foundation.vault import new_token, token_digest

ASKED_DAYS = 30
MOST_OPEN = 20  # about one badge: enough for any rule, few enough that nobody is pestered


def ask(actor: Actor, *, subject_id: UUID, user_name: str, message: str = "") -> Endorsement:
    """Give the request to somebody with an account here who may be asked.

    Raises NotFoundError, ConflictError("subject_closed"), LimitedError("too_many_requests"), InvalidError
    at /message, or at /user_name: required, own_endorsement, asked_already, and cannot_be_asked both for a
    name that nobody has here and for somebody who does not want to be asked.
    """
    if not user_name.strip():
        raise invalid("/user_name", "required")
    with transaction():
        subject = _askable(actor, subject_id)
        endorser_id = _whom(actor, subject, user_name)
        row = _request(actor, subject, message, endorser_id=endorser_id)
        tell(
            endorser_id,
            NoticeKind.ENDORSEMENT_ASKED,
            path=endorsement_path(row.id),
            key=str(row.id),
            facts=facts_of(row),
        )
        return row


def ask_by_link(actor: Actor, *, subject_id: UUID, message: str = "") -> str:
    """Give the token of a link that one person can use once, within 30 days. It is stored nowhere.

    Raises as `ask`.
    """
    token = new_token()
    with transaction():
        _request(actor, _askable(actor, subject_id), message, digest=token_digest(token))
    return token


def request_by_token(token: str, *, actor: Actor) -> Endorsement:
    """Give the request behind a link; changes nothing.

    Raises NotFoundError for a link that was never given, GoneError("link_used" | "link_expired"),
    ConflictError("own_endorsement").
    """
    row = endorsements.by_token(token_digest(token))
    if row.endorser_id is not None:
        if row.endorser_id == actor.person_id:
            return row
        raise GoneError("link_used")
    is_over = row.lapses_at is not None and row.lapses_at <= clock.now()
    if row.state != EndorsementState.REQUESTED or is_over:
        raise GoneError("link_expired")
    if actor.signed_in and row.holder_id == actor.person_id:
        raise ConflictError("own_endorsement")
    return row


def take_up(actor: Actor, token: str) -> Endorsement:
    """Make the request behind a link the actor's own to answer; the link is then used.

    Raises as `request_by_token`, SignInNeededError, and ConflictError("asked_already").
    """
    if actor.person_id is None:
        raise SignInNeededError
    require(actor, Action.ENDORSEMENT_OFFER, Scope())
    with transaction():
        hold_holder(request_by_token(token, actor=actor).holder_id)
        row = request_by_token(token, actor=actor)
        if row.endorser_id is None:
            if endorsements.standing_with(row.subject_id, actor.person_id) is not None:
                raise ConflictError("asked_already")
            row.endorser_id = actor.person_id
            audit.record(
                actor, "badges.endorsement.take_up", row.id, group_id=row.group_id, about=row.holder_id
            )
        return row


def _askable(actor: Actor, subject_id: UUID) -> Subject:
    subject = subject_of(subject_id)
    require(actor, Action.ENDORSEMENT_ASK, Scope(person_id=subject.holder_id))
    require_open(subject)
    hold_holder(subject.holder_id)
    if endorsements.count_open(subject_id) >= MOST_OPEN:
        raise LimitedError("too_many_requests", most=MOST_OPEN)
    return subject


def _whom(actor: Actor, subject: Subject, user_name: str) -> UUID:
    """Give who has this name and may be asked. User names are public; whether somebody is here is not."""
    found = people.person_by_name(user_name)
    if found is not None and found.id == actor.person_id:
        raise invalid("/user_name", "own_endorsement")
    if found is None or found.locked_at is not None or not people.preference(found.id).may_be_asked:
        raise invalid("/user_name", "cannot_be_asked")
    if endorsements.standing_with(subject.id, found.id) is not None:
        raise invalid("/user_name", "asked_already")
    return found.id


def _request(
    actor: Actor,
    subject: Subject,
    message: str,
    *,
    endorser_id: UUID | None = None,
    digest: bytes | None = None,
) -> Endorsement:
    text = clean(message)
    if len(text) > MOST_MESSAGE_CHARACTERS:
        raise invalid("/message", "too_long", most=MOST_MESSAGE_CHARACTERS)
    row = new_endorsement(subject, EndorsementState.REQUESTED, endorser_id=endorser_id)
    row.message, row.token_digest = text, digest
    row.lapses_at = row.asked_at + timedelta(days=ASKED_DAYS)
    with transaction() as session:
        session.add(row)
        session.flush()
        audit.record(
            actor,
            "badges.endorsement.ask",
            row.id,
            group_id=row.group_id,
            about=endorser_id or actor.person_id,
        )
    return row


def new_endorsement(subject: Subject, state: EndorsementState, *, endorser_id: UUID | None) -> Endorsement:
    """Give a new row about a subject, not yet written; its language is the endorser's."""
    endorser = people.person(endorser_id) if endorser_id else None
    if subject.holder_id is None:
        raise NotFoundError
    return Endorsement(
        id=uuid4(),  # it becomes the signed id, which is public: not ordered by time
        subject_id=subject.id,
        claim_id=subject.claim_id,
        version_id=subject.version.id,
        version=subject.version,
        group_id=subject.group_id,
        holder_id=subject.holder_id,
        endorser_id=endorser_id,
        state=state,
        asked_at=clock.now(),
        language=endorser.language if endorser else "en",
        name_choice=people.preference(endorser_id).endorser_name if endorser_id else "affiliate",
    )
