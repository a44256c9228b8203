"""Whether a badge was withdrawn: lists as they should be, and broken in every way."""

import json
from datetime import timedelta

import pytest

from credentials import status
from credentials.verify import Outcome, Verdict, verify
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, credential):
    return verify(json.dumps(credential).encode(), fetch=world.fetch, now=world.now)


def finding(report, check):
    return next(finding for finding in report.findings if finding.check == check)


def outcome(report, check):
    found = finding(report, check)
    return found.outcome, found.code


def test_a_badge_is_withdrawn_when_its_bit_is_set_and_only_then(world, workshop):
    url = world.status_list(workshop, revoked=[94567])
    good = judged(world, world.issue(workshop, credentialStatus=status.entry(url, 94566)))
    gone = judged(world, world.issue(workshop, credentialStatus=status.entry(url, 94567)))
    assert (good.verdict, gone.verdict) == (Verdict.GENUINE, Verdict.DO_NOT_RELY)
    assert outcome(gone, "status") == (Outcome.FAILED, "revoked")
    assert finding(gone, "status").source == url
    assert finding(gone, "status").at == world.now


def by_another(world, workshop, url):
    world.status_list(world.issuer("did:key"), url)


def moved(world, workshop, url):
    world.status_list(workshop, url)
    world.pages[url] = world.pages.pop(world.status_list(workshop, url + "9"))


def unsigned(world, workshop, url):
    world.status_list(workshop, url)
    served = json.loads(world.pages[url])
    world.publish(url, {name: value for name, value in served.items() if name != "proof"})


def altered(world, workshop, url):
    world.status_list(workshop, url)
    world.publish(url, {**json.loads(world.pages[url]), "validUntil": "2099-01-01T00:00:00Z"})


def with_list(encoded):
    def publish(world, workshop, url):
        subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded()}
        world.status_list(workshop, url, credentialSubject=subject)

    return publish


LIST_FAULTS = {
    "missing": (lambda *_: None, "status_list_unreachable"),
    "timed_out": (
        lambda world, _, url: world.broken.update({url: "timed_out"}),
        "status_list_unreachable",
    ),
    "html": (lambda world, _, url: world.publish(url, "<html></html>"), "status_list_unreadable"),
    "by_another": (by_another, "status_list_other_issuer"),
    "moved": (moved, "status_list_other_address"),
    "unsigned": (unsigned, "status_list_unproven"),
    "altered": (altered, "status_list_unproven"),
    "rolled_back": (
        lambda world, workshop, url: world.status_list(
            workshop, url, valid_until=world.now - timedelta(seconds=1), revoked=[]
        ),
        None,
    ),
    "bomb": (with_list(lambda: status.encode_bits(bytes(17 * 1024 * 1024))), None),
    "nonsense": (with_list(lambda: "uH4sI"), None),
}


@pytest.mark.parametrize("fault", LIST_FAULTS)
def test_a_status_list_that_cannot_be_had_or_trusted_is_never_green(world, workshop, fault):
    url = "https://badges.example.org/status/1"
    publish, code = LIST_FAULTS[fault]
    publish(world, workshop, url)
    report = judged(world, world.issue(workshop, credentialStatus=status.entry(url, 7)))
    assert report.verdict is Verdict.COULD_NOT_FINISH
    assert finding(report, "status").outcome is Outcome.UNDETERMINED
    assert code in (None, finding(report, "status").code)
    assert outcome(report, "proof")[0] is Outcome.PASSED


def test_an_unknown_status_type_and_an_index_outside_the_list_cannot_be_finished(world, workshop):
    url = world.status_list(workshop)
    contexts = [
        *world.credential(workshop)["@context"],
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]
    for entry in (
        {"type": "1EdTechRevocationList", "id": "https://badges.example.org/nowhere"},
        status.entry(url, 131_072),
        {**status.entry(url, 1), "statusPurpose": "novelty"},
    ):
        report = judged(world, world.issue(workshop, credentialStatus=entry, **{"@context": contexts}))
        assert report.verdict is Verdict.COULD_NOT_FINISH, entry


@pytest.mark.parametrize(
    ("listed", "verdict"),
    [
        ([{"id": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"}], Verdict.DO_NOT_RELY),
        ([{"id": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11", "revoked": False}], Verdict.GENUINE),
        ([{"id": "urn:uuid:00000000-0d0b-4c2e-9d0e-0a4a7f1e9b11"}], Verdict.GENUINE),
    ],
)
def test_the_older_revocation_list_is_read(world, workshop, listed, verdict):
    url = "https://badges.example.org/revocations"
    world.publish(url, {"id": url, "issuer": workshop.id, "revokedCredential": listed})
    contexts = [
        *world.credential(workshop)["@context"],
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]
    entry = {"id": url, "type": "1EdTechRevocationList"}
    assert (
        judged(world, world.issue(workshop, credentialStatus=entry, **{"@context": contexts})).verdict
        is verdict
    )
