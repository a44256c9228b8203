"""What an older badge says of itself: its members, its times, its recipient."""

import hashlib
import json

import pytest

from credentials.verify import verify
from tests.credentials.test_legacy_hosted import codes
from tests.world_of_two import HOME, WorldOfTwo

ADA = "ada@example.org"


@pytest.fixture
def world():
    return WorldOfTwo()


def finding(world, check, recipient=None, **members):
    return codes(world.examine(world.hosted(**members), recipient=recipient))[check]


TIMES = {
    "in time": ({"expires": "2026-03-01T12:00:00Z"}, ("passed", "in_time")),
    "without seconds": ({"issuedOn": "2026-02-01T10:00+01:00"}, ("passed", "in_time")),
    "a minute ahead": ({"issuedOn": "2026-03-01T12:01:00Z"}, ("passed", "in_time")),
    "ahead": ({"issuedOn": "2026-03-01T12:06:00Z"}, ("failed", "not_yet_valid")),
    "over": ({"expires": "2026-03-01T11:59:59Z"}, ("failed", "expired")),
    "inverted": ({"expires": "2026-01-01T00:00:00Z"}, ("failed", "inverted")),
    "no zone": ({"issuedOn": "2026-02-01T10:00:00"}, ("failed", "bad_date")),
    "a bare date": ({"issuedOn": "2026-02-01"}, ("failed", "bad_date")),
    "a number": ({"issuedOn": 1_359_217_910}, ("failed", "bad_date")),
    "no day": ({"expires": "2026-02-31T10:00:00Z"}, ("failed", "bad_date")),
}


@pytest.mark.parametrize("time", TIMES)
def test_times_are_judged_as_2_0_writes_them(world, time):
    members, expected = TIMES[time]
    assert finding(world, "validity", **members) == expected


OLD_TIMES = {
    "a bare date": ("2026-03-02", "in_time"),
    "the day itself": ("2026-03-01", "expired"),
    "no zone": ("2026-03-01T13:00:00", "in_time"),
    "seconds": (1_772_366_401, "in_time"),
    "earlier seconds": (1_772_366_399, "expired"),
    "a truth": (True, "bad_date"),
    "too many seconds": (10**16, "bad_date"),
    "words": ("tomorrow", "bad_date"),
}


@pytest.mark.parametrize("time", OLD_TIMES)
def test_older_times_are_read_the_shortest_way(world, time):
    expires, code = OLD_TIMES[time]
    members = {"@context": "https://w3id.org/openbadges/v1", "issuedOn": "2013-05-23"}
    assert finding(world, "validity", **members, expires=expires)[1] == code


def recipient(value: str, kind: str = "email", salt: str = "") -> dict[str, object]:
    digest = hashlib.sha256((value + salt).encode()).hexdigest()
    return {"type": kind, "hashed": True, "identity": f"sha256${digest}", **({"salt": salt} if salt else {})}


PLAIN = {"type": "email", "hashed": False, "identity": "Ada@Example.org"}
RECIPIENTS = [
    (recipient(ADA), ADA, "recipient_matches"),
    (recipient(ADA, salt="x"), "ADA@example.org", "recipient_matches"),
    (recipient("Ada@example.org"), "Ada@example.org", "recipient_matches"),
    (recipient(ADA), "eve@example.org", "recipient_differs"),
    ({**recipient(ADA, salt="x"), "salt": "y"}, ADA, "recipient_differs"),
    (PLAIN, ADA, "recipient_matches"),
    (PLAIN, "eve@example.org", "recipient_differs"),
    (recipient("https://ada.example", "url"), "https://ada.example", "recipient_matches"),
    (recipient("https://ada.example", "url"), "https://eve.example", "recipient_differs"),
    (recipient("https://ada.example", "url"), ADA, "recipient_not_said"),
    (recipient("+46 70 123 45 67", "telephone"), "+46 70 123 45 67", "recipient_matches"),
    (recipient(ADA), "Ada", "recipient_not_said"),
    ({**recipient(ADA), "identity": "sha512$00"}, ADA, "identity_hash_unknown"),
    (PLAIN, " ", "not_asked"),
]


