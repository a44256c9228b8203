"""Independent implementations read what we sign, and we read what they sign."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier, add_data_integrity_proof
from openvc import Ed25519SigningKey, VerificationPolicy, verify_credential, verify_signature
from openvc.errors import OpenvcError
from openvc.proof.data_integrity import DataIntegrityProofSuite

from credentials import build
from credentials.contexts import BUNDLED, load_context
from credentials.errors import CredentialError, ProofError
from credentials.proofs import data_integrity, jwt
from tests.credentials.samples import ISSUER, METHOD, NOW, SIGNER, award, endorsement, no_network

SEED = bytes(range(32))
# Nobody serves the list of these examples; its check has its own tests.
NO_STATUS = VerificationPolicy(require_status=False)


def documents():
    return [
        build.achievement_credential(award(credential_status=None)),
        build.endorsement_credential(endorsement()),
    ]


def embedded(document, suite="eddsa-rdfc-2022"):
    return data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW, cryptosuite=suite)


def token(document):
    return jwt.sign(document, SIGNER, kid=METHOD)


def contexts():
    return {url: load_context(url) for url in BUNDLED}


def private_pem():
    return Ed25519PrivateKey.from_private_bytes(SEED).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


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


def with_one_proof(signed):
    """openvc reads `proof` only as an object; an array of one says the same and is outside the signature."""
    return {**signed, "proof": signed["proof"][0]}


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_openvc_accepts_our_embedded_proof_and_refuses_a_changed_byte(document, suite):
    signed = with_one_proof(embedded(document, suite))
    assert verify_credential(signed, policy=NO_STATUS, extra_contexts=contexts()).issuer == ISSUER
    with pytest.raises(OpenvcError):
        verify_credential({**signed, "name": "Other"}, policy=NO_STATUS, extra_contexts=contexts())


@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_openvc_accepts_the_signature_of_our_token_and_refuses_a_changed_byte(document):
    # openvc reads a credential only from a `vc` claim, which the Open Badges form does not have.
    parsed = jwt.parse(token(document))
    shape = {"alg": "EdDSA", "public_jwk": SIGNER.public.jwk, "signature": parsed.signature}
    assert verify_signature(signing_input=parsed.signing_input, **shape)
    assert not verify_signature(signing_input=parsed.signing_input[:-1] + b"~", **shape)


@pytest.mark.parametrize("document", documents(), ids=["award", "endorsement"])
def test_we_accept_what_openvc_signs_and_refuse_a_changed_byte(document):
    key = Ed25519SigningKey(Ed25519PrivateKey.from_private_bytes(SEED), METHOD)
    signed = DataIntegrityProofSuite().add_proof(
        document, signing_key=key, verification_method=METHOD, created=NOW, extra_contexts=contexts()
    )
    data_integrity.verify(signed, signed["proof"], no_network, controller=ISSUER, now=NOW)
    with pytest.raises(ProofError, match="signature_wrong"):
        data_integrity.verify(
            {**signed, "name": "Other"}, signed["proof"], no_network, controller=ISSUER, now=NOW
        )


def test_we_accept_what_openbadgeslib_signs_and_refuse_a_changed_byte():
    signed = add_data_integrity_proof(documents()[0], private_pem(), METHOD, created=NOW)
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
    theirs = add_data_integrity_proof(documents()[0], private_pem(), METHOD, created=NOW)
    assert theirs["proof"]["proofValue"] == ours["proof"][0]["proofValue"]
