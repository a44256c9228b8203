"""openbadgeslib and we agree on Open Badges 2.0, and read each other's pictures."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib import OB2Signer, OB2VerificationError, OB2Verifier, baking
from openbadgeslib.ob2.models import Assertion, IdentityObject, Verification

from credentials.baking import bake_png, bake_svg, unbake_png, unbake_svg
from credentials.errors import CredentialError
from credentials.verify.policy import verdict
from credentials.verify.report import Verdict
from tests.credentials.test_baking import CREDENTIAL, SVG, TOKEN, picture
from tests.credentials.test_legacy_signed import other_key
from tests.world import rsa_key
from tests.world_of_two import (
    ASSERTION,
    BADGE_CLASS,
    HOME,
    ISSUER,
    KEY,
    REVOCATIONS,
    WorldOfTwo,
    assertion,
    jws,
)

ID = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"
ADA = "ada@example.org"


def _signed(world, **changes):
    return world.signed(**changes)


def _revoked(world):
    token = world.signed()
    world.revocations({"id": ID, "revocationReason": "Error."})
    return token


def _unlisted_key(world):
    token = world.signed()
    world.issuer(publicKey=f"{HOME}/another.json")
    return token


def _foreign_owner(world):
    token = world.signed()
    world.key(owner=f"{HOME}/another.json")
    return token


def _hosted(world, **changes):
    return jws(world.hosted(**changes))


def _altered(world):
    world.hosted()
    identity = {"type": "email", "hashed": False, "identity": ADA}
    return jws(assertion(recipient=identity))


def _out_of_scope(world):
    return jws(world.hosted(id="https://elsewhere.example/1"))


def _lured(world):
    world.issuer(verification={"startsWith": "https://elsewhere.example"})
    return jws(world.hosted(id="https://elsewhere.example.evil.example/1"))


def _allowed(world):
    world.issuer(verification={"allowedOrigins": ["elsewhere.example"]})
    return jws(world.hosted(id="https://elsewhere.example/1"))


SIDES_AGREE = {
    "signed": (_signed, True),
    "signed with an end": (lambda world: _signed(world, expires="2099-01-01T00:00:00Z"), True),
    "expired": (lambda world: _signed(world, expires="2026-02-02T00:00:00Z"), False),
    "not yet": (lambda world: _signed(world, issuedOn="2099-01-01T00:00:00Z"), False),
    "other key": (lambda world: world.signed(other_key()), False),
    "other person": (
        lambda world: _signed(world, recipient={**assertion()["recipient"], "salt": "x"}),
        False,
    ),
    "no name": (lambda world: _signed(world, recipient=None), False),
    "withdrawn": (_revoked, False),
    "unlisted key": (_unlisted_key, False),
    "foreign owner": (_foreign_owner, False),
    "hosted": (_hosted, True),
    "hosted, altered": (_altered, False),
    "hosted elsewhere": (_out_of_scope, False),
    "hosted on a look-alike": (_lured, False),
    "hosted where allowed": (_allowed, True),
}


@pytest.mark.parametrize("case", SIDES_AGREE)
def test_both_sides_say_the_same_of_a_badge(case):
    make, expected = SIDES_AGREE[case]
    world = WorldOfTwo()
    token = make(world)
    assert (verdict(world.examine(token, recipient=ADA).findings) is Verdict.GENUINE) is expected
    assert _other_side_accepts(world, token) is expected


def _other_side_accepts(world, token) -> bool:
    def download(url):
        try:
            return world.fetch(url).body
        except CredentialError as error:
            raise OSError from error

    try:
        OB2Verifier(download=download).verify(token, expected_recipient=ADA, check_revocation=True)
    except OB2VerificationError:
        return False
    return True


@pytest.mark.parametrize("carrier", ["token", "png", "svg"])
def test_we_verify_what_the_other_side_signs(carrier):
    world = WorldOfTwo()
    world.signed()
    key = serialization.load_der_private_key(rsa_key(), password=None)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = OB2Signer(pem)
    document = Assertion(
        recipient=IdentityObject.create(ADA, "salt"),
        badge=BADGE_CLASS,
        verification=Verification("SignedBadge", KEY),
        issued_on=datetime(2026, 2, 1, tzinfo=UTC),
        expires=datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=300),
    )
    made = {
        "token": lambda: signer.sign(document).encode(),
        "png": lambda: signer.sign_into_png(document, picture()),
        "svg": lambda: signer.sign_into_svg(document, SVG),
    }[carrier]()
    result = world.examine(made, recipient=ADA)
    assert verdict(result.findings) is Verdict.GENUINE
    assert (result.standard, result.issuer_id) == ("ob2", ISSUER)
    assert result.document["recipient"]["identity"] == document.recipient.identity
    assert {ASSERTION, REVOCATIONS} & set(world.world.asked) == {REVOCATIONS}


def test_each_side_takes_out_of_pictures_what_the_other_put_in():
    three = {"element": baking.SVG_ELEMENT_OB3}
    keyword = {"keyword": baking.ITXT_KEYWORD_OB3}
    for content in (TOKEN.decode(), CREDENTIAL.decode()):
        assert baking.extract_png(bake_png(picture(), content.encode()), **keyword) == content
        assert unbake_png(baking.bake_png(picture(), content, **keyword)) == content.encode()
        assert unbake_png(baking.bake_png(picture(), content)) == content.encode()
    assert baking.extract_svg(bake_svg(SVG, TOKEN, is_jws=True), **three) == TOKEN.decode()
    in_text = baking.extract_svg(bake_svg(SVG, CREDENTIAL, is_jws=False), **three, text_fallback=True)
    assert json.loads(in_text) == json.loads(CREDENTIAL)
    theirs = {**three, "namespace": baking.SVG_NS_OB3}
    assert unbake_svg(baking.bake_svg(SVG, TOKEN.decode(), **theirs)) == TOKEN
    assert unbake_svg(baking.bake_svg(SVG, CREDENTIAL.decode(), **theirs, as_text=True)) == CREDENTIAL
    assert unbake_svg(baking.bake_svg(SVG, TOKEN.decode())) == TOKEN
