import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts import queries
from accounts.models import SignInLink
from accounts.services import signing_in
from foundation.db import session
from foundation.errors import InvalidError, Problem
from tests.web.browser import browser
from web.forms import field_errors, next_address

PASSWORD = "four unrelated words here"
NAME = "Nils Holgersson"


def join(client: FlaskClient, name: str = NAME, **more: str):
    return client.post("/join", data={"user_name": name, "password": PASSWORD, **more})


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code[^>]*>([a-z0-9-]{19})</code>", page)


def ask_and_get_token(client: FlaskClient, where: str, address: str) -> str:
    """Give the token as the letter has it (letters are sent by a job)."""
    client.post(where, data={"address": address})
    return newest_token()


def newest_token() -> str:
    link_id = session().scalar(select(SignInLink.id).order_by(SignInLink.id.desc()).limit(1))
    assert link_id is not None
    return signing_in.link_letter(link_id)[1]


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    return browser(sqlite_app)


@pytest.fixture
def member(client: FlaskClient) -> FlaskClient:
    join(client)
    return client


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize("page", ["/join", "/sign-in", "/sign-in/code", "/sign-in/link"])
def test_the_pages_before_an_account_are_open_to_everybody(client: FlaskClient, page: str):
    assert client.get(page).status_code == 200


def test_joining_signs_in_and_leads_to_the_recovery_codes(client: FlaskClient):
    answer = join(client, next="/badges")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert len(codes_on(page)) == 8
    assert 'value="/badges"' in page


def test_recovery_codes_are_gone_once_they_are_kept(member: FlaskClient):
    assert codes_on(member.get("/join/codes").text)
    assert member.post("/join/codes", data={"next": "/roles"}).location == "/roles"
    assert not codes_on(member.get("/join/codes").text)


def test_recovery_codes_are_not_shown_to_the_next_person_at_the_same_browser(member: FlaskClient):
    member.post("/sign-out")
    join(member, name="Somebody Else")
    member.post("/join/codes")
    assert not codes_on(member.get("/join/codes").text)


def test_a_weak_password_comes_back_with_the_name_typed_and_the_reason_beside_the_field(client: FlaskClient):
    answer = client.post("/join", data={"user_name": NAME, "password": "short"})
    assert answer.status_code == 422
    assert f'value="{NAME}"' in answer.text
    assert "This is too short. The least is 10." in answer.text
    assert 'id="field-password-error"' in answer.text
    assert "short" not in re.findall(r'type="password" value="([^"]*)"', answer.text)


def test_a_taken_name_is_refused(member: FlaskClient):
    member.post("/sign-out")
    answer = join(member)
    assert answer.status_code == 422
    assert "already taken" in answer.text


def test_signing_in_with_the_password_goes_on_to_where_one_wanted_to_be(member: FlaskClient):
    member.post("/sign-out")
    assert not signed_in(member)
    answer = member.post("/sign-in", data={"user_name": NAME, "password": PASSWORD, "next": "/groups/new"})
    assert (answer.status_code, answer.location) == (303, "/groups/new")
    assert signed_in(member)


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(member: FlaskClient):
    member.post("/sign-out")
    pages = [
        member.post("/sign-in", data={"user_name": name, "password": "not this one"})
        for name in (NAME, "Nobody")
    ]
    assert [one.status_code for one in pages] == [422, 422]
    assert all("do not fit together" in one.text for one in pages)


@pytest.mark.parametrize(
    "value",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: a",
        "javascript:alert(1)",
        "evil",
        "",
        None,
        " /a",
    ],
)
def test_no_address_of_another_site_is_followed(value: str | None):
    assert next_address(value) == "/"


def test_an_own_path_with_a_query_is_followed():
    assert next_address("/badges?page=2#x") == "/badges?page=2#x"


def test_signing_in_never_leads_to_another_site(member: FlaskClient):
    member.post("/sign-out")
    sent = {"user_name": NAME, "password": PASSWORD, "next": "//evil.example/"}
    assert member.post("/sign-in", data=sent).location == "/"


def test_a_page_that_needs_an_account_asks_to_sign_in_and_remembers_itself(client: FlaskClient):
    answer = client.get("/account")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account"


def test_a_recovery_code_sets_a_new_password_once(member: FlaskClient):
    code = codes_on(member.get("/join/codes").text)[0]
    member.post("/sign-out")
    sent = {"user_name": NAME, "code": code.upper(), "password": "another good password"}
    assert member.post("/sign-in/code", data=sent).status_code == 303
    assert signed_in(member)
    member.post("/sign-out")
    again = member.post("/sign-in/code", data=sent)
    assert again.status_code == 422
    assert "used before" in again.text
    member.post("/sign-in", data={"user_name": NAME, "password": "another good password"})
    assert signed_in(member)


def test_asking_for_a_link_gives_the_same_answer_for_every_address(client: FlaskClient):
    answers = [
        client.post("/sign-in/link", data={"address": f"{one}@example.org"}) for one in ("known", "unknown")
    ]
    assert {(one.status_code, one.location) for one in answers} == {(303, "/sign-in/link")}


def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient):
    answer = client.post("/sign-in/link", data={"address": "nobody"})
    assert answer.status_code == 422
    assert "does not look like an e-mail address" in answer.text


def test_looking_at_a_mailed_link_changes_nothing_and_pressing_the_button_signs_in_once(client: FlaskClient):
    token = ask_and_get_token(client, "/sign-in/link", "nils@example.org")
    for _time in range(2):
        assert "nils@example.org" in client.get(f"/sign-in/link/{token}").text
    assert not signed_in(client)
    assert client.post(f"/sign-in/link/{token}").status_code == 303
    assert signed_in(client)
    assert client.post(f"/sign-in/link/{token}").status_code == 410


