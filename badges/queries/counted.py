"""The signed endorsements of a claim, with all that judging them needs; a constant number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from accounts import queries as people
from accounts.models import SeatRole
from badges import counting
from badges.counting import Candidate, Facts, Rule
from badges.models import AchievementVersion, Claim, Endorsement
from competencies.models import Attainment, Competency
from foundation import clock
from foundation.db import session


@dataclass(frozen=True, slots=True)
class Support:
    """Signed endorsements of one claim, oldest first, as rows and as values, and facts on their writers."""

    endorsements: Sequence[Endorsement]
    candidates: Sequence[Candidate]
    facts: Facts

    def judged_by(self, rule: Rule) -> list[tuple[Endorsement, tuple[str, ...]]]:
        """Give each with the reasons why it does not count by a rule; none: it counts."""
        reasons = counting.judge_all(self.candidates, rule, self.facts)
        return list(zip(self.endorsements, reasons, strict=True))


def rule_of(version: AchievementVersion) -> Rule:
    """Give what a badge asks of endorsements."""
    return Rule(
        frozenset(one["competency"] for one in version.proves),
        version.assessment.get("endorser_min_level"),
    )


def counted(claim: Claim) -> list[tuple[Endorsement, tuple[str, ...]]]:
    """Give the signed endorsements of a claim, oldest first, with why each does not count as things stand."""
    return support_of(claim, clock.now()).judged_by(rule_of(claim.version))


def support_of(claim: Claim, now: datetime) -> Support:
    """Give the signed endorsements of a claim with all that judging them needs."""
    about = (Endorsement.subject_id == claim.credential_id, Endorsement.signed_at.is_not(None))
    order = (Endorsement.signed_at, Endorsement.id)
    found = session().scalars(select(Endorsement).where(*about).order_by(*order)).all()
    endorsers = {one.endorser_id for one in found if one.endorser_id}
    stewards = people.people_with_seat(claim.issuer_id, SeatRole.STEWARD)
    facts = Facts(
        subject_id=claim.credential_id,
        claimant_id=claim.person_id,
        now=now,
        attained=_attained(endorsers, {one.competency for one in found if one.competency}, now),
        assessors=frozenset(people.people_with_seat(claim.issuer_id, SeatRole.ASSESSOR)),
        sole_signer=stewards[0] if len(stewards) == 1 else None,
        returned=_returned(claim.person_id, endorsers),
    )
    return Support(found, [_candidate(one) for one in found], facts)


def _candidate(row: Endorsement) -> Candidate:
    return Candidate(
        subject_id=row.subject_id,
        endorser_id=row.endorser_id,
        competency=row.competency,
        level=row.level,
        relation=row.relation,
        seen_from=row.seen_from,
        seen_until=row.seen_until,
        comment=row.comment,
        language=row.language,
        state=row.state,
        is_signed=row.signed_at is not None,
        is_suppressed=row.suppressed_at is not None,
    )


def _attained(
    persons: Collection[UUID], slugs: Collection[str], now: datetime
) -> dict[tuple[UUID, str], int]:
    """Give the highest level that each person validly holds of each competency."""
    valid = (
        Attainment.withdrawn_at.is_(None),
        Attainment.starts_at <= now,
        or_(Attainment.ends_at.is_(None), Attainment.ends_at > now),
    )
    query = (
        select(Attainment.person_id, Competency.slug, func.max(Attainment.level))
        .join(Competency, Competency.id == Attainment.competency_id)
        .where(Attainment.person_id.in_(persons), Competency.slug.in_(slugs), *valid)
        .group_by(Attainment.person_id, Competency.slug)
    )
    return {(person_id, slug): level for person_id, slug, level in session().execute(query)}


def _returned(claimant_id: UUID | None, endorsers: Collection[UUID]) -> dict[UUID, datetime]:
    """Give when an endorsement by the claimant of each of these people last counted."""
    query = (
        select(Endorsement.holder_id, func.max(Endorsement.counted_at))
        .where(
            Endorsement.endorser_id == claimant_id,
            Endorsement.holder_id.in_(endorsers),
            Endorsement.counted_at.is_not(None),
        )
        .group_by(Endorsement.holder_id)
    )
    return {person_id: moment for person_id, moment in session().execute(query) if person_id and moment}
