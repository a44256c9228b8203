"""A role that a group has put aside can still be read, and is offered nowhere any more."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from competencies import queries
from competencies.queries import measures
from competencies.services import adapting, planning, role_reviews
from foundation import clock
from foundation.db import transaction
from tests.competencies.roles_stage import renamed, set_up
from tests.web.visiting import client_of, visitor

# Where a role of the group, or one to choose, would stand: for the steward of River.
OFFERS = (
    "/way/near",
    "/groups/river/plan",
    "/groups/river/plan/lines/new",
    "/groups/river/plan/holders/new",
    "/groups/river/team",
    "/groups/river/near",
    "/nominations/new",
    "/account/openness",
    "/groups/river",
    "/roles",
    "/roles/outline",
    "/roles/organiser/compare",
    "/competencies/welcoming",
    "/overview",
    "/api/v1/roles",
    "/api/v1/roles/outline",
)


@pytest.fixture
def movement(sqlite_app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


def put_aside(movement):
    shape = {"operations": [renamed()], "adopted_by": "board", "adopted_on": date(2026, 1, 15)}
    found = adapting.adapt(movement.river, "organiser", group_id=movement.river_id, **shape)
    clock.set_source(lambda: datetime(2027, 1, 20, tzinfo=UTC))
    role_reviews.tend(clock.now())
    yield found
    adapting.retire(movement.river, found.id)
    yield found


def names_weaver(client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.location)
    main = answer.text if address.startswith("/api") else answer.text.partition("<main")[2]
    return re.search("Weaver|weaver", main) is not None


def test_a_role_that_was_put_aside_is_offered_nowhere_and_can_be_read(movement, sqlite_app):
    client, steps = client_of(sqlite_app, movement.river), put_aside(movement)
    next(steps)
    missing = [one for one in OFFERS if not names_weaver(client, one)]
    assert missing == []
    next(steps)
    assert [one for one in OFFERS if names_weaver(client, one)] == []
    assert "Put aside" in visitor(sqlite_app).get("/roles/weaver").text


def test_the_role_that_it_came_from_is_offered_again(movement, sqlite_app):
    """Nobody is shown Organiser beside a role that their group made of it: but this one is gone."""
    client, steps = client_of(sqlite_app, movement.river), put_aside(movement)
    with transaction():
        queries.role("organiser").is_reference = True
    next(steps)
    assert "Organiser" not in client.get("/way/near").text
    next(steps)
    assert "Organiser" in client.get("/way/near").text
    assert measures.subsidiarity().groups == 0


def test_a_plan_goes_on_naming_it_while_a_line_of_it_is_there(movement, sqlite_app):
    client, steps = client_of(sqlite_app, movement.river), put_aside(movement)
    next(steps)
    shape = {"role": "weaver", "action": "Ask two people.", "owner": "Rosa", "due_on": None}
    line = planning.add_line(movement.river, movement.river_id, **shape)
    next(steps)
    assert names_weaver(client, "/groups/river/plan")
    page = client.get(f"/groups/river/plan/lines/{line.id}").text
    assert '<option value="weaver" selected>' in page
