"""Seeing an offer, accepting it, refusing it. Accepting signs the credential, once, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, update

from accounts import queries as people
from accounts.services import quiet
from accounts.services.signing_in import welcome
from badges import moves
from badges.models import Award, AwardState, Credential, RecipientKind
from badges.queries import accepting, awards
from badges.queries.accepting import Offer
from badges.services import awarding, composing, signing
from badges.services.award_moves import move
from badges.services.composing import Choices, Prepared, Proven
from competencies.services import attaining
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, GoneError, SignInNeededError
from foundation.inserting import insert_row
from foundation.policy import NOBODY, Action, Actor, Scope, require
from foundation.statements import Statement
from foundation.vault import token_digest
from issuers.models import Issuer
from issuers.services import status

REPEAT_MINUTES = 5  # a double click comes within seconds; later the link must not sign in anybody again
NO_CHOICES = Choices()
NOTHING_PROVEN = Proven()


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a recipient sees before deciding. `identifiers` are those that may be chosen."""

    award: Award
    issuer: Issuer
    languages: tuple[str, ...]
    language: str
    identifiers: tuple[str, ...]
    needs_account: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting gave. `may_sign_in`: the mailed link was just used, so it may start a session."""

    credential_id: UUID
    person_id: UUID
    may_sign_in: bool


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who accepts. `is_new`: the account was made a moment ago, so nothing was ever said about it."""

    person_id: UUID
    is_new: bool = False


_SETTLING = Statement(
    update(Award)
    .where(Award.id == bindparam("wanted"), Award.state == bindparam("before"))
    .values(
        state=bindparam("after"),
        decided_at=bindparam("now"),
        person_id=bindparam("holder"),
        sealed_address=None,
    )
)


def offer_by_token(token: str, *, actor: Actor = NOBODY) -> OfferView:
    """Give the offer behind a mailed link; changes nothing.

    Raises NotFoundError, GoneError("link_expired" | "withdrawn_by_issuer"),
    ConflictError("already_accepted" | "refused"), ForbiddenError("wrong_person").
    """
    award = _by_token(token)
    _require_open(award)
    _require_right_person(award, actor)
    return _view(award, _proven_by_link(award, actor), actor.language, is_mailed=True)


def offer_for(actor: Actor, award_id: UUID) -> OfferView:
    """Give an offer in the inbox of a signed-in person. Raises as `offer_by_token`."""
    award = _own(actor, award_id)
    _require_open(award)
    return _view(award, _proven(actor.person_id), actor.language, is_mailed=False)


def inbox(actor: Actor) -> list[Award]:
    """Give the offers that wait for a signed-in person, newest first."""
    if actor.person_id is None:
        raise SignInNeededError
    now = clock.now()
    return [one for one in awards.offers_for(actor.person_id) if not _has_lapsed(one, now)]


def preview(actor: Actor, award_id: UUID, *, choices: Choices = NO_CHOICES) -> dict[str, Any]:
    """Give the credential that would be signed; ids, salts and the status index are drawn when it is."""
    award = _own(actor, award_id)
    _require_open(award)
    return _draft(award, choices, _proven(actor.person_id), actor.language)


def preview_by_token(token: str, *, actor: Actor = NOBODY, choices: Choices = NO_CHOICES) -> dict[str, Any]:
    """Give the credential that would be signed when the offer behind a mailed link is accepted."""
    award = _by_token(token)
    _require_open(award)
    _require_right_person(award, actor)
    return _draft(award, choices, _proven_by_link(award, actor), actor.language)


def accept(actor: Actor, award_id: UUID, *, choices: Choices = NO_CHOICES) -> Accepted:
    """Accept an offer from the inbox; a second call gives what the first gave. Raises as `offer_by_token`."""
    with transaction():
        _own(actor, award_id, Action.AWARD_ACCEPT)
        taking = partial(accepting.take_by_id, award_id)
        holder = _Holder(_present(actor))
        return _accept(taking, lambda _offer: holder, choices, actor.language, may_sign_in=False)


def accept_by_token(
    token: str, *, actor: Actor = NOBODY, choices: Choices = NO_CHOICES, language: str = "en"
) -> Accepted:
    """Accept an offer by its mailed link, which proves the mailbox; makes the account when there is none.

    A second call within minutes gives what the first gave; later ConflictError("already_accepted").
    Raises as `offer_by_token`.
    """
    taking = partial(accepting.take_by_token, token_digest(token))
    holding = partial(_holder_by_link, actor=actor, language=language)
    return _accept(taking, holding, choices, language, may_sign_in=not actor.signed_in)


def refuse(actor: Actor, award_id: UUID) -> None:
    """Refuse an offer from the inbox. Raises as `offer_by_token`; refusing twice is harmless."""
    with transaction():
        _refuse(actor, _own(actor, award_id))


