"""A badge of a kind that was seen before gets the report that it would get if none had ever been seen.

The same badge in another spelling of JSON (with line breaks) is never recognised, so both ways can be
compared through the one door.
"""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build
from credentials.canonical import canonicalise_checked
from credentials.errors import UnsafeDocumentError
from credentials.multibase import encode_base58
from credentials.proofs import data_integrity
from credentials.templates.recurring import CHECKED_EVERY, IDLE_LOOKS, MOST_KINDS, MOST_WATCHED, Recurring
from credentials.verify import Verdict, verify
from credentials.verify.recognition import MEMORY, Glance
from tests.credentials.samples import METHOD, NOW, SIGNER, award, no_network

LATER = NOW + timedelta(days=30)
HERE = "https://badges.example.org/evidence/"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=40)


def unsigned(number, *, kind, **changes):
    """Award `number` of one kind of badge."""
    made = orjson.loads(orjson.dumps(build.achievement_credential(award(credential_status=None))))
    made["credentialSubject"]["achievement"]["id"] = f"https://badges.example.org/achievements/{kind}"
    made["id"] = f"urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-{number:012}"
    made["credentialSubject"]["id"] = f"urn:uuid:{number * 7919 % 1000:08}-9d42-4c1c-8a55-{number:012}"
    made["awardedDate"] = f"2026-02-{number % 28 + 1:02}T12:00:00Z"
    made["evidence"][0] |= {"id": f"{HERE}{number}", "narrative": f"Saw wheel {number}."}
    return made | changes


def signed(document):
    return data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW)


def report(document, *, spelled=0):
    return verify(orjson.dumps(document, option=spelled), fetch=no_network, now=LATER)


def is_recognised(document):
    """A memory stands back now and then, but not twice in a row."""
    return any(Glance()(document, orjson.dumps(document)) for _ in range(2))


def warmed():
    """Give a kind of badge of which some were verified, with room in the memory for it."""
    MEMORY.forget()
    kind = uuid.uuid4().hex
    for number in range(12):
        assert report(signed(unsigned(number, kind=kind))).verdict is Verdict.GENUINE
    return kind


@pytest.fixture
def known_kind():
    return warmed()


def assert_same_either_way(document):
    recognising, looking = report(document), report(document, spelled=orjson.OPT_INDENT_2)
    assert recognising.findings == looking.findings
    assert recognising.warnings == looking.warnings
    assert recognising.verdict is looking.verdict
    assert recognising.document == looking.document == document
    return recognising


def test_after_some_badges_of_a_kind_the_next_one_is_recognised_and_genuine(known_kind):
    document = signed(unsigned(400, kind=known_kind))
    assert is_recognised(document)
    assert assert_same_either_way(document).verdict is Verdict.GENUINE


def test_a_kind_that_was_seen_once_is_not_recognised():
    MEMORY.forget()
    kind = uuid.uuid4().hex
    assert report(signed(unsigned(1, kind=kind))).verdict is Verdict.GENUINE
    assert not is_recognised(signed(unsigned(2, kind=kind)))


def test_badges_that_are_not_genuine_teach_nothing():
    MEMORY.forget()
    kind = uuid.uuid4().hex
    for number in range(12):
        forged = signed(unsigned(number, kind=kind)) | {"awardedDate": "2026-02-28T12:00:01Z"}
        assert report(forged).verdict is Verdict.DO_NOT_RELY
    assert not is_recognised(signed(unsigned(99, kind=kind)))


