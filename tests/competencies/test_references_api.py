"""Frameworks from elsewhere by the JSON API."""

import pytest

from accounts.services import tokens
from foundation import jobs
from tests.badges import definitions
from tests.competencies.case_samples import child, package, uuid, written
from web.letters import HANDLERS

NOBODYS = "00000000-0000-4000-8000-000000000000"
HERE = "/api/v1/reference-frameworks"
IMPORTS = "/api/v1/groups/workshop/reference-imports"


def headers(actor):
    return {"Authorization": f"Bearer {tokens.make(actor, label='test')}", "Content-Type": "application/json"}


def bring(client, told, value):
    made = client.post(IMPORTS, data=written(value), headers=told)
    assert made.status_code == 201, made.json
    confirmed = client.post(f"/api/v1/reference-imports/{made.json['id']}/confirm", headers=told)
    assert confirmed.status_code == 202
    jobs.run_due(HANDLERS)
    return made.json


def test_a_package_is_looked_over_confirmed_and_read(app):
    steward, _ = definitions.group()
    client, told = app.test_client(), headers(steward)
    found = bring(client, told, package())
    assert (found["state"], found["found"]["counts"]["CFItems"], found["total"]) == ("staged", 3, 14)
    state = client.get(f"/api/v1/reference-imports/{found['id']}", headers=told).json
    assert (state["state"], state["done"], state["framework"]) == ("done", 14, uuid("document"))
    assert [one["title"] for one in client.get(HERE).json] == ["Life skills"]
    there = f"{HERE}/{uuid('document')}"
    assert client.get(there).json["edition"] == "2.0"
    top = client.get(f"{there}/items").json
    assert ([one["code"] for one in top["items"]], top["total"]) == (["A"], 1)
    below = client.get(f"{there}/items?parent={uuid('a')}").json
    assert [one["code"] for one in below["items"]] == ["A2", "A1"]
    assert client.get(f"{there}/items?q=a2+says").json["total"] == 1
    assert client.delete(there, headers=told).status_code == 204
    assert client.get(there).status_code == 404


def test_problems_come_with_their_row(app):
    steward, _ = definitions.group()
    client, told = app.test_client(), headers(steward)
    bad = package(CFAssociations=[child("a1", "nowhere")])
    made = client.post(IMPORTS, data=written(bad), headers=told).json
    assert made["found"]["problems"] == [
        {
            "pointer": "/CFAssociations/0/destinationNodeURI",
            "code": "parent_missing",
            "row": 1,
            "facts": {},
        }
    ]
    there = f"/api/v1/reference-imports/{made['id']}"
    assert client.post(f"{there}/confirm", headers=told).json["code"] == "import_not_ready"
    assert client.delete(there, headers=told).status_code == 204
    assert client.get(there, headers=told).status_code == 404


def test_others_neither_bring_in_nor_see_nor_take_away(app):
    steward, _ = definitions.group()
    other, _ = definitions.group("Others")
    client, told, foreign = app.test_client(), headers(steward), headers(other)
    made = bring(client, told, package())
    there = f"/api/v1/reference-imports/{made['id']}"
    given = {"data": written(package())}
    assert client.post(IMPORTS, **given).status_code == 401
    assert client.post(IMPORTS, **given, headers=foreign).status_code == 404
    assert client.post("/api/v1/groups/nobody/reference-imports", **given, headers=told).status_code == 404
    for answer in (
        client.get(there, headers=foreign),
        client.post(f"{there}/confirm", headers=foreign),
        client.delete(there, headers=foreign),
    ):
        assert answer.status_code == 404
    assert client.get(there).status_code == 401
    assert client.delete(f"{HERE}/{uuid('document')}").status_code == 401
    assert client.delete(f"{HERE}/{uuid('document')}", headers=foreign).status_code == 404


def test_each_group_reads_and_removes_its_own_copy(app):
    steward, _ = definitions.group()
    other, _ = definitions.group("Others")
    client, told, foreign = app.test_client(), headers(steward), headers(other)
    bring(client, told, package())
    made = client.post(
        IMPORTS.replace("workshop", "others"), data=written(package(CFRubrics=[])), headers=foreign
    )
    client.post(f"/api/v1/reference-imports/{made.json['id']}/confirm", headers=foreign)
    jobs.run_due(HANDLERS)
    there = f"{HERE}/{uuid('document')}"
    assert [one["group"] for one in client.get(HERE).json] == ["workshop"]
    assert [one["group"] for one in client.get(f"{HERE}?group=others").json] == ["others"]
    assert (client.get(there).json["group"], client.get(f"{there}?group=others").json["group"]) == (
        "workshop", "others",
    )  # fmt: skip
    assert client.get(f"{there}/items?group=others").json["total"] == 1
    assert client.get(f"{there}?group=nobody").status_code == 404
    served = f"/ims/case/v1p1/CFPackages/{uuid('document')}"
    assert "CFRubrics" in client.get(served).json
    assert client.get(f"{served}?group=others").json["CFRubrics"] == []
    assert client.get(f"{served}?group=nobody").status_code == 404
    assert client.delete(there, headers=foreign).status_code == 404
    assert client.delete(f"{there}?group=others", headers=foreign).status_code == 204
    assert client.get(there).json["group"] == "workshop"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{HERE}/{NOBODYS}", 404),
        (f"{HERE}/{NOBODYS}/items", 404),
        (f"{HERE}/{NOBODYS}/items?page=0", 422),
        (f"{HERE}/{NOBODYS}/items?parent=x", 422),
        (f"{HERE}/{NOBODYS}/items?q={'x' * 201}", 422),
        (f"{HERE}/x", 404),
    ],
)
def test_what_is_not_there_or_does_not_fit_is_a_problem_document(sqlite_app, path, status):
    answer = sqlite_app.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
