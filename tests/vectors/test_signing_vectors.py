import hashlib
import json
import re
from datetime import datetime

import pytest

from credentials import status
from credentials.canonical import rdfc
from credentials.keys import Ed25519Signer, PublicKey, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from credentials.proofs.sets import verify_set
from tests.credentials.samples import NOW, no_network
from tests.vectors.published import (
    CHAINS,
    CITIZENSHIP,
    IMS,
    SPEC,
    W3C,
    example_contexts,
    read_json,
    read_text,
    w3c_signer,
)

if not SPEC.is_dir():
    pytest.skip("the published vectors are not beside the repository", allow_module_level=True)


@pytest.mark.parametrize(
    ("folder", "suffix", "proof_name", "signed_name"),
    [
        ("eddsa-rdfc-2022", "DataInt", "proofConfigDataInt", "signedDataInt"),
        ("eddsa-jcs-2022", "JCS", "proofConfigJCS", "signedJCS"),
        ("Ed25519Signature2020", "EdSig", "proofConfigEdSig", "signedEdSig"),
    ],
)
def test_the_w3c_vectors_reproduce_byte_for_byte(folder, suffix, proof_name, signed_name):
    signed = read_json(f"{W3C}/{folder}/{signed_name}.json")
    parts = data_integrity.hash_parts(signed, signed["proof"], extra_contexts=example_contexts())
    assert parts[0].hex() == read_text(f"{W3C}/{folder}/proofHash{suffix}.txt")
    assert parts[1].hex() == read_text(f"{W3C}/{folder}/docHash{suffix}.txt")
    assert encode_base58(w3c_signer().sign(parts[0] + parts[1])) == signed["proof"]["proofValue"]
    assert signed["proof"]["proofValue"] == read_text(f"{W3C}/{folder}/sigBTC58{suffix}.txt")


def test_the_canonical_text_of_the_w3c_document_is_the_published_one():
    unsigned = read_json(f"{W3C}/unsigned.json")
    canonical = rdfc(unsigned, extra_contexts=example_contexts()).decode()
    assert canonical.strip() == read_text(f"{W3C}/eddsa-rdfc-2022/canonDocDataInt.txt")


def test_the_second_w3c_vector_reproduces_with_its_citizenship_context():
    contexts = {"https://w3id.org/citizenship/v4rc1": json.loads(CITIZENSHIP.read_text())}
    signed = read_json(f"{W3C}/eddsa-rdfc-2022/employ/signedDataInt.json")
    parts = data_integrity.hash_parts(signed, signed["proof"], extra_contexts=contexts)
    assert parts[0].hex() == read_text(f"{W3C}/eddsa-rdfc-2022/employ/proofHashDataInt.txt")
    assert parts[1].hex() == read_text(f"{W3C}/eddsa-rdfc-2022/employ/docHashDataInt.txt")
    assert encode_base58(w3c_signer().sign(parts[0] + parts[1])) == signed["proof"]["proofValue"]


def test_the_open_badges_vector_reproduces_byte_for_byte():
    signed = read_json(f"{IMS}/ob3--signed-credential.json")
    proof_hash, document_hash = data_integrity.hash_parts(signed, signed["proof"])
    assert document_hash.hex().startswith("87f65a76")
    assert proof_hash.hex().startswith("d34009ce")
    document = {name: value for name, value in signed.items() if name != "proof"}
    assert rdfc(document).decode().strip() == read_text(f"{IMS}/obv3p0-document-canon.txt")
    assert (
        encode_base58(open_badges_signer().sign(proof_hash + document_hash)) == signed["proof"]["proofValue"]
    )


def open_badges_signer():
    secret = re.search(r"secretKeyMultibase: '(\w+)'", read_text(f"{IMS}/ob3--multikey.txt"))
    return Ed25519Signer(decode_base58(secret[1])[2:34])


def test_the_clr_vector_has_the_published_canonical_text_and_signature():
    signed = read_json(f"{IMS}/clr2--signed-credential.json")
    document = {name: value for name, value in signed.items() if name != "proof"}
    [proof] = signed["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    texts = rdfc({**options, "@context": signed["@context"]}), rdfc(document)
    assert texts[1].decode().strip() == read_text(f"{IMS}/clrv2p0-document-canon.txt")
    message = b"".join(hashlib.sha256(text).digest() for text in texts)
    assert published_signature_is_good(proof, message)


@pytest.mark.parametrize("name", ["status-list-credential", "revocable-credential"])
@pytest.mark.parametrize(("suite", "algorithm"), [("eddsa-rdfc-2022", "EdDSA"), ("ecdsa-rdfc-2019", "ES256")])
def test_the_status_list_vectors_verify(name, suite, algorithm):
    signed = read_json(f"test-vectors/bitstring-status-list/{name}--{suite}.json")
    parts = data_integrity.hash_parts(signed, signed["proof"], extra_contexts=example_contexts())
    # These name a key by its DID alone, so it is read here and not through the resolver.
    key = PublicKey.from_multibase(signed["proof"]["verificationMethod"].removeprefix("did:key:"))
    signature = decode_base58(signed["proof"]["proofValue"])
    assert verify_signature(key, algorithm, signature, b"".join(parts))
    if name == "status-list-credential":
        assert not any(status.decode_bits(signed["credentialSubject"]["encodedList"]))


@pytest.mark.parametrize(
    ("unsecured", "options", "key"),
    [
        ("unsigned", "proofSetConfigSigned1", "keyPair1"),
        ("unsigned", "proofSetConfigSigned2", "keyPair2"),
        ("signedProofSet2", "proofChainConfigSigned1", "keyPair3"),
        ("signedProofChain1", "proofChainConfigSigned2", "keyPair4"),
    ],
)
def test_the_published_proofs_of_sets_and_chains_are_what_we_make(unsecured, options, key):
    published = read_json(f"{CHAINS}/{options}.json")
    secret = read_json(f"{CHAINS}/multiKeyPairs.json")[key]["privateKeyMultibase"]
    made = data_integrity.sign(
        read_json(f"{CHAINS}/{unsecured}.json"),
        Ed25519Signer(decode_base58(secret)[2:]),
        verification_method=published["verificationMethod"],
        created=datetime.fromisoformat(published["created"]),
        proof_id=published.get("id"),
        previous_proof=published.get("previousProof"),
        extra_contexts=example_contexts(),
    )
    assert made["proof"][-1] == published


@pytest.mark.parametrize(
    "name", ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"]
)
def test_the_published_sets_and_chains_verify(name):
    signed = read_json(f"{CHAINS}/{name}.json")
    proofs = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
    for proof in proofs:
        owner = proof["verificationMethod"].partition("#")[0]
        found = verify_set(signed, no_network, controller=owner, now=NOW, extra_contexts=example_contexts())
        assert len(found.verified) == len(proofs)
        assert found.verified[0].method.controller == owner


def published_signature_is_good(proof, message):
    key = PublicKey.from_multibase(proof["verificationMethod"].partition("#")[2])
    return verify_signature(key, "EdDSA", decode_base58(proof["proofValue"]), message)
