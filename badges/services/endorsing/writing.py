"""Writing an endorsement: a draft that keeps itself, a preview of exactly what is signed, the signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import NoticeKind
from accounts.services.notifying import tell
from badges import endorsement_words as wording
from badges import moves
from badges.endorsement_words import Options, Words
from badges.models import Endorsement
from badges.queries import endorsements
from badges.services import signing
from badges.services.endorsing import options
from badges.services.endorsing.subjects import facts_of, require_open, subject_of
from competencies.wording import in_language
from credentials import build, model
from credentials.errors import CredentialError
from credentials.verify import names
from foundation import audit, clock
from foundation.addresses import absolute, endorsement_path, status_list_path
from foundation.db import transaction
from foundation.errors import InvalidError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from issuers.services import profiles, status


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would be signed but for numbers drawn then, and the name that is written."""

    document: dict[str, Any]
    written_name: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """A draft in which nothing is lacking, and the name to write."""

    words: Words
    options: Options
    name: str


@dataclass(frozen=True, slots=True)
class _Signing:
    """By which Profile, with which place (list number, index) in its status list, and when."""

    issuer_id: UUID
    iri: str
    place: tuple[int, int]
    now: datetime


def opened(actor: Actor, endorsement_id: UUID) -> tuple[Endorsement, Options]:
    """Give what the actor is asked to write or offers to, with what can be chosen. Raises NotFoundError."""
    row = _own(actor, endorsement_id)
    return row, options.options_for(actor, row, row.language)


def draft(actor: Actor, endorsement_id: UUID, given: Mapping[str, str]) -> Endorsement:
    """Keep what the endorser has filled in so far; what is missing is only asked for before signing.

    `given`: comment, competency, level ("none" or 1 to 4), relation, seen_from, seen_until (ISO dates),
    language, name_choice, affiliate_id. Raises NotFoundError, InvalidError, ConflictError("move_refused").
    """
    with transaction():
        row = _own(actor, endorsement_id, to_change=True)
        after = moves.moved(moves.ENDORSEMENT, row.state, "draft")
        words, problems = wording.read(given, options.options_for(actor, row, given.get("language") or "en"))
        if problems:
            raise InvalidError(problems)
        if after != row.state:
            audit.record(
                actor, "badges.endorsement.draft", row.id, group_id=row.group_id, about=row.holder_id
            )
        row.state = after
        _keep(row, words)
        return row


def preview(actor: Actor, endorsement_id: UUID) -> Preview:
    """Give what would be signed. Raises NotFoundError, ConflictError, InvalidError for all that lacks."""
    row = _own(actor, endorsement_id)
    moves.moved(moves.ENDORSEMENT, row.state, "sign")
    ready = _ready(actor, row)
    known = profiles.known_profile(_person(actor), name_choice=row.name_choice, affiliate_id=row.affiliate_id)
    issuer_id, iri = (known.id, known.iri) if known else profiles.example_of_profile()
    now = clock.now().replace(microsecond=0)
    document = _signable(row, ready, _Signing(issuer_id, iri, (1, 0), now))
    return Preview(document, ready.name)


def sign(actor: Actor, endorsement_id: UUID) -> Endorsement:
    """Sign the draft with the actor's own key, once; it then waits for the holder.

    Raises NotFoundError, InvalidError, ConflictError("move_refused" | "subject_closed").
    """
    with transaction():
        row = _own(actor, endorsement_id, to_change=True)  # of two clicks the second then finds it signed
        after = moves.moved(moves.ENDORSEMENT, row.state, "sign")
        require_open(subject_of(row.subject_id))
        ready = _ready(actor, row)
        profile = profiles.profile_for(
            actor,
            name_choice=row.name_choice,
            affiliate_id=row.affiliate_id,
            name=ready.name,
            language=row.language,
        )
        now = clock.now().replace(microsecond=0)  # only now: no signature is older than its key
        place = status.reserve_new(row.urn)
        document = _signable(row, ready, _Signing(profile.id, profile.iri, place, now))
        signing.sign_document(row.urn, profile.id, document, now=now, examine=True)
        row.state, row.signed_at, row.written_name, row.profile_id = after, now, ready.name, profile.id
        row.competency_version = _version_number(row, ready.options)
        audit.record(actor, "badges.endorsement.sign", row.id, group_id=row.group_id, about=row.holder_id)
        tell(
            row.holder_id,
            NoticeKind.ENDORSEMENT_SIGNED,
            path=endorsement_path(row.id),
            key=str(row.id),
            facts=facts_of(row),
        )
        return row


def words_of(row: Endorsement) -> Words:
    """Give what a row holds, as words."""
    return Words(
        comment=row.comment,
        competency=row.competency,
        level=row.level,
        relation=row.relation,
        seen_from=row.seen_from,
        seen_until=row.seen_until,
        language=row.language,
        name_choice=row.name_choice,
        affiliate_id=str(row.affiliate_id) if row.affiliate_id else None,
    )


def _own(actor: Actor, endorsement_id: UUID, *, to_change: bool = False) -> Endorsement:
    row = (endorsements.to_change if to_change else endorsements.by_id)(endorsement_id)
    require(actor, Action.ENDORSEMENT_WRITE, Scope(person_id=row.endorser_id))
    return row


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None  # noqa: S101 - an endorser is somebody, as `_own` has asked
    return actor.person_id


def _keep(row: Endorsement, words: Words) -> None:
    row.comment, row.language = words.comment, words.language
    row.competency, row.level, row.relation = words.competency, words.level, words.relation
    row.seen_from, row.seen_until = words.seen_from, words.seen_until
    row.name_choice = words.name_choice
    row.affiliate_id = UUID(words.affiliate_id) if words.affiliate_id else None


def _ready(actor: Actor, row: Endorsement) -> _Ready:
    """Give words, choices and name of a draft that can be signed. Raises InvalidError with all problems."""
    words, chosen = words_of(row), options.options_for(actor, row, row.language)
    problems = list(wording.lacking(words, chosen, clock.now().date()))
    name = chosen.names.get((words.name_choice, words.affiliate_id), "")
    is_own_name = words.affiliate_id is None
    if is_own_name and name and names.imitated(name, issuers.known_names()):
        problems.append(Problem("/name_choice", "name_imitates"))
    if problems:
        raise InvalidError(problems)
    return _Ready(words, chosen, name)


def _document(row: Endorsement, ready: _Ready, signing_by: _Signing) -> dict[str, Any]:
    """Give the unsigned EndorsementCredential."""
    number, index = signing_by.place
    status_list = absolute(status_list_path(signing_by.issuer_id, number))
    return build.endorsement_credential(
        model.EndorsementCredential(
            id=row.urn,
            name=in_language(row.version.name, row.language),
            issuer=model.Profile(id=signing_by.iri, name=ready.name),
            valid_from=signing_by.now,
            awarded_date=signing_by.now,
            credential_subject=model.EndorsementSubject(
                id=f"urn:uuid:{row.subject_id}",
                endorsement_comment=wording.composed(ready.words, ready.options),
            ),
            credential_status=model.CredentialStatus(status_list, index),
        )
    )


def _signable(row: Endorsement, ready: _Ready, signing_by: _Signing) -> dict[str, Any]:
    """Give the document, which is built only when it can be signed."""
    try:
        return _document(row, ready, signing_by)
    except CredentialError as error:
        raise invalid("/comment", "not_signable_text", reason=error.code) from error


def _version_number(row: Endorsement, chosen: Options) -> int | None:
    return next((one.number for one in chosen.proven if one.slug == row.competency), None)
