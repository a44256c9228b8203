"""A holder takes a receipt and a bundle along; a stranger reads both, without a cookie."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import check, hold, join, save

pytestmark = pytest.mark.browser

BARRIERS = (
    """() => axe.run({resultTypes: ['violations']}).then(found => found.violations.map(one => one.id))"""
)


def keep(page: Page, button: str, path: Path) -> Path:
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    saved.value.save_as(path)
    return path


def hand_in(page: Page, receipt: Path, about: Path) -> None:
    page.goto("/verify")
    page.set_input_files('[name="file"]', receipt)
    page.get_by_text("Did you choose a receipt?").click()
    page.set_input_files('[name="about"]', about)
    page.get_by_role("button", name="Check this badge").click()


def test_a_receipt_and_a_bundle_of_ones_own_badge_are_read_by_a_stranger(
    visitor: Visitor, tmp_path: Path
) -> None:
    steward, holder, stranger = visitor("steward"), visitor(), visitor()
    credential = hold(steward, holder, join(holder, "Holder"))
    badge = save(holder, credential, "json", tmp_path)
    picture = save(holder, credential, "png", tmp_path)
    receipt = keep(holder, "Keep a dated receipt", tmp_path / "receipt.jwt")
    bundle = keep(holder, "Take everything along", tmp_path / "bundle.zip")

    assert check(stranger, bundle) == "Genuine"
    expect(stranger.get_by_text("We made this bundle, and nothing in it was changed since.")).to_be_visible()
    again = keep(stranger, "Keep a dated receipt", tmp_path / "again.jwt")
    for one in (receipt, again):
        hand_in(stranger, one, picture)
        expect(stranger.get_by_text("this site signed it")).to_be_visible()
        expect(stranger.get_by_text("is about the badge that you handed in")).to_be_visible()
    assert stranger.context.cookies() == []

    other = tmp_path / "other.json"
    other.write_bytes(badge.read_bytes().replace(b"}", b" }", 1))
    hand_in(stranger, receipt, other)
    expect(stranger.get_by_text("The receipt is about another badge")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_was_kept_is_shown_without_barriers(visitor: Visitor, tmp_path: Path, language: str) -> None:
    steward, holder, stranger = visitor("steward"), visitor(), visitor()
    badge = save(holder, hold(steward, holder, join(holder, "Holder")), "json", tmp_path)
    check(stranger, badge)
    receipt = keep(stranger, "Keep a dated receipt", tmp_path / "receipt.jwt")
    bundle = keep(stranger, "Take everything along", tmp_path / "bundle.zip")
    stranger.goto(f"/verify?lang={language}")
    for file in (receipt, bundle):
        stranger.goto("/verify")
        stranger.set_input_files('[name="file"]', file)
        stranger.locator("main form [type=submit]").click()
        expect(stranger).to_have_url(re.compile("/verify$"))
        expect(stranger.locator("main dl").first).to_be_visible()
        stranger.evaluate(AXE_SCRIPT)
        assert stranger.evaluate(BARRIERS) == []
        assert stranger.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
