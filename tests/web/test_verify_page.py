"""The page on which anybody checks a badge."""

import io
import json
import re

import pytest

from credentials.baking import bake_png
from credentials.verify import Finding, Outcome
from foundation import clock
from tests.world import World
from web.findings import explain
from web.received import received


@pytest.fixture
def world(sqlite_app):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    return world


def check(app, document, **more):
    text = document if isinstance(document, str) else json.dumps(document)
    return app.test_client().post("/verify", data={"text": text, **more})


def test_the_form_needs_no_account_and_sets_no_cookie(sqlite_app):
    answer = sqlite_app.test_client().get("/verify")
    assert answer.status_code == 200
    assert answer.text.count("(optional)") == 2  # neither of the three ways: one of them is needed
    assert "Set-Cookie" not in answer.headers


def test_a_badge_can_be_checked_without_any_cookie(sqlite_app, world, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "WTF_CSRF_ENABLED", True)
    answer = check(sqlite_app, world.issue(world.issuer()))
    assert "<h1>Genuine</h1>" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_stranger_sees_genuine_and_that_the_name_is_its_own_claim(sqlite_app, world):
    answer = check(sqlite_app, world.issue(world.issuer()))
    assert answer.status_code == 200
    assert "<h1>Genuine</h1>" in answer.text
    assert "Who gave it" in answer.text
    assert "the name is its own claim" in answer.text
    assert "What this does not tell you" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_changed_badge_is_not_to_be_relied_on_and_says_why_first(sqlite_app, world):
    answer = check(sqlite_app, {**world.issue(world.issuer()), "name": "Master of wheels"})
    assert "Whom it names" in answer.text
    assert "Who gave it" not in answer.text
    assert "<h1>Do not rely on this</h1>" in answer.text
    assert "It was changed after it was signed" in answer.text


