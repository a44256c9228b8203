"""The recipient check: every kind of identifier, hashed or plain, asked for by look or by type."""

import json

import pytest

from credentials.identity import hash_identity
from credentials.verify import Outcome, verify
from tests.credentials.test_verify_status import finding, outcome
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def report_for(world):
    issuer = world.issuer()
    document = world.credential(issuer)
    entries = [
        identifier("emailAddress", "someone@example.org", "Kosher"),
        identifier("userName", "Wheelwright", None),
        identifier("ext:wikimedia", "https://meta.wikimedia.org/wiki/User:Wheelwright", "salt"),
        identifier("ext:studentId", "4711", None),
    ]
    document["credentialSubject"]["identifier"] = entries
    data = json.dumps(world.sign(document, issuer)).encode()

    def report(recipient, recipient_type=None):
        return verify(
            data, fetch=world.fetch, now=world.now, recipient=recipient, recipient_type=recipient_type
        )

    return report


def identifier(kind, value, salt):
    hashed = salt is not None
    entry = {"type": "IdentityObject", "hashed": hashed, "identityType": kind}
    entry["identityHash"] = hash_identity(value, salt) if hashed else value
    return {**entry, "salt": salt} if hashed else entry


@pytest.mark.parametrize(
    ("recipient", "kind", "by"),
    [
        ("someone@example.org", None, "emailAddress"),
        (" Someone@Example.org ", None, "emailAddress"),
        ("Wheelwright", None, "userName"),
        ("urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10", None, "id"),
        ("https://meta.wikimedia.org/wiki/User:Wheelwright", None, "ext:wikimedia"),
        ("4711", "ext:studentId", "ext:studentId"),
    ],
)
def test_the_one_whom_the_badge_names_is_recognised(report_for, recipient, kind, by):
    report = report_for(recipient, kind)
    assert outcome(report, "recipient") == (Outcome.PASSED, "recipient_matches")
    assert finding(report, "recipient").facts == {"by": by}


@pytest.mark.parametrize(
    ("recipient", "kind"),
    [
        ("other@example.org", None),
        ("wheelwright", None),
        ("someone@example.org", "userName"),
        ("urn:uuid:00000000-a08f-4a3e-9b1c-1d6e8a3f6a10", None),
        ("4712", "ext:studentId"),
        ("\ud800@example.org", None),
        ("\ud800", "userName"),
    ],
)
def test_another_is_not(report_for, recipient, kind):
    assert outcome(report_for(recipient, kind), "recipient") == (Outcome.FAILED, "recipient_differs")


def test_what_the_badge_does_not_speak_of_is_neither_confirmed_nor_denied(report_for):
    assert outcome(report_for("x", "ext:phone"), "recipient") == (Outcome.UNDETERMINED, "recipient_not_said")
    assert outcome(report_for("  "), "recipient") == (Outcome.NOT_APPLICABLE, "not_asked")


@pytest.mark.parametrize("subject", ["did:key:z6MkhaXgBZ", "https://people.example.org/ada", "urn:x:1"])
def test_an_id_that_is_no_address_of_mail_tells_nothing_of_one(world, subject):
    issuer = world.issuer()
    document = world.credential(issuer)
    document["credentialSubject"]["id"] = subject
    data = json.dumps(world.sign(document, issuer)).encode()
    for recipient, kind in (("ada@example.org", None), ("Ada", None), ("x", "ext:phone")):
        report = verify(data, fetch=world.fetch, now=world.now, recipient=recipient, recipient_type=kind)
        assert outcome(report, "recipient") == (Outcome.UNDETERMINED, "recipient_not_said")


def test_an_address_of_mail_tells_of_mail_alone(world):
    issuer = world.issuer()
    document = world.credential(issuer)
    document["credentialSubject"]["id"] = "MAILTO:ann@example.org"
    data = json.dumps(world.sign(document, issuer)).encode()
    told = {
        asked: outcome(verify(data, fetch=world.fetch, now=world.now, recipient=asked), "recipient")[1]
        for asked in ("bob@example.org", "Ann")
    }
    assert told == {"bob@example.org": "recipient_differs", "Ann": "recipient_not_said"}


def test_a_hash_that_is_not_compared_neither_confirms_nor_denies(world):
    issuer = world.issuer()
    document = world.credential(issuer)
    entry = {**identifier("emailAddress", "someone@example.org", "x"), "identityHash": f"md5${'0' * 32}"}
    document["credentialSubject"]["identifier"] = [entry]
    data = json.dumps(world.sign(document, issuer)).encode()
    report = verify(data, fetch=world.fetch, now=world.now, recipient="someone@example.org")
    assert outcome(report, "recipient") == (Outcome.UNDETERMINED, "identity_hash_unknown")
    document["credentialSubject"]["identifier"].append(identifier("emailAddress", "someone@example.org", "y"))
    data = json.dumps(world.sign(document, issuer)).encode()
    report = verify(data, fetch=world.fetch, now=world.now, recipient="someone@example.org")
    assert outcome(report, "recipient") == (Outcome.PASSED, "recipient_matches")


@pytest.mark.parametrize("wanted", ["Ada@Example.org", "ada@example.org", "mailto:ADA@example.org"])
@pytest.mark.parametrize("given", ["mailto:ada@example.org", "MAILTO:Ada@example.ORG"])
def test_an_id_that_is_a_mail_address_is_the_same_in_letters_of_any_case(world, given, wanted):
    issuer = world.issuer()
    document = world.credential(issuer)
    document["credentialSubject"]["id"] = given
    data = json.dumps(world.sign(document, issuer)).encode()
    report = verify(data, fetch=world.fetch, now=world.now, recipient=wanted)
    assert outcome(report, "recipient") == (Outcome.PASSED, "recipient_matches")
    other = verify(data, fetch=world.fetch, now=world.now, recipient="eda@example.org")
    assert outcome(other, "recipient") == (Outcome.FAILED, "recipient_differs")
