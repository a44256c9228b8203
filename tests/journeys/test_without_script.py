"""Everything that matters works in a browser that runs no script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.running import Letters
from tests.journeys.steps import HUB, accept, check, define_badge, give, new_address, new_name, save

pytestmark = pytest.mark.browser


def test_define_give_accept_publish_and_check_need_no_script(
    visitor: Visitor, letters: Letters, tmp_path: Path
) -> None:
    steward, address = visitor("steward", scripts=False), new_address()
    name = define_badge(steward)
    give(steward, name, address)
    holder, stranger = visitor(scripts=False), visitor(scripts=False)
    holder.goto(letters.link_to(address, "/offers/"))
    credential = accept(holder)
    assert check(stranger, save(holder, credential, "svg", tmp_path)) == "Genuine"

    holder.goto(credential)
    holder.get_by_role("button", name="Make it public").click()
    stranger.goto(credential)
    expect(stranger.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(stranger.get_by_text("Genuine", exact=True)).to_be_visible()


def test_joining_and_the_folds_of_the_page_need_no_script(visitor: Visitor) -> None:
    page = visitor(scripts=False)
    page.goto("/join")
    page.get_by_label("User name").fill(new_name("Quiet"))
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_text("You", exact=True).click()
    page.get_by_role("link", name="My passport").click()
    expect(page.get_by_role("heading", name="No badges yet")).to_be_visible()


def test_a_form_asks_for_more_rows_and_pictures_without_script(visitor: Visitor) -> None:
    steward = visitor("steward", scripts=False)
    steward.goto(f"{HUB}/badges/new")
    before = steward.locator("#proves fieldset.field-group").count()
    steward.get_by_role("button", name="More rows for competencies").click()
    steward.wait_for_load_state()
    assert steward.locator("#proves fieldset.field-group").count() > before
