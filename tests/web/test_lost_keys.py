"""A steward says that somebody else may have the group's key."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from badges.services import carrying, verifying
from badges.services.own_documents import own_only
from credentials.verify import Report, Verdict
from foundation import audit, clock
from issuers import queries as issuers
from issuers.services import keys
from tests.badges.scene import accepted, person, set_stage
from tests.issuers.places import group_of
from tests.web.visiting import client_of

GROUP = "/groups/example-affiliate"
PLACE = f"{GROUP}/keys/lost"
KEY = re.compile(r'name="key" value="([0-9a-f-]{36})"')


@pytest.fixture
def service(sqlite_app: Flask) -> Iterator[Flask]:
    """On https a group is a did:web, whose key can be replaced."""
    before = dict(sqlite_app.extensions)
    sqlite_app.extensions["settings"] = replace(before["settings"], base_url="https://badges.example.org")
    sqlite_app.extensions["fetch"] = own_only()
    yield sqlite_app
    sqlite_app.extensions.update(before)


@pytest.fixture
def scene(service: Flask):
    return set_stage()


@pytest.fixture
def steward(service: Flask, scene):
    return client_of(service, scene.steward)


def typed(moment: datetime) -> str:
    """What the browser sends of a date and time in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def declare(client, since: str, key: str = "", sure: str = "yes"):
    chosen = key or KEY.search(client.get(PLACE).text).group(1)
    return client.post(PLACE, data={"key": chosen, "since": since, "sure": sure})


def judged(credential) -> Report:
    return verifying.verify(carrying.form(credential, "json"))


def test_the_page_of_the_group_leads_there_and_the_page_says_what_will_happen(steward):
    assert f'href="{PLACE}"' in steward.get(GROUP).text
    page = steward.get(PLACE).text
    assert "stay genuine" in page
    assert "is answered with “Do not rely on this”" in page
    assert "a new one takes its place at once" in page
    assert "cannot be undone" in page
    assert re.search(r'name="since" type="datetime-local"[^>]* required', page)
    assert 'name="sure" value="yes"' in page


def test_badges_recorded_before_stay_genuine_with_a_warning_and_later_ones_are_refused(scene, steward):
    before = accepted(scene, person("Before"), "Before")
    started = clock.now()
    clock.set_source(lambda: started + timedelta(hours=2))
    after = accepted(scene, person("After"), "After")
    answer = declare(steward, typed(started + timedelta(hours=1)))
    assert (answer.status_code, answer.location) == (303, GROUP)
    assert "A new one signs from now on." in steward.get(GROUP).text
    report = judged(before)
    assert report.verdict is Verdict.GENUINE
    assert "recorded_before_compromise" in {one.code for one in report.warnings}
    assert judged(after).verdict is Verdict.DO_NOT_RELY
    assert judged(accepted(scene, person("Anew"), "Anew")).verdict is Verdict.GENUINE


def test_who_said_it_since_when_is_in_the_log(scene, steward):
    declare(steward, "2026-01-31T12:00")
    events = audit.events_of(scene.steward.person_id)
    (event,) = [one for one in events if one.action == "key.compromised"]
    assert (event.group_id, event.facts["since"]) == (scene.group_id, "2026-01-31T12:00:00Z")
    assert "A key to sign with was taken out of use" in steward.get("/account/activity").text


def test_what_is_missing_is_said_beside_each_field_and_nothing_happens(scene, steward):
    answer = steward.post(PLACE, data={"key": "", "since": "soon"})
    assert answer.status_code == 422
    for field in ("since", "sure"):
        assert f'id="field-{field}-error"' in answer.text
    assert "3 things need mending" in answer.text
    assert issuers.compromised_keys(scene.group_id) == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sure": ""}, "Please tick this only if you mean it"),
        ({"since": "2999-01-01T00:00"}, "This time is still to come."),
        ({"since": "2026-01-31T12:00+02:00"}, "A date and a time are needed here"),
        ({"key": "01a204a1-21de-7af8-bb92-9e203e5ee87a"}, "Please choose one from the list."),
    ],
)
def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(scene, steward, change, said):
    answer = declare(steward, **{"since": "2026-01-31T12:00", **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{change.get("since", "2026-01-31T12:00")}"' in answer.text
    assert issuers.compromised_keys(scene.group_id) == {}


def test_the_key_of_another_group_cannot_be_named(scene, steward):
    other = group_of(scene.steward, "Far away")
    key = issuers.active_key(other, "Ed25519")
    assert declare(steward, "2026-01-31T12:00", key=str(key.id)).status_code == 422
    assert issuers.compromised_keys(other) == {}


def test_each_key_is_told_apart_by_what_it_does_or_did(scene, steward):
    keys.rotate(scene.group_id)
    keys.token_signer_of(scene.group_id)
    page = steward.get(PLACE).text
    assert len(set(KEY.findall(page))) == 3
    for words in ("Signs badges since", "Signs the token form of badges", "Put away on"):
        assert words in page
    declare(steward, "2026-01-31T12:00")
    assert "Said to be lost since January\u00a031,\u00a02026, 12:00\u00a0UTC" in steward.get(PLACE).text


def test_said_again_only_an_earlier_time_counts(scene, steward):
    key = KEY.search(steward.get(PLACE).text).group(1)
    for since in ("2026-01-31T12:00", "2026-02-28T12:00", "2026-01-30T12:00"):
        assert declare(steward, since, key=key).status_code == 303
    (cut_off,) = issuers.compromised_keys(scene.group_id).values()
    assert typed(cut_off) == "2026-01-30T12:00"


def test_a_group_whose_key_cannot_be_replaced_is_told_so_first(sqlite_app):
    scene = set_stage()  # on http a group is its one key
    steward = client_of(sqlite_app, scene.steward)
    page = steward.get(PLACE).text
    assert "This group has one key that cannot be replaced." in page
    assert "a new one takes its place" not in page
    assert declare(steward, "2026-01-31T12:00").status_code == 303
    page = steward.get(GROUP).text
    assert "The key is taken out of use." in page
    assert "A new one signs from now on." not in page
