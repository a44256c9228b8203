"""A steward gives a badge to a list of people from a spreadsheet."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.running import Letters
from tests.journeys.steps import HUB, define_badge, new_address

pytestmark = pytest.mark.browser


def _look_over(steward: Page, badge: str, file: Path) -> None:
    steward.goto(f"{HUB}/awards/list")
    steward.select_option('[name="achievement"]', label=badge)
    steward.set_input_files('[name="file"]', file)
    steward.get_by_role("button", name="Look it over").click()


def test_a_spreadsheet_in_latin_1_is_judged_row_by_row_then_awarded_and_asked_about_when_it_comes_again(
    visitor: Visitor, letters: Letters, tmp_path: Path
) -> None:
    steward, good = visitor("steward"), [new_address(), new_address()]
    badge, file = define_badge(steward), tmp_path / "möte.csv"
    rows = [
        "mottagare;motivering",
        f"{good[0]};Höll i mötet på ön",
        "not an address@;Ett fel",
        f"{good[1]};Översatte",
    ]
    file.write_bytes("\r\n".join(rows).encode("latin-1"))

    _look_over(steward, badge, file)
    wrong = steward.locator("table tbody tr")
    expect(wrong).to_have_count(1)
    expect(wrong.locator("th")).to_have_text("3")
    steward.get_by_role("button", name="Award the 2 good rows").click()
    steward.wait_for_url(re.compile("/awards/runs/"))
    steward.get_by_text("All rows are done.").wait_for()
    expect(steward.get_by_text("2 badges offered.")).to_be_visible()
    body = letters.to(good[0]).get_body(("plain",))
    assert body is not None
    assert "Höll i mötet på ön" in body.get_content()
    assert letters.to(good[1])

    _look_over(steward, badge, file)
    expect(steward.get_by_text("The same list was sent before")).to_be_visible()
