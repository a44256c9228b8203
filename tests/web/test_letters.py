import re

import pytest
from flask import Flask

from accounts.services import signing_in
from badges.services import awarding, claiming
from foundation.addresses import absolute
from tests.badges.scene import Scene, give, set_stage, token_of
from tests.web.visiting import read, run_jobs, visitor
from web.letters import HANDLERS


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


def test_the_letter_of_an_offer_names_group_and_badge_and_leads_to_the_offer(sqlite_app, scene):
    award = give(scene, "kim@example.org", reason="Ten <good> sources")
    (letter,) = run_jobs(sqlite_app)
    assert letter["Subject"] == "Example affiliate gives you a badge: “Sources”"
    assert letter["To"] == "kim@example.org"
    address = absolute(f"/offers/{token_of(award)}")
    assert address in read(letter)
    assert "Ten <good> sources" in read(letter)
    assert "Ten &lt;good&gt; sources" in read(letter, "html")
    assert address in read(letter, "html")
    assert letter["List-Unsubscribe"] == f"<{address}/quiet>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"].startswith(f"<offer-{award.id}-0@")


def test_the_link_in_the_letter_opens_the_badge(sqlite_app, scene):
    give(scene, "kim@example.org")
    (letter,) = run_jobs(sqlite_app)
    found = re.search(r"https?://[^/]+(/offers/\S+)", read(letter))
    assert found is not None
    assert "Accept the badge" in visitor(sqlite_app).get(found[1]).text


def test_a_letter_speaks_the_language_of_the_award(sqlite_app, scene):
    give(scene, "kim@example.org", language="sv")
    (letter,) = run_jobs(sqlite_app)
    assert "Källor" in letter["Subject"]
    assert letter["Content-Language"] == "sv"
    assert '<html lang="sv"' in read(letter, "html")


def test_an_arabic_letter_runs_right_to_left(sqlite_app, scene):
    give(scene, "kim@example.org", language="ar")
    (letter,) = run_jobs(sqlite_app)
    assert 'dir="rtl"' in read(letter, "html")


def test_a_letter_that_is_no_longer_due_is_not_sent(sqlite_app, scene):
    taken_back = give(scene, "kim@example.org")
    awarding.withdraw(scene.steward, taken_back.id)
    accepted = give(scene, "lee@example.org")
    claiming.accept_by_token(token_of(accepted))
    assert run_jobs(sqlite_app) == []


def test_a_repeat_of_a_letter_is_recognisable(sqlite_app, scene):
    award = give(scene, "kim@example.org")
    (first,) = run_jobs(sqlite_app)
    awarding.resend(scene.steward, award.id)
    (second,) = run_jobs(sqlite_app)
    assert first["Message-ID"] != second["Message-ID"]


def test_the_reminder_says_that_it_is_the_only_one(sqlite_app, scene):
    award = give(scene, "kim@example.org")
    run_jobs(sqlite_app)
    sent = _sent(sqlite_app, "letter.reminder", {"award_id": str(award.id), "send": 100})
    assert "We will not remind you again." in read(sent)
    assert sent["Subject"].startswith("Still waiting for you")


def test_a_sign_in_letter_carries_a_link_that_signs_in(sqlite_app, scene):
    signing_in.ask_for_link("kim@example.org", language="en")
    (letter,) = run_jobs(sqlite_app)
    assert letter["Subject"] == "Your link to sign in"
    assert letter["List-Unsubscribe"] is None
    found = re.search(r"https?://[^/]+(/sign-in/link/\S+)", read(letter))
    assert found is not None
    assert visitor(sqlite_app).get(found[1]).status_code == 200


def test_a_used_link_is_not_mailed_any_more(sqlite_app, scene):
    signing_in.ask_for_link("kim@example.org", language="en")
    (letter,) = run_jobs(sqlite_app)
    token = re.search(r"/sign-in/link/(\S+)", read(letter))[1]
    link_id = letter["Message-ID"].removeprefix("<sign-in-").rpartition("-0@")[0]
    signing_in.consume_link(token)
    assert _sent(sqlite_app, "letter.sign_in", {"link_id": link_id}) is None


def test_every_kind_of_job_that_rooms_ask_for_has_a_handler():
    letters = {"letter.offer", "letter.reminder", "letter.sign_in", "letter.digest", "letter.digests"}
    others = {"award.run", "badges.tend", "accounts.recheck", "database.tidy", "needs.snapshot"}
    others |= {"competencies.tend", "mentoring.signals", "mentoring.tend", "reference.load", "reference.tend"}
    others |= {"reference.fetch"}
    assert set(HANDLERS) == letters | others


def _sent(app, kind, payload):
    from tests.web.visiting import Carrier

    carrier, own = Carrier(), app.extensions["mail"]
    app.extensions["mail"] = carrier
    try:
        HANDLERS[kind](payload)
    finally:
        app.extensions["mail"] = own
    return carrier.sent[0] if carrier.sent else None
