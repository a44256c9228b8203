"""Giving an award to one recipient, sending its letter again, mending its address, taking it back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from accounts import queries as people
from badges.models import AchievementVersion, Award, AwardState, Claim, RecipientKind
from badges.queries import awards
from badges.queries.accepting import Offer
from badges.recipients import Recipient, read_recipient
from badges.services.award_moves import move
from competencies.wording import in_language
from foundation import audit, clock, jobs
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError, LimitedError, NotFoundError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line
from foundation.vault import token_digest, vault
from issuers import queries as issuers

OFFER_DAYS = 90
MOST_LETTERS = 3  # the first and two more: a steward must not be able to pester an address
MOST_REASON_CHARACTERS = 2_000
MOST_EVIDENCE = 10
_EVIDENCE_MEMBERS = frozenset({"url", "name", "narrative"})
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,1000}")
_PURPOSE = "award address"


@dataclass(frozen=True, slots=True)
class OfferLetter:
    """What a letter about an offer says. `stable_id` is the same for a repeat of the same letter."""

    to: str
    token: str
    language: str
    badge_name: str
    group_name: str
    reason: str
    expires_at: datetime
    stable_id: str


def award(
    actor: Actor,
    *,
    achievement: UUID | str | None = None,
    version_id: UUID | None = None,
    recipient: str,
    reason: str = "",
    evidence: Sequence[Mapping[str, str]] = (),
    role_slug: str | None = None,
    path_slug: str | None = None,
    path_title: Mapping[str, str] | None = None,
    language: str = "en",
    awarded_at: datetime | None = None,
    again: bool = False,
) -> Award:
    """Give the new award: an offer of a badge (its id or slug, or one version of it) to one recipient.

    Raises NotFoundError, InvalidError, ConflictError("already_awarded") unless `again`.
    """
    whom = read_recipient(recipient)
    with transaction() as db_session:
        version = _version(achievement, version_id)
        require(actor, Action.AWARD_GIVE, Scope(group_id=version.achievement.owner_id))
        row = Award(
            id=uuid7(),
            version_id=version.id,
            issuer_id=version.achievement.owner_id,
            reason=_reason(reason),
            evidence=_evidence(evidence),
            role_slug=_role(role_slug),
            path_slug=path_slug,
            path_title=dict(path_title) if path_title else None,
            language=language,
            state=AwardState.OFFERED,
            awarded_by=actor.person_id,
            awarded_at=(awarded_at or clock.now()).replace(microsecond=0),
        )
        _address_to(row, whom)
        if not again and awards.has_standing(version.achievement_id, row.recipient_digest, row.person_id):
            raise ConflictError("already_awarded")
        db_session.add(row)
        db_session.flush()
        _ask_for_letter(row, 0)
        _note(actor, "give", row)
        return row


def award_claim(
    assessor: Actor,
    claim: Claim,
    *,
    version_id: UUID,
    credential_id: UUID | None = None,
    evidence: Sequence[Mapping[str, str]] = (),
    citation: str = "",
) -> Award:
    """Give the offer of a badge to whoever claimed it; it waits in the inbox, no letter is sent.

    `credential_id`: the id that the claim reserved; None: one is drawn at accept. `evidence`: what the
    claimant chose to embed. `citation`: what it is for, as everybody may read it. Joins the open
    transaction. Raises ConflictError("claimant_unavailable") for an account that left or is locked.
    """
    with transaction() as db_session:
        require(assessor, Action.CLAIM_ASSESS, Scope(group_id=claim.issuer_id))
        person = people.person(claim.person_id) if claim.person_id else None
        if person is None or person.locked_at is not None:
            raise ConflictError("claimant_unavailable")
        row = offer_to_person(
            person.id,
            version_id=version_id,
            issuer_id=claim.issuer_id,
            reason=_reason(citation),
            evidence=[dict(one) for one in evidence],
            role_slug=claim.role_slug,
            path_slug=claim.path_slug,
            path_title=claim.path_title,
            language=claim.language,
            awarded_by=assessor.person_id,
            credential_id=credential_id,
        )
        db_session.add(row)
        db_session.flush()
        _note(assessor, "give", row)
        return row


def offer_to_person(person_id: UUID, **shape: Any) -> Award:
    """Give a new row of an offer that waits in the inbox of somebody who is here; `shape` says all else."""
    now = clock.now()
    members: dict[str, Any] = {
        "id": uuid7(),
        "person_id": person_id,
        "recipient_kind": RecipientKind.PERSON,
        "recipient_digest": person_digest(person_id),
        "reason": "",
        "evidence": [],
        "state": AwardState.OFFERED,
        "token_expires_at": now + timedelta(days=OFFER_DAYS),
        "awarded_at": now.replace(microsecond=0),
    }
    return Award(**members | shape)


def offer_again(actor: Actor, award_id: UUID) -> None:
    """Let an offer stand again that lapsed in an inbox; one that went by mail is sent by `mend_address`.

    Raises NotFoundError, ConflictError("move_refused" | "address_needed" | "already_awarded").
    """
    with transaction():
        row = _own(actor, award_id)
        if row.recipient_kind == RecipientKind.ADDRESS:
            raise ConflictError("address_needed")
        if row.state == AwardState.LAPSED and _has_another(row, row.recipient_digest):
            raise ConflictError("already_awarded")
        until = clock.now() + timedelta(days=OFFER_DAYS)
        move(row, "offer", token_expires_at=until, decided_at=None, reminded_at=None)
        _note(actor, "offer", row)


def person_digest(person_id: UUID | None) -> bytes:
    """Give the keyed digest (32 bytes) by which an award to a known person is recognised."""
    return vault().digest(str(person_id), purpose="person")


def resend(actor: Actor, award_id: UUID) -> None:
    """Send the letter of a standing offer again; the 90 days still count from the first.

    Raises ConflictError("not_offered"), ConflictError("no_address"), LimitedError("letters_sent").
    """
    with transaction() as session:
        # Of two clicks the second waits here, and then counts the letter of the first.
        session.execute(select(Award.id).where(Award.id == award_id).with_for_update())
        row = _own(actor, award_id)
        _require_state(row, AwardState.OFFERED)
        if row.sealed_address is None:
            raise ConflictError("no_address")
        _ask_for_letter(row, _letters(row))
        _note(actor, "resend", row)


def mend_address(actor: Actor, award_id: UUID, address: str) -> None:
    """Send an offer to another address; a lapsed offer stands again. The link sent before stops working.

    Raises InvalidError at /recipient, ConflictError("not_offered" | "already_awarded"), and
    ConflictError("for_claimant") for what somebody claimed: it is theirs, under the id they reserved.
    """
    whom = read_recipient(address)
    if not whom.is_address:
        raise invalid("/recipient", "address_invalid")
    with transaction():
        row = _own(actor, award_id)
        _require_state(row, AwardState.OFFERED, AwardState.LAPSED)
        if row.recipient_kind == RecipientKind.PERSON:
            raise ConflictError("for_claimant")
        digest = people.address_digest(whom.text)
        is_same = digest == row.recipient_digest and row.state == AwardState.OFFERED
        if not is_same and _has_another(row, digest):
            raise ConflictError("already_awarded")
        letters = _letters(row)
        if row.state == AwardState.LAPSED:
            move(row, "offer", decided_at=None)
        row.reminded_at = None
        _address_to(row, whom)
        _ask_for_letter(row, letters)
        _note(actor, "mend_address", row)


def withdraw(actor: Actor, award_id: UUID) -> None:
    """Take an offer back that nobody has accepted. Raises ConflictError("not_offered")."""
    with transaction():
        row = _own(actor, award_id)
        _require_state(row, AwardState.OFFERED)
        move(row, "withdraw", decided_at=clock.now(), sealed_address=None)
        _note(actor, "withdraw", row)


def offer_letter(award_id: UUID, send: int) -> OfferLetter | None:
    """Give what letter number `send` of an offer says, or None when it is no longer due."""
    try:
        row = awards.award_by_id(award_id)
    except NotFoundError:
        return None
    address = address_of(row)
    if row.state != AwardState.OFFERED or address is None or row.token_expires_at is None:
        return None
    if row.token_expires_at <= clock.now() or not people.may_write_to(row.recipient_digest):
        return None
    return OfferLetter(
        to=address,
        token=_token(row),
        language=row.language,
        badge_name=in_language(row.version.name, row.language),
        group_name=_group_name(row),
        reason=row.reason,
        expires_at=row.token_expires_at,
        stable_id=f"offer-{row.id}-{send}",
    )


def address_of(row: Award | Offer) -> str | None:
    """Give the address an award went to, while it is kept."""
    if row.sealed_address is None:
        return None
    return vault().open(row.sealed_address, purpose=_PURPOSE, owner=str(row.id)).decode()


def is_web_address(text: str) -> bool:
    """Tell whether a piece of evidence can be followed as a link."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def _version(achievement: UUID | str | None, version_id: UUID | None) -> AchievementVersion:
    if version_id is not None:
        return awards.version_by_id(version_id)
    if achievement is None:
        raise invalid("/achievement", "missing")
    return awards.newest_version(achievement)


