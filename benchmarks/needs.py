"""How long a month of needs and assets takes to count and publish, with a hundred thousand stances."""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_migrate import upgrade
from sqlalchemy import insert

from accounts.models import Person
from benchmarks.measuring import tell
from benchmarks.targets import tell_ratio
from competencies import queries
from competencies.models import NeedsProfile, SkillStance, SpokenLanguage
from competencies.places import LANGUAGES, REGIONS
from competencies.services import snapshots
from foundation import clock
from foundation.columns import uuid7
from foundation.db import transaction
from web import monthly
from web.assembly import create_app
from web.demo import movement

STANCES = 100_000
PEOPLE = 5_000
BATCH = 5_000
PERIOD = "2999-01"
AT_MOST_SECONDS = 5


def measure() -> None:
    """Print how many seconds it takes from the rows of people to the stored month."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "BARNSTAR_INSTANCE": folder,
        }
        app = create_app(settings)
        with app.app_context():
            upgrade()
            movement.load()
            fill()
            began = time.perf_counter()
            snapshots.take(monthly.tally(clock.now()), period=PERIOD)
            seconds = time.perf_counter() - began
    tell(name="needs", op="a month of needs and assets", stances=STANCES, seconds=round(seconds, 2))
    tell_ratio("seconds for a month of 100,000 stances", seconds, at_most=AT_MOST_SECONDS)


def fill() -> None:
    """Put so many people who say something of twenty skills each, in all regions and languages."""
    drawn, now = random.Random(1), clock.now()
    people = [uuid7() for _ in range(PEOPLE)]
    with transaction() as db_session:
        db_session.execute(insert(Person), [{"id": one, "created_at": now} for one in people])
        profile = {"counted": True, "visits_counted": False, "changed_at": now}
        places = [{"person_id": one, "region": drawn.choice((None, *REGIONS)), **profile} for one in people]
        db_session.execute(insert(NeedsProfile), places)
        spoken = [
            {"person_id": one, "language": code} for one in people for code in drawn.sample(LANGUAGES, 2)
        ]
        db_session.execute(insert(SpokenLanguage), spoken)
        for rows in _batches(_stances(people, drawn)):
            db_session.execute(insert(SkillStance), rows)


def _stances(people: list[UUID], drawn: random.Random) -> Iterator[dict[str, Any]]:
    skills, now = [one.id for one in queries.competencies()], clock.now()
    each = STANCES // PEOPLE
    for person in people:
        for skill in drawn.sample(skills, each):
            offered = drawn.random() < 0.3  # noqa: PLR2004 - a third offers
            yield {
                "person_id": person, "competency_id": skill, "known": offered or drawn.random() < 0.5,  # noqa: PLR2004
                "offered": offered, "wanted": drawn.random() < 0.4, "level": None, "changed_at": now,  # noqa: PLR2004
            }  # fmt: skip


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
        yield batch
