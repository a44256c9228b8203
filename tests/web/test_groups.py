import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from accounts import queries
from foundation.db import db
from issuers.services.registering import make_first_group
from tests.web.browser import browser
from tests.web.filled import sent

PASSWORD = "four unrelated words here"


def person(app: Flask, name: str) -> FlaskClient:
    client = browser(app)
    client.post("/join", data={"user_name": name, "password": PASSWORD})
    return client


def register(client: FlaskClient, name: str = "Garden Friends", **more: str):
    return client.post("/groups/new", data={"name": name, "language": "en", **more})


def vouched_group(name: str, steward: str) -> None:
    found = queries.person_by_name(steward)
    assert found is not None
    make_first_group(name=name, description="", url=None, language="en", steward_id=found.id)


def invitation(client: FlaskClient, role: str = "assessor", slug: str = "garden-friends") -> str:
    assert client.post(f"/groups/{slug}/seats", data={"role": role}).status_code == 303
    found = re.search(r'id="seat-link" value="[^"]*(/seats/[^"]+)"', client.get(f"/groups/{slug}/seats").text)
    assert found is not None
    return unescape(found[1])


@pytest.fixture
def steward(sqlite_app: Flask) -> FlaskClient:
    client = person(sqlite_app, "Steward")
    register(client)
    return client


def test_anybody_signed_in_registers_a_group_and_is_its_steward(steward: FlaskClient):
    page = steward.get("/groups/garden-friends").text
    assert "Not yet vouched for" in page
    assert "Nobody we know has confirmed yet that this group is who it says it is." in page
    assert "/groups/garden-friends/edit" in page
    assert "/groups/garden-friends/seats" in page


def test_registering_needs_an_account(sqlite_app: Flask):
    client = browser(sqlite_app)
    assert client.get("/groups/new").location == "/sign-in?next=/groups/new"
    assert register(client).status_code == 401


def test_a_wrong_form_comes_back_with_what_was_typed_and_every_problem(steward: FlaskClient):
    answer = register(steward, name="", description="We plant trees", url="http://example.org")
    assert answer.status_code == 422
    assert "We plant trees" in answer.text
    assert 'id="field-name-error"' in answer.text
    assert 'id="field-url-error"' in answer.text


def test_who_vouches_and_since_when_are_parted_by_the_comma_of_the_language(
    steward: FlaskClient, sqlite_app: Flask
):
    vouched_group("Known Club", "Steward")
    for language, comma in (("en", ", "), ("ar", "، ")):
        assert f"{comma}<time" in browser(sqlite_app).get(f"/groups/known-club?lang={language}").text


def test_a_stranger_sees_the_group_and_nothing_to_manage(steward: FlaskClient, sqlite_app: Flask):
    stranger = person(sqlite_app, "Stranger")
    page = stranger.get("/groups/garden-friends").text
    assert "Garden Friends" in page
    assert "/groups/garden-friends/edit" not in page
    for path in ("edit", "seats"):
        assert stranger.get(f"/groups/garden-friends/{path}").status_code == 404
    assert stranger.post("/groups/garden-friends/edit", data={"name": "Mine"}).status_code == 404
    assert stranger.post("/groups/garden-friends/seats", data={"role": "steward"}).status_code == 404


def test_a_steward_changes_the_group_and_its_address_stays(steward: FlaskClient):
    words = {"name": "Garden People", "description": "", "url": "https://example.org/", "language": "sv"}
    assert sent(steward, "/groups/garden-friends/edit", words).status_code == 303
    page = steward.get("/groups/garden-friends").text
    assert "Garden People" in page
    assert "https://example.org/" in page


def test_the_form_says_what_a_new_name_does_to_badges_given_before(steward: FlaskClient):
    kept = "Badges that were given already keep the name that is in them."
    told = "Whoever checks one reads both names, and whoever vouches for the group is told."
    assert kept not in steward.get("/groups/new").text
    page = steward.get("/groups/garden-friends/edit").text
    assert kept in page
    assert told not in page
    vouched_group("Old Oak", "Steward")
    page = steward.get("/groups/old-oak/edit").text
    assert f"{kept} {told}" in page


def test_an_unknown_group_is_not_found(sqlite_app: Flask):
    assert browser(sqlite_app).get("/groups/nowhere").status_code == 404


def test_a_steward_of_a_vouched_group_vouches_and_everybody_sees_who_did(
    steward: FlaskClient, sqlite_app: Flask
):
    elder = person(sqlite_app, "Elder")
    vouched_group("Old Oak", "Elder")
    page = elder.get("/groups/garden-friends").text
    by = re.search(r'name="by_group" value="([^"]+)"', page)
    assert by is not None
    assert elder.post("/groups/garden-friends/vouch", data={"by_group": by[1]}).status_code == 303
    page = browser(sqlite_app).get("/groups/garden-friends").text
    assert "Not yet vouched for" not in page
    assert "/groups/old-oak" in page


