from contextlib import suppress

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.keys import (
    Ed25519Signer,
    PublicKey,
    RSASigner,
    new_ed25519_seed,
    new_rsa_der,
    verify_signature,
)
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url
from tests.credentials.samples import OTHER_SIGNER, SIGNER

RSA_SIGNER = RSASigner(new_rsa_der())


def p256():
    private = ec.derive_private_key(12345, ec.SECP256R1())
    raw = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return private, PublicKey("P-256", raw)


@pytest.mark.parametrize("key", [SIGNER.public, RSA_SIGNER.public, p256()[1]], ids=["ed25519", "rsa", "p256"])
def test_a_key_survives_both_text_forms(key):
    assert PublicKey.from_multibase(key.multibase) == key
    assert PublicKey.from_jwk(key.jwk) == key


def test_ed25519_and_p256_texts_begin_as_the_registry_says():
    assert SIGNER.public.multibase.startswith("z6Mk")
    assert p256()[1].multibase.startswith("zDn")


@pytest.mark.parametrize("signer", [SIGNER, RSA_SIGNER], ids=["ed25519", "rsa"])
def test_a_signature_is_good_only_for_its_message_and_key(signer):
    signature = signer.sign(b"message")
    assert verify_signature(signer.public, signer.public.algorithm, signature, b"message")
    assert not verify_signature(signer.public, signer.public.algorithm, signature, b"massage")
    assert not verify_signature(signer.public, signer.public.algorithm, signature[:-1], b"message")


def test_es256_is_checked_in_jose_form():
    private, key = p256()
    r, s = decode_dss_signature(private.sign(b"message", ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert verify_signature(key, "ES256", signature, b"message")
    assert not verify_signature(key, "ES256", signature, b"other")
    assert not verify_signature(key, "ES256", b"", b"message")


@pytest.mark.parametrize("alg", ["RS256", "ES256", "HS256", "none", ""])
def test_an_algorithm_that_does_not_fit_the_key_is_refused(alg):
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        verify_signature(SIGNER.public, alg, b"", b"")


def test_another_keys_signature_is_wrong():
    assert not verify_signature(SIGNER.public, "EdDSA", OTHER_SIGNER.sign(b"m"), b"m")


@pytest.mark.parametrize(
    "raw",
    [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"],
    ids=["zero", "identity", "order two"],
)
def test_small_order_points_are_refused(raw):
    with pytest.raises(ProofError, match="key_weak"):
        PublicKey("Ed25519", raw)


def test_a_short_modulus_and_a_small_exponent_are_refused():
    short = rsa.generate_private_key(65537, 1024).public_key().public_numbers()  # noqa: S505 (the weak key this test is about)
    for n, e in ((short.n, 65537), (int.from_bytes(unb64url(RSA_SIGNER.public.jwk["n"]), "big"), 3)):
        jwk = {
            "kty": "RSA",
            "n": b64url(n.to_bytes((n.bit_length() + 7) // 8, "big")),
            "e": b64url(e.to_bytes(3, "big").lstrip(b"\0")),
        }
        with pytest.raises(ProofError, match="key_weak"):
            PublicKey.from_jwk(jwk)


@pytest.mark.parametrize("member", ["d", "p", "k", "oth"])
def test_a_published_private_key_is_refused(member):
    with pytest.raises(ProofError, match="private_key_published"):
        PublicKey.from_jwk({**SIGNER.public.jwk, member: "AAAA"})


def test_unknown_kinds_of_key_are_unsupported_and_broken_ones_unreadable():
    with pytest.raises(UnsupportedError):
        PublicKey.from_jwk({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"})
    with pytest.raises(UnsupportedError):
        PublicKey.from_multibase(encode_base58(b"\xec\x01" + bytes(32)))
    with pytest.raises(UnreadableError):
        PublicKey.from_multibase(encode_base58(b"\xed\x01" + bytes(31)))
    with pytest.raises(UnreadableError):
        PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519"})


def test_a_point_that_is_not_on_the_curve_is_refused():
    jwk = p256()[1].jwk
    with pytest.raises(UnreadableError):
        PublicKey.from_jwk({**jwk, "y": jwk["x"]})


def test_a_signer_needs_a_whole_seed_or_a_private_rsa_key():
    with pytest.raises(UnreadableError):
        Ed25519Signer(b"short")
    with pytest.raises(UnreadableError):
        RSASigner(b"no key")
    assert len(new_ed25519_seed()) == 32
    assert new_ed25519_seed() != new_ed25519_seed()


@given(st.binary(max_size=100))
def test_base64url_and_base58_give_the_bytes_back(data):
    assert unb64url(b64url(data)) == data
    if data:
        assert decode_base58(encode_base58(data)) == data


@pytest.mark.parametrize("text", ["AA==", "AB", "A", "AA\n", " AA", "A+A", "é"])
def test_base64url_has_one_spelling(text):
    with pytest.raises(UnreadableError):
        unb64url(text)


@pytest.mark.parametrize("text", ["", "z", "6Mk", "z0OIl", "z 2", "z2 ", "u2", "z" + "2" * 500, None])
def test_broken_base58_is_refused(text):
    with pytest.raises(UnreadableError):
        decode_base58(text)


@given(st.text(max_size=80))
def test_no_text_makes_the_readers_raise_anything_else(text):
    for read in (
        unb64url,
        decode_base58,
        PublicKey.from_multibase,
        lambda x: PublicKey.from_multibase("z" + x),
    ):
        with suppress(CredentialError):
            read(text)