def refuse_by_token(token: str, *, actor: Actor = NOBODY) -> None:
    """Refuse an offer by its mailed link; no account is made. Raises as `offer_by_token`."""
    with transaction():
        award = _by_token(token)
        _require_right_person(award, actor)
        _refuse(actor, award)


def never_write_again(token: str) -> None:
    """Remember never to write to the address behind a mailed link again; the offer itself stays open."""
    with transaction():
        quiet.stop_writing(_by_token(token).recipient_digest)


def _accept(
    taking: Callable[[], Offer],
    holding: Callable[[Offer], _Holder],
    choices: Choices,
    reader: str,
    *,
    may_sign_in: bool,
) -> Accepted:
    now = clock.now().replace(microsecond=0)
    # Nothing read below asks for rows that wait to be written, so all are written at once, at the end.
    with transaction() as db_session, db_session.no_autoflush:
        offer = taking()  # its row is locked from here on: of two clicks the second waits here
        if offer.state != AwardState.OFFERED:
            return _accepted_before(offer, now, may_sign_in=may_sign_in)
        _require_not_lapsed(offer, now)
        holder = holding(offer)
        _settle(offer, holder.person_id, now)
        credential_id = _issue(offer, holder, choices, reader, now)
        _note_accepted(offer, credential_id, holder.person_id)
        return Accepted(credential_id, holder.person_id, may_sign_in)


def _settle(offer: Offer, person_id: UUID, now: datetime) -> None:
    """Move the award on to its holder, in one conditional UPDATE; the address is not needed any more."""
    after = moves.moved(moves.CREDENTIAL, offer.state, "accept")
    values = {"wanted": offer.id, "before": offer.state, "after": after, "holder": person_id, "now": now}
    if _SETTLING.run(values) != 1:
        raise ConflictError("move_refused", state=offer.state, verb="accept")


def _note_accepted(offer: Offer, credential_id: UUID, person_id: UUID) -> None:
    by, facts = Actor(person_id=person_id), {"credential": str(credential_id)}
    audit.record(by, "badges.award.accept", offer.id, group_id=offer.issuer_id, about=person_id, facts=facts)


def _holder_by_link(offer: Offer, *, actor: Actor, language: str) -> _Holder:
    """Give who accepts by a mailed link: who is signed in, else the owner of the mailbox that it proves."""
    _require_right_person(offer, actor)
    if actor.person_id is not None:
        require(actor, Action.AWARD_ACCEPT, Scope(person_id=actor.person_id))
        return _Holder(actor.person_id)
    address = awarding.address_of(offer)
    if address is None:
        raise SignInNeededError
    if offer.owner_id is None:
        person_id, owner = welcome(address, language=language)
    else:
        person_id, owner = offer.owner_id, people.actor_of(offer.owner_id)
    require(owner, Action.AWARD_ACCEPT, Scope(person_id=person_id))
    return _Holder(person_id, is_new=offer.owner_id is None)


def _issue(offer: Offer, holder: _Holder, choices: Choices, reader: str, now: datetime) -> UUID:
    """Build, sign, check and keep the credential, record what it shows, and give its id."""
    prepared = composing.prepare(offer, offer.issuer)
    language = composing.language_of(prepared, choices, reader)
    # The id that was reserved with the claim, or a new one: not ordered by time, as it is public.
    credential_id = offer.credential_id or uuid4()
    urn = credential_id.urn
    _keep_row(offer, holder, credential_id, language, now)
    document = composing.compose(
        prepared,
        choices,
        _proven(holder.person_id) if choices.identifiers else NOTHING_PROVEN,
        language=language,
        credential_id=credential_id,
        place=status.reserve_new(urn),
        now=now,
    )
    _sign(offer, credential_id, document, choices, now)
    _record_attainments(prepared, urn, holder.person_id, now)
    return credential_id


def _keep_row(offer: Offer, holder: _Holder, credential_id: UUID, language: str, now: datetime) -> None:
    is_public = not holder.is_new and people.has_new_badges_public(holder.person_id)
    insert_row(
        Credential,
        id=credential_id,
        award_id=offer.id,
        version_id=offer.version_id,
        issuer_id=offer.issuer_id,
        person_id=holder.person_id,
        language=language,
        accepted_at=now,
        valid_until=composing.valid_until(offer),
        public_at=now if is_public else None,
    )


def _sign(
    offer: Offer, credential_id: UUID, document: Mapping[str, Any], choices: Choices, now: datetime
) -> None:
    """Sign and keep the credential, and the token with the chosen endorsements where there are some."""
    tokens = composing.endorsement_tokens(offer, choices, credential_id)
    examine = offer.is_first or signing.is_sampled(credential_id)
    signing.sign_document(credential_id.urn, offer.issuer_id, document, now=now, examine=examine)
    if tokens:
        in_token = composing.with_endorsements(document, tokens)
        signing.keep_token(credential_id.urn, offer.issuer_id, in_token)


