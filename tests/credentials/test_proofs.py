import copy
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build, model
from credentials.canonical import rdfc
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import (
    CredentialError,
    KeyUnavailableError,
    ProofError,
    UnreadableError,
    UnsafeDocumentError,
    UnsupportedError,
)
from credentials.keys import RSASigner, new_rsa_der
from credentials.multibase import b64url, decode_base58, encode_base58
from credentials.proofs import data_integrity, jwt
from credentials.resolve import did_key
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
SUITES = ["eddsa-rdfc-2022", "eddsa-2022", "eddsa-jcs-2022"]


def signed(suite="eddsa-rdfc-2022", signer=SIGNER, method=METHOD, document=None):
    document = document or build.achievement_credential(award())
    return data_integrity.sign(document, signer, verification_method=method, created=NOW, cryptosuite=suite)


def verify(document, now=NOW, issuer=ISSUER, **changes):
    [proof] = document["proof"]
    data_integrity.verify(document, {**proof, **changes}, no_network, issuer_id=issuer, now=now)


@pytest.fixture(scope="module")
def credential():
    return signed()


@pytest.mark.parametrize("suite", SUITES)
def test_what_is_signed_verifies(suite):
    document = signed(suite)
    assert document["proof"][0]["created"] == "2026-03-01T09:00:00Z"
    verify(document)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "path",
    [
        ("name",),
        ("validUntil",),
        ("credentialSubject", "id"),
        ("credentialSubject", "achievement", "name"),
        ("credentialSubject", "achievement", "criteria", "narrative"),
        ("credentialStatus", "statusListIndex"),
        ("issuer", "name"),
    ],
)
def test_a_changed_character_in_the_document_breaks_the_proof(suite, path):
    document = copy.deepcopy(signed(suite))
    place = document
    for name in path[:-1]:
        place = place[name]
    text = place[path[-1]]
    place[path[-1]] = text[:-1] + ("1" if text[-1] != "1" else "2")
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(document)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_anywhere_in_the_text_breaks_the_proof(data):
    document = signed()
    raw = bytearray(json.dumps(document, ensure_ascii=False).encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        altered = json.loads(raw.decode())
        proofs = altered["proof"]
        if altered == document:
            return  # white space only
        verify(altered, issuer=altered["issuer"]["id"])
    except (ValueError, KeyError, TypeError, CredentialError):
        return
    # What remains are freedoms of spelling that lie outside every statement.
    assert rdfc({k: v for k, v in altered.items() if k != "proof"}) == rdfc(
        {k: v for k, v in document.items() if k != "proof"}
    )
    assert {**proofs[0]}.items() >= {**document["proof"][0]}.items()


@given(st.integers(0, 63), st.integers(1, 255))
@settings(max_examples=25, deadline=None)
def test_a_flipped_byte_of_the_signature_breaks_the_proof(place, flip):
    document = signed()
    raw = bytearray(decode_base58(document["proof"][0]["proofValue"]))
    raw[place] ^= flip
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(document, proofValue=encode_base58(bytes(raw)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"proofPurpose": "authentication"}, "proof_purpose"),
        ({"proofValue": "u" + "A" * 86}, "proof_value_invalid"),
        ({"proofValue": encode_base58(bytes(63))}, "proof_value_invalid"),
        ({"proofValue": encode_base58(bytes(65))}, "proof_value_invalid"),
        ({"proofValue": None}, "proof_value_invalid"),
        ({"created": "yesterday"}, "time_invalid"),
        ({"created": "2026-03-01T09:06:00Z"}, "created_in_future"),
        ({"expires": "2026-03-01T08:59:59Z"}, "proof_expired"),
        ({"created": "2026-03-01T08:59:59Z"}, "signature_wrong"),
        ({"expires": "2026-03-02T00:00:00Z"}, "signature_wrong"),
        ({"verificationMethod": 5}, "method_invalid"),
        ({"verificationMethod": f"{did_key(OTHER_SIGNER.public)}#x"}, "key_not_issuers"),
        ({"verificationMethod": f"{ISSUER}#z6MkOther"}, "method_not_listed"),
    ],
)
def test_wrong_proof_options_are_refused_with_their_reason(credential, changes, code):
    with pytest.raises(ProofError) as caught:
        verify(credential, **changes)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cryptosuite": "ecdsa-rdfc-2019"}, "cryptosuite"),
        ({"cryptosuite": None}, "cryptosuite"),
        ({"type": "RsaSignature2018"}, "proof_type"),
        ({"previousProof": "urn:uuid:x"}, "proof_chain"),
    ],
)
def test_what_we_do_not_know_is_unsupported_not_wrong(credential, changes, code):
    with pytest.raises(UnsupportedError) as caught:
        verify(credential, **changes)
    assert caught.value.code == code


