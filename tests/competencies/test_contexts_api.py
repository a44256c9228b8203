"""What a group says of itself, by the JSON API."""

from tests.badges.test_awards_api import headers
from tests.competencies.roles_stage import set_up

HERE = "/api/v1/groups/river/context"
SAID = {"kind": "chapter", "connectivity": "little", "languages": "sv, fi", "constraints": "Few trains."}


def test_everybody_reads_it_and_who_defines_its_roles_writes_it(app):
    movement, client = set_up(), app.test_client()
    told, foreign = headers(movement.river), headers(movement.hills)
    empty = client.get(HERE)
    assert (empty.json["kind"], empty.json["changed_at"]) == (None, None)
    seen = {**told, "If-Match": empty.headers["ETag"]}
    written = client.put(HERE, json=SAID, headers=seen)
    assert written.status_code == 200
    shown = client.get(HERE)
    assert {name: shown.json[name] for name in SAID} == SAID
    assert shown.headers["ETag"] == written.headers["ETag"] != empty.headers["ETag"]
    assert client.put(HERE, json=SAID).status_code == 401
    assert client.put(HERE, json=SAID, headers=foreign).status_code == 404


def test_of_two_programs_the_second_is_told_and_overwrites_nothing(app):
    movement, client = set_up(), app.test_client()
    told = headers(movement.river)
    seen = {**told, "If-Match": client.get(HERE).headers["ETag"]}
    assert client.put(HERE, json=SAID, headers=told).status_code == 428
    assert client.put(HERE, json=SAID, headers=seen).status_code == 200
    second = client.put(HERE, json={**SAID, "kind": "hub"}, headers=seen)
    assert (second.status_code, second.json["code"]) == (409, "draft_changed")
    assert client.get(HERE).json["kind"] == "chapter"
    mark = second.json["facts"]["mark"]
    bad = client.put(HERE, json={**SAID, "kind": "castle"}, headers={**told, "If-Match": mark})
    assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/kind")
