"""Revoking a credential, for good; and putting a disputed one on hold, on our pages only."""

from enum import StrEnum
from uuid import UUID

from accounts.models import NoticeKind
from accounts.services import notifying
from badges.models import Credential, RevocationProposal
from badges.moves import CREDENTIAL, moved
from badges.queries import awards
from badges.standing import state_of_accepted
from competencies.services import attaining
from foundation import audit, clock
from foundation.addresses import credential_path
from foundation.db import session, transaction
from foundation.errors import ConflictError, ForbiddenError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean
from foundation.vault import vault
from issuers import queries as issuers
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
    ConflictError("proposed_already" | "move_refused").
    """
    why = _reason(reason)
    text = clean(note)
    if len(text) > MOST_NOTE_CHARACTERS:
        raise invalid("/note", "too_long", most=MOST_NOTE_CHARACTERS)
    with transaction():
        credential = _own(actor, credential_id)
        if credential.revoked_at is not None:
            return Outcome.REVOKED
        _require_move(credential, "revoke")
        sealed = _sealed_note(credential, text)
        if why in FOR_CAUSE:
            _propose(actor, credential, why, sealed)
            return Outcome.PROPOSED
        _revoke(actor, credential, why, sealed)
        return Outcome.REVOKED


def confirm(actor: Actor, credential_id: UUID) -> None:
    """Confirm a proposed revocation, as another steward than the one who proposed it.

    Raises NotFoundError, ConflictError("nothing_proposed" | "move_refused"),
    ForbiddenError("second_person_needed").
    """
    with transaction():
        credential = _own(actor, credential_id)
        if credential.revoked_at is not None:
            return
        proposal = _proposal(credential)
        if proposal.proposed_by == actor.person_id:
            raise ForbiddenError("second_person_needed")
        _require_move(credential, "revoke")
        _revoke(actor, credential, RevocationReason(proposal.reason), proposal.sealed_note)


def drop_proposal(actor: Actor, credential_id: UUID) -> None:
    """Take a proposed revocation away; any steward of the group may. Raises as `confirm`."""
    with transaction() as db_session:
        credential = _own(actor, credential_id)
        db_session.delete(_proposal(credential))
        _note(actor, "badges.revocation.drop", credential)


def put_on_hold(actor: Actor, credential_id: UUID) -> None:
    """Show a credential as under review on our pages; its signed status stays. Twice is harmless.

    Raises NotFoundError, ConflictError("move_refused"), ForbiddenError("own_case").
    """
    with transaction():
        credential = _holdable(actor, credential_id)
        if state_of_accepted(credential, clock.now()) != "on_hold":
            _require_move(credential, "hold")
            credential.held_at = clock.now()
            attaining.hold_attainments(credential.urn)
            _note(actor, "badges.credential.hold", credential)
            _tell(credential, NoticeKind.CREDENTIAL_HELD)


def release(actor: Actor, credential_id: UUID) -> None:
    """End a review. Raises NotFoundError, ConflictError("move_refused") when there is none."""
    with transaction():
        credential = _holdable(actor, credential_id)
        _require_move(credential, "release")
        credential.held_at = None
        attaining.release_attainments(credential.urn)
        _note(actor, "badges.credential.release", credential)
        _tell(credential, NoticeKind.CREDENTIAL_RELEASED)


def forget_proposal(credential: Credential) -> None:
    """Take away a proposed revocation that nobody can confirm any more. Joins the open transaction."""
    proposal = awards.proposal_for(credential.id)
    if proposal is not None:
        session().delete(proposal)


def _require_move(credential: Credential, verb: str) -> None:
    moved(CREDENTIAL, state_of_accepted(credential, clock.now()), verb)


def _note(actor: Actor, action: str, credential: Credential, **facts: str) -> None:
    audit.record(
        actor,
        action,
        credential.id,
        group_id=credential.issuer_id,
        about=credential.person_id,
        facts=facts,
    )


def _tell(credential: Credential, kind: NoticeKind) -> None:
    group = issuers.issuer(credential.issuer_id)
    facts = {"badge": credential.version.achievement.slug, **({"group": group.slug} if group else {})}
    key = f"{credential.id}:{clock.now().isoformat()}"
    notifying.tell(credential.person_id, kind, path=credential_path(credential.id), key=key, facts=facts)


def _own(actor: Actor, credential_id: UUID) -> Credential:
    credential = awards.credential_to_change(credential_id)
    require(actor, Action.CREDENTIAL_REVOKE, Scope(group_id=credential.issuer_id))
    return credential


def _holdable(actor: Actor, credential_id: UUID) -> Credential:
    credential = awards.credential_to_change(credential_id)
    require(actor, Action.CREDENTIAL_HOLD, Scope(group_id=credential.issuer_id))
    if actor.person_id is not None and actor.person_id == credential.person_id:
        raise ForbiddenError("own_case")
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
    _note(actor, "badges.revocation.propose", credential, reason=why.value)


def _revoke(actor: Actor, credential: Credential, why: RevocationReason, sealed: bytes | None) -> None:
    credential.revoked_at = clock.now()
    credential.revocation_reason = why
    credential.sealed_note = sealed
    status.revoke(credential.urn)
    attaining.withdraw_attainments(credential.urn)
    forget_proposal(credential)
    _note(actor, "badges.credential.revoke", credential, reason=why.value)
    _tell(credential, NoticeKind.CREDENTIAL_REVOKED)


def _sealed_note(credential: Credential, text: str) -> bytes | None:
    if not text:
        return None
    return vault().seal(text.encode(), purpose="revocation note", owner=str(credential.id))