@given(
    ids=st.tuples(st.uuids(), st.uuids()),
    narrative=TEXTS,
    tail=st.text("abcXYZ019-._~/#?=&%[]", max_size=20),
    awarded=st.sampled_from(
        ["2026-02-28T12:00:00Z", "2026-02-30T12:00:00Z", "2026-02-28T25:00:00Z", "soon", ""]
    ),
    lie=st.sampled_from([None, "id", "awardedDate", "narrative"]),
)
@settings(deadline=None, max_examples=150)
def test_any_badge_of_a_known_kind_gets_the_same_findings(ids, narrative, tail, awarded, lie):
    kind = warmed()
    document = unsigned(1, kind=kind, id=f"urn:uuid:{ids[0]}", awardedDate="2026-02-27T12:00:00Z")
    document["credentialSubject"]["id"] = f"urn:uuid:{ids[1]}"
    document["evidence"][0] |= {"narrative": narrative, "id": HERE + tail}
    try:
        document = signed(document)
    except Exception as error:  # noqa: BLE001 - what cannot be signed is put under another's signature
        assert type(error).__module__ == "credentials.errors"  # noqa: PT017
        document["proof"] = signed(unsigned(1, kind=kind))["proof"]
    document["awardedDate"] = awarded if lie == "awardedDate" else document["awardedDate"]
    if lie == "id":
        document["id"] = document["credentialSubject"]["id"]
    if lie == "narrative":
        document["evidence"][0]["narrative"] += " And more."
    found = assert_same_either_way(document)
    assert lie is None or found.verdict is Verdict.DO_NOT_RELY


def changed(document, path, value):
    copy = orjson.loads(orjson.dumps(document))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


