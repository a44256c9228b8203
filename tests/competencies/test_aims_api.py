"""The roles that one aims at, by the JSON API: each their own."""

from tests.badges.scene import person
from tests.badges.test_awards_api import headers
from tests.competencies.roles_stage import set_up

HERE = "/api/v1/me/aims"


def test_somebody_aims_at_a_role_and_stops_and_only_they_see_it(app):
    set_up()
    client, told, other = app.test_client(), headers(person("Aiming")), headers(person("Other"))
    for _ in range(2):
        assert client.put(f"{HERE}/organiser", headers=told).status_code == 204
    assert client.get(HERE, headers=told).json == {"roles": ["organiser"], "most": 10}
    assert client.get(HERE, headers=other).json["roles"] == []
    for _ in range(2):
        assert client.delete(f"{HERE}/organiser", headers=told).status_code == 204
    assert client.get(HERE, headers=told).json["roles"] == []
    assert client.put(f"{HERE}/nothing", headers=told).status_code == 404
    assert client.get(HERE).status_code == 401
