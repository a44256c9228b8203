"""Consent and visibility: one page, one form; and the seat in trust and safety, by command."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import queries
from accounts.services import joining, mailboxes
from tests.web.browser import browser

PAGE = "/account/settings"
PASSWORD = "four unrelated words here"


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    client = browser(sqlite_app)
    client.post("/join", data={"user_name": "Rosa Ek", "password": PASSWORD})
    return client


def rosa():
    person = queries.person_by_name("Rosa Ek")
    assert person is not None
    return person


def send(client: FlaskClient, **changed: str):
    plain = {"display_name": "", "endorser_name": "affiliate", "language": "en"}
    return client.post(PAGE, data={**plain, **changed})


def ticked(page: str) -> set[str]:
    return set(re.findall(r'<input class="cdx-checkbox__input"[^>]*name="(\w+)"[^>]* checked', page))


def test_the_page_needs_somebody_and_is_linked_from_the_account(client: FlaskClient, sqlite_app: Flask):
    assert browser(sqlite_app).get(PAGE).location == f"/sign-in?next={PAGE}"
    assert f'href="{PAGE}"' in client.get("/account").text


def test_at_first_one_may_be_asked_and_nothing_is_public(client: FlaskClient):
    page = client.get(PAGE).text
    assert ticked(page) == {"may_be_asked", "may_be_offered"}
    assert page.count("<h1") == 1


def test_choices_are_kept_and_shown_again(client: FlaskClient):
    answer = send(client, display_name="Rosa N", endorser_name="display_name", new_badges_public="yes")
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = client.get(PAGE).text
    assert ticked(page) == {"new_badges_public"}
    assert 'value="Rosa N"' in page
    kept = queries.preference(rosa().id)
    assert (kept.endorser_name, kept.may_be_asked) == ("display_name", False)


def test_what_does_not_fit_comes_back_with_what_was_chosen(client: FlaskClient):
    answer = send(client, display_name="x" * 86, digest_mail="yes", may_be_asked="yes")
    assert answer.status_code == 422
    assert "x" * 86 in answer.text
    assert ticked(answer.text) == {"digest_mail", "may_be_asked"}
    assert 'id="field-display_name-error"' in answer.text
    assert "confirm an e-mail address" in answer.text


@pytest.mark.parametrize("sent", [{"endorser_name": "no such"}, {"language": "tlh"}, {"language": ""}])
def test_a_made_up_choice_is_refused(client: FlaskClient, sent: dict[str, str]):
    assert send(client, **sent).status_code == 422


def test_the_language_is_that_of_the_next_page(client: FlaskClient):
    send(client, language="ar")
    assert 'dir="rtl"' in client.get(PAGE).text
    assert rosa().language == "ar"


def test_letters_come_once_an_address_is_confirmed(client: FlaskClient):
    mailboxes.add_mailbox(rosa().id, "rosa@example.org")
    assert send(client, digest_mail="yes").status_code == 303
    assert queries.preference(rosa().id).digest_mail


def test_the_operator_gives_and_takes_the_seat_in_trust_and_safety(client: FlaskClient, sqlite_app: Flask):
    def run(*words: str):
        return sqlite_app.test_cli_runner().invoke(args=["make-safety", *words])

    assert run("Rosa Ek").exit_code == 0
    assert queries.actor_of(rosa().id).safety
    assert run("--remove", "Rosa Ek").exit_code == 0
    assert not queries.actor_of(rosa().id).safety
    nobody = run("Nobody")
    assert nobody.exit_code == 1
    assert "they must join first" in nobody.output
    joining.make_person(language="en", user_name="Nobody")
    assert run("Nobody").exit_code == 0
