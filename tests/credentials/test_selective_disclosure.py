import copy
import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build
from credentials.errors import CredentialError, ProofError, TooComplexError, UnsupportedError
from credentials.proofs import data_integrity
from credentials.proofs.sd import pointers as sd_pointers
from credentials.proofs.sd.proof_value import decode_base, decode_derived
from credentials.verify import Outcome, Verdict
from credentials.verify import verify as judge
from tests.credentials.samples import ISSUER, NOW, endorsement, no_network
from tests.credentials.signing import P256, issuer, method, signed, unsigned, verify

SD = "ecdsa-sd-2023"
CHOICES = [
    [],
    ["/evidence"],
    ["/evidence/0/narrative"],
    ["/credentialSubject/result/0/status", "/awardedDate"],
    ["/credentialSubject/achievement"],
    ["/credentialSubject/achievement/resultDescription/0/allowedValue"],
    ["/credentialSubject/achievement/alignment/1", "/credentialSubject/achievement/tag"],
    ["/credentialSubject/identifier/0/identityHash", "/credentialSubject/identifier/0/salt"],
    ["/name", "/name", "/credentialSubject"],
]


def base(document=None, **options):
    return signed(SD, "P-256", document=document, **options)


@pytest.fixture(scope="module")
def held():
    """What the holder keeps: a badge with a base proof, nothing served anywhere."""
    return base(unsigned("P-256", credential_status=None))


def report(document):
    return judge(json.dumps(document).encode(), fetch=no_network, now=NOW)


def finding(document, check):
    [found] = [one for one in report(document).findings if one.check == check]
    return found


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: " ".join(chosen) or "only what must be")
def test_any_choice_of_parts_verifies(held, chosen):
    shown = data_integrity.derive(held, chosen)
    assert verify(shown, "P-256").method.id == method("P-256")


def test_what_is_derived_is_a_whole_badge_that_hides_the_rest(held):
    shown = data_integrity.derive(held, ["/credentialSubject/achievement/tag"])
    assert report(shown).verdict is Verdict.GENUINE
    assert shown["credentialSubject"]["achievement"]["tag"] == ["wheels"]
    assert "result" not in shown["credentialSubject"]
    assert "evidence" not in shown
    assert shown.keys() == {
        *("@context", "id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject", "proof")
    }


def test_an_endorsement_is_derived_with_its_comment():
    document = build.endorsement_credential(endorsement())
    document = {**document, "issuer": {**document["issuer"], "id": issuer("P-256")}}
    shown = data_integrity.derive(base(document), [])
    assert shown["credentialSubject"]["endorsementComment"] == "I saw the wheels."
    assert report(shown).verdict is Verdict.GENUINE


def test_a_badge_that_lost_a_required_member_is_none_although_its_proof_is_good():
    document = base(unsigned("P-256", credential_status=None), mandatory_pointers=["/issuer"])
    shown = data_integrity.derive(document, ["/credentialSubject/achievement/name"])
    assert verify(shown, "P-256")
    assert finding(shown, "structure").outcome is Outcome.FAILED
    assert report(shown).verdict is Verdict.DO_NOT_RELY


def test_the_end_of_validity_and_the_status_cannot_be_left_out():
    shown = data_integrity.derive(base(), [])
    assert shown["validUntil"] == "2036-03-01T09:00:00Z"
    assert shown["credentialStatus"]["statusListIndex"] == "94567"


def test_a_base_proof_is_refused_where_a_derived_one_is_due(held):
    assert finding(held, "proof").code == "base_proof_shown"
    shown = data_integrity.derive(held, [])
    with pytest.raises(ProofError, match="not_a_base_proof"):
        data_integrity.derive(shown, [])


def test_only_one_base_proof_can_be_derived_from(held):
    with pytest.raises(ProofError, match="no_base_proof"):
        data_integrity.derive(unsigned("P-256"), [])
    with pytest.raises(ProofError, match="no_base_proof"):
        data_integrity.derive({**held, "proof": held["proof"] * 2}, [])
    both = signed(document=held)
    assert [proof["cryptosuite"] for proof in data_integrity.derive(both, [])["proof"]] == [SD]


def test_two_derivations_of_one_badge_do_not_share_their_secret(held):
    assert base(unsigned("P-256"))["proof"] != base(unsigned("P-256"))["proof"]
    value = decode_base(held["proof"][0]["proofValue"])
    for chosen in CHOICES:
        text = data_integrity.derive(held, chosen)["proof"][0]["proofValue"]
        assert value.hmac_key.hex() not in text
        assert not hasattr(decode_derived(text), "hmac_key")


