"""Badges before 2.0: other names, other dates, other kinds of recipient, the same questions."""

import hashlib
import json

import pytest

from credentials.legacy import is_legacy
from credentials.unwrap import unwrap
from credentials.verify.policy import verdict
from credentials.verify.report import Verdict
from tests.credentials.test_baking import chunk, with_chunk
from tests.credentials.test_legacy_hosted import codes
from tests.world_of_two import ASSERTION, HOME, ISSUER, WorldOfTwo, jws, public_pem

CLASS = f"{HOME}/classes/1.json"
PEM_KEY = f"{HOME}/key.pem"
FRAMES = "https://frames.example.org/wheels"
REVOKED = f"{HOME}/revoked.json"
ADA = "ada@example.org"


@pytest.fixture
def world():
    world = WorldOfTwo()
    world.world.pages.clear()
    world.world.publish(ISSUER, {"name": "Cycle Workshop", "url": HOME, "revocationList": REVOKED})
    world.world.publish(
        CLASS,
        {
            "name": "Wheel truing",
            "description": "Trues a wheel.",
            "image": f"{HOME}/1.png",
            "criteria": f"{HOME}/1.html",
            "issuer": ISSUER,
            "alignment": [
                {"name": "Wheels", "url": "https://frames.example.org/wheels", "description": "All"}
            ],
        },
    )
    world.world.publish(REVOKED, {"another": "Error."})
    world.world.publish(PEM_KEY, public_pem())
    return world


def first(**members):
    """An Assertion of 1.0."""
    return {
        "uid": "u1",
        "recipient": {"type": "email", "identity": ADA, "hashed": "false"},
        "issuedOn": 1_359_217_910,
        "badge": CLASS,
        "verify": {"type": "hosted", "url": ASSERTION},
        **members,
    }


def oldest(**members):
    """An Assertion of 0.5."""
    return {
        "recipient": "sha256$" + hashlib.sha256(b"ada@example.orgpepper").hexdigest(),
        "salt": "pepper",
        "issued_on": "2013-05-23",
        "badge": {
            "version": "0.5.0",
            "name": "Wheel truing",
            "image": "/1.png",
            "description": "Trues a wheel.",
            "criteria": "/1.html",
            "issuer": {"origin": HOME, "name": "Cycle Workshop", "contact": "badges@example.org"},
        },
        **members,
    }


def pointer(address: str = ASSERTION) -> bytes:
    return with_chunk(chunk(b"tEXt", b"openbadges\x00" + address.encode()))


def served(world, document):
    world.world.publish(ASSERTION, document)
    return document


def test_a_badge_of_1_0_is_verified_where_it_says_to_be_hosted(world):
    result = world.examine(served(world, first()), recipient="Ada@Example.org")
    assert verdict(result.findings) is Verdict.GENUINE
    assert (result.standard, result.issuer_id, result.issuer_name) == ("ob1", ISSUER, "Cycle Workshop")
    assert codes(result)["recipient"] == ("passed", "recipient_matches")
    shown = result.view
    assert (shown["validFrom"], shown["name"]) == ("2013-01-26T16:31:50Z", "Wheel truing")
    achievement = shown["credentialSubject"]["achievement"]
    assert achievement["alignment"][0] == {
        "type": ["Alignment"],
        "targetName": "Wheels",
        "targetUrl": "https://frames.example.org/wheels",
        "targetDescription": "All",
    }
    assert shown["evidence"][-1]["id"] == ASSERTION


def test_a_badge_of_1_1_is_told_by_its_context(world):
    document = first(**{"@context": "https://w3id.org/openbadges/v1", "type": "Assertion", "id": ASSERTION})
    result = world.examine(served(world, document))
    assert (result.standard, verdict(result.findings)) == ("ob1", Verdict.GENUINE)
    assert result.findings[0].facts["version"] == "1.1"


def test_a_badge_of_1_0_on_another_host_than_its_issuer_is_false(world):
    address = "https://elsewhere.example/1"
    document = first(verify={"type": "hosted", "url": address})
    world.world.publish(address, document)
    assert codes(world.examine(document))["issuer"] == ("failed", "hosted_out_of_scope")


def test_a_signed_badge_of_1_0_has_its_key_at_the_issuers_origin(world):
    document = first(verify={"type": "signed", "url": PEM_KEY})
    result = world.examine(jws(document))
    assert codes(result)["proof"] == ("passed", "signature_good")
    assert codes(result)["status"] == ("passed", "not_withdrawn")
    assert verdict(result.findings) is Verdict.GENUINE
    elsewhere = world.world.publish("https://elsewhere.example/key.pem", public_pem())
    forged = first(verify={"type": "signed", "url": elsewhere})
    assert codes(world.examine(jws(forged)))["proof"] == ("failed", "key_not_issuers")


