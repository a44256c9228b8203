"""The monthly job publishes what the rooms count: once, and with nobody in it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Person
from badges.models import Claim
from badges.queries import tallies
from badges.services import assessing
from competencies.needs_figures import Figure
from competencies.queries import needs
from competencies.services import stances
from competencies.suppression import Counts
from foundation import clock, jobs
from foundation.config import ConfigError
from foundation.db import session, transaction
from tests.badges import claiming_stage
from tests.badges.scene import accepted, person, set_stage
from tests.conftest import fresh_environ
from web import monthly
from web.assembly import create_app
from web.letters import HANDLERS

NONE = frozenset()


def people_who(count: int, region: str | None, *languages: str, offered: bool = True):
    for number in range(count):
        actor = person(f"{region} {offered} {number}")
        said = {"competency": "citing", "offered": offered, "wanted": not offered}
        stances.keep_stances(actor, [said])
        stances.keep_profile(actor, region=region, languages=languages, counted=True, visits_counted=False)
        yield actor


def test_the_job_publishes_the_month_once_and_the_next_one_holds_on_to_it(app):
    set_stage()
    list(people_who(6, "south-asia", "en"))
    list(people_who(5, None, "en", "hi"))
    list(people_who(3, "north-america", "en", offered=False))
    clock.set_source(lambda: datetime(2026, 3, 2, 8, tzinfo=UTC))
    jobs.keep_asking(monthly.SNAPSHOT, monthly.EVERY_SECONDS)
    jobs.run_due(HANDLERS)
    list(people_who(4, "latin-america-caribbean", "es"))
    for _ in range(2):
        HANDLERS[monthly.SNAPSHOT]({})
    first = needs.snapshot()
    clock.set_source(lambda: datetime(2026, 4, 2, 8, tzinfo=UTC))
    HANDLERS[monthly.SNAPSHOT]({})
    second = needs.snapshot()
    row = {"competency": "citing", "offered": 11, "known": None, "wanted": None, "suppressed": True}
    assert list(needs.periods()) == ["2026-04", "2026-03"]
    assert [one.published["needs"]["totals"] for one in (first, second)] == [[row], [row]]
    assert first.published["needs"]["by_region"] == [row | {"region": "south-asia", "offered": 6}]
    assert first.published["needs"]["by_language"] == [
        row | {"language": "en", "offered": 11},
        row | {"language": "hi", "offered": 5},
    ]


def test_a_snapshot_names_nobody(app):
    scene = set_stage()
    everybody = list(people_who(7, "south-asia", "en"))
    for number, actor in enumerate(everybody):
        accepted(scene, actor, f"south-asia True {number}")
    monthly.publish({})
    snapshot = needs.snapshot()
    text = json.dumps([snapshot.published, snapshot.last])
    for actor in everybody:
        assert str(actor.person_id) not in text
        assert actor.person_id.hex not in text
    assert "south-asia True" not in text


def test_equity_counts_people_and_only_those_who_let_themselves_be_counted(app):
    scene = set_stage()
    (counted,) = people_who(1, "south-asia", "en")
    for name, actor in (("south-asia True 0", counted), ("Quiet", person("Quiet"))):
        accepted(scene, actor, name)
    found = tallies.equity(clock.now(), NONE)
    assert found["awarded"] == {"": Counts(1, {"south-asia": 1}, {"en": 1})}
    assert found["endorsed"] == {"": Counts(0, {}, {})}


def test_claims_are_counted_by_people_and_the_time_they_took(app):
    scene = set_stage()
    assessor = claiming_stage.assessor(scene.group_id)
    begin = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for number in range(2):
        clock.set_source(lambda: begin)
        badge = claiming_stage.badge(scene, f"badge-{number}")
        claim = claiming_stage.handed_in(person(f"Learner {number}"), badge)
        decided = begin + timedelta(days=3 + 2 * number)
        clock.set_source(lambda moment=decided: moment)
        assessing.take(assessor, claim.id, claim.revision)
        assessing.decide(
            assessor,
            claim.id,
            outcome="returned",
            judgements=[{"competency": "citing", "level": 1, "reason": "One source is missing."}],
            reason="Something is missing here, please add it.",
            advice="Please add one more source to this claim.",
            revision=session().get_one(Claim, claim.id, populate_existing=True).revision,
        )
    now = clock.now()
    assert tallies.outcomes(now) == {"awarded": 0, "returned": 2, "declined": 0}
    assert tallies.decision_time(now) == Figure(2, {"median": 4.0}, "claim_outcomes")


def test_the_time_to_a_first_badge_begins_with_joining(app):
    scene = set_stage()
    learner = person("Learner")
    with transaction():
        session().get_one(Person, learner.person_id).created_at = clock.now() - timedelta(days=12, hours=1)
    accepted(scene, learner, "Learner")
    now = clock.now() + timedelta(minutes=1)
    assert tallies.first_recognition(now) == Figure(1, {"median": 12})
    assert tallies.spread_of_issuing(now) == Figure(1, {"percent": 100.0})
    assert tallies.first_recognition(now + timedelta(days=366)) == Figure(0, {})


def test_a_protected_region_that_is_no_region_is_refused_at_start(tmp_path):
    wrong = {"BARNSTAR_PROTECTED_REGIONS": "south-asia atlantis"}
    with pytest.raises(ConfigError, match="atlantis"):
        create_app(fresh_environ(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite3'}") | wrong)
