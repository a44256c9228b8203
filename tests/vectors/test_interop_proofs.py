"""Embedded proofs: every suite that another library has too, signed by either side and read by the other."""

import json

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError
from openvc.errors import OpenvcError
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite

from credentials.errors import ProofError
from credentials.proofs import data_integrity, presentation
from credentials.proofs.sd.pointers import mandatory_pointers
from tests.credentials.samples import NOW, no_network
from tests.credentials.signing import SIGNERS, WHOLE, issuer, method, signed, unsigned, verify
from tests.vectors.others import (
    contexts,
    openvc_key,
    openvc_reads,
    openvc_reads_presentation,
    openvc_signs,
    with_one_proof,
    with_proofs,
)
from tests.world import Issuer, World

# Of suite and key; where openvc departs from the standard is in test_interop_disagreements.
SAME = [pair for pair in WHOLE if pair != ("ecdsa-rdfc-2019", "P-384")]
SHOWN = ["/evidence", "/credentialSubject/id"]
OCCASION = {"challenge": "c", "domain": "verifier.example"}


def plain(kind):
    """A badge with one nameless part."""
    return World().credential(Issuer(issuer(kind), "The workshop", SIGNERS[kind]))


def as_the_standard_says(made, suite):
    """openvc signs the contexts of a jcs proof and forgets to write them there."""
    return with_proofs(made, **({"@context": made["@context"]} if "jcs" in suite else {}))


@pytest.mark.parametrize(("suite", "kind"), SAME)
def test_openvc_reads_every_suite_of_ours_and_refuses_a_change(suite, kind):
    ours = with_one_proof(signed(suite, kind))
    assert openvc_reads(ours).issuer == issuer(kind)
    with pytest.raises(OpenvcError):
        openvc_reads({**ours, "name": "Other"})


@pytest.mark.parametrize(("suite", "kind"), SAME)
def test_we_read_every_suite_of_openvc_and_refuse_a_change(suite, kind):
    theirs = as_the_standard_says(openvc_signs(unsigned(kind), suite, kind), suite)
    assert verify(theirs, kind).suite == suite
    with pytest.raises(ProofError, match="signature_wrong"):
        verify({**theirs, "name": "Other"}, kind)


def test_both_read_ecdsa_over_graphs_with_a_key_of_384_bits_where_one_part_has_no_name():
    ours = signed("ecdsa-rdfc-2019", "P-384", plain("P-384"))
    assert openvc_reads(with_one_proof(ours)).issuer == issuer("P-384")
    verify(with_proofs(openvc_signs(plain("P-384"), "ecdsa-rdfc-2019", "P-384")), "P-384")


def selective(document):
    """What can be disclosed in part by openvc: it knows no lists."""
    for description in document["credentialSubject"]["achievement"]["resultDescription"]:
        del description["allowedValue"]
    return document


def base_by_us():
    return signed("ecdsa-sd-2023", "P-256", selective(unsigned("P-256")))


def base_by_openvc():
    document = selective(unsigned("P-256"))
    made = EcdsaSdProofSuite().add_base_proof(
        document,
        signing_key=openvc_key("P-256"),
        verification_method=method("P-256"),
        mandatory_pointers=mandatory_pointers(document),
        created=NOW,
        extra_contexts=contexts(),
    )
    return with_proofs(made)


def derived_by_us(base):
    return data_integrity.derive(base, SHOWN)


def derived_by_openvc(base):
    made = EcdsaSdProofSuite().derive_proof(
        with_one_proof(base), selective_pointers=SHOWN, extra_contexts=contexts()
    )
    return with_proofs(made)


@pytest.mark.parametrize("derive", [derived_by_us, derived_by_openvc])
@pytest.mark.parametrize("base", [base_by_us, base_by_openvc])
def test_a_selective_disclosure_is_read_by_both_whoever_signed_and_whoever_derived(base, derive):
    shown = derive(base())
    assert "awardedDate" not in shown
    assert openvc_reads(with_one_proof(shown)).issuer == issuer("P-256")
    verify(shown, "P-256")
    with pytest.raises(OpenvcError):
        openvc_reads({**with_one_proof(shown), "name": "Other"})
    with pytest.raises(ProofError, match="signature_wrong"):
        verify({**shown, "name": "Other"}, "P-256")


def test_openbadgeslib_reads_our_selective_disclosure_and_refuses_a_change():
    reader = OB3LdpVerifier.for_issuer_did(issuer("P-256"))
    shown = data_integrity.derive(base_by_us(), ["/credentialSubject/id"])
    assert reader.verify(json.dumps(shown)).issuer.id == issuer("P-256")
    with pytest.raises(OB3VerificationError):
        reader.verify(json.dumps({**shown, "name": "Other"}))


@pytest.mark.parametrize(("suite", "kind"), SAME)
def test_openvc_reads_our_presentations_and_asks_for_the_same_occasion(suite, kind):
    shown = presentation.build([signed(suite, kind)], holder=issuer(kind))
    made = presentation.sign(
        shown, SIGNERS[kind], verification_method=method(kind), created=NOW, cryptosuite=suite, **OCCASION
    )
    assert openvc_reads_presentation(made, suite, **OCCASION).proof["challenge"] == "c"
    for wrong in ({"challenge": "other"}, {"domain": "other.example"}):
        with pytest.raises(OpenvcError):
            openvc_reads_presentation(made, suite, **{**OCCASION, **wrong})


@pytest.mark.parametrize(("suite", "kind"), SAME)
def test_we_read_presentations_of_openvc_and_ask_for_the_same_occasion(suite, kind):
    shown = presentation.build([signed(suite, kind)], holder=issuer(kind))
    made = openvc_signs(shown, suite, kind, proof_purpose="authentication", **OCCASION)
    theirs = as_the_standard_says(made, suite)
    assert presentation.verify(theirs, no_network, now=NOW, **OCCASION).holder == issuer(kind)
    for wrong in ({"challenge": "other"}, {"domain": "other.example"}):
        with pytest.raises(ProofError, match="invalid_"):
            presentation.verify(theirs, no_network, now=NOW, **{**OCCASION, **wrong})
