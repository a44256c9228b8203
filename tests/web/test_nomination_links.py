"""Pages of links that name somebody without an account: shown once, used by a button, nothing told before."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask

from mentoring.queries import invitations, nominations
from mentoring.services import inviting
from tests.badges.scene import person
from tests.mentoring.scene import SEEN, Stage, set_up
from tests.web.visiting import client_of, visitor


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    return set_up()


def words(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def made(client) -> str:
    """The path of a new link, as it is shown to who made it."""
    sent = client.post("/nominations/links/new", data={"role": "guide", "citation": SEEN})
    assert sent.location == "/nominations"
    found = re.search(r'id="nomination-link" value="([^"]+)"', client.get("/nominations").text)
    return urlsplit(unescape(found[1])).path


def test_a_link_goes_from_hand_to_hand_and_tells_nothing_before_it_is_used(sqlite_app, stage):
    sam = client_of(sqlite_app, stage.sam)
    place = made(sam)
    stranger = visitor(sqlite_app).get(place)
    assert "sign in or make an account first" in words(stranger.text)
    assert f"next={place}" in unescape(stranger.text).replace("%2F", "/")
    newcomer = person("Newcomer")
    client = client_of(sqlite_app, newcomer)
    for page in (stranger, client.get(place)):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        for secret in ("Sam", "Guide", "Kim welcomed"):
            assert secret not in words(page.text)
    assert "sees the user name of this account" in words(client.get(place).text)
    gone_to = client.post(place).location
    page = words(client.get(gone_to).text)
    for told in ("Sam", "Guide", SEEN, "Yes, let the stewards see it"):
        assert told in page
    assert "Somebody thinks that a role would suit you" in client.get("/inbox").text
    assert client_of(sqlite_app, stage.steward).get(gone_to).status_code == 404
    assert "Newcomer" in words(client_of(sqlite_app, stage.sam).get("/nominations").text)


def test_looking_at_a_link_many_times_uses_nothing_up(sqlite_app, stage):
    link = inviting.invite(stage.sam, role="guide", citation=SEEN)
    kim = client_of(sqlite_app, stage.kim)
    for _each in range(3):
        for method in ("GET", "HEAD"):
            assert kim.open(f"/nominations/invited/{link.token}", method=method).status_code == 200
    assert nominations.made(stage.sam.person_id) == ([], False)
    assert kim.post(f"/nominations/invited/{link.token}").status_code == 303


def test_a_used_a_lapsed_and_an_own_link_say_so(sqlite_app, stage):
    link = inviting.invite(stage.sam, role="guide", citation=SEEN)
    place = f"/nominations/invited/{link.token}"
    own = client_of(sqlite_app, stage.sam).get(place)
    assert (own.status_code, "This is your own link." in words(own.text)) == (409, True)
    client_of(sqlite_app, stage.kim).post(place)
    used = visitor(sqlite_app).get(place)
    assert (used.status_code, "This link was used already." in words(used.text)) == (410, True)
    back = inviting.invite(stage.sam, role="guide", citation=SEEN)
    inviting.withdraw(stage.sam, back.id)
    over = visitor(sqlite_app).get(f"/nominations/invited/{back.token}")
    assert (over.status_code, "This link does not work any more." in words(over.text)) == (410, True)
    assert visitor(sqlite_app).get("/nominations/invited/nothing").status_code == 404


def test_the_link_is_shown_until_it_is_handed_over_and_can_be_taken_back(sqlite_app, stage):
    sam = client_of(sqlite_app, stage.sam)
    made(sam)
    sam.post("/nominations/links/hide")
    page = sam.get("/nominations").text
    assert "nomination-link" not in page
    assert "Links that nobody used yet" in words(page)
    ((view),) = invitations.waiting(stage.sam.person_id)
    assert (
        client_of(sqlite_app, stage.kim).post(f"/nominations/links/{view.row.id}/withdraw").status_code == 404
    )
    sam = client_of(sqlite_app, stage.sam)
    sam.post(f"/nominations/links/{view.row.id}/withdraw")
    assert "Links that nobody used yet" not in words(sam.get("/nominations").text)


def test_what_does_not_fit_comes_back_with_what_was_typed(sqlite_app, stage):
    sam = client_of(sqlite_app, stage.sam)
    answer = sam.post("/nominations/links/new", data={"role": "nothing", "citation": "Nice <i>"})
    assert answer.status_code == 422
    assert "Nice &lt;i&gt;" in answer.text
    for field in ("role", "citation"):
        assert f'id="field-{field}-error"' in answer.text
    assert 'href="/nominations/links/new?role=' in sam.get("/nominations/new").text
