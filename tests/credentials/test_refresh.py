"""Refresh: a newer version counts when the issuer made it of the same credential, and in no other case."""

import json
from datetime import timedelta

import pytest

from credentials.instants import timestamp
from credentials.verify import Outcome, Verdict, verify
from credentials.verify.policy import ARCHIVE
from tests.credentials.test_verify_status import finding, outcome
from tests.world import World

URL = "https://badges.example.org/refresh/1"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, credential, **shape):
    return verify(json.dumps(credential).encode(), **{"fetch": world.fetch, "now": world.now, **shape})


def test_a_newer_version_is_what_is_judged(world, workshop):
    soon = timestamp(world.now - timedelta(hours=1))
    ended = timestamp(world.now - timedelta(minutes=1))
    document = world.credential(workshop, validUntil=ended)
    _, badge = world.refreshed(
        workshop, document, validFrom=soon, validUntil=None, name="Wheel truing, renewed"
    )
    report = judged(world, badge)
    assert outcome(report, "refresh") == (Outcome.PASSED, "refreshed")
    assert finding(report, "refresh").source == URL
    assert (report.verdict, report.document["name"]) == (Verdict.GENUINE, "Wheel truing, renewed")
    assert judged(world, badge, policy=ARCHIVE).document["name"] == "Wheel truing"


def test_a_newer_version_can_be_worse(world, workshop):
    ended = timestamp(world.now - timedelta(minutes=1))
    _, badge = world.refreshed(workshop, world.credential(workshop), validUntil=ended)
    report = judged(world, badge)
    assert (report.verdict, outcome(report, "validity")[1]) == (Verdict.DO_NOT_RELY, "expired")


def test_the_same_version_is_said_to_be_the_newest(world, workshop):
    url, badge = world.refreshed(workshop, world.credential(workshop))
    world.publish(url, badge)
    assert outcome(judged(world, badge), "refresh") == (Outcome.PASSED, "already_newest")


REFUSED = {
    "another_id": {"id": "urn:uuid:00000000-0d0b-4c2e-9d0e-0a4a7f1e9b11"},
    "another_type": {"type": ["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"]},
    "older": {"validFrom": "2020-01-01T00:00:00Z"},
    "no_structure": {"validFrom": None},
}


@pytest.mark.parametrize("change", REFUSED)
def test_an_answer_that_is_another_or_an_older_credential_changes_nothing(world, workshop, change):
    _, badge = world.refreshed(workshop, world.credential(workshop), **REFUSED[change])
    report = judged(world, badge)
    assert outcome(report, "refresh") == (Outcome.UNDETERMINED, "refresh_refused")
    assert (report.verdict, report.document) == (Verdict.GENUINE, badge)


def test_an_answer_for_another_holder_or_by_another_issuer_changes_nothing(world, workshop):
    document = world.credential(workshop)
    subject = {**document["credentialSubject"], "id": "urn:uuid:00000000-a08f-4a3e-9b1c-1d6e8a3f6a10"}
    _, badge = world.refreshed(workshop, document, credentialSubject=subject)
    assert finding(judged(world, badge), "refresh").facts["reason"] == "refresh_other_credential"
    stranger = world.issuer()
    _, badge = world.refreshed(workshop, document)
    world.publish(
        URL, world.sign({**json.loads(world.pages[URL]), "issuer": stranger.profile, "proof": []}, stranger)
    )
    assert outcome(judged(world, badge), "refresh")[1] == "refresh_refused"
    world.refreshed(stranger, document)  # the right name over a wrong key
    assert outcome(judged(world, badge), "refresh")[1] == "refresh_refused"
    assert judged(world, badge).verdict is Verdict.GENUINE


def test_a_service_that_does_not_answer_changes_nothing(world, workshop):
    _, badge = world.refreshed(workshop, world.credential(workshop))
    del world.pages[URL]
    report = judged(world, badge)
    assert outcome(report, "refresh") == (Outcome.UNDETERMINED, "refresh_unreachable")
    assert report.verdict is Verdict.GENUINE


def test_a_forged_badge_sends_nobody_anywhere_and_a_newer_version_sends_no_further(world, workshop):
    _, badge = world.refreshed(workshop, world.credential(workshop))
    judged(world, {**badge, "name": "Forged"})
    assert URL not in world.asked
    further = {"id": "https://badges.example.org/refresh/2", "type": "1EdTechCredentialRefresh"}
    _, badge = world.refreshed(workshop, world.credential(workshop), refreshService=further)
    assert outcome(judged(world, badge), "refresh")[1] == "refreshed"
    assert further["id"] not in world.asked
