"""Revoking a credential, for good; and putting a disputed one on hold, on our pages only."""

from enum import StrEnum
from uuid import UUID

from badges.models import Credential, RevocationProposal
from badges.queries import awards
from competencies.services import attaining
from foundation import audit, clock
from foundation.db import session, transaction
from foundation.errors import ConflictError, ForbiddenError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean
from foundation.vault import vault
from issuers.services import status

MOST_NOTE_CHARACTERS = 2_000


class RevocationReason(StrEnum):
    """Why a credential was revoked; shown on its page."""

    ISSUED_IN_ERROR = "issued_in_error"
    WRONG_RECIPIENT = "wrong_recipient"
    HOLDER_REQUEST = "holder_request"
    SUPERSEDED = "superseded"
    CRITERIA_NOT_MET = "criteria_not_met"
    MISCONDUCT = "misconduct"


FOR_CAUSE = frozenset({RevocationReason.CRITERIA_NOT_MET, RevocationReason.MISCONDUCT})


class Outcome(StrEnum):
    """What asking for a revocation did."""

    REVOKED = "revoked"
    PROPOSED = "proposed"


def revoke(actor: Actor, credential_id: UUID, *, reason: str, note: str = "") -> Outcome:
    """Revoke a credential for good; for cause, propose it and let a second steward confirm.

    A credential already revoked stays as it is. Raises NotFoundError, InvalidError at /reason or /note,
    ConflictError("proposed_already").
    """
    why = _reason(reason)
    text = clean(note)
    if len(text) > MOST_NOTE_CHARACTERS:
        raise invalid("/note", "too_long", most=MOST_NOTE_CHARACTERS)
    with transaction():
        credential = _own(actor, credential_id)
        if credential.revoked_at is not None:
            return Outcome.REVOKED
        sealed = _sealed_note(credential, text)
        if why in FOR_CAUSE:
            _propose(actor, credential, why, sealed)
            return Outcome.PROPOSED
        _revoke(actor, credential, why, sealed)
        return Outcome.REVOKED


def confirm(actor: Actor, credential_id: UUID) -> None:
    """Confirm a proposed revocation, as another steward than the one who proposed it.

    Raises NotFoundError, ConflictError("nothing_proposed"), ForbiddenError("second_person_needed").
    """
    with transaction() as db_session:
        credential = _own(actor, credential_id)
        if credential.revoked_at is not None:
            return
        proposal = _proposal(credential)
        if proposal.proposed_by == actor.person_id:
            raise ForbiddenError("second_person_needed")
        _revoke(actor, credential, RevocationReason(proposal.reason), proposal.sealed_note)
        db_session.delete(proposal)


def drop_proposal(actor: Actor, credential_id: UUID) -> None:
    """Take a proposed revocation away; any steward of the group may. Raises as `confirm`."""
    with transaction() as db_session:
        credential = _own(actor, credential_id)
        db_session.delete(_proposal(credential))
        audit.record(actor, "badges.revocation.drop", credential.id, group_id=credential.issuer_id)


def put_on_hold(actor: Actor, credential_id: UUID) -> None:
    """Show a credential as under review on our pages; its signed status stays."""
    with transaction():
        credential = _holdable(actor, credential_id)
        if credential.held_at is None:
            credential.held_at = clock.now()
            audit.record(actor, "badges.credential.hold", credential.id, group_id=credential.issuer_id)


def release(actor: Actor, credential_id: UUID) -> None:
    """End a review."""
    with transaction():
        credential = _holdable(actor, credential_id)
        if credential.held_at is not None:
            credential.held_at = None
            audit.record(actor, "badges.credential.release", credential.id, group_id=credential.issuer_id)


def _own(actor: Actor, credential_id: UUID) -> Credential:
    credential = awards.credential_by_id(credential_id)
    require(actor, Action.CREDENTIAL_REVOKE, Scope(group_id=credential.issuer_id))
    return credential


def _holdable(actor: Actor, credential_id: UUID) -> Credential:
    credential = awards.credential_by_id(credential_id)
    require(actor, Action.CREDENTIAL_HOLD, Scope(group_id=credential.issuer_id))
    return credential


def _reason(given: str) -> RevocationReason:
    try:
        return RevocationReason(given)
    except ValueError as error:
        raise invalid("/reason", "unknown", known=[one.value for one in RevocationReason]) from error


def _proposal(credential: Credential) -> RevocationProposal:
    proposal = awards.proposal_for(credential.id)
    if proposal is None:
        raise ConflictError("nothing_proposed")
    return proposal


def _propose(actor: Actor, credential: Credential, why: RevocationReason, sealed: bytes | None) -> None:
    if actor.person_id is None:
        raise ForbiddenError
    if awards.proposal_for(credential.id) is not None:
        raise ConflictError("proposed_already")
    row = RevocationProposal(
        credential_id=credential.id,
        reason=why,
        sealed_note=sealed,
        proposed_by=actor.person_id,
        proposed_at=clock.now(),
    )
    session().add(row)
    facts = {"reason": why.value}
    audit.record(
        actor, "badges.revocation.propose", credential.id, group_id=credential.issuer_id, facts=facts
    )


def _revoke(actor: Actor, credential: Credential, why: RevocationReason, sealed: bytes | None) -> None:
    credential.revoked_at = clock.now()
    credential.revocation_reason = why
    credential.sealed_note = sealed
    status.revoke(credential.urn)
    attaining.withdraw_attainments(credential.urn)
    facts = {"reason": why.value}
    audit.record(actor, "badges.credential.revoke", credential.id, group_id=credential.issuer_id, facts=facts)


def _sealed_note(credential: Credential, text: str) -> bytes | None:
    if not text:
        return None
    return vault().seal(text.encode(), purpose="revocation note", owner=str(credential.id))
