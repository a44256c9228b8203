"""A template signs what the full algorithm signs, byte for byte, or refuses."""

import copy
from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build, model
from credentials.bulk import Batch, Template, issue_many, issue_rows
from credentials.errors import CredentialError
from credentials.keys import ECDSASigner, new_ec_secret
from credentials.proofs import data_integrity
from credentials.verify import Verdict, verify
from tests.credentials.samples import ISSUER, METHOD, NOW, SIGNER, award, no_network

LIST = "https://badges.example.org/status/1"
SLOTS = {
    "/id": "urn:uuid:",
    "/credentialSubject/id": "urn:uuid:",
    "/credentialSubject/identifier/0/identityHash": "",
    "/credentialSubject/identifier/0/salt": "",
    "/credentialStatus/id": f"{LIST}#",
    "/credentialStatus/statusListIndex": "",
    "/validFrom": "",
    "/evidence/0/id": "https://badges.example.org/",
    "/evidence/0/narrative": "",
}
SHAPE = {"verification_method": METHOD, "created": NOW}
IDS = st.uuids().map(lambda one: f"urn:uuid:{one}")
# Where implementations sort differently, both ways of signing must refuse; these texts are signed by both.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=60)
INDEXES = st.integers(0, 10**6)
TIMES = st.datetimes(min_value=NOW.replace(tzinfo=None, year=2001)).map(
    lambda one: f"{one:%Y-%m-%dT%H:%M:%SZ}"
)


def document():
    return build.achievement_credential(award())


def row(place=0, **changes):
    values = {
        "/id": f"urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-{place:012}",
        "/credentialSubject/id": f"urn:uuid:{place * 7919 % 1000:08}-0d0b-4c2e-9d0e-{place:012}",
        "/credentialSubject/identifier/0/identityHash": f"sha256${place:064x}",
        "/credentialSubject/identifier/0/salt": f"salt {place}",
        "/credentialStatus/id": f"{LIST}#{place}",
        "/credentialStatus/statusListIndex": str(place),
        "/validFrom": "2026-02-28T12:00:00Z",
        "/evidence/0/id": f"https://badges.example.org/evidence/{place}",
        "/evidence/0/narrative": f"Saw {place}",
    }
    return list((values | changes).values())


def one_by_one(given_document):
    return orjson.dumps(data_integrity.sign(given_document, SIGNER, **SHAPE))


@pytest.fixture(scope="module")
def template():
    return Template.compile(document(), SLOTS)


@given(
    ids=st.tuples(IDS, IDS),
    texts=st.tuples(TEXTS, TEXTS, TEXTS),
    index=INDEXES,
    time=TIMES,
    tail=st.text("abcXYZ019-._~/#?=&", max_size=30),
)
@settings(deadline=None)
def test_any_row_has_the_bytes_of_issuing_it_alone(template, *, ids, texts, index, time, tail):
    hashed, salt, narrative = texts
    status = (f"{LIST}#{index}", str(index))
    values = [*ids, hashed, salt, *status, time, f"https://badges.example.org/{tail}", narrative]
    (issued,) = issue_rows(template, [values], SIGNER, **SHAPE)
    assert issued == one_by_one(template.document(values))


@pytest.mark.parametrize(
    "narrative",
    [
        '"quoted"',
        "back\\slash",
        "two\nlines\r\n",
        "\t\b\f",
        "100 % of %b and %(x)s",
        "مرحبا",
        "🚲",
    ],
    ids=["quotes", "backslash", "newlines", "tabs", "percent", "arabic", "bicycle"],
)
def test_awkward_texts_have_the_bytes_of_issuing_alone(template, narrative):
    values = row(**{"/evidence/0/narrative": narrative})
    signed = Batch(template, SIGNER, **SHAPE).issue(values)
    assert signed == one_by_one(template.document(values))


@pytest.mark.parametrize("narrative", ["\t\x00\x07", "a\x7fb", "a\x1eb", r"C:\u00"])
def test_texts_with_controls_or_what_looks_so_are_issued_alone(template, narrative):
    values = row(**{"/evidence/0/narrative": narrative})
    with pytest.raises(CredentialError, match="row_refused"):
        Batch(template, SIGNER, **SHAPE).issue(values)
    (issued,) = issue_rows(template, [values], SIGNER, **SHAPE)
    assert issued == one_by_one(template.document(values))


def test_no_row_is_signed_that_is_too_much_with_its_texts():
    large = document()
    large["credentialSubject"]["achievement"]["tag"] = [f"tag {n}" for n in range(1000)]
    template = Template.compile(large, {"/name": ""})
    plain, odd, looks_odd = issue_rows(template, [["ok"], ["a\x7fb"], [r"C:\u0041"]], SIGNER, **SHAPE)
    assert plain == one_by_one({**large, "name": "ok"})
    assert [error.code for error in (odd, looks_odd)] == ["too_many_values"] * 2


