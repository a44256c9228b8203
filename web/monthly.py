"""The monthly job of needs and assets: every room counts its part, and one snapshot is published of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from badges.queries import mentoring_tallies, tallies
from competencies import retention
from competencies.needs_document import Tally
from competencies.queries import needs, stances
from competencies.services import snapshots
from foundation import clock
from foundation.addresses import settings
from pathways.queries import completions_by_language

SNAPSHOT = "needs.snapshot"
EVERY_SECONDS = 6 * 3600  # it only looks whether the month is there; a service that slept catches up soon


def publish(_payload: Mapping[str, Any]) -> None:
    """Publish this month, unless that was done already; and forget visits that are too old to be counted."""
    snapshots.forget_old_visits()
    period = snapshots.period_now()
    if not snapshots.is_taken(period):
        snapshots.take(tally(clock.now()), period=period)


def tally(now: datetime) -> Tally:
    """Count everything that a month tells."""
    protected = settings().protected_regions
    return Tally(
        needs=stances.counts(protected),
        equity=tallies.equity(now, protected),
        holders=needs.holders(now),
        people={
            tallies.OUTCOMES: tallies.outcomes(now),
            "retention": retention.counts(_stories(), now.date()),
            "completions": completions_by_language(now - tallies.LOOK_BACK),
            mentoring_tallies.LOAD: mentoring_tallies.load(now),
        },
        figures={
            "first_recognition": tallies.first_recognition(now),
            "decision_time": tallies.decision_time(now),
            "independent_endorsements": tallies.independent_endorsements(now),
            "spread_of_issuing": tallies.spread_of_issuing(now),
            "unanswered_requests": mentoring_tallies.unanswered(now),
        },
    )


def _stories() -> list[retention.Story]:
    awarded = tallies.first_award_days()
    return [retention.Story(one.weeks, awarded.get(one.person_id)) for one in needs.visits()]