def test_a_key_of_1_1_may_be_a_document(world):
    world.world.publish(PEM_KEY, {"id": PEM_KEY, "owner": ISSUER, "publicKeyPem": public_pem()})
    token = jws(first(verify={"type": "signed", "url": PEM_KEY}))
    assert verdict(world.examine(token).findings) is Verdict.GENUINE
    world.world.publish(PEM_KEY, {"owner": f"{HOME}/another.json", "publicKeyPem": public_pem()})
    assert codes(world.examine(token))["proof"] == ("failed", "key_not_issuers")


def test_a_list_of_1_x_names_withdrawn_badges_by_their_uid(world):
    world.world.publish(REVOKED, {"u1": "Issued in error."})
    result = world.examine(jws(first(verify={"type": "signed", "url": PEM_KEY})))
    assert codes(result)["status"] == ("failed", "revoked")
    assert result.findings[3].facts == {"reason": "Issued in error."}


def test_the_oldest_badges_are_an_address_in_a_picture(world):
    served(world, oldest())
    result = world.examine(pointer(), recipient=ADA)
    assert verdict(result.findings) is Verdict.GENUINE
    assert codes(result)["proof"] == ("passed", "hosted_copy_used")
    assert codes(result)["recipient"] == ("passed", "recipient_matches")
    assert (result.issuer_id, result.document, result.standard) == (HOME, oldest(), "ob1")
    achievement = result.view["credentialSubject"]["achievement"]
    assert (achievement["image"]["id"], achievement["criteria"]["id"]) == (f"{HOME}/1.png", f"{HOME}/1.html")
    assert result.warnings == ()


def test_the_oldest_badge_counts_only_at_its_issuers_origin(world):
    address = world.world.publish("https://elsewhere.example/1", oldest())
    assert codes(world.examine(pointer(address)))["issuer"] == ("failed", "hosted_out_of_scope")


def test_the_oldest_badge_without_its_address_is_false(world):
    result = world.examine(oldest())
    assert codes(result)["proof"] == ("failed", "hosted_address_missing")


def test_an_address_that_nobody_answers_leaves_everything_open(world):
    result = world.examine(pointer(), recipient=ADA)
    assert codes(result)["proof"] == ("undetermined", "hosted_copy_unreachable")
    assert {outcome for outcome, _ in codes(result).values()} <= {"undetermined", "not_applicable"}
    assert (result.view, result.issuer_id) == ({}, "")
    world.gone.add(ASSERTION)
    assert codes(world.examine(pointer()))["status"] == ("failed", "revoked")


def test_an_address_that_serves_a_signed_badge_is_not_taken_for_hosted(world):
    served(world, json.dumps(jws(first())))
    assert codes(world.examine(pointer()))["proof"] == ("undetermined", "hosted_copy_unreadable")


def test_a_hash_of_md5_matches_with_a_warning_in_old_badges_only(world):
    digest = hashlib.md5(ADA.encode(), usedforsecurity=False).hexdigest()
    weak = {"type": "email", "hashed": True, "identity": f"md5${digest}"}
    result = world.examine(served(world, first(recipient=weak)), recipient=ADA)
    assert codes(result)["recipient"] == ("passed", "recipient_matches")
    assert [warning.code for warning in result.warnings] == ["identity_hash_weak"]
    wrong = world.examine(served(world, first(recipient=weak)), recipient="eve@example.org")
    assert codes(wrong)["recipient"] == ("failed", "recipient_differs")
    newer = WorldOfTwo()
    asked = newer.examine(newer.hosted(recipient=weak), recipient=ADA)
    assert codes(asked)["recipient"] == ("undetermined", "identity_hash_unknown")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (first(), True),
        (oldest(), True),
        ({"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass"}, True),
        ({"@context": ["https://w3id.org/openbadges/v1", {"x": "y"}]}, True),
        ({"@context": "https://w3id.org/openbadges/v2", "credentialSubject": {}}, False),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"], "badge": 1, "recipient": 2}, False),
        ({"badge": 1}, False),
        ({}, False),
    ],
    ids=["1.0", "0.5", "2.0", "1.1", "both", "3.0", "half", "nothing"],
)
def test_an_older_document_is_told_by_its_looks(document, expected):
    assert is_legacy(document) is expected
    assert is_legacy(unwrap(json.dumps(document).encode()).document) is expected
