"""What the claimant does with an open claim. Moves are in the table of `badges.moves`; each is on record."""

from uuid import UUID

from badges.models import Claim, ClaimState
from badges.moves import CLAIM, moved
from badges.queries import claims
from badges.services.claims.opening import require_none_stands
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import ConflictError, InvalidError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean

NARRATIVE_MAX = 5_000  # two screens; what is longer is evidence of its own
APPEAL_MIN = 20  # a reason, not a word
APPEAL_MAX = 2_000


def save(actor: Actor, claim_id: UUID, *, narrative: str, revision: int | None = None) -> Claim:
    """Keep what the claimant wrote so far, and give the claim with its new revision.

    Raises ConflictError "not_editable", or "stale" when `revision` is not the claim's (nothing is
    overwritten), InvalidError at /narrative.
    """
    with transaction():
        claim = editable(actor, claim_id)
        require_revision(claim, revision)
        text = clean(narrative)
        if len(text) > NARRATIVE_MAX:
            raise invalid("/narrative", "too_long", most=NARRATIVE_MAX)
        if text != claim.narrative:
            claim.narrative = text
            touch(claim)
        return claim


def submit(actor: Actor, claim_id: UUID) -> Claim:
    """Hand a claim in. Missing endorsements do not keep it back: the decision looks at them.

    Raises ConflictError("move_refused"), InvalidError at /evidence ("evidence_missing").
    """
    with transaction():
        claim = _own(actor, claim_id)
        after = moved(CLAIM, claim.state, "submit")
        needed = evidence_needed(claim)
        if len(claim.evidence) < needed:
            raise InvalidError([Problem("/evidence", "evidence_missing", {"least": needed})])
        _move(actor, claim, "submit", after)
        claim.submitted_at, claim.reminded_at = clock.now(), None
        return claim


def withdraw(actor: Actor, claim_id: UUID) -> Claim:
    """Take a claim back, whoever holds it; for good. Raises ConflictError("move_refused")."""
    with transaction():
        claim = _own(actor, claim_id)
        _move(actor, claim, "withdraw", moved(CLAIM, claim.state, "withdraw"))
        claim.taken_by, claim.taken_at = None, None
        return claim


def appeal(actor: Actor, claim_id: UUID, reason: str) -> Claim:
    """Ask for another look at a declined claim; each decision can be appealed once.

    Raises ConflictError "move_refused", "another_claim_open", "already_offered" or "already_held";
    InvalidError at /reason.
    """
    with transaction():
        claim = _own(actor, claim_id)
        after = moved(CLAIM, claim.state, "appeal")
        _require_free(claim)
        claim.appeal = _appeal_reason(reason)
        _move(actor, claim, "appeal", after)
        claim.submitted_at, claim.reminded_at = clock.now(), None
        claim.taken_by, claim.taken_at = None, None
        return claim


def evidence_needed(claim: Claim) -> int:
    """Give how many pieces of evidence the rule of the badge asks for."""
    return int(claim.version.evidence_rule.get("min_items") or 0)


def editable(actor: Actor, claim_id: UUID) -> Claim:
    """Give the actor's own claim, locked, while its texts and evidence may change.

    Raises NotFoundError for anybody else's, ConflictError("not_editable").
    """
    claim = _own(actor, claim_id)
    if claim.state not in claims.EDITABLE_STATES:
        raise ConflictError("not_editable", state=claim.state)
    return claim


def require_revision(claim: Claim, revision: int | None) -> None:
    """Raise ConflictError("stale") when somebody acts on an earlier state than the one that stands."""
    if revision is not None and revision != claim.revision:
        raise ConflictError("stale", revision=claim.revision)


def touch(claim: Claim) -> None:
    """Say that the claim changed: whoever looked at it before is told."""
    claim.revision += 1
    claim.changed_at = clock.now()


def _own(actor: Actor, claim_id: UUID) -> Claim:
    claim = claims.claim_by_id(claim_id, lock=True)
    require(actor, Action.CLAIM_KEEP, Scope(person_id=claim.person_id))
    return claim


def _move(actor: Actor, claim: Claim, verb: str, after: str) -> None:
    before, claim.state = claim.state, ClaimState(after)
    touch(claim)
    facts = {"from": str(before), "to": after}
    audit.record(
        actor,
        f"badges.claim.{verb}",
        claim.id,
        group_id=claim.issuer_id,
        about=claim.person_id,
        facts=facts,
    )


def _require_free(claim: Claim) -> None:
    """A declined badge may have been claimed anew, or given: one at a time."""
    if claim.person_id is None:
        return
    achievement_id = claim.version.achievement_id
    if claims.open_claim_of(claim.person_id, achievement_id) is not None:
        raise ConflictError("another_claim_open")
    require_none_stands(claim.person_id, achievement_id)


def _appeal_reason(given: str) -> str:
    reason = clean(given)
    if len(reason) < APPEAL_MIN:
        raise invalid("/reason", "too_short", least=APPEAL_MIN)
    if len(reason) > APPEAL_MAX:
        raise invalid("/reason", "too_long", most=APPEAL_MAX)
    return reason
