"""Signing in with an account from elsewhere, at a central wiki that stands in for the real one."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.running import Service
from tests.journeys.steps import new_name
from tests.standin_provider import StandIn, WikiUser

pytestmark = pytest.mark.browser


@pytest.fixture
def wiki(service: Service) -> Iterator[StandIn]:
    """The wiki, with somebody at its keyboard whom the service has never seen."""
    service.wiki.begin_anew()
    sub = str(uuid.uuid4().int % 10**12)
    service.wiki.users[sub] = WikiUser(new_name("Wikipedian"))
    service.wiki.chosen = sub
    yield service.wiki
    service.wiki.begin_anew()


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("main").get_by_role("link", name="Sign in with").click()
    page.wait_for_load_state()


def test_a_wiki_account_signs_in_to_the_same_account_also_after_a_rename(
    visitor: Visitor, wiki: StandIn
) -> None:
    page, user = visitor(), wiki.users[wiki.chosen]
    _sign_in(page)
    expect(page.get_by_text("Welcome. Your account is ready.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text(user.name).first).to_be_attached()

    user.name = new_name("Renamed")
    again = visitor()
    _sign_in(again)
    expect(again.get_by_text("You are signed in.")).to_be_visible()
    again.goto("/account")
    expect(again.get_by_text(user.name).first).to_be_attached()


def test_an_answer_with_a_wrong_state_signs_nobody_in(visitor: Visitor, wiki: StandIn) -> None:
    page = visitor()
    answer = page.goto("/sign-in/outside/answer?state=guessed&code=stolen")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("This answer does not belong to your sign-in.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Your account")).to_have_count(0)
    _sign_in(page)
    expect(page.get_by_text("Welcome. Your account is ready.")).to_be_visible()


def test_whoever_says_no_at_the_wiki_is_told_and_not_signed_in(visitor: Visitor, wiki: StandIn) -> None:
    page = visitor()
    wiki.denies = True
    _sign_in(page)
    expect(page.get_by_text("You did not agree there. Nothing happened.")).to_be_visible()
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
