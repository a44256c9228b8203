"""Our own tables of what strangers' credentials would have us fetch: addresses, places, status lists."""

import base64
import json
import socket
import sys
import threading
from datetime import timedelta
from functools import cache

import pytest

from credentials.errors import FetchError
from credentials.outbound import Guarded, globally_reachable
from credentials.verify import verify
from tests.vectors.tables import STATUS_INDEX, STATUS_URL, Scene, changed, table

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.255.255",
    "169.255.0.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
TARGETS = [
    "https://127.0.0.1/x", "https://localhost/x", "https://0x7f.1/x", "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/x", "http://evil.example/x", "file:///etc/passwd",
]  # fmt: skip
SUBJECT, ACHIEVEMENT = "/credentialSubject", "/credentialSubject/achievement"
# Where a badge may name an address that is none of our business.
PLACES = {
    "evidence": ["/evidence/0/id"],
    "criteria": [f"{ACHIEVEMENT}/criteria/id"],
    "picture of the achievement": [f"{ACHIEVEMENT}/image"],
    "schema": ["/credentialSchema"],
    "terms": ["/termsOfUse"],
    "target of an alignment": [f"{ACHIEVEMENT}/alignment/0/targetUrl"],
    "issuer's own page": ["/issuer/url"],
    "creator": [f"{ACHIEVEMENT}/creator/id"],
}
CLOTHES = {
    "/credentialSchema": lambda url: [{"id": url, "type": "1EdTechJsonSchemaValidator2019"}],
    "/termsOfUse": lambda url: [{"id": url, "type": "https://badges.example.org/ns#Policy"}],
    f"{ACHIEVEMENT}/image": lambda url: {"id": url, "type": "Image"},
}
_opened = threading.local()


def _note(event, arguments):
    """Note where a connection would go; it goes no further."""
    if event == "socket.connect" and getattr(_opened, "by", None) is not None:
        _opened.by.append(arguments[1])
        raise ConnectionRefusedError


_watch = cache(lambda: sys.addaudithook(_note))  # once in a process: it cannot be taken away again


@pytest.fixture
def opened():
    """Every connection that this thread has begun."""
    _watch()
    _opened.by = []
    yield _opened.by
    _opened.by = None


