import copy
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.canonical import rdfc
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import (
    CredentialError,
    KeyUnavailableError,
    ProofError,
    UnsafeDocumentError,
    UnsupportedError,
)
from credentials.keys import RSASigner, new_rsa_der
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from credentials.proofs.configuration import plain_lines
from credentials.resolve import did_key
from tests.credentials.samples import ISSUER, METHOD, NOW, OTHER_SIGNER, no_network
from tests.credentials.signing import (
    ONLY_READ,
    WHOLE,
    issuer,
    method,
    signed,
    signed_as_before,
    unsigned,
    verify,
)

PLACES = [
    ("name",),
    ("validUntil",),
    ("credentialSubject", "id"),
    ("credentialSubject", "achievement", "name"),
    ("credentialSubject", "achievement", "criteria", "narrative"),
    ("credentialStatus", "statusListIndex"),
    ("issuer", "name"),
]


def with_another_last_character(document, path):
    altered = copy.deepcopy(document)
    place = altered
    for name in path[:-1]:
        place = place[name]
    text = place[path[-1]]
    place[path[-1]] = text[:-1] + ("1" if text[-1] != "1" else "2")
    return altered


@pytest.fixture(scope="module")
def credential():
    return signed()


@pytest.fixture(scope="module")
def every_kind():
    return {pair: signed(*pair) for pair in WHOLE}


@pytest.mark.parametrize(("suite", "kind"), WHOLE)
def test_what_is_signed_verifies_and_tells_who_signed_when(every_kind, suite, kind):
    found = verify(every_kind[suite, kind], kind)
    assert (found.method.id, found.method.controller) == (method(kind), issuer(kind))
    assert (found.suite, found.created) == (suite, "2026-03-01T09:00:00Z")


@pytest.mark.parametrize(("proof_type", "suite"), ONLY_READ)
def test_what_was_signed_in_an_older_suite_still_verifies_but_is_not_made_any_more(proof_type, suite):
    document = signed_as_before(proof_type, suite)
    assert verify(document).suite == (suite or proof_type)
    with pytest.raises(ProofError, match="signature_wrong"):
        verify({**document, "name": "Another"})
    with pytest.raises(UnsupportedError, match="cryptosuite"):
        signed(suite or proof_type)


@pytest.mark.parametrize(("suite", "kind"), WHOLE)
@pytest.mark.parametrize("path", PLACES, ids="/".join)
def test_a_changed_character_in_the_document_breaks_the_proof(every_kind, suite, kind, path):
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(with_another_last_character(every_kind[suite, kind], path), kind)


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
        verify(altered, controller=altered["issuer"]["id"])
    except (ValueError, KeyError, TypeError, CredentialError):
        return
    # What remains are freedoms of spelling that lie outside every statement.
    assert rdfc({k: v for k, v in altered.items() if k != "proof"}) == rdfc(
        {k: v for k, v in document.items() if k != "proof"}
    )
    assert {**proofs[0]}.items() >= {**document["proof"][0]}.items()


@pytest.mark.parametrize(("suite", "kind"), WHOLE)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_flipped_byte_of_the_signature_breaks_the_proof(every_kind, suite, kind, data):
    document = every_kind[suite, kind]
    raw = bytearray(decode_base58(document["proof"][0]["proofValue"]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(document, kind, proofValue=encode_base58(bytes(raw)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"proofPurpose": "authentication"}, "proof_purpose"),
        ({"proofValue": "u" + "A" * 86}, "proof_value_invalid"),
        ({"proofValue": encode_base58(bytes(63))}, "proof_value_invalid"),
        ({"proofValue": encode_base58(bytes(65))}, "proof_value_invalid"),
        ({"proofValue": encode_base58(bytes(96))}, "proof_value_invalid"),
        ({"proofValue": 5}, "proof_value_invalid"),
        ({"proofValue": None}, "proof_value_invalid"),
        ({"created": "yesterday"}, "time_invalid"),
        ({"created": "2026-03-01T09:06:00Z"}, "created_in_future"),
        ({"expires": "2026-03-01T08:59:59Z"}, "proof_expired"),
        ({"created": "2026-03-01T08:59:59Z"}, "signature_wrong"),
        ({"expires": "2026-03-02T00:00:00Z"}, "signature_wrong"),
        ({"domain": "elsewhere.example"}, "signature_wrong"),
        ({"verificationMethod": 5}, "method_invalid"),
        ({"verificationMethod": f"{did_key(OTHER_SIGNER.public)}#x"}, "key_not_issuers"),
        ({"verificationMethod": f"{ISSUER}#z6MkOther"}, "method_not_listed"),
    ],
    ids=repr,
)
def test_wrong_proof_options_are_refused_with_their_reason(credential, changes, code):
    with pytest.raises(ProofError) as caught:
        verify(credential, **changes)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cryptosuite": "falcon-2030"}, "cryptosuite"),
        ({"cryptosuite": None}, "cryptosuite"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, "cryptosuite"),
        ({"type": "RsaSignature2018"}, "proof_type"),
        ({"type": ["DataIntegrityProof", "Other"]}, "proof_type"),
        ({"type": "Ed25519Signature2020"}, "proof_type"),
    ],
    ids=repr,
)
def test_what_we_do_not_know_is_unsupported_not_wrong(credential, changes, code):
    with pytest.raises(UnsupportedError) as caught:
        verify(credential, **changes)
    assert caught.value.code == code


