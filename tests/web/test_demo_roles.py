"""The made-up movement shows an adapted role with a waiting new version, a role worked out, a helping hub."""

from flask import Flask

from accounts import queries as people
from accounts.models import SeatRole
from competencies import queries
from competencies.adaptation import requirements_of
from competencies.queries import adapting as known
from issuers import queries as issuers
from tests.competencies.test_adaptation import ORACLE
from web.demo import movement

EXPECTED = requirements_of(ORACLE["role_adaptation"]["expected_requirements"])


def test_the_demo_has_the_worked_example_and_loads_it_once(sqlite_app: Flask):
    movement.load()
    before = [(one.slug, len(one.versions)) for one in queries.roles()]
    movement.load()
    assert [(one.slug, len(one.versions)) for one in queries.roles()] == before
    weaver = queries.role("community-weaver")
    assert requirements_of(weaver.versions[0].requirements) == EXPECTED
    found = known.adaptation_of(weaver)
    assert found is not None
    assert known.waiting_update(found, queries.role("community-organiser")) == 2
    told = [
        one.path for one in people.notices_of(people.people_with_seat(found.group_id, SeatRole.STEWARD)[0])[0]
    ]
    assert "/roles/community-weaver/update" in told
    assert [hub.name for _given, hub in issuers.delegations_by(found.group_id)] == [movement.HUB]
    assert known.origins([queries.role("peer-mentor")])[queries.role("peer-mentor").id].kind == "reference"
    story = known.modelling_of(queries.role("photo-walk-host"))
    assert story is not None
    assert len(story.texts) == 6
