"""What strangers send is looked at only as far as honest documents go."""

import json
import sys
import tracemalloc
import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import strict_json
from credentials.baking import svg, unbake_svg
from credentials.canonical import _compiler
from credentials.canonical.budget import NEW_KINDS_MAX, NEW_LISTS_MAX
from credentials.contexts import BUNDLED
from credentials.errors import BakingError, UnreadableError
from credentials.json_pointer import POINTER_MAX
from credentials.legacy.linked import LISTED_MAX, VALUES_MAX
from credentials.proofs import presentation
from credentials.status import entry
from credentials.unicode_forms import normalised
from credentials.verify import Verdict, verify
from credentials.verify.knowledge import Knowledge
from tests.credentials.test_legacy_hosted import codes
from tests.world import CONTEXTS, NOW, World
from tests.world_of_two import REVOCATIONS, WorldOfTwo, assertion

FURTHER = sorted(
    url for url in BUNDLED if "extensions" in url or "multikey" in url or "data-integrity" in url
)


@pytest.fixture
def _as_newly_started():
    """Know no list of contexts yet, whatever other tests have met."""
    _compiler.cache_clear()


def shown_in_new_lists(world, count):
    """A presentation of badges that are good but for their contexts, each in an order of its own."""
    peer = world.issuer()
    orders = [order for size in (2, 3) for order in permutations(FURTHER, size)][:count]
    assert len(orders) == count
    carried = []
    for number, order in enumerate(orders):
        badge = world.credential(peer, id=f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}")
        carried.append({**badge, "@context": [*CONTEXTS, *order]})
    return json.dumps(presentation.build(carried, holder=peer.id)).encode()


@pytest.mark.usefixtures("_as_newly_started")
def test_one_verification_learns_few_new_lists_of_contexts_and_the_next_goes_on():
    world = World()
    data = shown_in_new_lists(world, NEW_LISTS_MAX + 3)
    told = []
    for _time in range(2):
        report = verify(data, fetch=world.fetch, now=world.now)
        told.append([one.findings[0].code for one in report.inner].count("too_many_contexts"))
    assert told == [3, 0]


def under_a_long_name(text):
    """Open an object with a member whose name is as long as the list beneath it."""
    return f'{{"urn:{"a" * 100_000}":[{"0," * 50_000}{text}],'


def shown_by(peer, badge):
    built = presentation.build([badge], holder=peer.id)
    return presentation.sign(built, peer.signer, verification_method=peer.method, created=NOW, challenge="c")


@pytest.mark.parametrize("whole", ["badge", "presentation", "of no kind"])
def test_a_long_name_over_many_values_costs_no_more_than_both(whole):
    world = World()
    peer = world.issuer()
    documents = {
        "badge": world.issue(peer),
        "presentation": shown_by(peer, world.issue(peer)),
        "of no kind": {"@context": CONTEXTS, "type": ["VerifiableCredential"]},
    }
    data = (under_a_long_name("0") + json.dumps(documents[whole])[1:]).encode()
    findings, mebibytes = at_the_peak(lambda: verify(data, fetch=world.fetch, now=world.now).findings)
    assert findings
    assert mebibytes < 40


def test_a_place_in_a_text_that_is_read_with_care_costs_no_more_either():
    text = f'{{"{"a" * 15_000}":[{"0," * 8_000}NaN]}}'

    def refused():
        with pytest.raises(UnreadableError, match="not_finite") as caught:
            strict_json.loads(text)
        return caught.value.facts["pointer"]

    pointer, mebibytes = at_the_peak(refused)
    assert pointer == "/" + "a" * (POINTER_MAX - 1)
    assert mebibytes < 40