@pytest.mark.parametrize("chosen", CHOICES[1:5], ids=" ".join)
def test_a_changed_word_of_what_is_shown_breaks_the_proof(held, chosen):
    shown = data_integrity.derive(held, chosen)
    for path in paths_of_texts(
        {name: part for name, part in shown.items() if name not in ("@context", "proof")}
    ):
        altered = copy.deepcopy(shown)
        put(altered, path)
        with pytest.raises(CredentialError):
            verify(altered, "P-256", controller=shown["issuer"]["id"])


@pytest.mark.parametrize("taken", ["/evidence", "/credentialSubject/identifier", "/credentialSubject/result"])
def test_a_part_taken_away_by_hand_breaks_the_proof(held, taken):
    shown = data_integrity.derive(held, ["/evidence", "/credentialSubject"])
    part, *rest = taken.split("/")[1:]
    altered = copy.deepcopy(shown)
    del (altered[part] if rest else altered)[rest[0] if rest else part]
    with pytest.raises(ProofError, match="disclosure_mismatch"):
        verify(altered, "P-256")
    assert verify(shown, "P-256")


def test_a_part_of_another_badge_cannot_be_put_in(held):
    other = base(unsigned("P-256", credential_status=None, name="Other"))
    shown, theirs = (data_integrity.derive(one, ["/evidence"]) for one in (held, other))
    with pytest.raises(ProofError):
        verify({**shown, "name": theirs["name"]}, "P-256")
    with pytest.raises(ProofError):
        verify({**shown, "proof": theirs["proof"]}, "P-256")


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (["name"], "pointer_invalid"),
        ([""], "pointer_invalid"),
        (["/a~2b"], "pointer_invalid"),
        (["/" + "a" * 500], "pointer_invalid"),
        ([5], "pointer_invalid"),
        ("/name", "pointer_invalid"),
        (["/nothing"], "pointer_without_match"),
        (["/evidence/1"], "pointer_without_match"),
        (["/evidence/00"], "pointer_without_match"),
        (["/evidence/-"], "pointer_without_match"),
        (["/name/0"], "pointer_without_match"),
        (["/proof"], "pointer_without_match"),
        (["/credentialSubject/achievement/resultDescription/0/allowedValue/1"], "pointer_not_selectable"),
    ],
    ids=repr,
)
def test_pointers_that_select_nothing_sensible_are_refused(held, chosen, code):
    with pytest.raises(ProofError) as caught:
        data_integrity.derive(held, chosen)
    assert caught.value.code == code


def test_a_pointer_reaches_names_with_slashes_and_tildes():
    document = {"@context": [], "a/b": {"m~n": [1, 2]}, "c": 3}
    assert sd_pointers.selected(document, ["/a~1b/m~0n/1"]) == {"@context": [], "a/b": {"m~n": [2]}}
    assert sd_pointers.selected(document, []) is None


def test_the_order_of_pointers_does_not_matter():
    document = {"@context": [], "id": "urn:x", "list": [{"type": "A", "p": 1, "q": 2}, {"p": 3}, {"p": 4}]}
    wide, narrow = ["/list", "/list/0/p"], ["/list/2/p", "/list/0/q"]
    for chosen in (wide, wide[::-1]):
        assert sd_pointers.selected(document, chosen) == {
            name: document[name] for name in ("@context", "id", "list")
        }
    for chosen in (narrow, narrow[::-1]):
        assert sd_pointers.selected(document, chosen) == {
            "@context": [],
            "id": "urn:x",
            "list": [{"type": "A", "q": 2}, {"p": 4}],
        }


