"""Independent implementations read what we sign, and we read what they sign."""

import base64
import json

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier, add_data_integrity_proof
from openvc import verify_signature
from openvc.errors import OpenvcError

from credentials import build
from credentials.errors import CredentialError, ProofError
from credentials.proofs import data_integrity, jwt
from tests.credentials.samples import ISSUER, METHOD, NOW, SIGNER, award, endorsement, no_network
from tests.vectors.others import openvc_reads, openvc_signs, pem, private_key, with_one_proof


def documents():
    return [
        build.achievement_credential(award(credential_status=None)),
        build.endorsement_credential(endorsement()),
    ]


def embedded(document, suite="eddsa-rdfc-2022"):
    return data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW, cryptosuite=suite)


def token(document):
    return jwt.sign(document, SIGNER, kid=METHOD)


def altered(text):
    assert "Wheel truing" in text
    return text.replace("Wheel truing", "Wheel trving", 1)


def test_openbadgeslib_accepts_our_embedded_proof_and_refuses_a_changed_byte():
    text = json.dumps(embedded(documents()[0]))
    assert OB3LdpVerifier.for_issuer_did(ISSUER).verify(text).issuer.id == ISSUER
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier.for_issuer_did(ISSUER).verify(altered(text))


def test_openbadgeslib_accepts_our_token_and_refuses_a_changed_byte():
    text = token(documents()[0])
    assert OB3Verifier.for_issuer_did(ISSUER).verify(text).issuer.id == ISSUER
    head, body, tail = text.split(".")
    padded = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    changed = base64.urlsafe_b64encode(altered(padded).encode()).rstrip(b"=").decode()
    with pytest.raises(OB3VerificationError):
        OB3Verifier.for_issuer_did(ISSUER).verify(f"{head}.{changed}.{tail}")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_openvc_accepts_our_embedded_proof_and_refuses_a_changed_byte(document, suite):
    signed = with_one_proof(embedded(document, suite))
    assert openvc_reads(signed).issuer == ISSUER
    with pytest.raises(OpenvcError):
        openvc_reads({**signed, "name": "Other"})


@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_openvc_accepts_the_signature_of_our_token_and_refuses_a_changed_byte(document):
    # openvc reads a credential only from a `vc` claim, which the Open Badges form does not have.
    parsed = jwt.parse(token(document))
    shape = {"alg": "EdDSA", "public_jwk": SIGNER.public.jwk, "signature": parsed.signature}
    assert verify_signature(signing_input=parsed.signing_input, **shape)
    assert not verify_signature(signing_input=parsed.signing_input[:-1] + b"~", **shape)


@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_we_accept_what_openvc_signs_and_refuse_a_changed_byte(document):
    signed = openvc_signs(document)
    data_integrity.verify(signed, signed["proof"], no_network, controller=ISSUER, now=NOW)
    with pytest.raises(ProofError, match="signature_wrong"):
        data_integrity.verify(
            {**signed, "name": "Other"}, signed["proof"], no_network, controller=ISSUER, now=NOW
        )


def test_we_accept_what_openbadgeslib_signs_and_refuse_a_changed_byte():
    signed = add_data_integrity_proof(documents()[0], pem(private_key()), METHOD, created=NOW)
    text = json.dumps(signed)
    for given, good in ((text, True), (altered(text), False)):
        document = json.loads(given)
        try:
            data_integrity.verify(document, document["proof"], no_network, controller=ISSUER, now=NOW)
        except CredentialError:
            assert not good
        else:
            assert good


def test_openbadgeslib_makes_the_same_bytes_as_we_do():
    ours = embedded(documents()[0])
    theirs = add_data_integrity_proof(documents()[0], pem(private_key()), METHOD, created=NOW)
    assert theirs["proof"]["proofValue"] == ours["proof"][0]["proofValue"]
