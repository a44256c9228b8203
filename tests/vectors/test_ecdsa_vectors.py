"""The W3C's vectors of vc-di-ecdsa: P-256, P-384 and selective disclosure reproduce byte for byte."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from credentials.keys import ECDSASigner
from credentials.multibase import decode_base58
from credentials.proofs import data_integrity
from credentials.proofs.sd.base import base_proof_value
from credentials.proofs.sd.proof_value import decode_base, decode_derived
from tests.credentials.samples import NOW, no_network

HERE = Path(__file__).parent
# A compact copy with its source and licence inside.
VECTOR = json.loads((HERE / "w3c-ecdsa.json").read_text())
CONTEXTS = {"https://w3id.org/citizenship/v4rc1": json.loads((HERE / "citizenship-v4rc1.json").read_text())}
DOCUMENT = VECTOR["document"]


def did(name):
    return f"did:key:{VECTOR['keys'][name]['public']}"


def signer(name):
    return ECDSASigner("P-256", decode_base58(VECTOR["keys"][name]["secret"])[2:])


def options(suite, name="issuer"):
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": VECTOR[suite]["created"],
        "verificationMethod": f"{did(name)}#{VECTOR['keys'][name]['public']}",
        "proofPurpose": "assertionMethod",
    }


def verify(document, name="issuer"):
    [proof] = document["proof"]
    return data_integrity.verify(
        document, proof, no_network, controller=did(name), now=NOW, extra_contexts=CONTEXTS
    )


@pytest.mark.parametrize(("kind", "name"), [("P-256", "issuer"), ("P-384", "issuer384")])
def test_the_published_ecdsa_proofs_verify(kind, name):
    proof = {**options("ecdsa-rdfc-2019", name), "proofValue": VECTOR["ecdsa-rdfc-2019"][kind]}
    assert verify({**DOCUMENT, "proof": [proof]}, name)


def test_the_published_p_256_proof_is_what_we_make():
    made = data_integrity.sign(
        DOCUMENT,
        signer("issuer"),
        verification_method=options("ecdsa-rdfc-2019")["verificationMethod"],
        created=datetime.fromisoformat(VECTOR["ecdsa-rdfc-2019"]["created"]),
        cryptosuite="ecdsa-rdfc-2019",
        extra_contexts=CONTEXTS,
    )
    assert made["proof"][0]["proofValue"] == VECTOR["ecdsa-rdfc-2019"]["P-256"]


def test_the_published_p_384_hash_of_the_document_is_what_we_compute():
    parts = data_integrity.hash_parts(
        DOCUMENT, options("ecdsa-rdfc-2019", "issuer384"), digest="sha384", extra_contexts=CONTEXTS
    )
    assert parts[1].hex() == VECTOR["ecdsa-rdfc-2019"]["P-384 document hash"]


def test_the_published_base_proof_is_what_we_make():
    made = base_proof_value(
        DOCUMENT,
        options("ecdsa-sd-2023"),
        signer("issuer"),
        VECTOR["ecdsa-sd-2023"]["mandatory"],
        CONTEXTS,
        hmac_key=bytes.fromhex(VECTOR["keys"]["hmac"]),
        proof_signer=signer("proof"),
    )
    assert made == VECTOR["ecdsa-sd-2023"]["base"]


def test_the_published_derived_proof_is_what_we_derive_and_it_verifies():
    vector = VECTOR["ecdsa-sd-2023"]
    base = {**options("ecdsa-sd-2023"), "proofValue": vector["base"]}
    shown = data_integrity.derive({**DOCUMENT, "proof": base}, vector["selective"], extra_contexts=CONTEXTS)
    derived = decode_derived(shown["proof"][0]["proofValue"])
    assert derived.mandatory_indexes == tuple(vector["derived"]["mandatory_indexes"])
    assert {name.removeprefix("_:"): label.removeprefix("_:") for name, label in derived.labels.items()} == (
        vector["derived"]["labels"]
    )
    signatures = decode_base(vector["base"]).signatures
    assert derived.signatures == tuple(signatures[place] for place in vector["derived"]["signatures"])
    assert "givenName" not in shown["credentialSubject"]
    assert shown["credentialSubject"]["birthCountry"] == "Bahamas"
    assert verify(shown)