def test_a_mailed_link_goes_on_to_where_one_wanted_to_be(client: FlaskClient):
    client.post("/sign-in/link", data={"address": "nils@example.org", "next": "/passport"})
    assert client.post(f"/sign-in/link/{newest_token()}").location == "/passport"


def test_a_mailed_link_never_leads_to_another_site(client: FlaskClient):
    client.post("/sign-in/link", data={"address": "nils@example.org", "next": "//elsewhere.example"})
    assert client.post(f"/sign-in/link/{newest_token()}").location == "/"


def test_an_unknown_link_is_not_found(client: FlaskClient):
    assert client.get("/sign-in/link/nothing").status_code == 404


def test_an_address_is_added_by_the_mailed_link_to_the_account_that_asked(member: FlaskClient):
    token = ask_and_get_token(member, "/account/addresses", "nils@example.org")
    assert "nils@example.org" not in member.get("/account").text
    assert member.post(f"/sign-in/link/{token}").location == "/account"
    assert "nils@example.org" in member.get("/account").text


def test_a_link_that_adds_an_address_does_not_work_for_another_account(
    member: FlaskClient, sqlite_app: Flask
):
    token = ask_and_get_token(member, "/account/addresses", "nils@example.org")
    other = browser(sqlite_app)
    assert other.get(f"/sign-in/link/{token}").location.startswith("/sign-in?next=")
    join(other, name="Other")
    assert other.get(f"/sign-in/link/{token}").status_code == 403
    assert other.post(f"/sign-in/link/{token}").status_code == 403


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(member: FlaskClient, sqlite_app: Flask):
    other = browser(sqlite_app)
    other.post("/sign-in", data={"user_name": NAME, "password": PASSWORD})
    assert signed_in(other)
    answer = member.post("/account/password", data={"current": PASSWORD, "password": "a brand new one"})
    assert answer.status_code == 303
    assert signed_in(member)
    assert not signed_in(other)


def test_changing_the_password_needs_the_one_of_now(member: FlaskClient):
    answer = member.post("/account/password", data={"current": "wrong", "password": "a brand new one"})
    assert answer.status_code == 422
    assert 'id="field-current-error"' in answer.text


def test_new_recovery_codes_replace_the_old_ones(member: FlaskClient):
    before = codes_on(member.get("/join/codes").text)
    answer = member.post("/account/codes")
    after = codes_on(member.get(answer.location).text)
    assert len(after) == 8
    assert not set(before) & set(after)


def test_the_chosen_language_is_that_of_the_next_page(member: FlaskClient):
    assert member.post("/account/language", data={"language": "ar"}).status_code == 303
    assert 'dir="rtl"' in member.get("/account").text
    assert member.post("/account/language", data={"language": "tlh"}).status_code == 422


def test_a_token_is_shown_until_it_is_kept_and_works_until_it_is_taken_back(member: FlaskClient):
    member.post("/account/tokens", data={"label": "my script"})
    page = unescape(member.get("/account").text)
    found = re.search(r'id="new-token" value="([^"]+)"', page)
    assert found is not None
    assert queries.person_of_token(found[1]) is not None
    member.post("/account/tokens/hide")
    page = member.get("/account").text
    assert found[1] not in page
    revoke = re.search(r'action="(/account/tokens/[^"]+/revoke)"', page)
    assert revoke is not None
    member.post(revoke[1])
    assert queries.person_of_token(found[1]) is None


def test_signing_out_everywhere_ends_every_session(member: FlaskClient, sqlite_app: Flask):
    other = browser(sqlite_app)
    other.post("/sign-in", data={"user_name": NAME, "password": PASSWORD})
    assert member.post("/account/sessions/end").location == "/sign-in"
    assert not signed_in(member)
    assert not signed_in(other)


def test_somebody_who_came_by_mail_can_take_a_name_once_and_set_a_password(client: FlaskClient):
    token = ask_and_get_token(client, "/sign-in/link", "nils@example.org")
    client.post(f"/sign-in/link/{token}")
    assert client.post("/account/user-name", data={"user_name": NAME}).status_code == 303
    assert client.post("/account/user-name", data={"user_name": "Another"}).status_code == 409
    assert client.post("/account/password", data={"password": PASSWORD}).status_code == 303
    client.post("/sign-out")
    client.post("/sign-in", data={"user_name": NAME, "password": PASSWORD})
    assert signed_in(client)


def test_an_account_page_is_never_kept_by_a_cache(member: FlaskClient):
    assert member.get("/account").headers["Cache-Control"] == "no-store"
    assert member.get("/join/codes").headers["Cache-Control"] == "no-store"


def test_problems_are_sentences_by_pointer_and_a_missing_fact_breaks_nothing(sqlite_app: Flask):
    error = InvalidError(
        [
            Problem("/name", "required"),
            Problem("/user_name", "characters"),
            Problem("/label", "length", {"least": 1, "most": 80}),
            Problem("/other", "never_heard_of"),
        ]
    )
    with sqlite_app.test_request_context():
        said = field_errors(error)
    assert said["/name"] == "Please fill this in."
    assert said["/user_name"].startswith("Please leave out")
    assert said["/label"].endswith("The least is 1. The most is 80.")
    assert said["/other"] == "Something here does not fit. Please check it."


def test_the_api_neither_looks_at_the_cookie_of_a_page_nor_sets_one(member: FlaskClient):
    member.get("/?lang=es")
    spanish, other = member.get("/metrics").text, member.get("/api/v1/metrics").text
    assert 'lang="es"' in spanish
    answer = member.get("/api/v1/metrics?lang=sv")
    assert answer.status_code == 200
    assert answer.text != other == member.get("/api/v1/metrics?lang=en").text
    assert "Set-Cookie" not in answer.headers
    assert signed_in(member)
