"""The one next step of a learner, and who holds it. Pure, and there always is one.

What waits for an answer comes first, then what was begun, then the way that the learner chose; somebody
who chose none is asked to. What others hold at the moment is passed over while there is anything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

RETURNED = "returned"


class NextKind(StrEnum):
    """What is to be done next."""

    ANSWER_OFFER = "answer_offer"
    ANSWER_ENDORSEMENT = "answer_endorsement"
    MEND_CLAIM = "mend_claim"
    FINISH_CLAIM = "finish_claim"
    DO_STEP = "do_step"
    CLOSE_GAP = "close_gap"
    WAIT_FOR_CLAIM = "wait_for_claim"
    CHOOSE = "choose"


class Keeper(StrEnum):
    """Who holds the next step."""

    LEARNER = "learner"
    ENDORSER = "endorser"
    ASSESSOR = "assessor"


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """One claim of the learner that is not over: its id, its badge (slug), its state, who holds it."""

    claim: str
    badge: str
    state: str
    keeper: Keeper


@dataclass(frozen=True, slots=True)
class PathStep:
    """The next step of a followed path; `badge` (slug) when it is to claim one."""

    path: str
    step: str
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class GapStep:
    """A useful step towards a role; see `competencies.next_steps`. Without a badge there is a resource."""

    role: str
    badge: str | None
    path: str | None
    is_open: bool
    resource: str | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a learner stands; each list in the order of its urgency. `gaps` come from the roles aimed at."""

    offers: tuple[str, ...] = ()
    endorsements: tuple[str, ...] = ()
    claims: tuple[ClaimStanding, ...] = ()
    steps: tuple[PathStep, ...] = ()
    gaps: tuple[GapStep, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do.

    `key` names what it is about: the id of an offer, endorsement or claim, or the slug of a path or
    role ("" for CHOOSE).
    """

    kind: NextKind
    keeper: Keeper = Keeper.LEARNER
    key: str = ""
    step: PathStep | GapStep | None = None


def next_step(now: Situation) -> NextStep:
    """Give the first that applies."""
    return next(_candidates(now))


def _candidates(now: Situation) -> Iterator[NextStep]:
    yield from (NextStep(NextKind.ANSWER_OFFER, key=one) for one in now.offers)
    yield from (NextStep(NextKind.ANSWER_ENDORSEMENT, key=one) for one in now.endorsements)
    own = [one for one in now.claims if one.keeper is Keeper.LEARNER]
    elsewhere = [one for one in now.claims if one.keeper is not Keeper.LEARNER]
    yield from (NextStep(NextKind.MEND_CLAIM, key=one.claim) for one in own if one.state == RETURNED)
    yield from (NextStep(NextKind.FINISH_CLAIM, key=one.claim) for one in own if one.state != RETURNED)
    held_up = {one.badge for one in elsewhere}
    yield from (NextStep(NextKind.DO_STEP, key=s.path, step=s) for s in now.steps if s.badge not in held_up)
    yield from (NextStep(NextKind.CLOSE_GAP, key=s.role, step=s) for s in now.gaps if s.badge not in held_up)
    yield from (NextStep(NextKind.WAIT_FOR_CLAIM, one.keeper, one.claim) for one in elsewhere)
    yield NextStep(NextKind.CHOOSE)
