import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from credentials import build
from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.keys import (
    ECDSASigner,
    Ed25519Signer,
    PublicKey,
    RSASigner,
    new_ec_secret,
    new_ed25519_seed,
    new_rsa_der,
    openssl,
    sodium,
    verify_signature,
)
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url
from credentials.proofs import data_integrity
from tests.credentials.samples import METHOD, NOW, OTHER_SIGNER, SIGNER, award

ROOT = Path(__file__).parents[2]
RSA_SIGNER = RSASigner(new_rsa_der())
P256_SIGNER = ECDSASigner("P-256", new_ec_secret("P-256"))
P384_SIGNER = ECDSASigner("P-384", new_ec_secret("P-384"))


def p256():
    private = ec.derive_private_key(12345, ec.SECP256R1())
    raw = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return private, PublicKey("P-256", raw)


SIGNERS = [pytest.param(one, id=one.public.kind) for one in (SIGNER, P256_SIGNER, P384_SIGNER, RSA_SIGNER)]


@pytest.mark.parametrize(
    "key", [*(one.values[0].public for one in SIGNERS), p256()[1]], ids=lambda key: key.kind
)
def test_a_key_survives_both_text_forms(key):
    assert PublicKey.from_multibase(key.multibase) == key
    assert PublicKey.from_jwk(key.jwk) == key


def test_texts_begin_as_the_registry_says():
    assert P384_SIGNER.public.multibase.startswith("z82")
    assert RSA_SIGNER.public.multibase.startswith("z4MX")
    assert SIGNER.public.multibase.startswith("z6Mk")
    assert p256()[1].multibase.startswith("zDn")


@pytest.mark.parametrize("signer", SIGNERS)
def test_a_signature_is_good_only_for_its_message_and_key(signer):
    signature = signer.sign(b"message")
    assert verify_signature(signer.public, signer.public.algorithm, signature, b"message")
    assert not verify_signature(signer.public, signer.public.algorithm, signature, b"massage")
    assert not verify_signature(signer.public, signer.public.algorithm, signature[:-1], b"message")
    assert signer.sign(b"message") == signature


def test_the_nonce_of_rfc_6979_gives_its_published_signature():
    secret = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    signature = ECDSASigner("P-256", secret).sign(b"sample").hex().upper()
    assert signature.startswith("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")
    assert signature.endswith("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")


@pytest.mark.parametrize("kind", ["P-256", "P-384"])
@pytest.mark.parametrize("secret", [b"", bytes(32), bytes(48), b"\xff" * 32, b"\xff" * 48], ids=len)
def test_what_is_no_secret_of_the_curve_makes_no_signer(kind, secret):
    with pytest.raises(UnreadableError, match="private_key_invalid"):
        ECDSASigner(kind, secret)


def test_the_newer_name_of_eddsa_is_good_for_ed25519_and_for_nothing_else():
    assert verify_signature(SIGNER.public, "Ed25519", SIGNER.sign(b"m"), b"m")
    for signer in (P256_SIGNER, RSA_SIGNER):
        with pytest.raises(ProofError, match="algorithm_mismatch"):
            verify_signature(signer.public, "Ed25519", signer.sign(b"m"), b"m")


def test_a_key_has_one_spelling():
    numbers = P256_SIGNER._key.public_key()
    whole = numbers.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    for raw in (whole, b"\x04" + whole[1:33], P256_SIGNER.public.raw + b"\0", b""):
        with pytest.raises(UnreadableError, match="key_invalid"):
            PublicKey("P-256", raw)
    with pytest.raises(UnreadableError, match="key_invalid"):
        PublicKey.from_multibase(encode_base58(b"\x85\x24" + RSA_SIGNER.public.raw))
    with pytest.raises(UnreadableError, match="key_invalid"):
        PublicKey("RSA", RSA_SIGNER.public.raw + b"\0")


@pytest.mark.parametrize(
    "members",
    [{"use": "enc"}, {"key_ops": ["sign"]}, {"key_ops": "verify"}, {"alg": "HS256"}, {"alg": None}],
    ids=str,
)
def test_a_key_for_something_else_checks_no_signature(members):
    good = {"use": "sig", "key_ops": ["verify"], "alg": "EdDSA"}
    assert PublicKey.from_jwk({**SIGNER.public.jwk, **good}) == SIGNER.public
    with pytest.raises(ProofError, match="key_not_for_signing"):
        PublicKey.from_jwk({**SIGNER.public.jwk, **good, **members})


@given(st.binary(min_size=32, max_size=32))
def test_both_engines_take_the_same_points_and_sign_the_same_bytes(raw):
    assert sodium.is_strong_point(raw) is openssl.is_strong_point(raw)
    (one, sign_one), (other, sign_other) = sodium.opened(raw), openssl.opened(raw)
    assert (one, sign_one(raw)) == (other, sign_other(raw))
    assert sodium.is_strong_point(one) is openssl.is_strong_point(one) is True
    assert sodium.is_signature(one, sign_one(raw), raw) is openssl.is_signature(one, sign_one(raw), raw)


WITHOUT_SODIUM = """
import sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "nacl":
            raise ImportError(f"{name} is behind the wall")

sys.meta_path.insert(0, Wall())
import orjson
from credentials import build
from credentials.keys import ed25519, PublicKey
from credentials.errors import ProofError
from credentials.proofs import data_integrity, jwt
from credentials.verify import verify
from tests.credentials.samples import METHOD, NOW, SIGNER, award, no_network
assert ed25519.engine.__name__ == "credentials.keys.openssl" and "nacl" not in sys.modules
document = build.achievement_credential(award(credential_status=None))
signed = data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW)
for data in (orjson.dumps(signed), jwt.sign(document, SIGNER, kid=METHOD).encode()):
    print(verify(data, fetch=no_network, now=NOW).verdict.value)
print(signed["proof"][0]["proofValue"])
try:
    PublicKey("Ed25519", bytes(32))
except ProofError as error:
    print(error.code)
"""


def test_without_pynacl_everything_works_and_signs_the_same_bytes():
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_SODIUM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    document = build.achievement_credential(award(credential_status=None))
    signed = data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW)
    value = signed["proof"][0]["proofValue"]
    assert (ran.stdout.split(), ran.stderr) == (["genuine", "genuine", value, "key_weak"], "")


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
        PublicKey.from_jwk({"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"})
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
