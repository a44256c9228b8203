"""A holder shows badges to a stranger: a collection behind a link, a certificate, a card on another site."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import KNOWN_BADGE, check, hold, join

pytestmark = pytest.mark.browser
GONE = 410


def test_a_collection_is_seen_by_its_link_until_the_link_ends(visitor: Visitor, tmp_path: Path) -> None:
    steward, holder = visitor("steward"), visitor()
    hold(steward, holder, join(holder, "Holder"))
    holder.goto("/passport/collections")
    holder.get_by_label("Name", exact=True).fill("For my application")
    holder.get_by_role("button", name="Make the collection").click()
    holder.get_by_role("button", name="Add it").click()
    holder.get_by_text("Make a new link").click()
    holder.get_by_label("Name of the link").fill("The office")
    holder.get_by_role("button", name="Make a link").click()
    link = holder.get_by_label("Address", exact=True).input_value()

    stranger = visitor()
    seen = stranger.goto(link)
    assert seen is not None
    assert "noindex" in seen.headers["x-robots-tag"]
    assert seen.headers["referrer-policy"] == "no-referrer"
    expect(stranger.get_by_role("heading", name="For my application")).to_be_visible()
    stranger.get_by_role("link", name=KNOWN_BADGE).click()
    expect(stranger.get_by_text("Genuine", exact=True)).to_be_visible()
    stranger.get_by_text("Get a copy").click()
    with stranger.expect_download() as saved:
        stranger.get_by_role("link", name="Signed file (JSON)").click()
    assert stranger.context.cookies() == []
    badge = stranger.url
    saved.value.save_as(tmp_path / "badge.json")
    assert check(stranger, tmp_path / "badge.json") == "Genuine"

    holder.get_by_role("button", name="End this link").click()
    expect(holder.get_by_text("The link has ended.")).to_be_visible()
    for address in (link, badge):
        gone = stranger.goto(address)
        assert gone is not None
        assert gone.status == GONE
        expect(stranger.get_by_text(KNOWN_BADGE)).to_have_count(0)


def test_a_badge_goes_on_paper_in_arabic_and_onto_another_site_without_script(
    visitor: Visitor, tmp_path: Path
) -> None:
    steward, holder = visitor("steward"), visitor()
    credential = hold(steward, holder, join(holder, "Holder"))
    holder.get_by_role("link", name="Show it", exact=True).click()
    holder.get_by_role("button", name="Make a link for one year").first.click()
    holder.get_by_label("Language", exact=True).select_option("ar")
    with holder.expect_download() as saved:
        holder.get_by_role("button", name="Get the certificate").click()
    saved.value.save_as(tmp_path / "certificate.pdf")
    sheet = (tmp_path / "certificate.pdf").read_bytes()
    assert sheet.startswith(b"%PDF-")
    assert re.search(rb"/Lang ?\(ar", sheet)

    snippet = holder.get_by_role("textbox", name="HTML, without any script").input_value()
    assert "<script" not in snippet
    site = visitor(scripts=False)
    site.set_content(f"<!doctype html><title>My page</title>{snippet}")
    card = site.get_by_role("img", name=KNOWN_BADGE)
    expect(card).to_be_visible()
    card.evaluate("card => card.decode()")
    assert card.evaluate("card => card.naturalWidth") > 0
    site.get_by_role("link").click()
    expect(site.get_by_role("heading", name=KNOWN_BADGE, level=1)).to_be_visible()
    stranger = visitor()
    private = stranger.goto(credential)
    assert private is not None
    assert private.status in {401, 403, 404}
