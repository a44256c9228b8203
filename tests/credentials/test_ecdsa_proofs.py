import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import utils

from credentials.errors import ProofError
from credentials.keys import ECDSASigner
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from tests.credentials.signing import P256, P384, SIGNERS, issuer, method, signed, unsigned, verify

ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16
    ),
}


@pytest.fixture(scope="module", params=["P-256", "P-384"])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def credential(kind):
    return signed("ecdsa-rdfc-2019", kind)


def halves(credential):
    raw = decode_base58(credential["proof"][0]["proofValue"])
    size = len(raw) // 2
    return size, int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big")


def value(size, r, s):
    return encode_base58(r.to_bytes(size, "big") + s.to_bytes(size, "big"))


def test_p_384_hashes_with_sha_384_and_p_256_with_sha_256(kind, credential):
    digest, size = {"P-256": ("sha256", 32), "P-384": ("sha384", 48)}[kind]
    parts = data_integrity.hash_parts(credential, credential["proof"][0], digest=digest)
    assert [len(part) for part in parts] == [size, size]
    assert len(decode_base58(credential["proof"][0]["proofValue"])) == 2 * size
    assert encode_base58(SIGNERS[kind].sign(b"".join(parts))) == credential["proof"][0]["proofValue"]


def test_a_signature_over_the_hash_of_the_other_curve_is_wrong():
    [proof] = signed("ecdsa-rdfc-2019", "P-384")["proof"]
    config = {name: member for name, member in proof.items() if name != "proofValue"}
    document = unsigned("P-384")
    for digest, accepted in (("sha384", True), ("sha256", False)):
        parts = data_integrity.hash_parts(document, config, digest=digest)
        made = {**config, "proofValue": encode_base58(P384.sign(b"".join(parts)))}
        if accepted:
            verify({**document, "proof": [made]}, "P-384")
        else:
            with pytest.raises(ProofError, match="signature_wrong"):
                verify({**document, "proof": [made]}, "P-384")


def test_a_key_of_the_other_curve_is_refused_though_its_signature_is_good():
    document = unsigned("P-256")
    proof = {
        **signed("ecdsa-rdfc-2019", "P-256")["proof"][0],
        "verificationMethod": method("P-256"),
    }
    config = {name: member for name, member in proof.items() if name != "proofValue"}
    parts = data_integrity.hash_parts(document, config, digest="sha384")
    forged = {**config, "proofValue": encode_base58(P384.sign(b"".join(parts)))}
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        verify({**document, "proof": [forged]}, "P-256")


def test_an_edwards_key_makes_no_ecdsa_proof_and_the_other_way_round():
    eddsa = signed()
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        verify(eddsa, cryptosuite="ecdsa-rdfc-2019")
    ecdsa = signed("ecdsa-rdfc-2019", "P-256")
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        verify(ecdsa, "P-256", cryptosuite="eddsa-rdfc-2022")


def test_a_der_signature_is_refused(kind, credential):
    _, r, s = halves(credential)
    with pytest.raises(ProofError, match="proof_value_invalid"):
        verify(credential, kind, proofValue=encode_base58(utils.encode_dss_signature(r, s)))


@pytest.mark.parametrize("place", ["r", "s"])
@pytest.mark.parametrize("what", ["zero", "the order", "the greatest number"])
def test_a_number_out_of_range_is_no_signature(kind, credential, place, what):
    size, r, s = halves(credential)
    number = {"zero": 0, "the order": ORDERS[kind], "the greatest number": 256**size - 1}[what]
    changed = value(size, number, s) if place == "r" else value(size, r, number)
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(credential, kind, proofValue=changed)
    assert verify(credential, kind, proofValue=value(size, r, s))


def test_the_same_document_and_key_give_the_same_bytes():
    assert signed("ecdsa-rdfc-2019", "P-256") == signed("ecdsa-rdfc-2019", "P-256")
    other = ECDSASigner("P-256", bytes(range(2, 34)))
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(signed("ecdsa-rdfc-2019", "P-256", signer=other), "P-256")


def test_two_kinds_of_keys_sign_the_same_hashes_in_order(kind, credential):
    [proof] = credential["proof"]
    digest = {"P-256": "sha256", "P-384": "sha384"}[kind]
    proof_hash, document_hash = data_integrity.hash_parts(credential, proof, digest=digest)
    assert proof_hash != document_hash
    swapped = encode_base58(SIGNERS[kind].sign(document_hash + proof_hash))
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(credential, kind, proofValue=swapped)
    assert hashlib.new(digest).digest_size == len(proof_hash)
    assert P256.public.kind == "P-256"
    assert issuer(kind).startswith("did:key:z")
