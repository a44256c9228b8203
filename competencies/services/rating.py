"""A group says how it sees itself: subjective, neither test nor contest. Ratings end after a year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from competencies import queries
from competencies.models import GroupRating
from competencies.wording import LEVELS, refuse
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import Problem, invalid
from foundation.policy import Action, Actor, Scope, require

MOST_RATINGS = 100  # in one call
ROBUSTNESS = (1, 2, 3)  # rests on one person; on a few; would last if people left


def rate(actor: Actor, group_id: UUID, ratings: Sequence[Mapping[str, Any]]) -> None:
    """Keep [{competency (slug), level 1-4, robustness 1-3}], each as a new rating of today.

    What was rated before stays as history. Raises InvalidError and those of `require`.
    """
    with transaction():
        require(actor, Action.GROUP_RATE, Scope(group_id=group_id))
        if not 1 <= len(ratings) <= MOST_RATINGS:
            raise invalid("/ratings", "wrong_count", least=1, most=MOST_RATINGS)
        found = queries.competencies_by_slug({str(one["competency"]) for one in ratings})
        refuse(_problems(ratings, found))
        now = clock.now()
        session().add_all(
            GroupRating(
                group_id=group_id,
                competency_id=found[one["competency"]].id,
                level=one["level"],
                robustness=one["robustness"],
                rated_at=now,
                expires_at=in_a_year(now),
            )
            for one in ratings
        )
        record(actor, "competencies.ratings.make", group_id, group_id=group_id, facts={"count": len(ratings)})


def in_a_year(moment: datetime) -> datetime:
    """The same day twelve months later; of 29 February, the day before."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)


def _problems(ratings: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(ratings):
        slug, at = one["competency"], f"/ratings/{index}"
        if slug not in known:
            yield Problem(f"{at}/competency", "competency_unknown")
        elif slug in seen:
            yield Problem(f"{at}/competency", "duplicate")
        seen.add(slug)
        if one.get("level") not in LEVELS:
            yield Problem(f"{at}/level", "level_unknown")
        if one.get("robustness") not in ROBUSTNESS:
            yield Problem(f"{at}/robustness", "robustness_unknown")
