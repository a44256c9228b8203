"""Who does not decide a case, and why: own, a mentee's, a reciprocal one, an appeal against oneself. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

RECIPROCAL_DAYS = 90
MENTOR = "mentor"  # of the relations that an endorsement names

REASONS = ("own", "mentee", "endorser", "decided_yours", "endorsed_you", "declined_it")


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties an assessor to a case. `mentors`: they endorsed the claimant as a mentor, at any time.

    `endorses`: they write, or wrote, an endorsement for this very claim. `declined`: they declined this
    claim before. The moments are of what the claimant last did: decided a case of theirs, endorsed them.
    """

    is_own: bool = False
    mentors: bool = False
    endorses: bool = False
    declined: bool = False
    decided_at: datetime | None = None
    endorsed_at: datetime | None = None


def conflicts(ties: Ties, now: datetime) -> tuple[str, ...]:
    """Give the codes of why the assessor does not decide this case; none: they may."""
    return tuple(_found(ties, now))


def _found(ties: Ties, now: datetime) -> Iterator[str]:
    if ties.is_own:
        yield "own"
    if ties.mentors:
        yield "mentee"
    if ties.endorses:
        yield "endorser"
    if _is_recent(ties.decided_at, now):
        yield "decided_yours"
    if _is_recent(ties.endorsed_at, now):
        yield "endorsed_you"
    if ties.declined:
        yield "declined_it"


def _is_recent(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment <= timedelta(days=RECIPROCAL_DAYS)