def test_a_type_in_an_array_is_the_same_type(credential):
    assert verify(credential, type=["DataIntegrityProof"])


def test_an_unknown_proof_member_is_unsafe(credential):
    with pytest.raises(UnsafeDocumentError):
        verify(credential, surprise="x")


def test_another_key_that_signs_in_the_issuers_name_is_refused():
    theirs = did_key(OTHER_SIGNER.public)
    document = signed(signer=OTHER_SIGNER, verification_method=f"{theirs}#{OTHER_SIGNER.public.multibase}")
    with pytest.raises(ProofError, match="key_not_issuers"):
        verify(document)
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(signed(signer=OTHER_SIGNER))


def test_only_a_key_of_the_right_kind_makes_a_proof():
    rsa = RSASigner(new_rsa_der())
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023"):
        with pytest.raises(ProofError, match="algorithm_mismatch"):
            signed(suite, signer=rsa)
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        signed("eddsa-rdfc-2022", "P-256")
    with pytest.raises(ProofError, match="algorithm_mismatch"):
        signed("ecdsa-sd-2023", "P-384")


@pytest.mark.parametrize(("suite", "kind"), [("eddsa-jcs-2022", "Ed25519"), ("ecdsa-jcs-2019", "P-384")])
def test_a_jcs_proof_is_bound_to_the_contexts_it_was_made_with(suite, kind):
    document = signed(suite, kind)
    with pytest.raises(ProofError, match="context_mismatch"):
        verify({**document, "@context": [CREDENTIALS_V2]}, kind)


def test_a_network_failure_is_not_a_wrong_proof(credential):
    with pytest.raises(KeyUnavailableError):
        verify(
            credential,
            controller="did:web:badges.example.org",
            verificationMethod="did:web:badges.example.org#key",
        )


def test_a_proof_made_for_one_occasion_is_good_for_no_other():
    document = signed(
        domain="mine.example", challenge="c1", purpose="authentication", expires=NOW + timedelta(days=1)
    )
    [proof] = document["proof"]

    def judge(**asked):
        data_integrity.verify(
            document, proof, no_network, controller=ISSUER, now=NOW, purpose="authentication", **asked
        )

    judge(domain="mine.example", challenge="c1")
    judge()
    for asked, code in (
        ({"domain": "theirs.example"}, "invalid_domain_error"),
        ({"challenge": "c2"}, "invalid_challenge_error"),
        ({"domain": "mine.example", "challenge": ""}, "invalid_challenge_error"),
    ):
        with pytest.raises(ProofError, match=code):
            judge(**asked)
    with pytest.raises(ProofError, match="proof_purpose"):
        verify(document)
    with pytest.raises(ProofError, match="invalid_domain_error"):
        data_integrity.verify(
            signed(), signed()["proof"][0], no_network, controller=ISSUER, now=NOW, domain="mine.example"
        )


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"endorsementJwt": ["eyJh.eyJp.c2ln"]}, "/endorsementJwt"),
        ({"jti": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"}, "/jti"),
        (
            {"issuer": {"id": ISSUER, "type": ["Profile"], "endorsementJwt": ["eyJh.eyJp.c2ln"]}},
            "/issuer/endorsementJwt",
        ),
    ],
    ids=["endorsementJwt", "jti", "nested"],
)
def test_terms_that_older_copies_of_the_context_lack_are_not_signed(suite, changes, pointer):
    with pytest.raises(UnsafeDocumentError, match="term_too_new") as caught:
        signed(suite, document={**unsigned(), **changes})
    assert caught.value.facts["pointer"] == pointer


def test_a_text_that_merely_mentions_such_a_term_is_signed():
    document = {**unsigned(), "description": "See <https://www.iana.org/assignments/jwt#jti> there"}
    assert verify(signed(document=document))


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
    ids=len,
)
@pytest.mark.parametrize("proven_by", [METHOD, "did:web:a.org%3A8443:x#k", "https://a.org/i#z6Mk"])
@pytest.mark.parametrize("digest", ["sha256", "sha384"])
def test_the_fixed_lines_of_proof_options_are_what_the_general_way_gives(contexts, proven_by, digest):
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": 'eddsa-"rdfc"',
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": proven_by,
        "proofPurpose": "assertionMethod",
    }
    assert plain_lines(contexts, proof) == rdfc({**proof, "@context": contexts}, digest=digest)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@given(
    st.sampled_from(
        [
            *("type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose"),
            *("proofValue", "previousProof", "id", "domain", "challenge"),
        ]
    ),
    anything,
)
@settings(deadline=None)
def test_odd_proof_options_raise_nothing_but_our_errors(member, value):
    document = signed()
    with suppress(CredentialError):
        data_integrity.verify(
            document,
            {**document["proof"][0], member: value},
            no_network,
            controller=ISSUER,
            now=NOW,
            domain="x",
            challenge="y",
        )
