"""The page on which anybody checks a badge, for everything that is not simply a badge of today."""

import json

import pytest

from credentials.proofs import presentation
from foundation import clock
from tests.badges.scene import accepted, person, set_stage
from tests.web.visiting import client_of
from tests.world import World
from tests.world_of_two import HOME, WorldOfTwo, assertion

LIST = "https://badges.example.org/status/1"


@pytest.fixture
def world(sqlite_app):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    return world


@pytest.fixture
def older(sqlite_app):
    older = WorldOfTwo()
    clock.set_source(lambda: older.world.now)
    sqlite_app.extensions["fetch"] = older.world.fetch
    return older


def _file_of(credential):
    return f"/credentials/{credential.id}/badge.json"


def check(app, document):
    text = document if isinstance(document, str) else json.dumps(document)
    answer = app.test_client().post("/verify", data={"text": text})
    assert answer.status_code == 200, answer.text
    assert "has no words here yet" not in answer.text
    return answer.text


def entry(purpose, **members):
    return {
        "id": f"{LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": "7",
        "statusListCredential": LIST,
        **members,
    }


def test_an_older_badge_is_shown_with_what_its_hosting_proves(sqlite_app, older):
    page = check(sqlite_app, older.hosted())
    assert "<h1>Genuine</h1>" in page
    assert "Confirmed by the site of the issuer that it names." in page
    assert "An older kind of badge (Open Badges 2)." in page
    assert "No signature protects it." in page
    assert "Wheel truing" in page
    assert "Signed by the issuer" not in page
    assert "every word of it is signed" not in page


def test_an_older_badge_whose_site_says_otherwise_is_not_to_be_relied_on(sqlite_app, older):
    older.hosted()
    other = {"type": "email", "hashed": False, "identity": "eve@example.org"}
    page = check(sqlite_app, assertion(recipient=other))
    assert "<h1>Do not rely on this</h1>" in page
    assert "another person or another badge" in page


def test_an_older_badge_whose_site_is_gone_is_never_green(sqlite_app, older):
    page = check(sqlite_app, assertion())
    assert "<h1>We could not finish checking</h1>" in page
    assert "We could not reach the issuer's site".replace("'", "&#39;") in page
    assert "because another check did not pass" in page
    assert HOME in page
    assert "does not say who gave it" not in page
    assert "(no name)" not in page


def test_each_badge_in_a_record_has_a_result_of_its_own(sqlite_app, world):
    workshop = world.issuer()
    forged = {**world.issue(workshop, id="urn:uuid:5d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b55"), "name": "Master"}
    badges = [world.issue(workshop), forged]
    page = check(sqlite_app, world.sign(world.record(workshop, badges), workshop))
    assert "<h1>Do not rely on this</h1>" in page
    assert "At least one badge in it is not to be relied on." in page
    assert "A learner record (CLR 2)" in page
    assert page.count("<h4>Genuine</h4>") == 1
    assert page.count("<h4>Do not rely on this</h4>") == 1


def test_a_record_with_good_badges_only_is_genuine(sqlite_app, world):
    workshop = world.issuer()
    page = check(sqlite_app, world.sign(world.record(workshop, [world.issue(workshop)]), workshop))
    assert "<h1>Genuine</h1>" in page
    assert "<h4>Genuine</h4>" in page


def test_a_collection_that_nobody_signed_says_so(sqlite_app, world):
    holder = world.issuer()
    document = presentation.build([world.issue(world.issuer())], holder=holder.id)
    page = check(sqlite_app, document)
    assert "Every badge in it is genuine." in page
    assert "anybody could have put these badges together" in page
    assert "We could not show who put it together." in page
    assert "no list of withdrawn badges" not in page.partition("<h4>")[0]
    assert "id</dt>" not in page  # of nobody, and of nothing
    assert "older edition" not in page


def test_who_signed_a_collection_is_not_said_to_hold_its_badges(sqlite_app, world):
    holder = world.issuer()
    document = presentation.build([world.issue(world.issuer())], holder=holder.id)
    facts = {"verification_method": holder.method, "created": world.now, "challenge": "of today"}
    page = check(sqlite_app, presentation.sign(document, holder.signer, **facts))
    assert "Whoever put this collection together signed it." in page
    assert "That does not show that the badges are theirs." in page


def test_a_forged_badge_in_a_collection_is_not_said_to_be_given_by_a_group_that_we_know(sqlite_app):
    scene, holder = set_stage(), person("Holder")
    real = json.loads(client_of(sqlite_app, holder).get(_file_of(accepted(scene, holder, "Holder"))).data)
    for badge, term in ((real, "Given by"), ({**real, "name": "Master"}, "Given by, by its own word")):
        assert f"<dt>{term}</dt>" in check(sqlite_app, presentation.build([badge], holder="did:example:1"))


def test_a_newer_version_is_named_and_shown(sqlite_app, world):
    workshop = world.issuer()
    _url, older = world.refreshed(
        workshop, world.credential(workshop), name="Wheel truing II", validFrom="2026-03-01T10:00:00Z"
    )
    page = check(sqlite_app, older)
    assert "<h1>Genuine</h1>" in page
    assert "The issuer has a newer version of it." in page
    assert "the file that was handed in is older" in page


def test_a_badge_on_hold_is_told_with_the_issuers_reason(sqlite_app, world):
    workshop = world.issuer()
    world.status_list(workshop, LIST, values={7: 1}, size=2, purpose="suspension")
    words = ["in force", "under review", "undefined", "undefined"]
    told = [{"status": hex(value), "message": text} for value, text in enumerate(words)]
    status = entry("suspension", statusSize=2, statusMessage=told)
    page = check(sqlite_app, world.issue(workshop, credentialStatus=status))
    assert "<h1>Do not rely on this</h1>" in page
    assert "on hold for now. The issuer says: \u2068under review\u2069" in page


def test_what_else_the_issuer_says_is_a_note_and_no_verdict(sqlite_app, world):
    workshop = world.issuer()
    world.status_list(workshop, LIST, revoked=[7], purpose="message")
    told = [{"status": "0x0", "message": "open"}, {"status": "0x1", "message": "shipped"}]
    status = entry("message", statusSize=1, statusMessage=told)
    page = check(sqlite_app, world.issue(workshop, credentialStatus=status))
    assert "<h1>Genuine</h1>" in page
    assert "The issuer says about it: \u2068shipped\u2069" in page


def test_a_signed_statement_that_is_no_badge_is_not_called_a_badge(sqlite_app, world):
    workshop = world.issuer()
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": workshop.id,
        "credentialSubject": {"id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10"},
    }
    page = check(sqlite_app, world.sign(document, workshop))
    assert "<h1>We could not finish checking</h1>" in page
    assert "A signed statement, but not a badge." in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_is_shown_from_right_to_left_too(sqlite_app, older, language):
    client = sqlite_app.test_client()
    answer = client.post(f"/verify?lang={language}", data={"text": json.dumps(older.hosted())})
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in answer.text
    assert len(answer.data) < 150_000