CHANGES = {
    "a slot": (["evidence", 0, "narrative"], "Another story."),
    "an empty address": (["credentialSubject", "id"], ""),
    "only the beginning of an address": (["credentialSubject", "id"], "urn:uuid:"),
    "a space in an address": (["credentialSubject", "id"], "urn:uuid:0 1"),
    "a very long address": (["credentialSubject", "id"], "urn:uuid:" + "0" * 5000),
    "two equal addresses": (["credentialSubject", "id"], "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-000000000401"),
    "the id of the achievement": (["evidence", 0, "id"], "https://badges.example.org/achievements/KIND"),
    "a time that is none": (["awardedDate"], "2026-02-31T12:00:00Z"),
    "a number": (["awardedDate"], 7),
    "nothing": (["awardedDate"], None),
    "a list": (["evidence", 0, "narrative"], ["one", "two"]),
    "what all share": (["credentialSubject", "achievement", "name"], "Master of wheels"),
    "a member that nobody knows": (["evidence", 0, "unheardOf"], "x"),
    "a keyword": (["evidence", 0, "@included"], []),
    "a control character": (["evidence", 0, "narrative"], "a\x01b"),
    "a quote": (["evidence", 0, "narrative"], 'a"b'),
    "a backslash": (["evidence", 0, "narrative"], "a\\b"),
    "another proof purpose": (["proof", 0, "proofPurpose"], "authentication"),
    "another time of signing": (["proof", 0, "created"], "2026-03-01T09:00:01Z"),
    "a time of signing that is none": (["proof", 0, "created"], "yesterday"),
    "a proof of another's key": (["proof", 0, "verificationMethod"], "did:key:z6Mk#z6Mk"),
    "a proof without value": (["proof", 0, "proofValue"], "z"),
    "a chain without its end": (["proof", 0, "previousProof"], "urn:uuid:0"),
    "an end of the proof": (["proof", 0, "expires"], "2026-03-02T09:00:00Z"),
    "another subject": (["credentialSubject", "identifier", 0, "identityHash"], "sha256$00"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_badge_that_was_changed_after_it_was_signed_is_found_out(known_kind, change):
    path, value = CHANGES[change]
    if isinstance(value, str):
        value = value.replace("KIND", known_kind)
    document = changed(signed(unsigned(401, kind=known_kind)), path, value)
    assert assert_same_either_way(document).verdict is not Verdict.GENUINE


def test_a_member_that_is_written_twice_is_refused_in_a_badge_of_a_known_kind(known_kind):
    text = orjson.dumps(signed(unsigned(402, kind=known_kind)))
    doubled = text.replace(b'"awardedDate":', b'"awardedDate":"2020-01-01T00:00:00Z","awardedDate":')
    with pytest.raises(Exception, match="duplicate_member"):
        verify(doubled, fetch=no_network, now=LATER)


def test_two_of_a_kind_cannot_lend_each_other_their_signatures(known_kind):
    ours, theirs = (signed(unsigned(number, kind=known_kind)) for number in (403, 404))
    assert assert_same_either_way(ours | {"proof": theirs["proof"]}).verdict is Verdict.DO_NOT_RELY


def test_an_expired_badge_of_a_known_kind_is_expired(known_kind):
    document = signed(unsigned(405, kind=known_kind))
    told = verify(orjson.dumps(document), fetch=no_network, now=NOW.replace(year=2040))
    assert told.verdict is Verdict.DO_NOT_RELY
    assert {finding.check: finding.code for finding in told.findings}["validity"] == "expired"


def test_what_is_signed_after_many_of_a_kind_has_the_bytes_of_the_full_algorithm():
    kind = uuid.uuid4().hex
    for number in range(40):
        document = unsigned(number, kind=kind)
        made = signed(document)
        [proof] = made["proof"]
        hashes = data_integrity.hash_parts(document, proof, at_issue=True)
        plain = encode_base58(SIGNER.sign(b"".join(hashes)))
        assert proof["proofValue"] == plain


@pytest.mark.parametrize("path", [["description"], ["evidence", 0, "narrative"]], ids=["shared", "own"])
def test_what_cannot_be_signed_is_refused_after_many_of_a_kind_too(path):
    kind = uuid.uuid4().hex
    for number in range(12):
        signed(unsigned(number, kind=kind))
    document = changed(unsigned(50, kind=kind), path, "a\ufffeb")
    with pytest.raises(UnsafeDocumentError) as refused:
        signed(document)
    assert refused.value.facts["pointer"] == "/" + "/".join(map(str, path))


def full(document):
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return hashlib.sha256(canonicalise_checked(unsecured)).digest()


def learn(memory, document):
    look = memory.look(document)
    assert memory.is_right(look, full(document))
    memory.note(look)
    return look


def taught(memory, kind, count=10):
    for number in range(count):
        learn(memory, unsigned(number, kind=kind))


def test_a_memory_gives_the_digest_of_the_full_algorithm():
    memory = Recurring()
    taught(memory, "a")
    for number in range(100, 140):
        document = unsigned(number, kind="a")
        assert memory.look(document).digest == full(document), number


def stood_back(memory, kind):
    """Look on until the memory leaves one look to the full algorithm."""
    looks = (memory.look(unsigned(number, kind=kind)) for number in range(2 * CHECKED_EVERY))
    return next(look for look in looks if look.digest is None)


def is_known(memory, kind, number=700):
    return any(memory.look(unsigned(number, kind=kind)).digest is not None for _ in range(2))


def test_a_new_template_must_be_right_three_times_before_it_speaks():
    memory = Recurring()
    taught(memory, "a", 4)
    for number in range(20, 23):
        look = learn(memory, unsigned(number, kind="a"))
        assert look.digest is None
        assert look.checked is not None
    assert is_known(memory, "a")


def test_a_memory_stands_back_now_and_then_and_goes_on_when_it_was_right():
    memory = Recurring()
    taught(memory, "a")
    look = stood_back(memory, "a")
    assert memory.is_right(look, look.checked[1])
    assert is_known(memory, "a")


@pytest.mark.parametrize("found", [bytes(32), None], ids=["another", "refused"])
def test_a_memory_that_was_wrong_forgets(found):
    memory = Recurring()
    taught(memory, "a")
    assert not memory.is_right(stood_back(memory, "a"), found)
    assert not is_known(memory, "a")


def test_forged_badges_of_a_known_kind_do_not_make_it_unknown(known_kind):
    for number in range(2 * CHECKED_EVERY):
        forged = signed(unsigned(5, kind=known_kind)) | {
            "awardedDate": f"2026-01-{number % 28 + 1:02}T12:00:00Z"
        }
        assert report(forged).verdict is Verdict.DO_NOT_RELY
    assert is_recognised(signed(unsigned(700, kind=known_kind)))


def test_kinds_in_use_are_not_driven_out_and_idle_ones_are():
    memory = Recurring()
    for number in range(MOST_KINDS):
        taught(memory, f"kept-{number}")
    taught(memory, "one-too-many", 20)
    assert not is_known(memory, "one-too-many")
    assert is_known(memory, "kept-0")
    for number in range(IDLE_LOOKS // 4):
        for kept in range(1, 5):
            memory.look(unsigned(number, kind=f"kept-{kept}"))
    taught(memory, "one-too-many", 40)
    assert is_known(memory, "one-too-many")
    assert is_known(memory, "kept-1")


def test_strangers_kinds_without_end_leave_the_known_one_alone():
    memory = Recurring()
    taught(memory, "a")
    for number in range(3 * MOST_WATCHED):
        taught(memory, f"stranger-{number}", 1)
    assert is_known(memory, "a")


def test_documents_with_and_without_an_optional_member_are_both_recognised():
    memory = Recurring()
    taught(memory, "a")
    for number in range(20, 32):
        document = unsigned(number, kind="a")
        document["credentialSubject"]["narrative"] = f"Well done, number {number}."
        learn(memory, document)
    document["credentialSubject"]["narrative"] = "Well done."
    assert memory.look(document).digest == full(document)
    assert is_known(memory, "a")


@pytest.mark.parametrize(
    "value",
    [float("nan"), 2**70, "\ud800", b"bytes", "a\x00b"],
    ids=["nan", "long", "surrogate", "bytes", "nul"],
)
def test_what_json_cannot_carry_is_left_to_the_full_algorithm(value):
    memory = Recurring()
    for number in range(12):
        document = unsigned(number, kind="a", description=value)
        look = memory.look(document)
        assert look is None or look.digest is None
        if look is not None:
            memory.note(look)


def test_many_threads_share_one_memory():
    kind = uuid.uuid4().hex
    documents = [orjson.dumps(signed(unsigned(number, kind=kind))) for number in range(120)]
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda data: verify(data, fetch=no_network, now=LATER).verdict, documents))
    assert set(told) == {Verdict.GENUINE}


ELSEWHERE = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-999999999999"


def said_of_it_elsewhere(document, number, *, is_odd):
    document["credentialSubject"]["achievement"]["criteria"] = {"id": ELSEWHERE, "description": []}
    return document | {"id": ELSEWHERE} if is_odd else document


def word_in_full(document, number, *, is_odd):
    purpose = "https://w3id.org/security#" + ("assertionMethod" if is_odd else f"of-{number}")
    return inside(document, proof={"type": "DataIntegrityProof", "proofPurpose": purpose})


def too_long(document, number, *, is_odd):
    tags = [chr(code) for code in range(0x100, 0x560)]
    about = {"id": "urn:x:" + ("0" * 300 if is_odd else f"{number}"), "type": "Achievement", "tag": tags}
    return inside(document, credentialSubject={"type": "AchievementSubject", "achievement": about})


def inside(document, **members):
    """Give a short badge with another credential inside."""
    achievement = document["credentialSubject"]["achievement"]
    for name in ("alignment", "creator", "image", "related", "resultDescription"):
        del achievement[name]
    del document["credentialSubject"]["result"], document["evidence"]
    types = ["VerifiableCredential", "OpenBadgeCredential"]
    return document | {"endorsement": [{"@context": document["@context"], "type": types, **members}]}


@pytest.mark.parametrize("seen", [4, 12])
@pytest.mark.parametrize("made", [said_of_it_elsewhere, word_in_full, too_long])
def test_one_value_that_makes_a_badge_bad_is_found_whatever_was_seen_before(made, seen):
    MEMORY.forget()
    kind = uuid.uuid4().hex
    odd, *others = (made(unsigned(n, kind=kind), n, is_odd=n == 0) for n in range(seen + 1))
    for document in others:
        assert report(signed(document)).verdict is Verdict.GENUINE
    assert_same_either_way(odd | {"proof": signed(others[0])["proof"]})
