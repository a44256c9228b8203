"""Frameworks by the JSON API: trees for everybody, drafts with If-Match for their stewards."""

import pytest
from flask import Flask

from competencies.queries import trees
from tests.badges.scene import person, set_stage
from tests.badges.test_awards_api import headers

HERE = "/api/v1/frameworks"


@pytest.fixture
def stage(app: Flask):
    scene = set_stage()
    client, told = app.test_client(), headers(scene.steward)
    assert client.post(f"{HERE}/skills/draft", headers=told).status_code == 201
    return scene, client, told


def seen(told, revision):
    return {**told, "If-Match": f'"{revision}"'}


def test_everybody_reads_frameworks_versions_and_differences(stage):
    _, client, told = stage
    tree = client.get(f"{HERE}/skills").json["tree"]
    assert tree["domains"][0]["competencies"][0]["id"] == "citing"
    tree["domains"][0]["title"]["en"] = "Where it is from"
    assert client.put(f"{HERE}/skills/draft", json=tree, headers=seen(told, 1)).status_code == 200
    done = client.post(f"{HERE}/skills/draft/publish", headers=seen(told, 2))
    assert done.json == {"slug": "skills", "number": 2}
    changes = client.get(f"{HERE}/skills/diff?from=1&to=2").json
    assert [(one["kind"], one["thing"], one["id"], one["after"]) for one in changes] == [
        ("text", "domain", "sources", "Where it is from")
    ]
    assert [one["number"] for one in client.get(f"{HERE}/skills/versions").json] == [1, 2]
    first = client.get(f"{HERE}/skills/versions/1").json
    assert first["tree"]["domains"][0]["title"]["en"] == "Sources"
    assert first["members"][0]["version"] == 1
    listed = client.get(HERE).json
    assert [one["slug"] for one in listed["frameworks"]] == ["skills"]
    assert client.get(f"{HERE}?page=2").json["frameworks"] == []


def test_of_two_programs_the_second_is_told_and_overwrites_nothing(stage):
    _, client, told = stage
    got = client.get(f"{HERE}/skills/draft", headers=told)
    assert got.headers["ETag"] == '"1"'
    tree = got.json["tree"]
    for title in ("First", "Second"):
        tree["title"] = {"en": title}
        answer = client.put(f"{HERE}/skills/draft", json=tree, headers=seen(told, 1))
    assert (answer.status_code, answer.json["code"]) == (409, "draft_changed")
    assert answer.json["facts"] == {"revision": 2}
    assert trees.draft("skills").tree["title"] == {"en": "First"}


def test_a_write_without_the_revision_that_was_seen_is_refused(stage):
    _, client, told = stage
    tree = client.get(f"{HERE}/skills/draft", headers=told).json["tree"]
    assert client.put(f"{HERE}/skills/draft", json=tree, headers=told).status_code == 428
    odd = {**told, "If-Match": "abc"}
    assert client.put(f"{HERE}/skills/draft", json=tree, headers=odd).status_code == 422
    assert client.post(f"{HERE}/skills/draft/publish", headers=told).status_code == 428
    assert client.delete(f"{HERE}/skills/draft", headers=told).status_code == 428


def test_a_draft_is_begun_translated_and_thrown_away(stage):
    scene, client, told = stage
    sent = {"group_id": str(scene.group_id), "title": {"sv": "Kartor"}, "source": "sv"}
    begun = client.post(HERE, json=sent, headers=told)
    assert (begun.status_code, begun.json["slug"]) == (201, "kartor")
    written = {"texts": {"/title": "Maps"}, "reviewed": ["/title"]}
    at = f"{HERE}/kartor/draft"
    answer = client.put(f"{at}/translations/en", json=written, headers=seen(told, 1))
    assert answer.json["states"]["/title"] == {"sv": "draft", "en": "reviewed"}
    assert client.put(f"{at}/translations/en", json=written, headers=seen(told, 1)).status_code == 409
    assert client.put(f"{at}/translations/xx", json=written, headers=seen(told, 2)).status_code == 422
    assert client.delete(at, headers=seen(told, 2)).status_code == 204
    assert client.get(at, headers=told).status_code == 404


def test_a_framework_is_derived_for_ones_own_group(stage):
    scene, client, told = stage
    sent = {"group_id": str(scene.group_id), "number": 1}
    answer = client.post(f"{HERE}/skills/derive", json=sent, headers=told)
    assert (answer.status_code, answer.json["derived_from"]) == (201, "skills")
    assert client.post(f"{HERE}/skills/derive", json={**sent, "number": 9}, headers=told).status_code == 404


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"title": {"en": "X"}, "levels": []},
        {"title": {"en": "X"}, "levels": "no"},
        {"title": {"en": "X"}, "levels": [{"level": 9, "title": {"en": "X"}}]},
        {"title": {"en": "X"}, "levels": [], "points": 5},
        {"title": {"xx": "X"}, "levels": [], "domains": [{"title": {"en": "\u202e"}}]},
        [1],
    ],
)
def test_a_tree_that_is_none_is_refused(stage, tree):
    _, client, told = stage
    assert client.put(f"{HERE}/skills/draft", json=tree, headers=seen(told, 1)).status_code == 422
    assert trees.draft("skills").revision == 1


def test_a_stranger_and_another_steward_find_no_draft(stage):
    _, client, _ = stage
    foreign, tree = headers(person("Stranger")), client.get(f"{HERE}/skills").json["tree"]
    for status, who in ((404, foreign), (401, {})):
        for method, path, sent in (
            ("GET", "/skills/draft", None),
            ("POST", "/skills/draft", None),
            ("PUT", "/skills/draft", tree),
            ("PUT", "/skills/draft/translations/sv", {"texts": {}}),
            ("POST", "/skills/draft/publish", None),
            ("DELETE", "/skills/draft", None),
        ):
            answer = client.open(f"{HERE}{path}", method=method, json=sent, headers=seen(who, 1))
            assert answer.status_code == status, (method, path)
