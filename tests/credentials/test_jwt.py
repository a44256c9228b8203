import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build, model
from credentials.errors import CredentialError, ProofError, TooComplexError, UnreadableError
from credentials.fetch import Fetched
from credentials.keys import RSASigner, new_rsa_der
from credentials.multibase import b64url
from credentials.proofs import jose, jwt
from credentials.resolve import did_document, did_key, method_id
from credentials.unwrap import unwrap
from tests.credentials.samples import (
    ISSUER,
    METHOD,
    NOW,
    OTHER_SIGNER,
    SIGNER,
    award,
    endorsement,
    no_network,
)

RSA = RSASigner(new_rsa_der())


def token(document=None, signer=SIGNER, kid=METHOD):
    return jwt.sign(document or build.achievement_credential(award()), signer, kid=kid)


def forged(payload=None, signer=SIGNER, **header):
    """A token with a good signature and whatever else one asks for."""
    parsed = jwt.parse(token())
    head = {name: value for name, value in {**parsed.header, **header}.items() if value is not None}
    body = {name: value for name, value in {**parsed.payload, **(payload or {})}.items() if value is not None}
    signing_input = ".".join(b64url(json.dumps(part).encode()) for part in (head, body))
    return f"{signing_input}.{b64url(signer.sign(signing_input.encode()))}"


def test_a_token_gives_its_credential_back():
    document = build.achievement_credential(award())
    assert jwt.verify(token(), no_network, now=NOW) == document
    assert jwt.parse(token()).payload["sub"] == document["credentialSubject"]["id"]


def test_a_token_that_was_opened_is_the_same_token():
    for text in (token(), forged({"name": "Other"}, OTHER_SIGNER), token()[:-4] + "AAAA"):
        opened = unwrap(text.encode()).opened
        assert (opened.text, opened.payload) == (text, jwt.parse(text).payload)
        assert jose.parse_opened(opened) == jose.parse(text)


def test_a_long_status_list_is_signed_and_read():
    document = {**build.achievement_credential(award()), "description": "x" * 200_000}
    text = jwt.sign(
        {**document, "type": ["VerifiableCredential", "BitstringStatusListCredential"]}, SIGNER, kid=METHOD
    )
    assert unwrap(text.encode()).token == text
    with pytest.raises(TooComplexError, match="too_long"):
        jose.sign({}, {"encodedList": "x" * 530_000}, SIGNER)


@pytest.mark.parametrize("sign", [jwt.sign, jwt.sign_w3c])
def test_a_token_that_would_be_too_long_to_be_read_is_not_signed(sign):
    document = build.achievement_credential(award())
    assert sign({**document, "description": "x" * 160_000}, SIGNER, kid=METHOD)
    with pytest.raises(TooComplexError, match="too_long"):
        sign({**document, "description": "x" * 170_000}, SIGNER, kid=METHOD)


def test_an_endorsement_token_verifies():
    document = build.endorsement_credential(endorsement())
    assert jwt.verify(token(document), no_network, now=NOW) == document


def test_rs256_tokens_verify_by_the_issuers_document():
    issuer = "did:web:badges.example.org"
    document = build.achievement_credential(award(issuer=model.Profile(id=issuer, name="W")))

    def fetch(url, **_shape):
        assert url == "https://badges.example.org/.well-known/did.json"
        return Fetched(url, json.dumps(did_document(issuer, [RSA.public])).encode(), "application/json")

    text = token(document, RSA, method_id(issuer, RSA.public))
    assert jwt.parse(text).header["alg"] == "RS256"
    assert jwt.verify(text, fetch, now=NOW) == document


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_anywhere_in_a_token_breaks_it(data):
    raw = bytearray(token().encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 127))
    with pytest.raises(CredentialError):
        jwt.verify(raw.decode("latin-1"), no_network, now=NOW)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, "algorithm_forbidden"),
        ({"alg": "NONE"}, "algorithm_forbidden"),
        ({"alg": "HS256"}, "algorithm_forbidden"),
        ({"alg": ["EdDSA"]}, "algorithm_forbidden"),
        ({"alg": "RS256"}, "algorithm_mismatch"),
        ({"crit": ["b64"]}, "header_member_forbidden"),
        ({"b64": False}, "header_member_forbidden"),
        ({"zip": "DEF"}, "header_member_forbidden"),
        ({"x5u": "https://evil.example"}, "header_member_forbidden"),
        ({"typ": "at+jwt"}, "type_forbidden"),
        ({"jwk": OTHER_SIGNER.public.jwk}, "key_not_issuers"),
        ({"jwk": {**SIGNER.public.jwk, "d": "AAAA"}}, "private_key_published"),
        ({"kid": f"{did_key(OTHER_SIGNER.public)}#{OTHER_SIGNER.public.multibase}"}, "key_not_issuers"),
        ({"kid": 5}, "method_invalid"),
    ],
)
def test_forbidden_headers_are_refused_although_the_signature_is_good(header, code):
    with pytest.raises(ProofError) as caught:
        jwt.verify(forged(**header), no_network, now=NOW)
    assert caught.value.code == code


