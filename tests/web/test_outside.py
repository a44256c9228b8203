"""Signing in with an account from elsewhere, through the door: our pages, a browser, and a real provider."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts import queries
from accounts.models import Person
from accounts.services import joining
from credentials.outbound import Guarded
from foundation import clock, jobs
from foundation.config import read_settings
from foundation.db import session
from foundation.fetch import HostLimits
from tests.standin_provider import StandIn
from tests.web.browser import browser
from web.letters import HANDLERS

START, ACCOUNT = "/sign-in/outside", "/account"
PASSWORD = "four unrelated words here"


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    with StandIn() as wiki:
        yield wiki


@pytest.fixture
def wiki(running: StandIn, sqlite_app: Flask) -> Iterator[StandIn]:
    """The stand-in as new, and our application set up for it."""
    running.begin_anew()
    settings = sqlite_app.extensions["settings"]
    running.accepts(settings.base_url)
    sqlite_app.extensions["settings"] = replace(settings, outside=running.provider())
    yield running
    sqlite_app.extensions["settings"] = settings


@pytest.fixture
def client(wiki: StandIn, sqlite_app: Flask) -> FlaskClient:
    return browser(sqlite_app)


def there(client: FlaskClient, start: str = START) -> str:
    """Follow the button to the provider, and give the path and query that it sends back to."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.text
    back = requests.get(answer.location, allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == "http://localhost:8000"
    return f"{parts.path}?{parts.query}"


def sign_in(client: FlaskClient, start: str = START):
    return client.get(there(client, start))


def signed_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def people() -> int:
    return session().scalar(select(func.count()).select_from(Person)) or 0


def adding(client: FlaskClient) -> str:
    """Give the address of the button that adds the account from elsewhere."""
    found = re.search(r'href="(/sign-in/outside\?add=[^"]+)"', client.get("/account/outside").text)
    assert found is not None
    return unescape(found[1])


def join(client: FlaskClient, name: str = "Rosa here") -> None:
    client.post("/join", data={"user_name": name, "password": PASSWORD})


def test_without_a_provider_there_is_no_button_and_no_such_page(sqlite_app: Flask):
    client = browser(sqlite_app)
    assert START not in client.get("/sign-in").text
    assert client.get(START).status_code == 404
    assert client.get(f"{START}/answer?state=a&code=b").status_code == 404


@pytest.mark.parametrize("page", ["/sign-in", "/join"])
def test_the_button_says_where_one_goes_and_keeps_where_one_wanted_to_be(client: FlaskClient, page: str):
    shown = unescape(client.get(f"{page}?next=/roles").text)
    assert f'href="{START}?next=/roles"' in shown
    assert "with Wikimedia" in shown


def test_somebody_new_signs_in_and_goes_on(client: FlaskClient):
    answer = sign_in(client, f"{START}?next=/roles")
    assert (answer.status_code, answer.location) == (303, "/roles")
    page = client.get(ACCOUNT).text
    assert "Rosa Ek" in page
    assert people() == 1


def test_the_request_has_a_challenge_and_a_state_and_the_one_return_address(client: FlaskClient):
    asked = {name: one[0] for name, one in parse_qs(urlsplit(client.get(START).location).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == 43
    assert asked["redirect_uri"] == "http://localhost:8000/sign-in/outside/answer"
    assert "scope" not in asked


def test_our_program_says_who_runs_it_and_keeps_no_token(client: FlaskClient, wiki: StandIn):
    sign_in(client)
    calls = [(path, headers) for path, _values, headers in wiki.seen if path != "/oauth2/authorize"]
    assert [path for path, _headers in calls] == ["/oauth2/access_token", "/oauth2/resource/profile"]
    assert all("http://localhost:8000" in headers["User-Agent"] for _path, headers in calls)
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"person", "stamp", "_flashes", "csrf_token", "language"}


def test_coming_back_is_the_same_account(client: FlaskClient, sqlite_app: Flask):
    sign_in(client)
    sign_in(browser(sqlite_app))
    assert people() == 1


def test_the_account_speaks_the_language_of_the_page(client: FlaskClient):
    client.get("/sign-in?lang=ar")
    sign_in(client)
    assert queries.person_by_name("Rosa Ek").language == "ar"


@pytest.mark.parametrize("value", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client: FlaskClient, value: str):
    assert sign_in(client, f"{START}?next={value}").location == "/"


def test_an_answer_with_a_wrong_state_changes_nothing(client: FlaskClient, wiki: StandIn):
    back = there(client)
    wrong = re.sub(r"state=[^&]+", "state=somebody-elses", back)
    answer = client.get(wrong)
    assert answer.status_code == 403
    assert "This answer does not belong to your sign-in. Nothing happened." in answer.text
    assert people() == 0
    assert client.get(back).status_code == 303  # the sign-in that was really under way goes on


@pytest.mark.parametrize("query", ["", "?code=a", "?state=", "?state=a", "?state=%C3%A9&code=b", "?error=x"])
def test_an_answer_that_nobody_waits_for_is_refused(client: FlaskClient, query: str):
    assert client.get(f"{START}/answer{query}").status_code == 403


def test_an_answer_to_another_browser_is_refused(client: FlaskClient, sqlite_app: Flask):
    back = there(client)
    stranger = browser(sqlite_app)
    stranger.get(START)
    assert stranger.get(back).status_code == 403
    assert not signed_in(stranger)


def test_an_answer_works_once(client: FlaskClient):
    back = there(client)
    assert client.get(back).status_code == 303
    client.post("/sign-out")
    assert client.get(back).status_code == 403
    assert not signed_in(client)


def test_a_code_that_was_used_before_is_refused(client: FlaskClient):
    used = parse_qs(urlsplit(there(client)).query)["code"][0]
    back = there(client)
    replayed = re.sub(r"code=[^&]+", f"code={used}", back)
    answer = client.get(replayed)  # the code belongs to another challenge
    assert answer.status_code == 502
    assert "was used before" in answer.text
    assert people() == 0


def test_a_sign_in_that_took_too_long_is_begun_again(client: FlaskClient):
    back = there(client)
    later = clock.now() + timedelta(minutes=10, seconds=1)
    clock.set_source(lambda: later)
    answer = client.get(back)
    assert answer.status_code == 410
    assert "took too long" in answer.text


def test_saying_no_there_is_no_error_of_ours(client: FlaskClient, wiki: StandIn):
    wiki.denies = True
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "You did not agree there" in answer.text
    assert "/sign-in" in answer.text
    assert people() == 0


def test_a_provider_that_is_down_is_told_as_such(client: FlaskClient, wiki: StandIn):
    back = there(client)
    wiki.down = True
    answer = client.get(back)
    assert answer.status_code == 502
    assert "does not answer" in answer.text
    wiki.down = False
    assert sign_in(client).status_code == 303


def test_a_provider_that_nobody_can_reach_is_told_as_such(client: FlaskClient, sqlite_app: Flask):
    back = there(client)
    settings = sqlite_app.extensions["settings"]
    away = replace(settings.outside, token_url="http://127.0.0.1:9/token")
    sqlite_app.extensions["settings"] = replace(settings, outside=away)
    assert client.get(back).status_code == 502


def test_a_provider_that_answers_too_slowly_is_not_waited_for(
    client: FlaskClient, wiki: StandIn, sqlite_app: Flask
):
    back = there(client)
    settings = sqlite_app.extensions["settings"]
    hasty = replace(settings.outside, patience_seconds=0.3)
    sqlite_app.extensions["settings"] = replace(settings, outside=hasty)
    wiki.slow_seconds = 1.0
    answer = client.get(back)
    assert answer.status_code == 502
    assert "does not answer" in answer.text


def test_a_provider_that_answers_too_much_is_not_read_to_the_end(client: FlaskClient, wiki: StandIn):
    back = there(client)
    wiki.huge = True
    answer = client.get(back)
    assert answer.status_code == 502
    assert "an answer that we cannot use" in answer.text


@pytest.mark.parametrize(
    "profile",
    [
        {"username": "Rosa Ek", "blocked": False},
        {"sub": "0", "username": "Rosa Ek", "blocked": False},
        {"sub": 7, "username": "Rosa Ek", "blocked": False},
        {"sub": "7"},
        ["7"],
        "seven",
        {"error": "nothing"},
    ],
)
def test_a_profile_that_does_not_say_who_it_is_signs_nobody_in(
    client: FlaskClient, wiki: StandIn, profile: object
):
    wiki.profile = profile
    answer = sign_in(client)
    assert answer.status_code == 502
    assert "an answer that we cannot use" in answer.text
    assert people() == 0


def test_a_wrong_secret_of_ours_is_no_fault_of_the_visitor(client: FlaskClient, sqlite_app: Flask):
    back = there(client)
    settings = sqlite_app.extensions["settings"]
    wrong = replace(settings.outside, client_secret="another")
    sqlite_app.extensions["settings"] = replace(settings, outside=wrong)
    answer = client.get(back)
    assert answer.status_code == 502
    assert "tell whoever runs this service" in answer.text


def test_a_redirect_instead_of_a_token_is_not_followed(client: FlaskClient, sqlite_app: Flask, wiki: StandIn):
    back = there(client)
    settings = sqlite_app.extensions["settings"]
    turned = f"{wiki.origin}/oauth2/authorize?{urlsplit(client.get(START).location).query}"
    odd = replace(settings.outside, profile_url=turned)
    sqlite_app.extensions["settings"] = replace(settings, outside=odd)
    assert client.get(back).status_code == 403  # the second start made the first state old
    wiki.seen.clear()
    assert sign_in(client).status_code == 502
    assert [path for path, _values, _headers in wiki.seen].count("/oauth2/authorize") == 2


def test_a_name_that_somebody_else_has_is_told_and_not_taken_over(client: FlaskClient, sqlite_app: Flask):
    joining.make_person(language="en", user_name="Rosa Ek")
    page = client.get(sign_in(client, f"{START}?next=/account").location).text
    assert "Somebody else here has the same user name" in page
    assert "You have none yet" in page


def test_a_locked_account_signs_in_to_see_and_take_along(client: FlaskClient, wiki: StandIn):
    wiki.users["1001"].locked = True
    page = client.get(sign_in(client, f"{START}?next=/account").location).text
    assert "This account is paused" in page
    assert "block" not in page.lower().replace("cdx-message--block", "")


def test_an_account_from_elsewhere_is_added_to_ones_own(client: FlaskClient, sqlite_app: Flask):
    join(client)
    assert sign_in(client, adding(client)).location == ACCOUNT
    assert "Rosa Ek" in client.get(ACCOUNT).text
    other = browser(sqlite_app)
    sign_in(other)
    assert "Rosa here" in other.get(ACCOUNT).text
    assert people() == 1


def test_adding_needs_the_button_of_ones_own_page(client: FlaskClient):
    join(client)
    assert client.get(f"{START}?add=guessed").status_code == 403
    assert client.get(f"{START}?add=").status_code == 403
    used = adding(client)
    there(client, used)
    assert client.get(used).status_code == 403


def test_an_answer_after_signing_out_adds_nothing(client: FlaskClient):
    join(client)
    back = there(client, adding(client))
    client.post("/sign-out")
    join(client, "Somebody Else")
    assert client.get(back).status_code == 403
    assert "Rosa Ek" not in client.get(ACCOUNT).text


def test_an_account_that_is_somebody_elses_here_is_not_added(client: FlaskClient, sqlite_app: Flask):
    sign_in(client)
    other = browser(sqlite_app)
    join(other)
    answer = sign_in(other, adding(other))
    assert answer.status_code == 409
    assert "signs in to another account here already" in answer.text


def test_it_is_taken_off_again_while_there_is_another_way_in(client: FlaskClient):
    join(client)
    sign_in(client, adding(client))
    found = re.search(r'action="(/account/outside/[^"]+/unlink)"', client.get(ACCOUNT).text)
    assert found is not None
    assert client.post(found[1]).location == ACCOUNT
    assert "Rosa Ek" not in client.get(ACCOUNT).text
    client.post("/sign-out")
    sign_in(client)
    assert people() == 2


def test_the_last_way_in_stays_and_says_what_to_do(client: FlaskClient):
    sign_in(client)
    found = re.search(r'action="(/account/outside/[^"]+/unlink)"', client.get(ACCOUNT).text)
    assert found is not None
    answer = client.post(found[1])
    assert answer.status_code == 409
    assert "Set a password" in answer.text


def test_somebody_who_is_signed_in_goes_straight_on(client: FlaskClient, wiki: StandIn):
    sign_in(client)
    wiki.seen.clear()
    assert client.get(f"{START}?next=/roles").location == "/roles"
    assert wiki.seen == []


def test_the_pages_to_and_from_the_provider_are_kept_by_no_cache(client: FlaskClient):
    assert client.get(START).headers["Cache-Control"] == "no-store"
    assert sign_in(client).headers["Cache-Control"] == "no-store"


def test_a_rename_and_a_lock_there_are_known_here_within_a_day(
    client: FlaskClient, wiki: StandIn, sqlite_app: Flask
):
    sign_in(client)
    person_id = queries.person_by_name("Rosa Ek").id
    wiki.users["1001"].name, wiki.users["1001"].locked = "Rosa Lind", True
    later = clock.now() + timedelta(days=1, minutes=1)
    clock.set_source(lambda: later)
    sqlite_app.extensions["fetch"] = HostLimits(Guarded(also_origins=frozenset({wiki.origin})))
    jobs.keep_asking("accounts.recheck", 60)
    jobs.run_due(HANDLERS, most=5)
    person = queries.person(person_id)
    assert person.user_name == "Rosa Lind"
    assert person.locked_at is not None
    assert "This account is paused" in client.get(ACCOUNT).text


def test_the_settings_of_the_stand_in_start_the_service(wiki: StandIn, tmp_path):
    assert read_settings(wiki.environ(tmp_path), tmp_path).outside == wiki.provider()
