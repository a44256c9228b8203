"""Deciding a case: returned, awarded, awarded in part, declined; once, by the assessor who took it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.models import NoticeKind, Person
from accounts.services import notifying
from badges.models import AssessmentDecision, Claim, ClaimState, DecisionOutcome, Endorsement
from badges.queries import claims
from badges.queries.achievements import proven_by
from badges.queries.assessing import claim_to_assess
from badges.queries.counted import Support, rule_of, support_of
from badges.services import awarding, evidence
from badges.services.assessing import parts
from badges.services.assessing.judging import Verdict, missing_for_award, read_verdict
from badges.services.assessing.taking import change, record, require_no_conflict
from foundation import clock
from foundation.addresses import claim_path
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError, invalid
from foundation.policy import Actor
from issuers import queries as issuers

_VERBS = {
    DecisionOutcome.RETURNED: "return",
    DecisionOutcome.AWARDED: "award",
    DecisionOutcome.AWARDED_IN_PART: "award",
    DecisionOutcome.DECLINED: "decline",
}
_NOTICES = {
    DecisionOutcome.RETURNED: NoticeKind.CLAIM_RETURNED,
    DecisionOutcome.AWARDED: NoticeKind.CLAIM_AWARDED,
    DecisionOutcome.AWARDED_IN_PART: NoticeKind.CLAIM_AWARDED_IN_PART,
    DecisionOutcome.DECLINED: NoticeKind.CLAIM_DECLINED,
}


@dataclass(frozen=True, slots=True)
class _Gift:
    """One badge to award: which version, under which id (None: drawn at accept), for which one judgement."""

    version_id: UUID
    credential_id: UUID | None
    judgement: dict[str, Any] | None = None


def decide(
    actor: Actor,
    claim_id: UUID,
    *,
    outcome: str,
    judgements: Sequence[Mapping[str, Any]],
    reason: str,
    advice: str = "",
    revision: int,
    citation: str = "",
) -> AssessmentDecision:
    """Give the decision on a case that the assessor has taken; what is awarded waits in the claimant's inbox.

    `judgements`: [{competency (slug), level 0 to 4, reason}], one for each competency that the badge proves.
    `citation`: what the award says publicly it is for. Raises NotFoundError, InvalidError with all that is
    missing (for an award: levels, evidence, endorsements), ForbiddenError("conflict_of_interest"),
    ConflictError("taken" | "changed" | "not_taken" | "claimant_unavailable" | "already_awarded").
    """
    with transaction():
        claim = claim_to_assess(actor, claim_id)
        _require_taken(actor, claim, revision)
        require_no_conflict(actor, claim)
        texts = {"reason": reason, "advice": advice, "citation": citation}
        verdict = read_verdict(proven_by(claim.version), outcome=outcome, judgements=judgements, **texts)
        now = clock.now()
        _hold(claim)
        counted, gifts = _weigh(claim, verdict, support_of(claim, now))
        verb = _VERBS[verdict.outcome]
        change(claim, verb, revision, decided_at=now, taken_by=None, taken_at=None)
        if verdict.outcome is DecisionOutcome.AWARDED:
            _require_new(claim)  # after the change, so that the second of two decisions hears "changed"
        _give(actor, claim, gifts, verdict.citation)
        decision = _keep(actor, claim, verdict, counted, now)
        facts = {"outcome": verdict.outcome.value, "decision": str(decision.id)}
        record(actor, verb, claim, **facts)
        _tell(claim, decision)
        return decision


def _require_taken(actor: Actor, claim: Claim, revision: int) -> None:
    if claim.state != ClaimState.IN_REVIEW:
        raise ConflictError("not_taken" if claim.revision == revision else "changed")
    if claim.taken_by != actor.person_id:
        raise ConflictError("taken")
    if claim.revision != revision:
        raise ConflictError("changed")


def _hold(claim: Claim) -> None:
    """Of two decisions that would count two people's endorsements of each other, the second waits here.

    So does whoever takes an endorsement back: it is then known to have counted.
    """
    about = Endorsement.subject_id == claim.credential_id
    endorsers = select(Endorsement.endorser_id).where(about)
    both = select(Person.id).where((Person.id == claim.person_id) | Person.id.in_(endorsers))
    session().execute(both.order_by(Person.id).with_for_update(key_share=True)).all()
    session().execute(select(Endorsement.id).where(about).order_by(Endorsement.id).with_for_update()).all()


def _weigh(claim: Claim, verdict: Verdict, support: Support) -> tuple[list[Endorsement], list[_Gift]]:
    """Give what counted and what is awarded. Raises InvalidError with all that is missing for it."""
    judged = support.judged_by(rule_of(claim.version))
    counted = [one for one, reasons in judged if not reasons]
    if verdict.outcome not in (DecisionOutcome.AWARDED, DecisionOutcome.AWARDED_IN_PART):
        return counted, []
    missing = list(missing_for_award(claim, verdict, len(counted)))
    if verdict.outcome is DecisionOutcome.AWARDED:
        if missing:
            raise InvalidError(missing)
        return counted, [_Gift(claim.version_id, claim.credential_id)]
    if not missing:
        raise invalid("/outcome", "whole_is_reached")
    found = parts.parts_of(claim, verdict, support)
    if not found:
        raise invalid("/outcome", "nothing_to_award")
    gifts = [
        _Gift(one.version_id, claim.credential_id if place == 0 else None, one.judgement)
        for place, one in enumerate(found)
    ]
    spoke = {one.id: one for part in found for one in part.counted}
    return list({**{one.id: one for one in counted}, **spoke}.values()), gifts


def _require_new(claim: Claim) -> None:
    """The badge may have been given, or offered, while the claim waited: nobody gets it twice."""
    if claim.person_id is None:
        return
    if claims.standing_award(claim.person_id, claim.version.achievement_id) is not None:
        raise ConflictError("already_awarded")


def _keep(
    actor: Actor,
    claim: Claim,
    verdict: Verdict,
    counted: Collection[Endorsement],
    now: datetime,
) -> AssessmentDecision:
    decision = AssessmentDecision(
        id=uuid7(),
        claim_id=claim.id,
        assessor_id=actor.person_id,
        outcome=verdict.outcome,
        judgements=verdict.judgements,
        counted=[str(one.id) for one in counted],
        reason=verdict.reason,
        advice=verdict.advice,
        revision=claim.revision - 1,  # the one that was judged: deciding made the next
        decided_at=now,
    )
    session().add(decision)
    if claim.state == ClaimState.AWARDED:
        for one in counted:
            one.counted_at = one.counted_at or now
    return decision


def _give(actor: Actor, claim: Claim, gifts: Sequence[_Gift], citation: str) -> None:
    """Offer what is awarded; the first goes on as the claim's award, under the id that it reserved."""
    shown = evidence.embedded(claim)
    for one in gifts:
        made = awarding.award_claim(
            actor,
            claim,
            version_id=one.version_id,
            credential_id=one.credential_id,
            evidence=shown,
            citation=citation,
        )
        claim.award_id = claim.award_id or made.id
        if one.judgement is not None:
            one.judgement["award_id"] = str(made.id)


def _tell(claim: Claim, decision: AssessmentDecision) -> None:
    group = issuers.issuer(claim.issuer_id)
    facts = {"badge": claim.version.achievement.slug, "group": group.slug if group else ""}
    kind = _NOTICES[DecisionOutcome(decision.outcome)]
    notifying.tell(claim.person_id, kind, path=claim_path(claim.id), key=str(decision.id), facts=facts)
