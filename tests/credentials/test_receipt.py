"""A dated receipt: what was found about which bytes, in the name of who looked."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from credentials import receipt, resolve, statements
from credentials.baking import bake_svg
from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.keys import Ed25519Signer, new_ed25519_seed
from credentials.verify import Verdict, verify
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def service(world):
    return world.issuer("did:web:service.example.org", "The service")


@pytest.fixture
def badge(world):
    issuer = world.issuer("did:web:badges.example.org")
    url = world.status_list(issuer)
    helper = world.issuer()
    document = world.credential(
        issuer,
        credentialStatus={
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "3",
            "statusListCredential": url,
        },
    )
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": "someone@example.org",
            "identityType": "emailAddress",
        }
    ]
    endorsement = world.sign(world.endorsement(helper, document["id"]), helper)
    return json.dumps(world.sign({**document, "endorsement": [endorsement]}, issuer)).encode()


def made(world, service, data, **shape):
    report = verify(data, fetch=world.fetch, now=world.now, **shape)
    found = receipt.make(report, data, service=service.id)
    return found, receipt.sign(found, service.signer, kid=service.method)


def test_a_receipt_tells_what_was_checked_by_whom_when_and_how_it_ended(world, service, badge):
    found, token = made(world, service, badge)
    checked = receipt.check(token, now=world.now, fetch=world.fetch)
    assert checked == found
    assert (checked.verdict, checked.service, checked.checked_at) == (Verdict.GENUINE, service.id, world.now)
    status = next(finding for finding in checked.findings if finding.check == "status")
    assert (status.source, status.at) == ("https://badges.example.org/status/1", world.now)
    assert receipt.check(token, now=world.now, key=service.signer.public) == found


def test_a_receipt_quotes_nothing_of_the_badge_and_not_who_was_asked_about(world, service, badge):
    found, token = made(world, service, badge, recipient="someone@example.org")
    text = json.dumps(receipt.as_json(found)) + json.dumps(dict(statements.jose.parse(token).payload))
    assert found.recipient == "matches"
    for secret in ("someone@example.org", "I saw it", "0ec09379", "Wheel truing"):
        assert secret not in text
    assert made(world, service, badge, recipient="other@example.org")[0].recipient == "differs"
    assert made(world, service, badge)[0].recipient == "not_asked"


def test_a_receipt_fits_the_file_or_its_credential_in_another_picture_and_no_other(world, service, badge):
    svg = bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg"/>', badge, is_jws=False)
    found, _ = made(world, service, svg)
    assert receipt.matches(found, svg)
    assert receipt.matches(found, badge)
    assert found.size_bytes == len(svg)
    assert not receipt.matches(found, badge.replace(b"truing", b"tuning"))
    assert not receipt.matches(found, b"not a badge")


def test_a_receipt_of_another_key_service_or_kind_is_refused(world, service, badge):
    found, token = made(world, service, badge)
    stranger = world.issuer("did:web:stranger.example.org")
    claims = dict(statements.jose.parse(token).payload)
    forged = {
        "another key": receipt.sign(found, stranger.signer, kid=service.method),
        "a key of somebody else": receipt.sign(found, stranger.signer, kid=stranger.method),
        "altered": token[:-8] + ("A" if token[-8] != "A" else "B") + token[-7:],
        "another kind": statements.sign(claims, service.signer, kid=service.method, typ="JWT"),
        "another name inside": statements.sign(
            {**claims, "receipt": {**claims["receipt"], "service": stranger.id}},
            service.signer,
            kid=service.method,
            typ=receipt.TYPE,
        ),
        "no receipt": statements.sign(
            {**claims, "receipt": 7}, service.signer, kid=service.method, typ=receipt.TYPE
        ),
        "nothing": "x",
    }
    for name, wrong in forged.items():
        with pytest.raises((ProofError, UnreadableError)):
            pytest.fail(name) if receipt.check(wrong, now=world.now, fetch=world.fetch) else None
    with pytest.raises(ProofError, match="signature_wrong"):
        receipt.check(token, now=world.now, key=stranger.signer.public)
    with pytest.raises(ProofError, match="created_in_future"):
        receipt.check(token, now=world.now - timedelta(hours=1), fetch=world.fetch)
    assert receipt.check(token, now=world.now + timedelta(days=9999), fetch=world.fetch) == found


@pytest.mark.parametrize(
    "member", ["verdict", "checkedAt", "findings", "issuer", "sizeBytes", "inner", "sha256", "recipient"]
)
def test_a_receipt_with_a_missing_or_odd_member_is_none(world, service, badge, member):
    given = receipt.as_json(made(world, service, badge)[0])
    assert receipt.read(given)
    for wrong in (
        {**given, member: {"x": 1}},
        {name: value for name, value in given.items() if name != member},
    ):
        with pytest.raises(CredentialError):
            receipt.read(wrong)


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_receipt_by_a_key_that_its_service_revoked_is_none(world, badge, is_lost):
    service = "did:web:service.example.org"
    lost, kept = (Ed25519Signer(new_ed25519_seed()) for _ in range(2))
    revoked = {lost.public: world.now - timedelta(days=30)}
    document = resolve.did_document(service, [kept.public], revoked=revoked)
    world.publish(resolve.did_web_document_url(service), document)
    made = receipt.make(verify(badge, fetch=world.fetch, now=world.now), badge, service=service)
    signer = lost if is_lost else kept
    token = receipt.sign(made, signer, kid=resolve.method_id(service, signer.public))
    if not is_lost:
        assert receipt.check(token, now=world.now, fetch=world.fetch) == made
        return
    with pytest.raises(ProofError, match="key_compromised"):
        receipt.check(token, now=world.now, fetch=world.fetch)


def test_a_receipt_of_a_false_badge_says_so(world, service, badge):
    found, token = made(world, service, badge.replace(b"truing", b"tuning"))
    assert receipt.check(token, now=world.now, fetch=world.fetch).verdict is Verdict.DO_NOT_RELY
    assert replace(found, verdict=Verdict.GENUINE) != found
