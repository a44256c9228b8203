"""The inbox: what waits, what happened, and the letter of the day."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Notice, NoticeKind, Preference
from accounts.services import notifying
from foundation import clock
from foundation.addresses import absolute
from foundation.db import session, transaction
from tests.badges.scene import Scene, give, person, set_stage
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, read, run_jobs, visitor
from web.letters import HANDLERS
from web.notice_words import notice_words


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def reader(scene):
    return person("Reader", address="reader@example.org")


def tell(actor, key: str, kind: NoticeKind = NoticeKind.ENDORSEMENT_ASKED) -> None:
    facts = {"badge": "sources", "group": "example-affiliate"}
    notifying.tell(actor.person_id, kind, path=f"/endorsements?{key}", key=key, facts=facts)


def rows(actor) -> list[Notice]:
    session().rollback()
    mine = select(Notice).where(Notice.person_id == actor.person_id).order_by(Notice.told_at, Notice.id)
    return list(session().scalars(mine))


def wish(actor) -> None:
    with transaction() as db_session:
        shape = {"person_id": actor.person_id, "digest_mail": True, "changed_at": clock.now()}
        db_session.merge(Preference(**shape))


def digests(app: Flask):
    """What the hourly job brings about, as letters."""
    HANDLERS["letter.digests"]({})
    return [one for one in run_jobs(app) if one["Message-ID"].startswith("<digest-")]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_there_are_words_for_every_kind_of_notice(sqlite_app, kind):
    with sqlite_app.test_request_context():
        assert notice_words(kind.value) != notice_words("of a later version")


def test_the_inbox_shows_offers_on_top_and_notices_below(sqlite_app, scene, reader):
    give(scene, "Reader")
    tell(reader, "1")
    page = client_of(sqlite_app, reader).get("/inbox").text
    assert page.index("/inbox/") < page.index("Somebody asks you to say what you saw them do.")
    assert "<bdi>Sources</bdi>" in page
    assert "<bdi>Example affiliate</bdi>" in page
    assert '<span class="site-tools__count">2</span>' in page
    assert ">New<" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert rows(reader)[0].read_at is None, "looking changes nothing"


def test_opening_a_notice_marks_it_and_leads_on(sqlite_app, scene, reader):
    tell(reader, "1")
    browser = client_of(sqlite_app, reader)
    found = re.search(r'formaction="(/inbox/notices/[^"]+)"', browser.get("/inbox").text)
    answer = browser.post(found[1])
    assert (answer.status_code, answer.location) == (303, "/endorsements?1")
    assert rows(reader)[0].read_at is not None
    page = browser.get("/inbox").text
    assert "Somebody asks you" in page
    assert "site-tools__count" not in page
    assert browser.get(found[1]).status_code == 405


def test_a_notice_leads_only_to_this_site(sqlite_app, scene, reader):
    notifying.tell(reader.person_id, NoticeKind.CLAIM_WAITS, path="//elsewhere.example", key="1")
    answer = client_of(sqlite_app, reader).post(f"/inbox/notices/{rows(reader)[0].id}/open")
    assert answer.location == "/"


def test_everything_can_be_marked_as_read_at_once(sqlite_app, scene, reader):
    tell(reader, "1")
    tell(reader, "2")
    answer = client_of(sqlite_app, reader).post("/inbox/notices/read", follow_redirects=True)
    assert "Everything is marked as read." in answer.text
    assert "Mark all as read" not in answer.text
    assert all(one.read_at for one in rows(reader))


def test_a_notice_of_another_does_not_exist(sqlite_app, scene, reader):
    tell(reader, "1")
    address = f"/inbox/notices/{rows(reader)[0].id}/open"
    assert client_of(sqlite_app, scene.steward).post(address).status_code == 404
    assert visitor(sqlite_app).post(address).status_code == 401
    assert rows(reader)[0].read_at is None


def test_many_notices_are_paged_and_offers_stand_on_the_first_page(sqlite_app, scene, reader):
    give(scene, "Reader")
    for number in range(30):
        tell(reader, str(number))
    browser = client_of(sqlite_app, reader)
    first, second = browser.get("/inbox").text, browser.get("/inbox?page=2").text
    assert first.count("formaction=") == 25
    assert second.count("formaction=") == 5
    assert "badge-card" in first
    assert "badge-card" not in second
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert browser.get(f"/inbox?page={odd}").status_code == 200


def test_the_inbox_costs_the_same_however_much_is_in_it(sqlite_app, scene, reader):
    tell(reader, "0")
    few = statements(sqlite_app, reader, "/inbox")
    for number in range(1, 20):
        tell(reader, str(number), NoticeKind.CLAIM_RETURNED)
    assert len(statements(sqlite_app, reader, "/inbox")) == len(few)


def test_the_count_in_the_head_is_one_statement(sqlite_app, scene, reader):
    page = statements(sqlite_app, reader, "/about")
    assert len([one for one in page if "notice" in one]) == 1
    assert not [one for one in statements(sqlite_app, None, "/about") if "notice" in one]


def test_the_menu_shows_what_a_person_can_do(sqlite_app, scene, reader):
    page = client_of(sqlite_app, reader).get("/about").text
    for address in ("/way", "/passport", "/inbox", "/endorsements", "/account"):
        assert f'<a href="{address}">' in page
    assert 'href="/assess"' not in page
    assert 'href="/safety/reports"' not in page


def test_the_letter_of_the_day_names_nobody_and_leads_to_the_inbox(sqlite_app, scene, reader):
    wish(reader)
    tell(reader, "1")
    tell(reader, "2")
    give(scene, "Reader", reason="A private reason")
    (letter,) = digests(sqlite_app)
    assert letter["Subject"] == "New in your inbox"
    assert letter["To"] == "reader@example.org"
    for kind in ("plain", "html"):
        text = read(letter, kind)
        assert absolute("/inbox") in text
        assert "Somebody asks you to say what you saw them do. (2)" in text
        assert "A group gives you a badge." in text
        for word in ("Example affiliate", "Sources", "private reason", "Reader"):
            assert word not in text
    assert digests(sqlite_app) == []


def test_a_letter_of_the_day_can_be_stopped_by_one_click(sqlite_app, scene, reader):
    wish(reader)
    tell(reader, "1")
    (letter,) = digests(sqlite_app)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>")
    path = address.removeprefix(absolute(""))
    assert address in read(letter)
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        shown = visitor(sqlite_app).get(path)
        assert "Stop these letters" in shown.text
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert session().get(Preference, reader.person_id, populate_existing=True).digest_mail
        done = visitor(sqlite_app).post(path, data={"List-Unsubscribe": "One-Click"})
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert "We will not write to you about your inbox any more." in done.text
    tell(reader, "2")
    clock.set_source(lambda: later)
    later = clock_now() + timedelta(days=3)
    assert digests(sqlite_app) == []
    assert visitor(sqlite_app).get("/inbox/quiet/guessed").status_code == 404
    assert visitor(sqlite_app).post("/inbox/quiet/guessed").status_code == 404


def clock_now():
    clock.set_source(None)
    return clock.now()


def test_the_next_letter_comes_a_day_later_with_what_is_new(sqlite_app, scene, reader):
    wish(reader)
    start = clock.now()
    tell(reader, "1")
    (first,) = digests(sqlite_app)
    clock.set_source(lambda: start + timedelta(hours=2))
    tell(reader, "2", NoticeKind.CLAIM_RETURNED)
    assert digests(sqlite_app) == []
    clock.set_source(lambda: start + timedelta(hours=26))
    (second,) = digests(sqlite_app)
    assert "Your claim came back" in read(second)
    assert "Somebody asks" not in read(second)
    assert first["Message-ID"] != second["Message-ID"]


@pytest.mark.parametrize(("language", "direction"), [("sv", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_the_letter_speaks_the_language_of_its_reader(sqlite_app, scene, language, direction):
    someone = person("Someone", address="someone@example.org", language=language)
    wish(someone)
    tell(someone, "1")
    (letter,) = digests(sqlite_app)
    assert letter["Content-Language"] == language
    assert f'dir="{direction}"' in read(letter, "html")
