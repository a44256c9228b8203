import json
from datetime import timedelta

import pytest

from credentials import resolve
from credentials.errors import KeyUnavailableError, ProofError, UnsupportedError
from credentials.fetch import Fetched
from credentials.proofs import data_integrity
from credentials.proofs.sets import verify_set
from credentials.verify import Outcome, Verdict
from credentials.verify import verify as judge
from tests.credentials.samples import ISSUER, NOW, OTHER_SIGNER, no_network
from tests.credentials.signing import P256, method, signed, unsigned

THEIRS = resolve.did_key(OTHER_SIGNER.public)
THEIR_METHOD = resolve.method_id(THEIRS, OTHER_SIGNER.public)
FIRST, SECOND, THIRD = (f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c{number}" for number in (1, 2, 3))
UNKNOWN = {
    "type": "DataIntegrityProof",
    "cryptosuite": "falcon-2030",
    "proofValue": "z1",
    "surprise": {"a": 1},
}


def by_them(document, **options):
    return data_integrity.sign(
        document, OTHER_SIGNER, verification_method=THEIR_METHOD, created=NOW, **options
    )


def checked(document, fetch=no_network, controller=ISSUER, **asked):
    return verify_set(document, fetch, controller=controller, now=NOW, **asked)


def with_proofs(document, *proofs):
    return {**document, "proof": list(proofs)}


def report(document):
    return judge(json.dumps(document).encode(), fetch=no_network, now=NOW)


def found(document):
    [proof] = [finding for finding in report(document).findings if finding.check == "proof"]
    return proof


# --- Sets


def test_a_second_proof_joins_the_first_and_both_verify():
    twice = signed(document=signed())
    twice = data_integrity.sign(
        twice, P256, verification_method=method("P-256"), created=NOW, cryptosuite="ecdsa-rdfc-2019"
    )
    assert [one.suite for one in checked(twice).verified] == [
        "eddsa-rdfc-2022",
        "eddsa-rdfc-2022",
        "ecdsa-rdfc-2019",
    ]


def test_the_issuers_proof_comes_first_whatever_the_order():
    both = by_them(signed())
    for proofs in (both["proof"], both["proof"][::-1]):
        assert [one.method.controller for one in checked(with_proofs(both, *proofs)).verified] == [
            ISSUER,
            THEIRS,
        ]


def test_without_a_proof_of_the_issuer_the_others_prove_nothing_and_nothing_is_fetched():
    document = by_them(unsigned())
    elsewhere = {**document["proof"][0], "verificationMethod": "did:web:victim.example#key"}
    for proofs in (document["proof"], document["proof"] * 2, [elsewhere, elsewhere]):
        asked = []
        with pytest.raises(ProofError, match="key_not_issuers"):
            checked(with_proofs(document, *proofs), fetch=lambda url, asked=asked, **_: asked.append(url))
        assert not asked


def test_a_bad_proof_of_somebody_else_spoils_the_set():
    both = by_them(signed())
    theirs = {**both["proof"][1], "proofValue": both["proof"][0]["proofValue"]}
    with pytest.raises(ProofError, match="signature_wrong"):
        checked(with_proofs(both, both["proof"][0], theirs))


def test_a_proof_whose_key_cannot_be_had_leaves_the_set_undetermined():
    document = signed()
    elsewhere = {**document["proof"][0], "verificationMethod": "did:web:elsewhere.example#key"}
    with pytest.raises(KeyUnavailableError):
        checked(with_proofs(document, *document["proof"], elsewhere))
    assert found(with_proofs(document, *document["proof"], elsewhere)).outcome is Outcome.UNDETERMINED


def test_somebody_elses_proof_verifies_by_the_key_that_they_publish():
    web = "https://mentors.example.org/people/7"
    mine = signed()
    both = data_integrity.sign(
        mine, OTHER_SIGNER, verification_method=f"{web}#key", created=NOW + timedelta(minutes=1)
    )
    published = {
        "id": web,
        "verificationMethod": [
            {
                "id": f"{web}#key",
                "type": "Multikey",
                "controller": web,
                "publicKeyMultibase": OTHER_SIGNER.public.multibase,
            }
        ],
        "assertionMethod": [f"{web}#key"],
    }

    def fetch(url, **_shape):
        assert url == web
        return Fetched(url, json.dumps(published).encode(), "application/json")

    assert [one.method.controller for one in checked(both, fetch).verified] == [ISSUER, web]
    published["verificationMethod"][0]["controller"] = ISSUER
    with pytest.raises(ProofError, match="key_not_issuers"):
        checked(both, fetch)


@pytest.mark.parametrize("ago", [timedelta(days=30), -timedelta(days=1)], ids=["before", "after"])
def test_somebody_elses_proof_by_a_key_that_they_revoked_spoils_the_set(ago):
    theirs = "did:web:mentors.example.org"
    method = resolve.method_id(theirs, OTHER_SIGNER.public)
    both = data_integrity.sign(signed(), OTHER_SIGNER, verification_method=method, created=NOW)
    lost = resolve.did_document(theirs, [], revoked={OTHER_SIGNER.public: NOW - ago})

    def fetch(url, **_shape):
        return Fetched(url, json.dumps(lost).encode(), "application/json")

    with pytest.raises(ProofError, match="key_compromised"):
        checked(both, fetch)


def test_an_unknown_suite_beside_a_good_proof_is_a_warning():
    document = signed(document=unsigned(credential_status=None))
    for unknown in (UNKNOWN, {"type": "RsaSignature2018", "jws": "x"}, {"type": None}):
        joined = with_proofs(document, unknown, *document["proof"])
        assert len(checked(joined).verified) == 1
        verdict = report(joined)
        assert found(joined).code == "signature_good"
        assert verdict.verdict is Verdict.GENUINE
        assert "further_proof_unknown" in {warning.code for warning in verdict.warnings}
    assert "further_proof_unknown" not in {warning.code for warning in report(document).warnings}


def test_an_unknown_suite_beside_a_bad_proof_helps_nobody():
    document = {**signed(), "name": "Another"}
    with pytest.raises(ProofError, match="signature_wrong"):
        checked(with_proofs(document, UNKNOWN, *document["proof"]))


def test_unknown_suites_alone_can_not_be_judged():
    document = with_proofs(unsigned(), UNKNOWN)
    with pytest.raises(UnsupportedError, match="cryptosuite"):
        checked(document)
    assert found(document).outcome is Outcome.UNDETERMINED
    assert checked(document, is_needed=False).unknown == ("falcon-2030",)


@pytest.mark.parametrize(
    ("proofs", "code"),
    [([], "no_proof"), (["z1"], "proof_malformed"), ([UNKNOWN] * 5, "too_many_proofs")],
    ids=["none", "a text", "five"],
)
def test_what_is_no_set_of_proofs_is_refused(proofs, code):
    with pytest.raises(ProofError, match=code):
        checked(with_proofs(unsigned(), *proofs))


def test_the_finding_tells_method_suite_and_time_of_each_proof():
    facts = found(by_them(signed())).facts
    assert facts["methods"] == [method(), THEIR_METHOD]
    assert facts["proofs"] == [
        {"method": name, "suite": "eddsa-rdfc-2022", "created": "2026-03-01T09:00:00Z"}
        for name in (method(), THEIR_METHOD)
    ]


# --- Chains


@pytest.fixture(scope="module", params=["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def chain(request):
    """Them first, then the issuer on top, then them again on top of both."""
    one = by_them(unsigned(), proof_id=FIRST, cryptosuite=request.param)
    two = signed(request.param, document=one, proof_id=SECOND, previous_proof=FIRST)
    return by_them(two, proof_id=THIRD, previous_proof=[FIRST, SECOND], cryptosuite=request.param)


def test_a_chain_verifies_in_any_order_of_the_array(chain):
    for proofs in (chain["proof"], chain["proof"][::-1]):
        assert len(checked(with_proofs(chain, *proofs)).verified) == 3


def test_a_proof_that_others_stand_on_cannot_be_taken_away_or_changed(chain):
    one, two, three = chain["proof"]
    assert len(checked(with_proofs(chain, one, two)).verified) == 2
    with pytest.raises(ProofError, match="previous_proof_missing"):
        checked(with_proofs(chain, two, three))
    later = data_integrity.sign(
        unsigned(),
        OTHER_SIGNER,
        verification_method=THEIR_METHOD,
        created=NOW - timedelta(hours=1),
        proof_id=FIRST,
    )["proof"][0]
    with pytest.raises(ProofError, match="signature_wrong"):
        checked(with_proofs(chain, later, two))


def test_a_chain_taken_for_a_set_is_wrong(chain):
    one, two, _ = chain["proof"]
    alone = {name: value for name, value in two.items() if name != "previousProof"}
    with pytest.raises(ProofError, match="signature_wrong"):
        checked(with_proofs(chain, one, alone))


@pytest.mark.parametrize(
    ("ids", "code"),
    [
        ("urn:uuid:nowhere", "previous_proof_missing"),
        ([FIRST, "urn:uuid:nowhere"], "previous_proof_missing"),
        ([FIRST, FIRST], "previous_proof_invalid"),
        ([], "previous_proof_invalid"),
        (5, "previous_proof_invalid"),
        ("", "previous_proof_missing"),
        (SECOND, "proof_chain_cycle"),
    ],
    ids=repr,
)
def test_a_chain_to_nowhere_or_in_a_circle_is_refused(chain, ids, code):
    one, two, _ = chain["proof"]
    with pytest.raises(ProofError, match=code):
        checked(with_proofs(chain, one, {**two, "previousProof": ids}))


def test_a_circle_of_two_and_two_proofs_of_one_id_are_refused(chain):
    one, two, _ = chain["proof"]
    with pytest.raises(ProofError, match="proof_chain_cycle"):
        checked(with_proofs(chain, {**one, "previousProof": SECOND}, two))
    with pytest.raises(ProofError, match="previous_proof_ambiguous"):
        checked(with_proofs(chain, one, {**one, "created": "2026-02-01T00:00:00Z"}, two))


def test_nobody_signs_on_top_of_a_proof_that_is_not_there():
    with pytest.raises(ProofError, match="previous_proof_missing"):
        by_them(signed(proof_id=FIRST), previous_proof=SECOND)
