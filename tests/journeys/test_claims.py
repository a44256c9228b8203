"""A learner writes a claim in a real browser: drafts keep themselves, two tabs lose nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import begin, define_badge, join
from web.server import MOST_RECEIVED_BYTES

pytestmark = pytest.mark.browser

MORE_THAN_IS_KEPT = MOST_RECEIVED_BYTES + 32 * 1024**2


def test_a_draft_keeps_itself_and_a_second_tab_overwrites_nothing(visitor: Visitor) -> None:
    badge = define_badge(visitor("steward"))
    page = visitor()
    join(page)
    claim = begin(page, badge)
    words = page.get_by_label("What you did, and what it shows")
    words.fill("I brought two groups together.")
    expect(page.get_by_text("Saved.")).to_be_visible()
    older = page.context.new_page()
    older.goto(claim)
    expect(older.get_by_label("What you did, and what it shows")).to_have_value(
        "I brought two groups together."
    )
    with page.expect_response("**/save"):  # "Saved." stands there from the first time
        words.fill("I brought three groups together.")
    expect(page.get_by_text("Saved.")).to_be_visible()
    older.get_by_label("What you did, and what it shows").fill("Written in an older tab.")
    expect(older.get_by_text("What you typed is not saved")).to_be_visible()
    page.reload()
    expect(words).to_have_value("I brought three groups together.")


def test_what_was_typed_a_moment_ago_is_kept_before_the_claim_is_handed_in(visitor: Visitor) -> None:
    badge = define_badge(visitor("steward"))
    page = visitor()
    join(page)
    begin(page, badge)
    words = page.get_by_label("What you did, and what it shows")
    words.fill("Typed just before leaving.")
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_role("link", name="A text").click()
    page.get_by_label("What to call it").fill("Thoughts")
    page.get_by_label("The text").fill("What we learned.")
    page.get_by_role("button", name="Add it").click()
    expect(words).to_have_value("Typed just before leaving.")
    words.fill("Typed just now.")
    page.get_by_role("button", name="Hand in my claim").click()
    expect(page.get_by_text("Your claim is handed in.")).to_be_visible()
    expect(page.get_by_text("Typed just now.")).to_be_visible()
    expect(page.get_by_role("heading", name="Ask somebody who saw it to endorse you")).to_be_visible()


def test_a_claim_with_a_file_needs_no_script(visitor: Visitor, tmp_path: Path) -> None:
    badge = define_badge(visitor("steward"))
    page = visitor(scripts=False)
    join(page)
    begin(page, badge)
    page.get_by_label("What you did, and what it shows").fill("Without a script.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    file = tmp_path / "report.txt"
    file.write_text("What we did.")
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_role("link", name="A file").click()
    page.set_input_files('[name="upload"]', file)
    page.get_by_label("What to call it").fill("Our report")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Our report")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="report.txt").click()
    assert saved.value.path().read_text() == "What we did."
    page.get_by_role("button", name="Hand in my claim").click()
    expect(page.get_by_text("Your claim is handed in.")).to_be_visible()


def test_a_file_beyond_all_measure_gets_an_answer_that_a_browser_shows(
    visitor: Visitor, tmp_path: Path
) -> None:
    badge = define_badge(visitor("steward"))
    page = visitor()
    join(page)
    begin(page, badge)
    file = tmp_path / "huge.bin"
    with file.open("wb") as sparse:
        sparse.truncate(MORE_THAN_IS_KEPT)
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_role("link", name="A file").click()
    page.set_input_files('[name="upload"]', file)
    page.get_by_label("What to call it").fill("Everything")
    page.get_by_role("button", name="Add it").click(no_wait_after=True)
    expect(page.get_by_role("heading", name="This file is too big")).to_be_visible(timeout=60_000)