def test_nobody_vouches_for_their_own_group_or_without_a_vouched_one(steward: FlaskClient, sqlite_app: Flask):
    assert "/groups/garden-friends/vouch" not in steward.get("/groups/garden-friends").text
    register(steward, name="Second Garden")
    own = re.search(r'name="by_group"', steward.get("/groups/second-garden").text)
    assert own is None
    assert steward.post("/groups/second-garden/vouch").status_code == 403
    assert steward.post("/groups/second-garden/vouch", data={"by_group": "x"}).status_code == 404


def test_the_list_keeps_vouched_groups_apart(steward: FlaskClient, sqlite_app: Flask):
    person(sqlite_app, "Elder")
    vouched_group("Old Oak", "Elder")
    page = browser(sqlite_app).get("/groups").text
    assert page.index("Old Oak") < page.index("Not yet vouched for") < page.index("Garden Friends")


def test_an_invited_person_looks_first_then_takes_the_seat_once(steward: FlaskClient, sqlite_app: Flask):
    path = invitation(steward)
    visitor = browser(sqlite_app)
    page = visitor.get(path).text
    assert "Garden Friends" in page
    assert visitor.post(path).status_code == 401
    invited = person(sqlite_app, "Invited")
    assert invited.get(path).status_code == 200
    assert invited.post(path).location == "/groups/garden-friends"
    assert "Invited" in steward.get("/groups/garden-friends/seats").text
    assert invited.get(path).status_code == 410
    assert invited.get("/groups/garden-friends/edit").status_code == 404


def test_the_link_of_an_invitation_is_gone_once_it_is_sent(steward: FlaskClient):
    invitation(steward)
    steward.post("/groups/garden-friends/seats/hide-link")
    assert "seat-link" not in steward.get("/groups/garden-friends/seats").text


def test_an_invitation_for_no_known_seat_is_refused(steward: FlaskClient):
    answer = steward.post("/groups/garden-friends/seats", data={"role": "king"})
    assert answer.status_code == 422
    assert "choose one from the list" in answer.text


def test_the_last_steward_stays_and_a_second_one_may_go(steward: FlaskClient, sqlite_app: Flask):
    page = steward.get("/groups/garden-friends/seats").text
    own = re.search(r'action="(/groups/garden-friends/seats/[^"]+/remove)"', page)
    assert own is not None
    assert steward.post(own[1]).status_code == 409
    person(sqlite_app, "Second").post(invitation(steward, "steward"))
    assert steward.post(own[1]).location == "/groups/garden-friends"
    assert steward.get("/groups/garden-friends/edit").status_code == 404


def test_a_seat_of_another_group_cannot_be_removed(steward: FlaskClient, sqlite_app: Flask):
    page = steward.get("/groups/garden-friends/seats").text
    seat = re.search(r"/seats/([^/\"]+)/remove", page)
    assert seat is not None
    other = person(sqlite_app, "Other")
    register(other, name="Other Garden")
    assert other.post(f"/groups/other-garden/seats/{seat[1]}/remove").status_code == 404
    assert other.post(f"/groups/garden-friends/seats/{seat[1]}/remove").status_code == 404


def test_the_list_costs_the_same_number_of_queries_however_long_it_is(
    steward: FlaskClient, sqlite_app: Flask
):
    def queries_of(path: str) -> int:
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", count := lambda *args: seen.append(args[2]))
        assert steward.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    before = queries_of("/groups")
    for number in range(5):
        register(steward, name=f"Garden {number}")
    assert queries_of("/groups") == before


def test_a_name_like_that_of_a_vouched_group_comes_back_with_what_to_do(
    steward: FlaskClient, sqlite_app: Flask
):
    person(sqlite_app, "Elder")
    vouched_group("Old Oak", "Elder")
    words = {"name": "0LD-OAK", "description": "We plant.", "url": "", "language": "en"}
    for answer in (
        sent(steward, "/groups/garden-friends/edit", words),
        steward.post("/groups/new", data=words),
    ):
        assert answer.status_code == 422
        assert "This name looks like that of a group that we know. Please choose another." in answer.text
        assert 'value="0LD-OAK"' in answer.text
    assert "Garden Friends" in steward.get("/groups/garden-friends").text


def test_who_vouches_for_the_second_group_of_one_name_reads_why_not(steward: FlaskClient, sqlite_app: Flask):
    elder = person(sqlite_app, "Elder")
    vouched_group("Old Oak", "Elder")
    register(person(sqlite_app, "Other"), "Garden-Friends")
    by = re.search(r'name="by_group" value="([^"]+)"', elder.get("/groups/garden-friends").text)
    assert by is not None
    given = {"by_group": by[1]}
    assert elder.post("/groups/garden-friends/vouch", data=given).status_code == 303
    second = re.search(r'href="(/groups/garden-friends-[^"/]+)"', elder.get("/groups").text)
    assert second is not None
    answer = elder.post(f"{second[1]}/vouch", data=given)
    assert answer.status_code == 409
    assert "Another group that is vouched for has this name, or nearly." in answer.text