def test_an_embedded_key_alone_proves_nothing_about_the_issuer():
    text = forged(signer=OTHER_SIGNER, kid=None, jwk=OTHER_SIGNER.public.jwk)
    with pytest.raises(ProofError, match="key_not_issuers"):
        jwt.verify(text, no_network, now=NOW)


@pytest.mark.parametrize(
    "header", [{"jwk": SIGNER.public.jwk}, {"kid": None}, {"typ": "vc+jwt"}, {"typ": None}]
)
def test_allowed_headers_pass(header):
    assert jwt.verify(forged(**header), no_network, now=NOW)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"iss": None}, "claim_missing"),
        ({"sub": None}, "claim_missing"),
        ({"jti": None}, "claim_missing"),
        ({"nbf": None}, "claim_missing"),
        ({"iss": "did:example:other"}, "claim_mismatch"),
        ({"sub": "urn:uuid:other"}, "claim_mismatch"),
        ({"jti": "urn:uuid:other"}, "claim_mismatch"),
        ({"nbf": 1}, "claim_mismatch"),
        ({"nbf": "1"}, "claim_mismatch"),
        ({"nbf": 10**30}, "claim_mismatch"),
        ({"issuer": None}, "issuer_missing"),
    ],
)
def test_claims_must_say_what_the_credential_says(payload, code):
    with pytest.raises(CredentialError) as caught:
        jwt.verify(forged(payload), no_network, now=NOW)
    assert caught.value.code in {code, "integer_too_long"}


def test_a_token_from_the_future_is_not_yet_valid():
    with pytest.raises(ProofError, match="not_yet_valid"):
        jwt.verify(token(), no_network, now=NOW - timedelta(hours=1))


def test_the_plain_w3c_form_needs_no_claims():
    text = forged({"iss": None, "sub": None, "jti": None, "nbf": None}, typ="vc+jwt")
    assert jwt.verify(text, no_network, now=NOW)


def test_exp_sets_the_end_of_validity():
    document = jwt.verify(forged({"exp": int(NOW.timestamp())}), no_network, now=NOW)
    assert document["validUntil"] == "2026-03-01T09:00:00Z"


def test_the_older_form_with_a_vc_claim_is_read():
    inner = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "id": "urn:uuid:1",
        "issuer": ISSUER,
        "issuanceDate": "2026-03-01T10:00:00+01:00",
        "credentialSubject": {"name": "x"},
    }
    claims = {"iss": ISSUER, "jti": "urn:uuid:1", "nbf": int(NOW.timestamp()), "vc": inner}
    parts = [b64url(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "kid": METHOD}, claims)]
    signature = SIGNER.sign(".".join(parts).encode())
    assert jwt.verify(".".join([*parts, b64url(signature)]), no_network, now=NOW) == inner


@pytest.mark.parametrize(
    "text", ["", "a.b", "a.b.c.d", "é.é.é", "e30.e30.\n", "W10.W10.AA", '{"payload":""}']
)
def test_what_is_no_compact_jws_is_unreadable(text):
    with pytest.raises(UnreadableError):
        jwt.parse(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from(["alg", "kid", "jwk", "typ"]), anything, st.booleans())
@settings(deadline=None)
def test_odd_headers_and_claims_raise_nothing_but_our_errors(member, value, in_header):
    claim = {"alg": "iss", "kid": "nbf", "jwk": "credentialSubject", "typ": "validFrom"}[member]
    text = forged(**{member: value}) if in_header else forged({claim: value})
    with suppress(CredentialError):
        jwt.verify(text, no_network, now=NOW)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_number_for_is_not_signed_as_something_else(number):
    document = build.achievement_credential(award(), as_token=True)
    document["credentialSubject"]["result"][0]["x:y"] = [number]
    with pytest.raises(UnreadableError, match="not_signable_as_jwt"):
        jwt.sign(document, SIGNER, kid=METHOD)
    document["credentialSubject"]["result"][0]["x:y"] = [None, 1.5]
    assert jwt.parse(jwt.sign(document, SIGNER, kid=METHOD))
