"""What publishing a draft would touch, and taking in what was published beside it, by the JSON API."""

import pytest
from flask import Flask

from badges.services.levels import revise_competency_with_levels
from tests.badges import definitions
from tests.badges.scene import set_stage
from tests.badges.test_awards_api import headers

HERE = "/api/v1/frameworks/skills/draft"


@pytest.fixture
def stage(app: Flask):
    scene = set_stage()
    client, told = app.test_client(), headers(scene.steward)
    assert client.post(HERE, headers=told).status_code == 201
    return scene, client, told


def seen(told, revision):
    return {**told, "If-Match": f'"{revision}"'}


def test_what_publishing_touches_is_told_before(stage):
    _, client, told = stage
    nothing = client.get(f"{HERE}/publish", headers=told)
    assert (nothing.json["changes"], nothing.json["missing"], nothing.json["is_behind"]) == ([], [], False)
    tree = client.get(HERE, headers=told).json["tree"]
    tree["domains"][0]["competencies"][0]["statement"]["en"] = "Cites what others can open."
    client.put(HERE, json=tree, headers=seen(told, 1))
    found = client.get(f"{HERE}/publish", headers=told)
    assert (found.json["number"], found.json["revision"], found.headers["ETag"]) == (2, 2, '"2"')
    assert [(one["thing"], one["id"]) for one in found.json["changes"]] == [("competency", "citing")]
    touched = found.json["touches"]
    assert ("sources" in touched["badges"], "guide" in touched["roles"]) == (True, True)


def test_what_is_missing_is_told_with_its_place(stage):
    _, client, told = stage
    tree = client.get(HERE, headers=told).json["tree"]
    tree["domains"][0]["competencies"][0]["statement"] = {}
    client.put(HERE, json=tree, headers=seen(told, 1))
    missing = client.get(f"{HERE}/publish", headers=told).json["missing"]
    assert "/competencies/citing/statement" in {one["pointer"] for one in missing}


def test_what_was_published_beside_the_draft_is_taken_in(stage):
    scene, client, told = stage
    beside = definitions.competency(title={"en": "Beside"})
    revise_competency_with_levels(scene.steward, "citing", **beside)
    assert client.get(f"{HERE}/publish", headers=told).json["is_behind"]
    refused = client.post(f"{HERE}/publish", headers=seen(told, 1))
    assert (refused.status_code, refused.json["code"]) == (409, "draft_behind")
    assert client.post(f"{HERE}/take-in", headers=told).status_code == 428
    stale = client.post(f"{HERE}/take-in", headers=seen(told, 7))
    assert (stale.status_code, stale.json["facts"]) == (409, {"revision": 1})
    taken = client.post(f"{HERE}/take-in", headers=seen(told, 1))
    assert (taken.status_code, taken.headers["ETag"]) == (200, '"2"')
    assert taken.json["tree"]["domains"][0]["competencies"][0]["title"] == {"en": "Beside"}
    tree = taken.json["tree"]
    tree["domains"][0]["competencies"][0]["statement"]["en"] = "Cites what others can open."
    client.put(HERE, json=tree, headers=seen(told, 2))
    found = client.get(f"{HERE}/publish", headers=told).json
    assert (found["is_behind"], len(found["touches"]["levels"])) == (False, 4)