def _address_to(row: Award, whom: Recipient) -> None:
    """Set whom the award is for. Nothing readable is kept of a name; an address is sealed."""
    row.token_expires_at = clock.now() + timedelta(days=OFFER_DAYS)
    if whom.is_address:
        row.recipient_kind = RecipientKind.ADDRESS
        row.person_id = None
        row.recipient_digest = people.address_digest(whom.text)
        row.sealed_address = vault().seal(whom.text.encode(), purpose=_PURPOSE, owner=str(row.id))
        row.token_digest = token_digest(_token(row))
        return
    known = people.person_by_name(whom.text)
    if known is not None and known.locked_at is not None:
        raise invalid("/recipient", "cannot_receive")
    row.recipient_kind = RecipientKind.USER_NAME
    row.person_id = known.id if known else None
    row.recipient_digest = people.name_digest(whom.text)


def _token(row: Award) -> str:
    """The link is bound to the mailbox: mending the address makes another, sending again does not."""
    return vault().token(purpose="offer", owner=f"{row.id}:{row.recipient_digest.hex()}")


def _ask_for_letter(row: Award, send: int) -> None:
    if row.sealed_address is None or not people.may_write_to(row.recipient_digest):
        return
    payload = {"award_id": str(row.id), "send": send}
    jobs.ask("letter.offer", payload, key=f"offer:{row.id}:{send}")


