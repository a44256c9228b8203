"""Verification methods with their secret: what a person signs with."""

import json

import pytest

from credentials.errors import CredentialError, UnsupportedError
from credentials.keys import PublicKey, verify_signature
from credentials.multibase import b64url, decode_base58, encode_base58
from credentials.resolve import resolve_method
from credentials.secret_keys import key_of, new_method, public_method
from tests.credentials.samples import OTHER_SIGNER, SIGNER, no_network

KINDS = ["Ed25519", "P-256", "P-384", "RSA"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_method_signs_for_its_own_did_key(kind):
    method = json.loads(json.dumps(new_method(kind)))
    signer, name, controller = key_of(method)
    found = resolve_method(name, controller, no_network)
    assert found.key == signer.public
    assert verify_signature(found.key, found.key.algorithm, signer.sign(b"m"), b"m")
    assert new_method(kind) != method


def test_no_method_is_made_for_another_kind_of_key():
    for kind in ("X", "", None, ["Ed25519"]):
        with pytest.raises(UnsupportedError, match="key_type"):
            new_method(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_method_may_belong_to_somebody_and_be_published_without_its_secret(kind):
    method = new_method(kind, controller="https://badges.example.org/issuers/1")
    assert method["controller"] == "https://badges.example.org/issuers/1"
    assert method["id"].startswith("https://badges.example.org/issuers/1#")
    assert not {"secretKeyMultibase", "privateKeyJwk"} & public_method(method).keys()
    with pytest.raises(CredentialError):
        key_of(public_method(method))


def test_the_secrets_of_a_multikey_begin_as_the_registry_says():
    starts = {kind: new_method(kind)["secretKeyMultibase"] for kind in KINDS[:3]}
    assert {kind: decode_base58(text)[:2].hex() for kind, text in starts.items()} == {
        "Ed25519": "8026",
        "P-256": "8626",
        "P-384": "8726",
    }


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_a_json_web_key_does_as_well(kind):
    method = new_method(kind)
    signer, _, _ = key_of(method)
    secret = decode_base58(method["secretKeyMultibase"])[2:]
    jwk = {**signer.public.jwk, "d": b64url(secret)}
    again, _, _ = key_of({"id": "x", "controller": "y", "type": "JsonWebKey", "privateKeyJwk": jwk})
    assert again.public == signer.public


def test_the_public_key_may_stand_behind_the_seed():
    seed = bytes(range(32))
    for tail, is_good in ((b"", True), (SIGNER.public.raw, True), (OTHER_SIGNER.public.raw, False)):
        method = {
            "id": "x",
            "controller": "y",
            "secretKeyMultibase": encode_base58(b"\x80\x26" + seed + tail),
        }
        if is_good:
            assert key_of(method)[0].public == SIGNER.public
        else:
            with pytest.raises(CredentialError, match="private_key_invalid"):
                key_of(method)


JWK = {**SIGNER.public.jwk, "d": b64url(bytes(range(32)))}
GOOD = {"id": "did:example:1#k", "controller": "did:example:1", "privateKeyJwk": JWK}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": None}, "key_file_invalid"),
        ({"controller": ""}, "key_file_invalid"),
        ({"privateKeyJwk": None}, "key_file_invalid"),
        ({"privateKeyJwk": {**JWK, "d": "AA"}}, "seed_invalid"),
        ({"privateKeyJwk": {**JWK, "d": 5}}, "key_file_invalid"),
        ({"privateKeyJwk": {**JWK, "x": OTHER_SIGNER.public.jwk["x"]}}, "key_pair_mismatch"),
        ({"privateKeyJwk": {"kty": "oct", "k": "AA"}}, "key_type"),
        ({"privateKeyJwk": {"kty": "EC", "crv": "P-256", "d": b64url(bytes(32))}}, "private_key_invalid"),
        ({"privateKeyJwk": {"kty": "RSA", "n": "AQ", "e": "AQ"}}, "key_file_invalid"),
        ({"publicKeyMultibase": OTHER_SIGNER.public.multibase}, "key_pair_mismatch"),
        ({"publicKeyJwk": OTHER_SIGNER.public.jwk}, "key_pair_mismatch"),
        ({"secretKeyMultibase": "z2"}, "key_type"),
        ({"secretKeyMultibase": encode_base58(b"\x86\x26" + bytes(32))}, "private_key_invalid"),
        ({"secretKeyMultibase": "x"}, "multibase_invalid"),
    ],
)
def test_a_broken_key_file_is_refused_with_its_reason(change, code):
    assert key_of(GOOD)[1:] == ("did:example:1#k", "did:example:1")
    with pytest.raises(CredentialError) as caught:
        key_of({**GOOD, **change})
    assert caught.value.code == code


def test_an_rsa_secret_whose_parts_do_not_fit_is_refused():
    method = new_method("RSA")
    other = new_method("RSA")
    mixed = {**method["privateKeyJwk"], "p": other["privateKeyJwk"]["p"]}
    with pytest.raises(CredentialError, match="private_key_invalid"):
        key_of({**method, "privateKeyJwk": mixed})
    assert isinstance(key_of(method)[0].public, PublicKey)
