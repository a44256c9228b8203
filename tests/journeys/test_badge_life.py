"""A badge from its definition to its end, as a steward, a holder and a stranger see it."""

import base64
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.running import Letters
from tests.journeys.steps import HUB, KNOWN_BADGE, accept, check, define_badge, give, new_address, save

pytestmark = pytest.mark.browser


@pytest.fixture
def steward(visitor: Visitor) -> Page:
    return visitor("steward")


def test_a_badge_travels_from_the_form_by_letter_into_the_hands_of_a_newcomer(
    visitor: Visitor, steward: Page, letters: Letters, tmp_path: Path
) -> None:
    name, address = define_badge(steward), new_address()
    give(steward, name, address, "For the plan that both groups signed.")
    letter = letters.to(address)
    assert name in letter["Subject"]
    assert letter["List-Unsubscribe"]

    newcomer = visitor()
    newcomer.goto(letters.link_to(address, "/offers/"))
    expect(newcomer.get_by_role("heading", name=name)).to_be_visible()
    expect(newcomer.get_by_text("Demo Volunteer Hub gives you a badge")).to_be_visible()
    expect(newcomer.get_by_text("For the plan that both groups signed.")).to_be_visible()
    expect(newcomer.get_by_role("link", name="Sign in")).to_be_visible()
    credential = accept(newcomer)
    expect(newcomer.get_by_role("heading", name=name, level=1)).to_be_visible()

    as_json = json.loads(save(newcomer, credential, "json", tmp_path).read_bytes())
    assert as_json["credentialSubject"]["achievement"]["name"] == name
    assert address not in json.dumps(as_json)
    claims = save(newcomer, credential, "jwt", tmp_path).read_text().split(".")[1]
    signed = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert signed["credentialSubject"]["achievement"]["name"] == name
    assert save(newcomer, credential, "png", tmp_path).read_bytes().startswith(b"\x89PNG")
    assert "<svg" in save(newcomer, credential, "svg", tmp_path).read_text()
    for form in ("json", "jwt", "png", "svg"):
        assert check(newcomer, tmp_path / f"badge.{form}") == "Genuine", form


def test_a_holder_with_an_account_accepts_from_the_inbox(visitor: Visitor, steward: Page) -> None:
    name = define_badge(steward)
    give(steward, name, "Demo Baobab")
    holder = visitor("p4", language="en")
    holder.goto("/inbox?lang=en")
    holder.get_by_role("link", name=name).click()
    accept(holder)
    holder.goto("/passport")
    expect(holder.get_by_role("link", name=name)).to_have_count(1)
    holder.goto("/inbox")
    expect(holder.get_by_role("link", name=name)).to_have_count(0)


def test_a_stranger_learns_which_file_is_genuine_and_which_was_changed(
    visitor: Visitor, steward: Page, letters: Letters, tmp_path: Path
) -> None:
    address = new_address()
    give(steward, KNOWN_BADGE, address)
    holder, stranger = visitor(), visitor()
    holder.goto(letters.link_to(address, "/offers/"))
    credential = accept(holder)
    assert check(stranger, save(holder, credential, "png", tmp_path)) == "Genuine"

    document = json.loads(save(holder, credential, "json", tmp_path).read_bytes())
    document["credentialSubject"]["achievement"]["name"] = "Queen of the river"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document))
    assert check(stranger, changed) == "Do not rely on this"
    stranger.goto(credential)
    expect(stranger.get_by_text("Is it genuine?")).to_have_count(0)


def test_the_next_check_after_a_revocation_says_do_not_rely_and_why(
    visitor: Visitor, steward: Page, letters: Letters, tmp_path: Path
) -> None:
    name, address = KNOWN_BADGE, new_address()
    give(steward, name, address)
    holder, stranger = visitor(), visitor()
    holder.goto(letters.link_to(address, "/offers/"))
    file = save(holder, accept(holder), "png", tmp_path)
    assert check(stranger, file) == "Genuine"

    steward.goto(f"{HUB}/awards")
    steward.get_by_role("link", name=name).first.click()
    steward.check('[name="reason"][value="issued_in_error"]')
    steward.get_by_role("button", name="Withdraw", exact=True).click()
    steward.get_by_text("The badge is withdrawn.").wait_for()

    assert check(stranger, file) == "Do not rely on this"
    expect(stranger.locator(".status")).to_contain_text("withdr")


def test_a_double_click_on_accept_gives_one_badge(visitor: Visitor, steward: Page, letters: Letters) -> None:
    name, address = KNOWN_BADGE, new_address()
    give(steward, name, address)
    holder = visitor()
    holder.goto(letters.link_to(address, "/offers/"))
    holder.get_by_role("button", name="Accept the badge").dblclick()
    holder.wait_for_url("**/credentials/**")
    holder.goto("/passport")
    expect(holder.get_by_role("link", name=name)).to_have_count(1)