def _letters(row: Award) -> int:
    """Give how many letters were asked for. Raises LimitedError when there were enough."""
    query = select(func.count()).select_from(jobs.Job).where(jobs.Job.key.startswith(f"offer:{row.id}:"))
    letters = session().scalar(query) or 0
    if letters >= MOST_LETTERS:
        raise LimitedError("letters_sent", most=MOST_LETTERS)
    return letters


def _group_name(row: Award) -> str:
    group = issuers.issuer(row.issuer_id)
    return group.name if group else ""


def _own(actor: Actor, award_id: UUID) -> Award:
    row = awards.award_by_id(award_id)
    require(actor, Action.AWARD_GIVE, Scope(group_id=row.issuer_id))
    return row


def _note(actor: Actor, verb: str, row: Award) -> None:
    audit.record(actor, f"badges.award.{verb}", row.id, group_id=row.issuer_id, about=row.person_id)


def _has_another(row: Award, digest: bytes) -> bool:
    """Tell whether the recipient was given the same badge by another award meanwhile."""
    return awards.has_standing(row.version.achievement_id, digest, row.person_id)


def _require_state(row: Award, *states: AwardState) -> None:
    if row.state not in states:
        raise ConflictError("not_offered", state=row.state)


def _reason(given: str) -> str:
    reason = clean(given)
    if len(reason) > MOST_REASON_CHARACTERS:
        raise invalid("/reason", "too_long", most=MOST_REASON_CHARACTERS)
    return reason


def _role(slug: str | None) -> str | None:
    if slug is not None and awards.role_title(slug) is None:
        raise invalid("/role", "unknown")
    return slug


def _evidence(given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Give the evidence items cleaned, with every problem told at once."""
    if len(given) > MOST_EVIDENCE:
        raise invalid("/evidence", "too_many", most=MOST_EVIDENCE)
    items, problems = [], []
    for place, item in enumerate(given):
        kept = {name: clean(text) if name == "narrative" else clean_line(text) for name, text in item.items()}
        kept = {name: text for name, text in kept.items() if text}
        code = _evidence_problem(kept)
        if code:
            problems.append(Problem(f"/evidence/{place}", code))
        items.append(kept)
    if problems:
        raise InvalidError(problems)
    return items


def _evidence_problem(item: Mapping[str, str]) -> str | None:
    if not item or not item.keys() <= _EVIDENCE_MEMBERS:
        return "members"
    if "url" in item and not is_web_address(item["url"]):
        return "address_invalid"
    if any(len(text) > MOST_REASON_CHARACTERS for text in item.values()):
        return "too_long"
    return None if "url" in item or "narrative" in item else "empty"