def test_too_many_pointers_or_statements_are_refused(held):
    with pytest.raises(TooComplexError, match="too_many_pointers"):
        data_integrity.derive(held, ["/name"] * 101)
    document = unsigned("P-256", credential_status=None)
    document["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(150)]
    start = time.process_time()
    document = base(document)
    pointers = [f"/credentialSubject/achievement/tag/{number}" for number in range(100)]
    assert verify(data_integrity.derive(document, pointers), "P-256")
    assert time.process_time() - start < 2
    with pytest.raises(TooComplexError, match="too_many_statements"):
        data_integrity.derive(document, ["/credentialSubject/achievement/tag"])
    document = unsigned("P-256", credential_status=None)
    document["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(300)]
    with pytest.raises(TooComplexError, match="too_many_statements"):
        base(document)


def test_an_issuer_chooses_what_must_be_shown_and_may_leave_all_open():
    document = base(mandatory_pointers=["/credentialSubject/achievement/id"])
    shown = data_integrity.derive(document, [])
    assert shown["credentialSubject"]["achievement"].keys() == {"id", "type"}
    endless = unsigned("P-256", credential_status=None, valid_until=None)
    free = base(endless, mandatory_pointers=[])
    with pytest.raises(ProofError, match="nothing_selected"):
        data_integrity.derive(free, [])
    assert verify(data_integrity.derive(free, ["/issuer"]), "P-256")
    with pytest.raises(UnsupportedError, match="pointers_not_selectable"):
        signed(mandatory_pointers=["/name"])


def test_a_disclosure_stands_alone_and_in_no_chain(held):
    first = signed(document=unsigned("P-256"), proof_id="urn:uuid:1")
    with pytest.raises(UnsupportedError, match="proof_chain"):
        base(first, previous_proof="urn:uuid:1")


def test_another_issuers_key_is_refused(held):
    shown = data_integrity.derive(held, [])
    with pytest.raises(ProofError, match="key_not_issuers"):
        verify(shown, "P-256", controller=ISSUER)
    forged = {**shown, "issuer": {**shown["issuer"], "id": ISSUER}}
    assert finding(forged, "proof").outcome is Outcome.FAILED


def test_a_badge_with_look_alike_parts_verifies_in_every_selection():
    same = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://a.example/"}
    document = unsigned("P-256")
    document["credentialSubject"]["achievement"]["alignment"] = [
        {**same, "targetCode": "1"},
        {**same, "targetCode": "2"},
        {**same, "targetCode": "1", "targetFramework": "f"},
    ]
    document = base(document)
    for number in range(3):
        shown = data_integrity.derive(
            document, [f"/credentialSubject/achievement/alignment/{number}/targetName"]
        )
        assert verify(shown, "P-256")


def test_an_endorsement_inside_is_selected_as_a_whole():
    inner = signed(document=build.endorsement_credential(endorsement()))
    document = base({**unsigned("P-256"), "endorsement": [inner]})
    shown = data_integrity.derive(document, ["/endorsement/0"])
    assert shown["endorsement"] == [inner]
    assert verify(shown, "P-256")
    assert verify(data_integrity.derive(document, []), "P-256")


leaves = st.sampled_from(
    [
        *("/awardedDate", "/evidence", "/evidence/0/id", "/credentialSubject/result/0/achievedLevel"),
        *("/credentialSubject/activityStartDate", "/credentialSubject/identifier/0"),
        *("/credentialSubject/achievement/image/caption", "/credentialSubject/achievement/alignment/0"),
        *("/credentialSubject/achievement/alignment/1/targetName", "/credentialSubject/achievement/related"),
        *(
            "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/alignment/0/targetCode",
        ),
        *("/credentialSubject/achievement/version", "/credentialSubject/achievement/creator/name"),
    ]
)


@given(st.lists(leaves, max_size=6))
@settings(max_examples=40, deadline=None)
def test_every_selection_verifies_and_shows_what_was_asked(chosen):
    held = HELD
    shown = data_integrity.derive(held, chosen)
    assert verify(shown, "P-256")
    for pointer in chosen:
        assert last_name(pointer) in json.dumps(shown)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_of_a_derived_proof_never_verifies(data):
    text = SHOWN["proof"][0]["proofValue"]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("ABCabc019_-zu=+"))
    if other == text[place]:
        return
    with pytest.raises(CredentialError):
        verify(SHOWN, "P-256", proofValue=text[:place] + other + text[place + 1 :])


HELD = base()
SHOWN = data_integrity.derive(HELD, ["/evidence", "/credentialSubject/achievement/alignment/1/targetName"])


def last_name(pointer):
    return [part for part in pointer.split("/") if not part.isdigit()][-1]


def paths_of_texts(value, path=()):
    if isinstance(value, dict):
        for name, member in value.items():
            yield from paths_of_texts(member, (*path, name))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from paths_of_texts(member, (*path, place))
    elif isinstance(value, str):
        yield path


def put(document, path):
    for above, _ in pairwise(path):
        document = document[above]
    text = document[path[-1]]
    document[path[-1]] = text[:-1] + ("1" if text[-1] != "1" else "2")


def test_the_issuer_of_these_tests_is_the_p_256_key():
    assert issuer("P-256").endswith(P256.public.multibase)