def test_every_order_of_blank_nodes_and_ids_is_as_the_full_algorithm_has_it(template):
    batch = Batch(template, SIGNER, **SHAPE)
    for place in range(300):
        values = row(place)
        assert batch.issue(values) == one_by_one(template.document(values))


def test_what_a_template_signs_is_genuine_and_a_changed_byte_is_not(template):
    signed = Batch(template, SIGNER, **SHAPE).issue(row(5))
    plain = orjson.loads(signed)
    del plain["credentialStatus"]  # no list to ask here
    without = Template.compile({k: v for k, v in plain.items() if k != "proof"}, {"/id": "urn:uuid:"})
    signed = Batch(without, SIGNER, **SHAPE).issue(["urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"])
    now = NOW + timedelta(days=1)
    assert verify(signed, fetch=no_network, now=now).verdict is Verdict.GENUINE
    forged = signed.replace(b"Saw 5", b"Saw 6")
    assert verify(forged, fetch=no_network, now=now).verdict is Verdict.DO_NOT_RELY


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/id", "urn:isbn:7"),
        ("/evidence/0/id", "https://badges.example.org/a b"),
        ("/evidence/0/id", "https://badges.example.org/%zz"),
        ("/validFrom", "2026-02-30"),
        ("/evidence/0/narrative", "\ufffe"),
        ("/evidence/0/narrative", "\ud800"),
        ("/evidence/0/narrative", 7),
    ],
    ids=["other-beginning", "space", "percent", "date", "non-character", "surrogate", "number"],
)
def test_a_value_that_a_template_cannot_promise_is_refused(template, pointer, value):
    with pytest.raises(CredentialError) as refused:
        Batch(template, SIGNER, **SHAPE).issue(row(**{pointer: value}))
    assert refused.value.code == "row_refused"


def test_a_row_with_too_few_values_is_refused(template):
    (issued,) = issue_rows(template, [row()[:-1]], SIGNER, **SHAPE)
    assert issued.code == "row_refused"


def test_a_row_that_no_template_fits_is_signed_alone_and_a_bad_one_spoils_nothing(template):
    stranger = row(1, **{"/id": "urn:isbn:7"})
    bad = row(2, **{"/evidence/0/narrative": "\ufffe"})
    first, alone, refused, last = issue_rows(template, [row(0), stranger, bad, row(3)], SIGNER, **SHAPE)
    assert alone == one_by_one(template.document(stranger))
    assert isinstance(refused, CredentialError)
    assert [first, last] == [one_by_one(template.document(row(place))) for place in (0, 3)]


def test_two_equal_addresses_in_one_row_are_left_to_the_full_algorithm(template):
    same = row(**{"/credentialSubject/id": row()[0]})
    with pytest.raises(CredentialError) as refused:
        Batch(template, SIGNER, **SHAPE).issue(same)
    assert refused.value.facts["reason"] == "same_address"
    (issued,) = issue_rows(template, [same], SIGNER, **SHAPE)
    with pytest.raises(CredentialError) as alone:
        one_by_one(template.document(same))
    assert issued.code == alone.value.code


def with_two_results(first="Completed", second="Failed"):
    subject = document()["credentialSubject"]
    results = [{"type": ["Result"], "status": "Completed", "value": value} for value in (first, second)]
    return {**document(), "credentialSubject": {**subject, "result": results}}


def test_blank_nodes_that_look_alike_in_one_row_are_left_to_the_full_algorithm():
    template = Template.compile(
        with_two_results(), {f"/credentialSubject/result/{place}/value": "" for place in (0, 1)}
    )
    batch = Batch(template, SIGNER, **SHAPE)
    for values in (["1", "2"], ["2", "1"], ["10", "1"]):
        assert batch.issue(values) == one_by_one(template.document(values))
    with pytest.raises(CredentialError) as refused:
        batch.issue(["1", "1"])
    assert refused.value.facts["reason"] == "tied"
    tied = template.document(["1", "1"])
    assert list(issue_rows(template, [["1", "1"]], SIGNER, **SHAPE)) == [one_by_one(tied)]


def test_blank_nodes_that_always_look_alike_make_no_template():
    with pytest.raises(CredentialError) as refused:
        Template.compile(with_two_results("7", "7"), {"/id": "urn:uuid:"})
    assert refused.value.code == "template_refused"
    assert refused.value.facts["reason"] == "tied"


