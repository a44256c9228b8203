"""What comes next for a claim, and who holds it. Pure: a function of a few counts."""

from dataclasses import dataclass
from enum import StrEnum


class Holder(StrEnum):
    """Who has the next step in hand."""

    CLAIMANT = "claimant"
    ENDORSER = "endorser"
    ASSESSOR = "assessor"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What the next step depends on.

    `counted`: endorsements that count so far; `unanswered`: signed ones that wait for the claimant's yes;
    `asked`: those that an endorser has in hand. `award_state`: of the award that the claim became, or None.
    """

    state: str
    evidence: int = 0
    evidence_needed: int = 0
    endorsements_needed: int = 0
    counted: int = 0
    unanswered: int = 0
    asked: int = 0
    award_state: str | None = None

    @property
    def endorsements_missing(self) -> int:
        """How many endorsements the rule of the badge still waits for."""
        return max(0, self.endorsements_needed - self.counted)


_SETTLED = {
    "in_review": ("wait_decision", Holder.ASSESSOR),
    "appealed": ("wait_appeal", Holder.ASSESSOR),
    "declined": ("declined", Holder.NOBODY),
    "withdrawn": ("withdrawn", Holder.NOBODY),
}
_AWARDED = {
    "offered": ("accept_badge", Holder.CLAIMANT),
    "accepted": ("done", Holder.NOBODY),
}


def next_step(facts: ClaimFacts) -> tuple[str, Holder]:
    """Give the code of the one next step, and who holds it; pages have a sentence for each code."""
    if facts.state in _SETTLED:
        return _SETTLED[facts.state]
    if facts.state == "awarded":
        return _AWARDED.get(facts.award_state or "", ("over", Holder.NOBODY))
    if facts.state == "submitted":
        return _of_endorsements(facts) or ("wait_assessor", Holder.ASSESSOR)
    return _to_submit(facts)


def _to_submit(facts: ClaimFacts) -> tuple[str, Holder]:
    """A draft, or what came back: the claimant holds it, and endorsers who were asked never keep it back."""
    if facts.evidence < facts.evidence_needed:
        return "add_evidence", Holder.CLAIMANT
    missing = _of_endorsements(facts)
    if missing is not None and missing[1] == Holder.CLAIMANT:
        return missing
    return ("mend" if facts.state == "returned" else "submit"), Holder.CLAIMANT


def _of_endorsements(facts: ClaimFacts) -> tuple[str, Holder] | None:
    if not facts.endorsements_missing:
        return None
    if facts.unanswered:
        return "answer_endorsement", Holder.CLAIMANT
    if facts.asked < facts.endorsements_missing:
        return "ask_endorsement", Holder.CLAIMANT
    return "wait_endorser", Holder.ENDORSER