def at_the_peak(work):
    """Give what the work gives, and the mebibytes that it held at most."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_what_is_known_already_is_not_counted():
    world = World()
    peer = world.issuer()
    carried = [world.issue(peer, id=f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}") for number in range(30)]
    data = json.dumps(presentation.build(carried, holder=peer.id)).encode()
    assert verify(data, fetch=world.fetch, now=world.now).verdict is Verdict.GENUINE


@pytest.mark.parametrize("member", ["evidence", "endorsement"])
def test_an_older_badge_of_more_values_than_any_has_is_not_looked_at(member):
    older = WorldOfTwo()
    with pytest.raises(UnreadableError, match="too_many_values"):
        older.examine(assertion(**{member: [{}] * VALUES_MAX}))
    assert older.examine(older.hosted(**{member: [{"id": "urn:x"}] * 50})).findings


def test_a_page_behind_an_older_badge_is_bounded_too_and_a_list_may_be_long():
    older = WorldOfTwo()
    token = older.signed()
    long = [f"urn:uuid:{number}" for number in range(VALUES_MAX)]
    older.revocations(*long)
    assert codes(older.examine(token))["status"] == ("passed", "not_withdrawn")
    older.revocations(*["x"] * LISTED_MAX)
    assert codes(older.examine(token))["status"] == ("undetermined", "status_list_unreadable")
    older.revocations()
    older.issuer(publicKey="x", tags=long)
    assert codes(older.examine(older.hosted()))["issuer"][0] == "undetermined"
    assert REVOCATIONS in older.world.pages


@pytest.mark.parametrize("inside", [b"<a/>" * svg.ELEMENTS_MAX, b"<a>" * 2_000])
def test_a_picture_of_more_elements_than_any_has_is_not_read_to_its_end(inside):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg">' + inside + b"</svg>"
    with pytest.raises(BakingError, match="picture_too_big"):
        unbake_svg(picture)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_texts_are_normalised_as_ever(text, form):
    assert normalised(form, text) == unicodedata.normalize(form, text)


def test_marks_beyond_what_any_language_writes_are_left_out():
    assert normalised("NFC", "a" + "\u0301\u0327" * 10_000 + "b") == normalised(
        "NFC", "a" + "\u0301\u0327" * 15 + "b"
    )


def in_new_mixes(world, peer, number, mixes):
    """An unsigned badge whose terms of use are each of a mix of types that nobody has seen."""
    terms = [{"id": f"urn:x:{number}", "type": list(mix)} for mix in mixes]
    badge = world.credential(peer, id=f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}", termsOfUse=terms)
    return {**badge, "proof": world.sign(world.credential(peer), peer)["proof"]}


def test_one_verification_learns_few_new_mixes_of_types_and_the_next_goes_on():
    world = World()
    peer = world.issuer()
    names = ["Address", "Alignment", "EndorsementSubject", "Evidence", "GeoCoordinates", "Image", "Profile"]
    mixes = [mix for size in (3, 4) for mix in permutations(names, size)][: NEW_KINDS_MAX + 50]
    carried = [
        in_new_mixes(world, peer, start, mixes[start : start + 50]) for start in range(0, len(mixes), 50)
    ]
    data = json.dumps(presentation.build(carried, holder=peer.id)).encode()
    report = verify(data, fetch=world.fetch, now=world.now)
    told = [one.findings[0].code for one in report.inner]
    assert "too_many_kinds" in told
    assert (
        verify(json.dumps(world.issue(peer)).encode(), fetch=world.fetch, now=NOW).verdict is Verdict.GENUINE
    )


class Asked:
    """Remembers no list, and how often it was asked for one."""

    def __init__(self) -> None:
        self.times = 0

    def find(self, _digest, _issuer_id, _now):
        self.times += 1

    def remember(self, _digest, _issuer_id, _proven, _now):
        pass


@pytest.mark.parametrize("is_good", [True, False])
def test_a_list_that_many_badges_name_is_proven_once(is_good):
    world = World()
    peer = world.issuer()
    url = world.status_list(peer)
    if not is_good:
        world.publish(url, world.pages[url].replace(b'"statusPurpose"', b'"statusPurpos"'))
    badges = [
        world.issue(
            peer, id=f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}", credentialStatus=entry(url, number)
        )
        for number in range(5)
    ]
    data = json.dumps(presentation.build(badges, holder=peer.id)).encode()
    asked = Asked()
    report = verify(data, fetch=world.fetch, now=world.now, knowledge=Knowledge(lists=asked))
    assert asked.times == 1
    verdict = Verdict.GENUINE if is_good else Verdict.COULD_NOT_FINISH
    assert {one.verdict for one in report.inner} == {verdict}


def test_a_key_document_is_read_once_however_many_ask_it():
    world = World()
    peer = world.issuer("did:web:badges.example.org")
    [address] = world.pages
    badges = [world.issue(peer, id=f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}") for number in range(5)]
    data = json.dumps(presentation.build(badges, holder=peer.id)).encode()
    read = []

    def noted(frame, event, _argument):
        if event == "call" and frame.f_code is strict_json.loads.__code__:
            read.append(frame.f_locals["data"])

    sys.setprofile(noted)
    try:
        report = verify(data, fetch=world.fetch, now=world.now)
    finally:
        sys.setprofile(None)
    assert [one.verdict for one in report.inner] == [Verdict.GENUINE] * 5
    assert read.count(world.pages[address]) == 1
