"""Which endorsements count for a claim, and why others do not. Pure.

An endorsement that does not count is still shown, marked with these reasons. What it has to name is a
matter of the endorsement alone; who may count is a matter of the people, at the moment of judging.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

SEEN_CHARACTERS_MIN = 40  # what was seen, not a greeting
RETURNED_DAYS = 90  # two people who endorse each other within so many days: only one of the two counts
_LEVELS = (None, 1, 2, 3, 4)  # None says plainly that no level is stated

REASONS = (
    *("other_subject", "not_signed", "not_accepted", "withdrawn", "suppressed"),
    *("other_competency", "level_unclear", "no_relation", "no_period", "too_short", "no_language"),
    *("own", "endorser_gone", "sole_signer", "level_too_low", "returned", "counted_once"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An endorsement as it stands. `level` None: it says that no level is stated."""

    subject_id: UUID
    endorser_id: UUID | None
    competency: str | None
    level: int | None
    relation: str | None
    seen_from: date | None
    seen_until: date | None
    comment: str
    language: str
    state: str
    is_signed: bool
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a badge asks: the competencies (slugs) that it proves, and how far an endorser must be.

    Of a badge that proves none, endorsements name none.
    """

    proves: frozenset[str]
    endorser_min_level: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at the moment of judging.

    `subject_id`: the id that the claim reserved. `attained`: the highest valid level by (person, slug).
    `assessors`: of the issuing group. `sole_signer`: its steward, when there is only one. `returned`:
    when an endorsement of these people by the claimant last counted.
    """

    subject_id: UUID
    claimant_id: UUID | None
    now: datetime
    attained: Mapping[tuple[UUID, str], int]
    assessors: frozenset[UUID]
    sole_signer: UUID | None
    returned: Mapping[UUID, datetime]


def judge(candidate: Candidate, rule: Rule, facts: Facts) -> tuple[str, ...]:
    """Give the codes of why an endorsement does not count for the claim; none: it counts."""
    return (
        *_standing(candidate, facts),
        *_named(candidate, rule),
        *_person(candidate, rule, facts),
    )


def judge_all(candidates: Sequence[Candidate], rule: Rule, facts: Facts) -> list[tuple[str, ...]]:
    """Give the reasons for each, in order; of several that count by one person only the first does."""
    found, counted = [], set()
    for one in candidates:
        reasons = judge(one, rule, facts)
        if not reasons and one.endorser_id in counted:
            reasons = ("counted_once",)
        if not reasons:
            counted.add(one.endorser_id)
        found.append(reasons)
    return found


def _standing(one: Candidate, facts: Facts) -> Iterator[str]:
    """It is about exactly this claim, signed, accepted by the holder, and still stands."""
    if one.subject_id != facts.subject_id:
        yield "other_subject"
    if not one.is_signed:
        yield "not_signed"
    elif one.state == "withdrawn":
        yield "withdrawn"
    elif one.state != "accepted":
        yield "not_accepted"
    if one.is_suppressed:
        yield "suppressed"


def _named(one: Candidate, rule: Rule) -> Iterator[str]:
    speaks = one.competency in rule.proves if rule.proves else one.competency is None
    if not speaks:
        yield "other_competency"
    if one.level not in _LEVELS:
        yield "level_unclear"
    if not one.relation:
        yield "no_relation"
    if one.seen_from is None or one.seen_until is None or one.seen_until < one.seen_from:
        yield "no_period"
    if len(" ".join(one.comment.split())) < SEEN_CHARACTERS_MIN:
        yield "too_short"
    if not one.language:
        yield "no_language"


def _person(one: Candidate, rule: Rule, facts: Facts) -> Iterator[str]:
    who = one.endorser_id
    if who is None:
        yield "endorser_gone"
        return
    if who == facts.claimant_id:
        yield "own"
    if who == facts.sole_signer:
        yield "sole_signer"
    if who not in facts.assessors and not _is_far_enough(who, one.competency, rule, facts):
        yield "level_too_low"
    returned = facts.returned.get(who)
    if returned is not None and facts.now - returned <= timedelta(days=RETURNED_DAYS):
        yield "returned"


def _is_far_enough(who: UUID, competency: str | None, rule: Rule, facts: Facts) -> bool:
    wanted = rule.endorser_min_level
    return wanted is None or facts.attained.get((who, competency or ""), 0) >= wanted