def test_an_unknown_proof_member_is_unsafe(credential):
    with pytest.raises(UnsafeDocumentError):
        verify(credential, surprise="x")


def test_another_key_that_signs_in_the_issuers_name_is_refused():
    theirs = did_key(OTHER_SIGNER.public)
    document = signed(signer=OTHER_SIGNER, method=f"{theirs}#{OTHER_SIGNER.public.multibase}")
    with pytest.raises(ProofError, match="key_not_issuers"):
        verify(document)
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(signed(signer=OTHER_SIGNER))


def test_a_second_proof_joins_the_first_and_both_verify(credential):
    twice = data_integrity.sign(
        credential, SIGNER, verification_method=METHOD, created=NOW + timedelta(minutes=1)
    )
    assert len(twice["proof"]) == 2
    for proof in twice["proof"]:
        data_integrity.verify(twice, proof, no_network, issuer_id=ISSUER, now=NOW)


def test_only_an_ed25519_key_makes_these_proofs():
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        signed(signer=RSA)


def test_the_jcs_proof_is_bound_to_the_contexts_it_was_made_with():
    document = signed("eddsa-jcs-2022")
    with pytest.raises(ProofError, match="context_mismatch"):
        verify({**document, "@context": [CREDENTIALS_V2]})


def test_a_network_failure_is_not_a_wrong_proof(credential):
    [proof] = credential["proof"]
    issuer = "did:web:badges.example.org"
    with pytest.raises(KeyUnavailableError):
        data_integrity.verify(
            credential,
            {**proof, "verificationMethod": f"{issuer}#key"},
            no_network,
            issuer_id=issuer,
            now=NOW,
        )


@pytest.mark.parametrize(
    "contexts",
    [
        [CREDENTIALS_V2],
        [CREDENTIALS_V2, OPEN_BADGES],
        [CREDENTIALS_V2, "https://w3id.org/security/data-integrity/v2"],
        [CREDENTIALS_V2, OPEN_BADGES, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
        [CREDENTIALS_V2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", OPEN_BADGES],
        [CREDENTIALS_V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"],
    ],
)
@pytest.mark.parametrize("method", [METHOD, "did:web:a.org%3A8443:x#k", "https://a.org/i#z6Mk"])
def test_the_fixed_lines_of_proof_options_are_what_the_general_way_gives(contexts, method):
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": 'eddsa-"rdfc"',
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    assert data_integrity._plain_options(contexts, proof) == rdfc({**proof, "@context": contexts})


# --- VC-JWT


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


def test_an_endorsement_token_verifies():
    document = build.endorsement_credential(endorsement())
    assert jwt.verify(token(document), no_network, now=NOW) == document


def test_rs256_tokens_verify_by_the_issuers_document():
    issuer = "did:web:badges.example.org"
    document = build.achievement_credential(award(issuer=model.Profile(id=issuer, name="W")))

    def fetch(url, **_shape):
        from credentials.fetch import Fetched
        from credentials.resolve import did_document

        assert url == "https://badges.example.org/.well-known/did.json"
        return Fetched(url, json.dumps(did_document(issuer, [RSA.public])).encode(), "application/json")

    from credentials.resolve import method_id

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


@given(
    st.sampled_from(["type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose"]),
    anything,
)
@settings(deadline=None)
def test_odd_proof_options_raise_nothing_but_our_errors(member, value):
    with suppress(CredentialError):
        verify(signed(), **{member: value})


def test_doubled_members_in_a_header_are_refused():
    head = b64url(b'{"alg":"EdDSA","alg":"none"}')
    with pytest.raises(UnreadableError, match="duplicate_member"):
        jwt.parse(f"{head}.e30.AA")


def test_a_document_without_id_or_whole_seconds_is_not_signed():
    document = build.achievement_credential(award())
    for change in (
        {"id": None},
        {"issuer": {}},
        {"validFrom": "2026-03-01T09:00:00.5Z"},
        {"validFrom": None},
    ):
        with pytest.raises(UnreadableError):
            token({**document, **change})
