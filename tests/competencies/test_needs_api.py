"""Needs and assets for programs: what is published for everybody, what is one's own with a token."""

import pytest

from accounts.services import tokens
from competencies.needs_document import Tally
from competencies.services import snapshots
from competencies.suppression import Counts
from tests.badges.scene import person, set_stage

GROUP = "/api/v1/groups/example-affiliate"
SKILL = {"competency": "citing", "known": True, "offered": True, "wanted": False, "level": 3}
RATING = {"competency": "citing", "level": 2, "robustness": 1}
WORDS = {"competency": "citing", "need": "Few can cite.", "action": "A course.", "language": "en"}


def bearer(actor) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.make(actor, label='test')}"}


def test_a_person_keeps_skills_and_nobody_else_reads_them(app):
    set_stage()
    client, mine, other = app.test_client(), bearer(person("Learner")), bearer(person("Other"))
    sent = {"skills": [SKILL], "region": "south-asia", "languages": ["hi"], "counted": True}
    kept = client.put("/api/v1/me/skills", json=sent, headers=mine)
    assert kept.status_code == 200, kept.json
    assert kept.json == sent | {"visits_counted": False}
    assert client.get("/api/v1/me/skills", headers=mine).json == kept.json
    assert client.get("/api/v1/me/skills", headers=other).json["skills"] == []
    assert client.get("/api/v1/me/skills").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"counted": "maybe"},
        {"skills": [SKILL | {"level": 9}]},
        {"skills": [SKILL | {"more": 1}]},
        {"region": "atlantis"},
        {"languages": ["klingon"]},
        {"unknown": 1},
    ],
)
def test_wrong_skills_are_refused_and_nothing_is_kept(sqlite_app, wrong):
    set_stage()
    client, mine = sqlite_app.test_client(), bearer(person("Learner"))
    sent = {"skills": [SKILL], "counted": True} | wrong
    assert client.put("/api/v1/me/skills", json=sent, headers=mine).status_code == 422
    assert client.get("/api/v1/me/skills", headers=mine).json["skills"] == []


def test_published_months_are_for_everybody(app):
    client = app.test_client()
    assert client.get("/api/v1/needs").json == {"periods": []}
    assert client.get("/api/v1/needs/newest").status_code == 404
    snapshots.take(Tally(needs={"offered": {"citing": Counts(9)}}), period="2026-03")
    month = client.get("/api/v1/needs/2026-03").json
    assert month == client.get("/api/v1/needs/newest").json
    assert (month["period"], month["threshold"], month["made_up"]) == ("2026-03", 5, False)
    assert month["published"]["needs"]["totals"] == [
        {"competency": "citing", "offered": 9, "suppressed": False}
    ]
    assert "last" not in month
    assert client.get("/api/v1/needs/2026-04").status_code == 404


def test_a_steward_rates_the_group_and_everybody_reads_it(app):
    scene, client = set_stage(), app.test_client()
    stranger = bearer(person("Stranger"))
    assert client.post(f"{GROUP}/ratings", json={"ratings": [RATING]}).status_code == 401
    assert client.post(f"{GROUP}/ratings", json={"ratings": [RATING]}, headers=stranger).status_code == 404
    made = client.post(f"{GROUP}/ratings", json={"ratings": [RATING]}, headers=bearer(scene.steward))
    assert made.status_code == 201, made.json
    (seen,) = client.get(f"{GROUP}/ratings").json
    assert (seen["level"], seen["robustness"], seen["months"], seen["holds"]) == (2, 1, 0, True)
    assert len(client.get(f"{GROUP}/ratings?history=true").json) == 1
    assert client.get(f"{GROUP}/ratings?history=true&page=2").json == []


def test_an_initiative_is_logged_by_a_steward_and_read_by_everybody(app):
    scene, client = set_stage(), app.test_client()
    mine, stranger = bearer(scene.steward), bearer(person("Stranger"))
    assert client.post(f"{GROUP}/initiatives", json=WORDS, headers=stranger).status_code == 404
    made = client.post(f"{GROUP}/initiatives", json=WORDS, headers=mine)
    assert made.status_code == 201, made.json
    address = f"/api/v1/initiatives/{made.json['id']}/result"
    done = {"result": "Six people can.", "revision": 1}
    assert client.put(address, json=done, headers=stranger).status_code == 404
    assert client.put(address, json=done, headers=mine).json["result"] == "Six people can."
    assert client.put(address, json=done, headers=mine).status_code == 409
    for listed in (f"{GROUP}/initiatives", "/api/v1/initiatives"):
        assert [one["need"] for one in client.get(listed).json] == ["Few can cite."]
    assert client.get("/api/v1/initiatives?page=2").json == []