def as_number_or_double(host, port):
    """What a hostile name server says: one public address, and the machine itself."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        return ["93.184.216.34", "127.0.0.1"]
    return [entry[4][0] for entry in found]


def as_number_or_public(host, port):
    """What an honest name server says."""
    return as_number_or_double(host, port)[:1]


@pytest.mark.parametrize("row", [row for row in table("addresses") if row.values[0]["code"]])
def test_no_address_of_a_stranger_opens_a_door_inside(opened, row):
    with pytest.raises(FetchError) as caught:
        Guarded(resolver=as_number_or_double)(row["url"])
    assert caught.value.code == row["code"], row["reason"]
    assert opened == []


@pytest.mark.parametrize("row", [row for row in table("addresses") if row.values[0]["code"] is None])
def test_a_public_address_is_connected_to_and_no_other(opened, row):
    with pytest.raises(FetchError, match="unreachable"):
        Guarded(resolver=as_number_or_public)(row["url"])
    assert [place[:2] for place in opened] == [(row["opens"], 443)], row["reason"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_neighbours_of_closed_ranges_are_open(address):
    assert globally_reachable(address)


@pytest.fixture(scope="module")
def scene():
    return Scene()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("place", PLACES)
def test_what_a_badge_only_mentions_is_never_fetched(scene, place, target):
    [pointer] = PLACES[place]
    given = CLOTHES.get(pointer, str)(target)
    steps = [["put", pointer, given]]
    if pointer == "/credentialSchema":
        extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
        steps.append(["put", "/@context/-", extensions])
    scene.world.asked.clear()
    verdict, *_ = scene.judge(scene.signed(steps))
    assert verdict == "genuine"
    assert set(scene.world.asked) == {"https://badges.example.org/.well-known/did.json", STATUS_URL}


@pytest.mark.parametrize("target", TARGETS)
def test_a_list_at_a_forbidden_address_is_no_answer(scene, opened, target):
    badge = scene.signed([["put", "/credentialStatus/statusListCredential", target]])
    outside = Guarded(resolver=as_number_or_double)

    def fetch(url, **shape):
        return (scene.world.fetch if url.startswith("https://badges.example.org/") else outside)(url, **shape)

    report = verify(json.dumps(badge).encode(), fetch=fetch, now=scene.world.now)
    told = next(finding for finding in report.findings if finding.check == "status")
    assert (report.verdict.value, told.code, opened) == ("could_not_finish", "status_list_unreachable", [])


def test_a_badge_with_a_hundred_of_everything_costs_four_fetches_at_most(scene):
    entry = scene.unsigned()["credentialStatus"]
    endorser = scene.world.issuer("did:web:mentor.example")
    about = scene.unsigned()["id"]
    endorsements = [
        scene.world.sign(
            scene.world.endorsement(
                endorser, about, credentialStatus={**entry, "id": f"{url}#7", "statusListCredential": url}
            ),
            endorser,
        )
        for url in [f"https://m{at}.example/" for at in range(9)]
    ]
    scene.world.asked.clear()
    scene.judge(scene.signed([["put", "/endorsement", endorsements]]))
    assert len(scene.world.asked) == 4


# One list, honestly made and signed, and what each of these makes of it. `entry` changes the badge.
LISTS = [
    ("as published", "the honest twin", {}, [], None),
    ("valid until this very second", "the last instant is the last", {"valid_until": timedelta(0)}, [], None),
    ("with an integer as index", "older samples print it so", {}, [["put", "/statusListIndex", 7]], None),
    ("for two purposes", "one list may serve several", {"purpose": ["revocation", "suspension"]}, [], None),
    ("withdrawn", "its bit is set", {"revoked": [STATUS_INDEX]}, [], "revoked"),
    ("over", "a list that has ended says nothing", {"valid_until": timedelta(seconds=-1)}, [], "list_expired"),
    ("not begun", "nor one that has not begun", {"valid_from": timedelta(seconds=1)}, [], "list_not_yet_valid"),
    ("for another purpose", "a list of suspensions", {"purpose": "suspension"}, [], "purpose_mismatch"),
    ("under another id", "served where it does not belong", {"id": "https://badges.example.org/status/2"}, [], "status_list_other_address"),
    ("of another issuer", "somebody else's word", {"by_another": True}, [], "status_list_other_issuer"),
    ("of no type", "another kind of credential", {"type": ["VerifiableCredential"]}, [], "list_invalid"),
    ("with an index beyond its end", "no bit there", {}, [["put", "/statusListIndex", "131072"]], "index_out_of_range"),
    ("with a negative index", "no index", {}, [["put", "/statusListIndex", "-1"]], "index_invalid"),
    ("with an index in hexadecimal", "base ten alone", {}, [["put", "/statusListIndex", "0x7"]], "index_invalid"),
    ("with an index of Arabic digits", "ASCII alone", {}, [["put", "/statusListIndex", "٧"]], "index_invalid"),
    ("with a fraction as index", "no index", {}, [["put", "/statusListIndex", "7.0"]], "index_invalid"),
    ("with true as index", "no index", {}, [["put", "/statusListIndex", True]], "index_invalid"),
    ("with a space in the index", "no index", {}, [["put", "/statusListIndex", " 7"]], "index_invalid"),
    ("with an index of twenty digits", "no list is so long", {}, [["put", "/statusListIndex", "9" * 20]], "index_invalid"),
    ("of nine bits an entry", "more than anybody uses", {}, [["put", "/statusSize", 9], ["put", "/statusMessage", []]], "status_size"),
    ("of two bits without messages", "then the words are due", {}, [["put", "/statusSize", 2]], "status_message_invalid"),
    ("of no bits", "no size", {}, [["put", "/statusSize", 0]], "status_size_invalid"),
    ("of a huge size", "no size", {}, [["put", "/statusSize", 10**16]], "status_size"),
    ("whose entry is the list", "id and list are two things", {}, [["put", "/id", STATUS_URL]], "entry_invalid"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "listed", "entry", "code"), [pytest.param(*row[1:], id=row[0]) for row in LISTS]
)
def test_only_the_issuers_own_timely_list_answers(reason, listed, entry, code):
    scene = Scene()
    other = scene.issuer("did:web:evil.example", 1)
    shape = {
        name: scene.world.now + value if isinstance(value, timedelta) else value
        for name, value in listed.items()
    }
    maker = other if shape.pop("by_another", False) else scene.workshop
    scene.world.status_list(maker, STATUS_URL, **shape)
    steps = [[verb, f"/credentialStatus{place}", *rest] for verb, place, *rest in entry]
    # What the types of this context would not let an issuer sign is judged all the same, out of a token.
    token = scene.token(steps)
    verdict, _, told = scene.judge(token)
    expected = {None: "genuine", "revoked": "do_not_rely"}.get(code, "could_not_finish")
    assert (verdict, told) == (expected, code), reason


@pytest.mark.parametrize(
    ("reason", "spoil"),
    [
        ("two members in one gzip", lambda packed: packed + packed),
        ("bytes behind the end", lambda packed: packed + b"\0"),
        ("cut short", lambda packed: packed[:-4]),
        ("a wrong checksum", lambda packed: packed[:-8] + bytes(4) + packed[-4:]),
        ("no gzip", lambda _packed: bytes(100)),
        ("zlib instead of gzip", lambda packed: b"\x78\x9c" + packed[10:-8]),
        ("nothing", lambda _packed: b""),
    ],
)
def test_only_one_whole_gzip_member_is_a_list(scene, reason, spoil):

    document = json.loads(scene.world.pages[STATUS_URL])
    packed = base64.urlsafe_b64decode(document["credentialSubject"]["encodedList"][1:] + "==")
    told = "u" + base64.urlsafe_b64encode(spoil(packed)).decode().rstrip("=")
    bare = {name: value for name, value in document.items() if name != "proof"}
    fresh = Scene()
    fresh.world.publish(
        STATUS_URL,
        fresh.world.sign(changed(bare, [["put", "/credentialSubject/encodedList", told]]), fresh.workshop),
    )
    assert fresh.judge(fresh.signed())[::2] == ("could_not_finish", "encoded_list_invalid"), reason
    assert scene.judge(scene.signed())[0] == "genuine"
