"""Tokens and pictures: what either side signs and bakes is taken out and read by the other."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib import verify_badge
from openbadgeslib.ob3 import (
    OB3LdpSigner,
    OB3LdpVerifier,
    OB3Signer,
    OB3VerificationError,
    OB3Verifier,
    verify_endorsement_jwt,
)
from openvc.proof.vc_jwt import VcJwtProofSuite

from credentials import build
from credentials.baking import bake_png, bake_svg
from credentials.proofs import jwt
from tests.credentials.samples import endorsement
from tests.credentials.signing import SIGNERS, issuer, method, signed, unsigned
from tests.credentials.test_baking import SVG, picture
from tests.vectors.others import (
    GENUINE,
    openbadgeslib_badge,
    openvc_key,
    our_verdict,
    pem,
    private_key,
)
from tests.world import World

ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
OURS = {"credential_status": None}


def public_pem(kind):
    key = private_key(kind).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def our_token(kind="Ed25519"):
    return jwt.sign(unsigned(kind, **OURS), SIGNERS[kind], kid=method(kind))


def with_another_letter(token):
    head, body, tail = token.split(".")
    return ".".join((head, body, ("B" if tail[0] == "A" else "A") + tail[1:]))


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_openbadgeslib_reads_our_token_with_every_kind_of_key_and_refuses_a_change(kind):
    reader = OB3Verifier(public_pem(kind))
    assert reader.verify(our_token(kind)).issuer.id == issuer(kind)
    with pytest.raises(OB3VerificationError):
        reader.verify(with_another_letter(our_token(kind)))


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_we_read_the_token_of_openbadgeslib_with_every_kind_of_key_and_refuse_a_change(kind):
    token = OB3Signer(pem(private_key(kind)), ALGORITHMS[kind]).sign(openbadgeslib_badge(issuer(kind)))
    assert our_verdict(token) == GENUINE
    assert our_verdict(with_another_letter(token)) == ("do_not_rely", "signature_wrong")


@pytest.mark.parametrize("is_rsa", [True, False], ids=["RS256", "EdDSA"])
def test_openbadgeslib_finds_our_keys_in_a_did_web_document(is_rsa):
    world = World()
    ours = world.issuer("did:web:badges.example.org:issuers:1", is_rsa=is_rsa)

    def download(url):
        return world.fetch(url).body

    reader = OB3Verifier.for_issuer_did(ours.id, download=download)
    assert reader.verify(world.issue_jwt(ours)).issuer.id == ours.id
    if not is_rsa:
        embedded = OB3LdpVerifier.for_issuer_did(ours.id)
        assert embedded.verify(json.dumps(world.issue(ours)), download=download).issuer.id == ours.id


def test_openbadgeslib_reads_our_endorsement_token():
    token = jwt.sign(build.endorsement_credential(endorsement()), SIGNERS["Ed25519"], kid=method())
    assert verify_endorsement_jwt(token)["endorses"] == endorsement().credential_subject.id
    with pytest.raises(OB3VerificationError):
        verify_endorsement_jwt(with_another_letter(token))


BAKED_BY_US = {
    "PNG with JSON": lambda: bake_png(picture(), json.dumps(signed(document=unsigned(**OURS))).encode()),
    "PNG with a token": lambda: bake_png(picture(), our_token().encode()),
    "SVG with JSON": lambda: bake_svg(
        SVG, json.dumps(signed(document=unsigned(**OURS))).encode(), is_jws=False
    ),
    "SVG with a token": lambda: bake_svg(SVG, our_token().encode(), is_jws=True),
}


@pytest.mark.parametrize("carrier", BAKED_BY_US)
def test_openbadgeslib_verifies_the_badge_in_our_picture(carrier):
    assert verify_badge(BAKED_BY_US[carrier](), resolve_did=True).valid


def token_signer():
    return OB3Signer(pem(private_key()), "EdDSA")


def embedding_signer():
    return OB3LdpSigner(pem(private_key()), method())


BAKED_BY_THEM = {
    "PNG with JSON": lambda: embedding_signer().sign_into_png(openbadgeslib_badge(), picture()),
    "PNG with a token": lambda: token_signer().sign_into_png(openbadgeslib_badge(), picture()),
    "SVG with JSON": lambda: embedding_signer().sign_into_svg(openbadgeslib_badge(), SVG),
    "SVG with a token": lambda: token_signer().sign_into_svg(openbadgeslib_badge(), SVG),
}


@pytest.mark.parametrize("carrier", BAKED_BY_THEM)
def test_we_verify_the_badge_in_a_picture_of_openbadgeslib(carrier):
    assert our_verdict(BAKED_BY_THEM[carrier]()) == GENUINE


def openvc_token(kind):
    """One of a credential that begins in the second of its signing: openvc writes that second as `nbf`."""
    while True:
        begun = datetime.now(UTC).replace(microsecond=0)
        token = VcJwtProofSuite().sign(
            unsigned(kind, valid_from=begun, awarded_date=None, **OURS), signing_key=openvc_key(kind)
        )
        if jwt.parse(token).payload["nbf"] == begun.timestamp():
            return token


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_we_read_the_token_of_openvc_with_its_vc_claim_and_refuse_a_change(kind):
    token = openvc_token(kind)
    assert our_verdict(token) == GENUINE
    assert our_verdict(with_another_letter(token)) == ("do_not_rely", "signature_wrong")
