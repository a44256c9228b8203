"""How many people were recognised, and how it went: counts and figures for a month, never persons.

Everything looks back twelve months. What is shown of it is decided in `competencies.needs_document`.
"""

import math
import statistics
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from accounts.models import Person
from badges.models import AssessmentDecision, Award, Claim, Credential, Endorsement
from badges.models.awards import AwardState
from badges.models.claims import DecisionOutcome
from competencies.models import NeedsProfile, SpokenLanguage
from competencies.needs_figures import NINETIETH_FROM, Figure
from competencies.places import bucket
from competencies.queries.stances import is_counted
from competencies.suppression import Counts
from foundation.db import session

LOOK_BACK = timedelta(days=365)
PERCENT_STEP = 5  # a finer share of few people would tell how many they are
LARGEST = 3
OUTCOMES = "claim_outcomes"  # the metric in whose cases everybody is whose claim was decided
_OUTCOMES: dict[str, str] = {
    DecisionOutcome.AWARDED: "awarded",
    DecisionOutcome.AWARDED_IN_PART: "awarded",
    DecisionOutcome.RETURNED: "returned",
    DecisionOutcome.DECLINED: "declined",
}


def equity(now: datetime, protected: AbstractSet[str]) -> dict[str, dict[str, Counts]]:
    """Give how many of those who let themselves be counted got a badge, were endorsed, endorsed others."""
    recent = now - LOOK_BACK
    holding = select(Credential.person_id.label("person_id")).where(
        Credential.accepted_at >= recent, Credential.revoked_at.is_(None), Credential.given_up_at.is_(None)
    )
    accepted = (Endorsement.decided_at >= recent, Endorsement.state == "accepted")
    vouched = select(Endorsement.holder_id.label("person_id")).where(*accepted)
    vouching = select(Endorsement.endorser_id.label("person_id")).where(*accepted)
    return {
        "awarded": {"": _by_place(holding, protected)},
        "endorsed": {"": _by_place(vouched, protected)},
        "mentors": {"": _by_place(vouching, protected)},
    }


def _by_place(people: Select[Any], protected: AbstractSet[str]) -> Counts:
    who = people.distinct().subquery()
    counted = select(NeedsProfile.region, func.count()).join(who, who.c.person_id == NeedsProfile.person_id)
    regions: dict[str, int] = {}
    total = 0
    for region, count in session().execute(counted.where(is_counted()).group_by(NeedsProfile.region)):
        total += count
        key = bucket(region, protected)
        if key is not None:
            regions[key] = regions.get(key, 0) + count
    spoken = (
        select(SpokenLanguage.language, func.count())
        .join(NeedsProfile, NeedsProfile.person_id == SpokenLanguage.person_id)
        .join(who, who.c.person_id == NeedsProfile.person_id)
        .where(is_counted())
        .group_by(SpokenLanguage.language)
    )
    return Counts(total, regions, {row[0]: row[1] for row in session().execute(spoken)})


def outcomes(now: datetime) -> dict[str, int]:
    """Give outcome -> people whose claim was decided so; somebody can stand in several."""
    query = (
        select(AssessmentDecision.outcome, Claim.person_id)
        .join(Claim, Claim.id == AssessmentDecision.claim_id)
        .where(AssessmentDecision.decided_at >= now - LOOK_BACK, Claim.person_id.is_not(None))
    )
    found: dict[str, set[UUID]] = {"awarded": set(), "returned": set(), "declined": set()}
    for outcome, person_id in session().execute(query):
        if person_id is not None:
            found[_OUTCOMES[outcome]].add(person_id)
    return {outcome: len(people) for outcome, people in found.items()}


def first_recognition(now: datetime) -> Figure:
    """Give the median of days from joining to the first badge accepted, for those who accepted it lately."""
    first = (
        select(Credential.person_id, func.min(Credential.accepted_at).label("at"))
        .where(Credential.person_id.is_not(None))
        .group_by(Credential.person_id)
        .subquery()
    )
    query = select(Person.created_at, first.c.at).join(first, first.c.person_id == Person.id)
    days = [_days(joined, at) for joined, at in session().execute(query.where(first.c.at >= now - LOOK_BACK))]
    return Figure(len(days), {"median": round(statistics.median(days))} if days else {})


def decision_time(now: datetime) -> Figure:
    """Give the median and the 90th percentile of days from handing in a claim to a decision."""
    query = (
        select(Claim.person_id, Claim.submitted_at, AssessmentDecision.decided_at)
        .join(Claim, Claim.id == AssessmentDecision.claim_id)
        .where(AssessmentDecision.decided_at >= now - LOOK_BACK, Claim.submitted_at.is_not(None))
    )
    rows = [row for row in session().execute(query) if row.decided_at >= row.submitted_at]
    days = sorted(_days(row.submitted_at, row.decided_at) for row in rows)
    people = len({row.person_id for row in rows if row.person_id})
    values = {"median": float(round(statistics.median(days)))} if days else {}
    if people >= NINETIETH_FROM:
        values["ninetieth"] = float(days[math.ceil(0.9 * len(days)) - 1])
    return Figure(people, values, OUTCOMES)


def independent_endorsements(now: datetime) -> Figure:
    """Give what share of the signed endorsements of decided claims counted towards the decision."""
    query = select(Claim.person_id, Claim.credential_id, AssessmentDecision.counted).join(
        Claim, Claim.id == AssessmentDecision.claim_id
    )
    rows = session().execute(query.where(AssessmentDecision.decided_at >= now - LOOK_BACK)).all()
    subjects = {row.credential_id for row in rows}
    about = select(Endorsement.id, Endorsement.subject_id).where(Endorsement.signed_at.is_not(None))
    signed = {
        (str(id_), subject) for id_, subject in session().execute(about) if subject in subjects
    }  # all signed ones: a list of ten thousand subjects is too long for one statement
    counted = {(str(one), row.credential_id) for row in rows for one in row.counted}
    vouched = {subject for _, subject in signed}
    people = {row.person_id for row in rows if row.person_id and row.credential_id in vouched}
    share = percent(len(counted & signed), len(signed))
    return Figure(len(people), {} if share is None else {"percent": share}, OUTCOMES)


def spread_of_issuing(now: datetime) -> Figure:
    """Give what share of the accepted badges the three groups gave that gave most."""
    lately = (Award.state == AwardState.ACCEPTED, Award.awarded_at >= now - LOOK_BACK)
    gave = session().scalars(select(func.count()).where(*lately).group_by(Award.issuer_id)).all()
    people = session().scalar(select(func.count(Award.person_id.distinct())).where(*lately)) or 0
    share = percent(sum(sorted(gave, reverse=True)[:LARGEST]), sum(gave))
    return Figure(people, {} if share is None else {"percent": share})


def first_award_days() -> dict[UUID, date]:
    """Give by person the day of the first badge accepted."""
    query = select(Credential.person_id, func.min(Credential.accepted_at)).group_by(Credential.person_id)
    rows = session().execute(query.where(Credential.person_id.is_not(None)))
    return {who: at.date() for who, at in rows if who is not None}


def _days(begin: datetime, end: datetime) -> int:
    return max(0, (end - begin).days)


def percent(part: int, whole: int) -> float | None:
    """Give a share in steps of five per cent; None of nothing."""
    return float(PERCENT_STEP * round(100 * part / whole / PERCENT_STEP)) if whole else None