def test_a_key_out_of_reach_is_never_green(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    badge = world.issue(issuer)
    world.pages.clear()
    answer = check(sqlite_app, badge)
    assert "<h1>We could not finish checking</h1>" in answer.text
    assert "What did pass: Form." in answer.text


def test_what_an_unproven_file_says_of_its_dates_and_its_holder_is_not_shown_as_good(sqlite_app, world):
    subject = {"id": "mailto:ada@example.org"}
    badge = world.issue(world.issuer())
    badge["credentialSubject"] |= subject
    answer = check(sqlite_app, badge, recipient="mailto:ada@example.org")
    assert "<h1>Do not rely on this</h1>" in answer.text
    assert "As the file claims, today is within its dates." in answer.text
    assert "The file names the person you asked about." in answer.text
    assert answer.text.count("check--claimed") == 3  # that it names no list, too
    assert "This badge names no list of withdrawn badges" in answer.text
    assert answer.text.count("check--passed") == 1  # its form, which anybody can see


def test_what_did_pass_is_listed_with_the_commas_of_the_language(sqlite_app, world):
    entry = {
        "id": "https://badges.example.org/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://badges.example.org/status/1",
    }
    badge = json.dumps(world.issue(world.issuer(), credentialStatus=entry))
    in_arabic = {"Accept-Language": "ar"}
    answer = sqlite_app.test_client().post("/verify", data={"text": badge}, headers=in_arabic)
    assert "ما نجح: البنية، " in answer.text


def test_a_withdrawn_badge_says_so(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    status = {
        "id": "https://badges.example.org/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": world.status_list(issuer, revoked=[7]),
    }
    answer = check(sqlite_app, world.issue(issuer, credentialStatus=status))
    assert "It was withdrawn, for good." in answer.text
    assert "Today is within its dates." in answer.text
    assert "It is valid" not in answer.text


def test_an_expired_badge_names_the_day(sqlite_app, world):
    answer = check(sqlite_app, world.issue(world.issuer(), validUntil="2026-02-28T20:00:00Z"))
    assert "It was valid until \u2068?" not in answer.text
    assert "It was valid until February\u00a028,\u00a02026 and has run out." in answer.text


def test_a_picture_with_the_badge_inside_can_be_uploaded(sqlite_app, world):
    png = _one_pixel()
    baked = bake_png(png, json.dumps(world.issue(world.issuer())).encode())
    upload = {"file": (io.BytesIO(baked), "badge.png")}
    answer = sqlite_app.test_client().post("/verify", data=upload)
    assert "<h1>Genuine</h1>" in answer.text


def test_of_a_pdf_it_is_told_where_a_certificate_of_ours_has_its_badge(sqlite_app, world):
    upload = {"file": (io.BytesIO(b"%PDF-1.7\n..."), "certificate.pdf")}
    answer = sqlite_app.test_client().post("/verify", data=upload)
    assert answer.status_code == 422
    assert "This is a PDF, and we do not read PDF files." in answer.text
    assert "A certificate from here has the badge attached" in answer.text


def test_an_address_is_read_once(sqlite_app, world):
    address = world.publish("https://badges.example.org/b/1", world.issue(world.issuer()))
    answer = sqlite_app.test_client().post("/verify", data={"url": address})
    assert "<h1>Genuine</h1>" in answer.text
    assert world.asked == [address]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "There was nothing to check."),
        ({"text": "hello"}, "This is not a badge file that we know."),
        ({"text": '{"a": 1, "a": 2}'}, "It could be read in two ways"),
        ({"text": '{"@context": ['}, "broken off or damaged"),
        ({"url": "https://nowhere.example/1"}, "We could not get anything from that address."),
        ({"url": "ftp://nowhere.example/1"}, "We could not get anything from that address."),
        ({"text": "x", "url": "https://nowhere.example/1"}, "There was more than one thing to check."),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_keeps_what_was_typed(sqlite_app, world, sent, said):
    answer = sqlite_app.test_client().post("/verify", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    for typed in sent.values():
        assert typed.replace('"', "&#34;") in answer.text


def test_a_strangers_markup_is_shown_as_text(sqlite_app, world):
    issuer = world.issuer(name="<script>alert(1)</script>")
    answer = check(sqlite_app, world.issue(issuer))
    assert "<script>alert(1)" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_picture_elsewhere_is_named_and_never_loaded():
    achievement = {"image": {"id": "https://tracker.example/1.png", "type": "Image"}}
    badge = received({"credentialSubject": {"achievement": achievement}}, "https://here.example")
    assert badge.picture == ""
    assert badge.picture_link == "https://tracker.example/1.png"


@pytest.mark.parametrize(
    "odd", [None, [], "x", 7, {"achievement": ["x", 7]}, {"achievement": {"criteria": "c"}}]
)
def test_a_document_of_any_shape_can_be_shown(odd):
    assert received({"credentialSubject": odd, "validFrom": odd}, "https://here.example").name == ""


def test_a_badges_own_words_each_stand_on_the_side_of_their_language(sqlite_app, world):
    page = check(sqlite_app, world.issue(world.issuer())).text
    assert re.search(r'<h3 dir="auto">', page)
    assert re.search(r'<dt>What had to be done</dt><dd dir="auto">[^<]+</dd>', page)


def test_the_recipient_is_compared_when_asked(sqlite_app, world):
    answer = check(sqlite_app, world.issue(world.issuer()), recipient="somebody@example.org")
    assert "The badge does not say whose it is" in answer.text


def test_a_program_gets_the_same_as_json(sqlite_app, world):
    headers = {"Accept": "application/json"}
    text = json.dumps(world.issue(world.issuer()))
    answer = sqlite_app.test_client().post("/verify", data={"text": text}, headers=headers)
    assert answer.json["verdict"] == "genuine"
    assert answer.json["issuer"]["known"] is False


def test_an_unknown_code_gets_an_honest_sentence(sqlite_app):
    with sqlite_app.test_request_context("/verify"):
        said = explain(Finding("proof", Outcome.UNDETERMINED, "never_heard_of"))
    assert said.happened
    assert said.todo


def test_facts_from_a_stranger_cannot_turn_a_sentence_around(sqlite_app):
    facts = {"known_name": "Cycle\u2069 100% %(x)s"}
    with sqlite_app.test_request_context("/verify"):
        said = explain(Finding("issuer", Outcome.UNDETERMINED, "name_imitated", facts))
    assert "\u2068Cycle 100% %(x)s\u2069" in said.happened


def _one_pixel():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "gold").save(out, "PNG")
    return out.getvalue()
