"""Joining and signing in, with a password and with a link by mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.running import Letters
from tests.journeys.steps import new_address, new_name

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"


def _sign_out(page: Page) -> None:
    page.get_by_text("You", exact=True).click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_somebody_joins_without_an_address_keeps_the_codes_and_comes_back(visitor: Visitor) -> None:
    page, name = visitor(), new_name("Journey")
    page.goto("/join")
    page.get_by_label("User name").fill(name)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    codes = page.locator("ol code")
    expect(codes.first).to_be_visible()
    kept = codes.all_inner_texts()
    assert len(set(kept)) == len(kept) > 4
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/join/codes")
    expect(page.locator("ol code")).to_have_count(0)

    _sign_out(page)
    page.goto("/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto("/account")
    expect(page.get_by_text(name).first).to_be_attached()

    _sign_out(page)
    page.goto("/sign-in/code")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Recovery code").fill(kept[0])
    page.get_by_label("New password").fill(PASSWORD + " anew")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_text("Your new password is set.")).to_be_visible()


@pytest.mark.parametrize("door", ["/", "/sign-in"])
def test_whoever_looks_around_on_their_own_machine_is_led_to_the_made_up_people(
    visitor: Visitor, door: str
) -> None:
    page = visitor()
    page.goto(door)
    page.get_by_role("link", name="Try it as somebody").click()
    expect(page.get_by_role("heading", name="Try it as somebody")).to_be_visible()


def test_a_link_in_a_letter_signs_in_once(visitor: Visitor, letters: Letters) -> None:
    page, address = visitor(), new_address()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    link = letters.link_to(address, "/sign-in/link/")
    page.goto(link)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You are signed in.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text(address)).to_be_visible()

    thief = visitor()
    answer = thief.goto(link)
    assert answer is not None
    assert answer.status >= 400
    expect(thief.get_by_role("button", name=re.compile("^Sign in$"))).to_have_count(0)
