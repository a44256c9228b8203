"""Signals from wikis by the JSON API: let in, read and ended by the person alone."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from foundation import clock
from mentoring.services import letting_in
from tests.badges.test_awards_api import headers
from tests.mentoring.scene import RecordingWiki, connect, set_up

HERE = "/api/v1/me/signals"
WIKI = {"wiki": "https://sv.wikipedia.org/wiki/Anything"}


@pytest.fixture
def stage():
    clock.set_source(lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
    return set_up()


def test_a_person_lets_a_wiki_be_asked_reads_what_came_and_ends_it(app: Flask, stage):
    client, told, other = app.test_client(), headers(stage.kim), headers(stage.sam)
    provider = connect(app, stage.kim)
    made = client.post(HERE, json=WIKI, headers=told)
    assert (made.status_code, made.json["wiki"], made.json["outcome"]) == (201, "sv.wikipedia.org", None)
    assert client.post(HERE, json=WIKI, headers=told).json["id"] == made.json["id"]
    letting_in.ask_wikis(provider, RecordingWiki())
    shown = client.get(HERE, headers=told).json
    assert (shown["is_possible"], shown["days"]) == (True, 90)
    assert [one["outcome"] for one in shown["wikis"]] == ["given"]
    assert [(one["kind"], one["period"], one["value"]) for one in shown["signals"]] == [
        ("edits", "2026-10", "1-9"),
        ("places", "2026-10", "content"),
    ]
    assert client.get(HERE, headers=other).json["signals"] == []
    there = f"{HERE}/{made.json['id']}"
    assert client.delete(there, headers=other).status_code == 404
    assert client.delete(there, headers=told).status_code == 204
    assert client.get(HERE, headers=told).json["signals"] == []


def test_without_a_connected_account_no_wiki_is_asked(app: Flask, stage):
    client, told = app.test_client(), headers(stage.kim)
    assert client.get(HERE, headers=told).json["is_possible"] is False
    answer = client.post(HERE, json=WIKI, headers=told)
    assert (answer.status_code, answer.json["code"]) == (409, "no_account_elsewhere")
    assert client.get(HERE).status_code == 401