@pytest.mark.parametrize(("given", "asked", "code"), RECIPIENTS)
def test_the_recipient_is_compared_as_its_type_says(world, given, asked, code):
    result = world.examine(world.hosted(recipient=given), recipient=asked)
    assert codes(result)["recipient"][1] == code


FAULTS = [
    ({"type": None}, "missing", "/type"),
    ({"type": "Badge"}, "wrong_type", "/type"),
    ({"recipient": {"type": "email", "identity": ADA}}, "missing", "/recipient/hashed"),
    ({"recipient": {**PLAIN, "hashed": "false"}}, "wrong_kind", "/recipient/hashed"),
    ({"recipient": ADA}, "wrong_kind", "/recipient"),
    ({"verification": None}, "missing", "/verification"),
    ({"issuedOn": None}, "missing", "/issuedOn"),
    ({"evidence": [{"narrative": 7}]}, "wrong_kind", "/evidence/0/narrative"),
    ({"image": "data:image/png;base64,AA"}, "image_embedded", "/image"),
    ({"revoked": "no"}, "wrong_kind", "/revoked"),
]


@pytest.mark.parametrize(("members", "code", "pointer"), FAULTS)
def test_each_fault_of_an_assertion_has_its_place(world, members, code, pointer):
    result = world.examine(world.hosted(**members))
    assert {"code": code, "pointer": pointer} in result.findings[0].facts["problems"]


def test_faults_of_badge_class_and_issuer_are_told_as_well(world):
    world.badge_class(name=None, alignment=[{"targetName": "x", "targetUrl": "no address"}], criteria=7)
    world.issuer(email=None, url="mailto:x@example.org", type="Person")
    problems = world.examine(world.hosted()).findings[0].facts["problems"]
    assert {(problem["code"], problem["pointer"]) for problem in problems} == {
        ("missing", "/badge/name"),
        ("wrong_kind", "/badge/alignment/0/targetUrl"),
        ("wrong_kind", "/badge/criteria"),
        ("missing", "/badge/issuer/email"),
        ("wrong_kind", "/badge/issuer/url"),
        ("wrong_type", "/badge/issuer/type"),
    }


def test_all_that_2_0_allows_is_well_formed(world):
    world.issuer(
        type=["Profile", "Issuer"], telephone="+46 8 1", image={"id": f"{HOME}/i.png", "caption": "x"}
    )
    world.badge_class(
        criteria=f"{HOME}/criteria", image={"id": f"{HOME}/i.png", "author": HOME}, tags="wheels"
    )
    members = {
        "evidence": [f"{HOME}/e", {"narrative": "Did it.", "genre": "Photo"}],
        "narrative": "Well done.",
        "image": f"{HOME}/baked.png",
        "extensions:x": {"type": ["Extension"]},
        "revoked": False,
    }
    assert finding(world, "structure", **members) == ("passed", "well_formed")


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        ("+46 12345678", "emailAddress", "recipient_not_said"),
        ("+46 12345678", "ext:telephone", "recipient_matches"),
        ("+46 12345678", "ext:phone", "recipient_matches"),
        ("+46 87654321", "ext:telephone", "recipient_differs"),
    ],
)
def test_who_asks_for_a_kind_of_identifier_is_answered_about_that_kind(world, asked, kind, code):
    members = {"recipient": recipient("+46 12345678", "telephone")}
    result = world.examine(world.hosted(**members), recipient=asked, recipient_type=kind)
    assert codes(result)["recipient"][1] == code
    report = verify(
        json.dumps(world.hosted(**members)).encode(),
        fetch=world.fetch,
        now=world.world.now,
        recipient=asked,
        recipient_type=kind,
    )
    assert next(one.code for one in report.findings if one.check == "recipient") == code
