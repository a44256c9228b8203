"""Where another library and we differ, by what exactly, and what would make us agree (docs/interop.md)."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib.ob3 import (
    OB3LdpVerifier,
    OB3Signer,
    OB3VerificationError,
    OB3Verifier,
    build_status_list_credential,
    sign_clr_credential,
    sign_status_list_credential,
    status_entry,
)
from openvc.errors import OpenvcError
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.proof.vp_jwt import VpJwtProofSuite

from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.proofs import data_integrity, jwt, presentation
from tests.credentials.samples import NOW, no_network
from tests.credentials.signing import SIGNERS, WHOLE, issuer, method, signed, unsigned, verify
from tests.vectors.others import (
    contexts,
    openbadgeslib_badge,
    openvc_key,
    openvc_reads,
    openvc_signs,
    our_report,
    our_verdict,
    pem,
    private_key,
    with_one_proof,
    with_proofs,
)
from tests.vectors.published import W3C, read_json
from tests.vectors.test_interop_lists import URL, Listed, openbadgeslib_record, record_as_the_standard_says
from tests.vectors.test_interop_proofs import SAME, plain
from tests.vectors.test_interop_tokens import our_token, public_pem
from tests.world import World, rsa_key

OURS = {"credential_status": None}
JCS = [pair for pair in WHOLE if "jcs" in pair[0]]


def test_openvc_reads_a_proof_only_as_an_object():
    with pytest.raises(OpenvcError, match="no `proof`"):
        openvc_reads(signed())
    openvc_reads(with_one_proof(signed()))


@pytest.mark.parametrize(("suite", "kind"), JCS)
def test_openvc_signs_the_contexts_of_a_jcs_proof_and_leaves_them_out_of_it(suite, kind):
    theirs = openvc_signs(unsigned(kind), suite, kind)
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(with_proofs(theirs), kind)
    verify(with_proofs(theirs, **{"@context": theirs["@context"]}), kind)


def test_the_published_jcs_vector_has_the_contexts_in_its_proof():
    vector = read_json(f"{W3C}/eddsa-jcs-2022/signedJCS.json")
    assert vector["proof"]["@context"] == vector["@context"]


def test_openvc_labels_nameless_parts_by_sha256_for_a_key_of_384_bits_too():
    with pytest.raises(OpenvcError, match="does not verify"):
        openvc_reads(with_one_proof(signed("ecdsa-rdfc-2019", "P-384")))
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(with_proofs(openvc_signs(unsigned("P-384"), "ecdsa-rdfc-2019", "P-384")), "P-384")
    openvc_reads(with_one_proof(signed("ecdsa-rdfc-2019", "P-384", plain("P-384"))))


def openvc_derives(base):
    return EcdsaSdProofSuite().derive_proof(
        with_one_proof(base), selective_pointers=[], extra_contexts=contexts()
    )


def test_openvc_leaves_its_own_labels_as_ids_in_what_it_derives():
    shown = openvc_derives(signed("ecdsa-sd-2023", "P-256", plain("P-256")))
    criteria = shown["credentialSubject"]["achievement"]["criteria"]
    assert criteria["id"] == "_:b0"
    with pytest.raises(CredentialError, match="id_not_absolute"):
        verify(with_proofs(shown), "P-256")
    del criteria["id"]
    verify(with_proofs(shown), "P-256")
    openvc_reads(shown)


def test_openvc_discloses_nothing_of_a_badge_with_a_list():
    base = signed("ecdsa-sd-2023", "P-256")
    with pytest.raises(OpenvcError, match="could not canonicalize"):
        openvc_derives(base)
    openvc_reads(with_one_proof(data_integrity.derive(base, [])))


def test_openvc_counts_into_an_array_of_one_not_at_all():
    base = signed("ecdsa-sd-2023", "P-256", {**plain("P-256"), "evidence": [{"type": ["Evidence"]}]})
    openvc_reads(with_one_proof(data_integrity.derive(base, ["/evidence/0"])))
    with pytest.raises(OpenvcError, match="'0' does not resolve"):
        EcdsaSdProofSuite().derive_proof(
            with_one_proof(base), selective_pointers=["/evidence/0"], extra_contexts=contexts()
        )


def test_openvc_begins_a_token_when_it_is_signed_whatever_the_credential_says():
    token = VcJwtProofSuite().sign(unsigned(**OURS), signing_key=openvc_key())
    assert jwt.parse(token).payload["nbf"] > NOW.timestamp()
    [wrong] = [one for one in our_report(token).findings if one.check == "proof"]
    assert (wrong.code, wrong.facts["claim"]) == ("claim_mismatch", "nbf")


def test_openvc_reads_a_token_only_with_the_vc_claim_of_the_first_data_model():
    for token in (our_token(), jwt.sign_w3c(unsigned(**OURS), SIGNERS["Ed25519"], kid=method())):
        with pytest.raises(OpenvcError):
            openvc_reads(token)


def test_openvc_presents_in_a_token_only_with_the_vp_claim_of_the_first_data_model():
    inner = with_one_proof(signed(document=unsigned(**OURS)))
    theirs = VpJwtProofSuite().sign([inner], holder_key=openvc_key(), audience="a", nonce="n")
    with pytest.raises(ProofError, match="type_forbidden"):
        presentation.verify({}, no_network, now=datetime.now(UTC), token=theirs)
    with pytest.raises(UnreadableError, match="not_a_credential"):
        our_verdict(theirs)
    ours = presentation.sign_token(
        presentation.build([inner], holder=issuer()),
        SIGNERS["Ed25519"],
        kid=method(),
        issued_at=NOW,
        challenge="n",
        domain="a",
    )
    with pytest.raises(OpenvcError, match="no `vp` object"):
        VpJwtProofSuite().verify(ours, audience="a", nonce="n")


@pytest.mark.parametrize(("suite", "kind"), [pair for pair in WHOLE if pair[0] != "eddsa-rdfc-2022"])
def test_openbadgeslib_reads_one_suite_of_whole_documents(suite, kind):
    with pytest.raises(OB3VerificationError, match="no supported Data Integrity proof"):
        OB3LdpVerifier.for_issuer_did(issuer(kind)).verify(json.dumps(signed(suite, kind)))


def test_openbadgeslib_wants_a_status_in_every_selective_disclosure():
    base = signed("ecdsa-sd-2023", "P-256", unsigned("P-256", **OURS))
    with pytest.raises(OB3VerificationError, match="omitted credentialStatus"):
        OB3LdpVerifier.for_issuer_did(issuer("P-256")).verify(json.dumps(data_integrity.derive(base, [])))


def test_openbadgeslib_reads_no_did_key_of_384_bits_but_the_key_itself():
    with pytest.raises(OB3VerificationError, match="multicodec 0x1201"):
        OB3Verifier.for_issuer_did(issuer("P-384"))
    OB3Verifier(public_pem("P-384")).verify(our_token("P-384"))


@pytest.mark.parametrize("kind", SIGNERS)
def test_openbadgeslib_reads_no_token_of_the_w3c_form(kind):
    token = jwt.sign_w3c(unsigned(kind, **OURS), SIGNERS[kind], kid=method(kind))
    with pytest.raises(OB3VerificationError, match="'iss' claim"):
        OB3Verifier(public_pem(kind)).verify(token)


def test_openbadgeslib_signs_with_rs512_too_which_is_not_in_our_list():
    world = World()
    author = world.issuer("did:web:badges.example.org:issuers:1", is_rsa=True)
    key = pem(serialization.load_der_private_key(rsa_key(), password=None))
    token = OB3Signer(key, "RS256").sign(openbadgeslib_badge(author.id))
    assert our_verdict(token, world.fetch)[0] == "genuine"
    assert our_verdict(OB3Signer(key, "RS512").sign(openbadgeslib_badge(author.id)), world.fetch) == (
        "could_not_finish",
        "algorithm",
    )


def test_openbadgeslib_verifies_no_list_with_an_embedded_proof():
    listed = Listed(is_set=False, as_token=False)
    with pytest.raises(OB3VerificationError, match="not a signed JWT-VC"):
        listed.openbadgeslib_reads()
    listed.openbadgeslib_reads(is_list_verified=False)


def test_a_list_that_openbadgeslib_signs_without_the_claim_of_its_subject_counts_here():
    world = World()
    made = build_status_list_credential(issuer(), URL, "revocation", [])
    world.publish(URL, sign_status_list_credential(made, pem(private_key()), "EdDSA"))
    badge = openbadgeslib_badge(credential_status=[status_entry(URL, "revocation", 5)])
    token = OB3Signer(pem(private_key()), "EdDSA").sign(badge)
    [status] = [one for one in our_report(token, world.fetch).findings if one.check == "status"]
    assert status.code == "not_withdrawn"


def test_openbadgeslib_orders_the_contexts_of_a_record_by_itself_and_names_none():
    made = sign_clr_credential(openbadgeslib_record(), pem(private_key()), method())
    [form] = [one for one in our_report(made).findings if one.check == "structure"]
    places = [problem["pointer"] for problem in form.facts["problems"]]
    assert places == ["/@context/1", "/@context/2", "/name"]
    assert sorted(record_as_the_standard_says()["@context"]) == sorted(made["@context"])


def test_nothing_else_was_left_out_of_the_suites_that_agree():
    assert set(WHOLE) - set(SAME) == {("ecdsa-rdfc-2019", "P-384")}
