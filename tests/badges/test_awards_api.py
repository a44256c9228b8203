from sqlalchemy import func, select

from accounts.services import tokens
from badges.models import Award
from foundation.db import session
from issuers import queries as issuers
from tests.badges.scene import accepted, give, person, set_stage


def headers(actor, **more):
    made = tokens.make(actor, label="test")
    return {"Authorization": f"Bearer {made}", **more}


def test_asking_twice_with_one_key_gives_one_award(app):
    scene, client = set_stage(), app.test_client()
    sent = {"achievement": scene.badge, "recipient": "Ben", "reason": "Well done"}
    told = headers(scene.steward, **{"Idempotency-Key": "k1"})
    first, second = (client.post("/api/v1/awards", json=sent, headers=told) for _ in range(2))
    assert first.status_code == 201, first.json
    assert first.json == second.json
    assert (first.json["achievement"], first.json["state"]) == ("sources", "offered")
    assert "recipient" not in first.json
    assert session().scalar(select(func.count()).select_from(Award)) == 1


def test_a_member_that_we_do_not_know_is_refused(app):
    scene = set_stage()
    sent = {"achievement": scene.badge, "recipient": "Ben", "state": "accepted"}
    answer = app.test_client().post("/api/v1/awards", json=sent, headers=headers(scene.steward))
    assert answer.status_code == 422


def test_only_a_steward_sees_and_takes_back_the_awards_of_a_group(app):
    scene, client, stranger = set_stage(), app.test_client(), person("Stranger")
    award_id = give(scene, "Ben").id
    listed = f"/api/v1/awards?group={issuers.issuer(scene.group_id).slug}"
    withdrawn = f"/api/v1/awards/{award_id}/withdraw"
    told, foreign = headers(scene.steward), headers(stranger)
    assert client.post(withdrawn).status_code == 401
    assert client.get(listed, headers=foreign).status_code == 404
    assert client.post(withdrawn, headers=foreign).status_code == 404
    assert [one["id"] for one in client.get(listed, headers=told).json["awards"]] == [str(award_id)]
    assert client.post(withdrawn, headers=told).json["state"] == "withdrawn"
    assert client.post(withdrawn, headers=told).status_code == 409
    assert client.get(f"{listed}&state=offered", headers=told).json["awards"] == []


def test_a_steward_revokes_by_the_api(app):
    scene, client, holder = set_stage(), app.test_client(), person("Holder")
    credential_id = accepted(scene, holder, "Holder").id
    address, told = f"/api/v1/credentials/{credential_id}/revoke", headers(scene.steward)
    assert client.post(address, json={"reason": "because"}, headers=told).status_code == 422
    assert client.post(address, json={"reason": "misconduct"}, headers=told).json == {"outcome": "proposed"}
    sent = {"reason": "superseded", "note": "a new one"}
    assert client.post(address, json=sent, headers=told).json == {"outcome": "revoked"}
