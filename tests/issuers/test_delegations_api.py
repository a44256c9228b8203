"""By the JSON API, a group lets a hub define its roles, takes that back, and the hub hands it back."""

import pytest

from tests.badges import definitions
from tests.badges.test_awards_api import headers
from tests.competencies.roles_stage import set_up

RIVER, HUB = "/api/v1/groups/river/delegations", "/api/v1/groups/hub/delegations"


@pytest.fixture
def movement(app):
    return set_up()


@pytest.fixture
def told(movement):
    return {who: headers(getattr(movement, who)) for who in ("river", "hub", "hills")}


def test_a_hub_defines_roles_until_the_group_takes_that_back(app, movement, told):
    client = app.test_client()
    given = client.post(RIVER, json={"hub": "hub"}, headers=told["river"])
    assert (given.status_code, given.json["group"]) == (201, "hub")
    again = client.post(RIVER, json={"hub": "hub"}, headers=told["river"])
    assert again.json == given.json
    assert client.get(RIVER, headers=told["river"]).json == {"given": [given.json], "received": []}
    role = {"group_id": str(movement.river_id), **definitions.role()}
    assert client.post("/api/v1/roles", json=role, headers=told["hub"]).status_code == 201
    there = f"{RIVER}/{given.json['id']}"
    assert client.delete(there, headers=told["river"]).status_code == 204
    assert client.delete(there, headers=told["river"]).status_code == 404
    assert client.post("/api/v1/roles", json=role, headers=told["hub"]).status_code == 404


def test_the_hub_hands_it_back_and_nobody_else_ends_it(app, told):
    client = app.test_client()
    client.post(RIVER, json={"hub": "hub"}, headers=told["river"])
    (received,) = client.get(HUB, headers=told["hub"]).json["received"]
    assert received["group"] == "river"
    other = f"/api/v1/groups/hills/delegations/{received['id']}"
    assert client.delete(other, headers=told["hills"]).status_code == 404
    assert client.delete(f"{RIVER}/{received['id']}", headers=told["hub"]).status_code == 404
    assert client.delete(f"{HUB}/{received['id']}", headers=told["hub"]).status_code == 204
    assert client.get(RIVER, headers=told["river"]).json["given"] == []


@pytest.mark.parametrize(("hub", "code"), [("nobody", "group_unknown"), ("river", "own_group")])
def test_only_another_vouched_group_can_be_a_hub(app, told, hub, code):
    answer = app.test_client().post(RIVER, json={"hub": hub}, headers=told["river"])
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, code)