def _record_attainments(prepared: Prepared, urn: str, person_id: UUID, now: datetime) -> None:
    """Thanks never count towards a role, whatever levels a badge names."""
    version, until = prepared.award.version, composing.valid_until(prepared.award)
    if not version.counts_towards_roles or version.achievement.kind == "recognition":
        return
    for one in prepared.proven:
        attaining.record_attainment(person_id, one.id, one.level, source=urn, starts_at=now, ends_at=until)


def _accepted_before(award: Award | Offer, now: datetime, *, may_sign_in: bool) -> Accepted:
    """Answer a second click as the first; any other state is told as it is."""
    credential = awards.credential_of_award(award.id)
    recent = award.decided_at is not None and now - award.decided_at <= timedelta(minutes=REPEAT_MINUTES)
    if credential is not None and award.person_id is not None and (recent or not may_sign_in):
        return Accepted(credential.id, award.person_id, may_sign_in and recent)
    _require_open(award)
    raise ConflictError("conflict")


def _refuse(actor: Actor, award: Award) -> None:
    if award.state == AwardState.REFUSED:
        return
    _require_open(award)
    about = actor.person_id or award.person_id
    move(award, "refuse", decided_at=clock.now(), sealed_address=None)
    audit.record(actor, "badges.award.refuse", award.id, group_id=award.issuer_id, about=about)


def _by_token(token: str) -> Award:
    return awards.award_by_token(token_digest(token))


def _own(actor: Actor, award_id: UUID, action: Action = Action.AWARD_DECIDE) -> Award:
    """Give an award that is for this person; anybody else must not learn that it exists."""
    award = awards.award_by_id(award_id)
    owner = actor.person_id if awards.is_award_for(award_id, actor.person_id) else None
    require(actor, action, Scope(person_id=owner))
    return award


def _present(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id


def _require_right_person(award: Award | Offer, actor: Actor) -> None:
    """An award to an account needs that account; one to an address the mailbox, which the link proves."""
    if award.person_id is not None or award.recipient_kind == RecipientKind.USER_NAME:
        if not actor.signed_in:
            raise SignInNeededError
        if not awards.is_award_for(award.id, actor.person_id):
            raise ForbiddenError("wrong_person")
        return
    if actor.signed_in and people.person_with_mailbox(award.recipient_digest) not in {None, actor.person_id}:
        raise ForbiddenError("wrong_person")


def _require_open(award: Award | Offer) -> None:
    """Raise what tells a person why this offer cannot be decided any more."""
    if award.state == AwardState.ACCEPTED:
        raise ConflictError("already_accepted")
    if award.state == AwardState.REFUSED:
        raise ConflictError("refused")
    if award.state == AwardState.WITHDRAWN:
        raise GoneError("withdrawn_by_issuer")
    _require_not_lapsed(award, clock.now())


def _require_not_lapsed(award: Award | Offer, now: datetime) -> None:
    if _has_lapsed(award, now):
        raise GoneError("link_expired")


def _has_lapsed(award: Award | Offer, now: datetime) -> bool:
    ended = award.token_expires_at is not None and award.token_expires_at <= now
    return ended or award.state == AwardState.LAPSED


def _proven(person_id: UUID | None) -> Proven:
    if person_id is None:
        return NOTHING_PROVEN
    person = people.person(person_id)
    return Proven(person.user_name if person else None, tuple(people.proven_addresses(person_id)))


def _proven_by_link(award: Award, actor: Actor) -> Proven:
    """Before there is an account, the link itself proves one address."""
    address = awarding.address_of(award)
    if actor.person_id is None and address is not None:
        owner = people.person_with_mailbox(award.recipient_digest)
        return _proven(owner) if owner else Proven(addresses=(address,))
    return _proven(actor.person_id)


def _draft(award: Award, choices: Choices, proven: Proven, reader: str) -> dict[str, Any]:
    """Give what would be signed, in its fullest form."""
    prepared = composing.prepare(award, composing.issuer_of(award))
    credential_id = award.credential_id or uuid4()
    document = composing.compose(
        prepared,
        choices,
        proven,
        language=composing.language_of(prepared, choices, reader),
        credential_id=credential_id,
        place=(1, 0),
        now=clock.now().replace(microsecond=0),
    )
    return composing.with_endorsements(document, composing.endorsement_tokens(award, choices, credential_id))


def _view(award: Award, proven: Proven, reader: str, *, is_mailed: bool) -> OfferView:
    names = (composing.USER_NAME,) if proven.user_name else ()
    issuer = composing.issuer_of(award)
    prepared = composing.prepare(award, issuer)
    return OfferView(
        award=award,
        issuer=issuer,
        languages=prepared.languages,
        language=composing.language_of(prepared, NO_CHOICES, reader),
        identifiers=names + proven.addresses,
        needs_account=not is_mailed or award.recipient_kind == RecipientKind.USER_NAME,
    )