def test_more_than_ten_blank_nodes_are_labelled_in_the_order_of_their_hashes():
    several = document()
    several["credentialSubject"]["achievement"]["alignment"] = [
        {
            "type": ["Alignment"],
            "targetName": f"Skill {one}",
            "targetUrl": f"https://skills.example.org/{one}",
        }
        for one in range(14)
    ]
    template = Template.compile(several, SLOTS)
    batch = Batch(template, SIGNER, **SHAPE)
    for place in range(30):
        assert batch.issue(row(place)) == one_by_one(template.document(row(place)))


@pytest.mark.parametrize(
    ("pointer", "beginning", "reason"),
    [
        ("/nothing", "", "no_text_here"),
        ("/evidence/9/id", "", "no_text_here"),
        ("/credentialSubject", "", "no_text_here"),
        ("", "", "no_text_here"),
        ("/type/0", "", None),
        ("/@context/0", "", None),
        ("/id", "", None),
        ("/credentialSubject/achievement/tag/0", "", "order_of_literals"),
    ],
    ids=["unknown", "no-index", "object", "root", "type", "context", "no-beginning", "one-tag-of-two"],
)
def test_a_place_that_cannot_vary_safely_makes_no_template(pointer, beginning, reason):
    two_tags = document()
    two_tags["credentialSubject"]["achievement"]["tag"] = ["wheels", "hubs"]
    with pytest.raises(CredentialError) as refused:
        Template.compile(two_tags, {pointer: beginning})
    assert refused.value.facts.get("reason") == reason or reason is None


def test_a_signed_document_makes_no_template():
    with pytest.raises(CredentialError) as refused:
        Template.compile(data_integrity.sign(document(), SIGNER, **SHAPE), {"/id": "urn:uuid:"})
    assert refused.value.facts["reason"] == "already_signed"


def test_many_documents_of_two_kinds_come_out_in_order_as_each_alone():
    other = build.achievement_credential(award(name="Another", credential_status=None))
    slots = {place: begun for place, begun in SLOTS.items() if "Status" not in place}
    ours, theirs = Template.compile(document(), SLOTS), Template.compile(other, slots)
    documents = []
    for place in range(160):
        values = dict(zip(SLOTS, row(place), strict=True))
        kind = ours if place % 2 else theirs
        documents.append(kind.document([values[slot.pointer] for slot in kind.slots]))
    bad = copy.deepcopy(documents[7])
    bad["unheard_of"] = 1
    documents[7] = bad
    issued = list(issue_many(iter(documents), SIGNER, **SHAPE))
    assert issued.pop(7).code == "term_undefined"
    del documents[7]
    assert issued == [one_by_one(one) for one in documents]


def test_few_documents_are_issued_as_each_alone():
    documents = [build.endorsement_credential(one) for one in endorsements(3)]
    assert list(issue_many(documents, SIGNER, **SHAPE)) == [one_by_one(one) for one in documents]


def test_endorsements_have_templates_too():
    documents = [build.endorsement_credential(one) for one in endorsements(70)]
    assert list(issue_many(documents, SIGNER, **SHAPE)) == [one_by_one(one) for one in documents]


def endorsements(count):
    return [
        model.EndorsementCredential(
            id=f"urn:uuid:2b1c0f6e-0d0b-4c2e-9d0e-{place:012}",
            name="Endorsement",
            issuer=model.Profile(id=ISSUER, name="A mentor"),
            valid_from=NOW,
            credential_subject=model.EndorsementSubject(
                id=f"urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-{place * 31:012}", endorsement_comment=f"Saw {place}."
            ),
        )
        for place in range(count)
    ]


def test_what_is_not_json_is_an_error_of_its_own_row():
    documents = [{**document(), "name": {1, 2}}, document()]
    broken, good = issue_many(documents, SIGNER, **SHAPE)
    assert isinstance(broken, CredentialError)
    assert good == one_by_one(document())


class BrokenSigner:
    public = SIGNER.public

    def sign(self, message):
        signature = SIGNER.sign(message)
        return signature[:-1] + bytes([signature[-1] ^ 1])


def test_nothing_of_a_batch_leaves_when_a_credential_of_it_does_not_verify(template):
    rows = [row(place) for place in range(5)]
    assert len(list(issue_rows(template, rows, SIGNER, **SHAPE))) == len(rows)
    leaving = issue_rows(template, rows, BrokenSigner(), **SHAPE)
    with pytest.raises(CredentialError) as stopped:
        next(leaving)
    assert stopped.value.code == "template_disagrees"


def test_a_key_of_another_kind_signs_nothing_by_template(template):
    with pytest.raises(CredentialError) as refused:
        list(issue_rows(template, [row()], ECDSASigner("P-256", new_ec_secret("P-256")), **SHAPE))
    assert refused.value.code == "algorithm_mismatch"
