"""Why a badge of ours was withdrawn, as whoever checks it reads it; and how its award stands then."""

import re

import pytest

from badges.services import giving_up, withdrawing
from foundation import clock
from tests.badges.cases import body
from tests.badges.scene import accepted, person, set_stage
from tests.web.test_verify_who import check, presented
from tests.web.visiting import client_of
from tests.world import World

NOTE = "Only we know that Ada was away."
WHY = "It was given to the wrong person."
OWN = "It was withdrawn, for good. The group did so on"
ASK = "Ask the holder or the issuer why."


def state_on(client, path):
    found = re.search("<dt>State</dt><dd><bdi>([^<]+)</bdi>", client.get(path).text)
    assert found is not None
    return found[1]


@pytest.fixture
def scene(sqlite_app):
    return set_stage()


@pytest.fixture
def ada():
    return person("Ada")


@pytest.fixture
def credential(scene, ada):
    return accepted(scene, ada, "Ada")


def test_who_checks_a_withdrawn_badge_of_ours_reads_when_and_why_and_never_the_note(
    sqlite_app, scene, credential
):
    badge = body(credential)
    assert OWN not in check(sqlite_app, badge)
    withdrawing.revoke(scene.steward, credential.id, reason="wrong_recipient", note=NOTE)
    for page in (check(sqlite_app, badge), check(sqlite_app, presented(badge))):
        assert f"{OWN} {clock.now():%B\u00a0%-d,\u00a0%Y}, and says why: {WHY}" in page
        assert ASK not in page
        assert NOTE not in page


def test_programs_read_the_kind_of_reason_and_the_day(sqlite_app, scene, credential):
    badge = body(credential)
    withdrawing.revoke(scene.steward, credential.id, reason="wrong_recipient", note=NOTE)
    answer = sqlite_app.test_client().post("/api/v1/verify", json=badge)
    (found,) = (one for one in answer.json["checks"] if one["check"] == "status")
    assert found["facts"]["withdrawn_for"] == "wrong_recipient"
    assert found["facts"]["withdrawn_at"].startswith(clock.now().date().isoformat())
    assert NOTE not in answer.text


def test_why_is_not_told_of_what_is_not_the_badge_itself(sqlite_app, scene, credential):
    withdrawing.revoke(scene.steward, credential.id, reason="wrong_recipient")
    page = check(sqlite_app, {**body(credential), "name": "Master of wheels"})
    assert "<h1>Do not rely on this</h1>" in page
    assert WHY not in page


def test_why_is_not_told_to_a_stranger_who_gives_a_badge_of_the_same_id(sqlite_app, scene, credential):
    withdrawing.revoke(scene.steward, credential.id, reason="wrong_recipient")
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    issuer = world.issuer("did:web:badges.example.org")
    entry = {
        "id": "https://badges.example.org/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": world.status_list(issuer, revoked=[7]),
    }
    page = check(sqlite_app, world.issue(issuer, id=credential.urn, credentialStatus=entry))
    assert "It was withdrawn, for good." in page
    assert ASK in page
    assert WHY not in page


def test_a_badge_that_its_holder_gave_up_is_not_called_withdrawn_by_the_group(sqlite_app, ada, credential):
    giving_up.give_up(ada, credential.id)
    page = check(sqlite_app, body(credential))
    assert "It was withdrawn, for good." in page
    assert "The issuer has withdrawn" not in page
    assert OWN not in page
    assert ASK in page


def test_the_award_of_a_withdrawn_badge_is_not_called_accepted_any_more(sqlite_app, scene, ada, credential):
    steward = client_of(sqlite_app, scene.steward)
    one = f"/groups/example-affiliate/awards/{credential.award_id}"
    assert state_on(steward, one) == "Accepted"
    withdrawing.revoke(scene.steward, credential.id, reason="superseded")
    assert state_on(steward, one) == "Withdrawn"
    listed = steward.get("/groups/example-affiliate/awards").text
    assert "<bdi>Withdrawn</bdi></span>" in listed
    assert "<bdi>Accepted</bdi></span>" not in listed
