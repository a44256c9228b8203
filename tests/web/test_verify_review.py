"""A badge of ours that is under review, as whoever checks it reads it: never in plain green."""

import io
import json

import pytest

from badges.services import giving_up, receipts, withdrawing
from foundation import clock
from tests.badges.cases import body
from tests.badges.scene import accepted, person, set_stage
from tests.web.test_verify_who import check, presented
from tests.web.visiting import client_of, visitor
from tests.world import World

TWICE = "<h1>Genuine, but look twice</h1>"
DISPUTED = (
    "Somebody disputes this badge, and the group is looking into it. Do not rely on it until they are done."
)
INSIDE = "A badge in it is under review: somebody disputes it."


@pytest.fixture
def scene(sqlite_app):
    return set_stage()


@pytest.fixture
def ada():
    return person("Ada")


@pytest.fixture
def credential(scene, ada):
    return accepted(scene, ada, "Ada")


@pytest.fixture
def on_hold(scene, credential):
    withdrawing.put_on_hold(scene.steward, credential.id)
    return body(credential)


def looked_at(app, file):
    answer = visitor(app).post("/verify", data={"file": (io.BytesIO(file), "badge")})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_badge_under_review_is_to_be_looked_at_twice_until_the_review_ends(
    sqlite_app, scene, credential, on_hold
):
    page = check(sqlite_app, on_hold)
    assert TWICE in page
    assert DISPUTED in page
    withdrawing.release(scene.steward, credential.id)
    page = check(sqlite_app, on_hold)
    assert "<h1>Genuine</h1>" in page
    assert DISPUTED not in page


def test_programs_read_a_warning_and_the_signed_status_stays(sqlite_app, on_hold):
    report = sqlite_app.test_client().post("/api/v1/verify", json=on_hold).json
    assert report["verdict"] == "genuine"
    (warning,) = report["warnings"]
    assert (warning["check"], warning["code"], warning["source"]) == ("status", "under_review", "here")
    assert [one["code"] for one in report["checks"] if one["check"] == "status"] == ["not_withdrawn"]


def test_a_collection_with_a_badge_under_review_is_not_plainly_green_either(sqlite_app, on_hold):
    page = check(sqlite_app, presented(on_hold))
    assert TWICE in page
    assert INSIDE in page
    assert "<h4>Genuine, but look twice</h4>" in page
    assert DISPUTED in page


def test_receipts_and_bundles_made_then_carry_the_warning(sqlite_app, on_hold):
    file = json.dumps(on_hold).encode()
    bundle = receipts.bundle_of(file)
    for kept in (receipts.receipt_of(file), receipts.receipt_of(bundle)):
        page = looked_at(sqlite_app, kept.encode())
        assert "Somebody disputed this badge, and the group was looking into it." in page
    page = looked_at(sqlite_app, bundle)
    assert TWICE in page
    assert DISPUTED in page


def test_a_bundle_from_before_the_review_tells_of_it_today(sqlite_app, scene, credential):
    bundle = receipts.bundle_of(json.dumps(body(credential)).encode())
    withdrawing.put_on_hold(scene.steward, credential.id)
    page = looked_at(sqlite_app, bundle)
    assert TWICE in page
    assert DISPUTED in page


def test_a_review_is_not_told_of_what_is_not_the_badge_itself(sqlite_app, on_hold):
    page = check(sqlite_app, {**on_hold, "name": "Master of wheels"})
    assert "<h1>Do not rely on this</h1>" in page
    assert DISPUTED not in page


def test_a_strangers_badge_of_the_same_id_is_not_under_review(sqlite_app, credential, on_hold):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    stranger = world.issue(world.issuer("did:web:badges.example.org"), id=credential.urn)
    page = check(sqlite_app, stranger)
    assert "<h1>Genuine</h1>" in page
    assert DISPUTED not in page


def test_what_was_ended_for_good_is_not_said_to_be_under_review(sqlite_app, scene, ada, on_hold):
    other = accepted(scene, ada, "Ada", again=True)
    withdrawing.put_on_hold(scene.steward, other.id)
    giving_up.give_up(ada, other.id)
    assert DISPUTED not in check(sqlite_app, body(other))


def test_the_page_of_a_badge_knows_at_once_that_a_review_has_ended(
    sqlite_app, scene, ada, credential, on_hold
):
    own = client_of(sqlite_app, ada)
    assert "being looked into" in own.get(f"/credentials/{credential.id}").text
    withdrawing.release(scene.steward, credential.id)
    page = own.get(f"/credentials/{credential.id}").text
    assert "status--genuine" in page
    assert "look twice" not in page
