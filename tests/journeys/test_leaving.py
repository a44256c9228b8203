"""Somebody leaves while a claim is open: what others still see, and what nobody finds any more."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import (
    PASSWORD,
    SEEN,
    add_evidence,
    answer,
    begin,
    define_badge,
    hand_in,
    hold,
    join,
    sign_endorsement,
)

pytestmark = pytest.mark.browser


def _endorse(holder: Page, credential: str, mentor: Page, name: str) -> None:
    holder.goto(f"{credential}/ask")
    holder.get_by_label("User name").fill(name)
    holder.get_by_role("button", name="Ask", exact=True).click()
    holder.get_by_text("Asked. You are told when there is an answer.").wait_for()
    mentor.goto("/endorsements")
    mentor.get_by_role("link", name="Write", exact=True).click()
    mentor.get_by_label(name).check()
    sign_endorsement(mentor, competency="project-delivery")
    answer(holder, "Yes, let it stand")


def _share(page: Page, credential: str) -> str:
    page.goto(f"{credential}/share")
    page.get_by_role("button", name="Make a link for one year").first.click()
    return page.get_by_label("Address", exact=True).input_value()


def test_whoever_leaves_takes_everything_along_and_is_not_found_again(
    visitor: Visitor, tmp_path: Path
) -> None:
    steward, holder, leaver = visitor("steward"), visitor(), visitor()
    badge = define_badge(steward, proves=("project-delivery",), endorsements=0)
    credential = hold(steward, holder, join(holder, "Holder"))
    name = join(leaver, "Leaver")
    _endorse(holder, credential, leaver, name)
    holder.goto(credential)
    expect(holder.get_by_role("heading", name=name)).to_be_visible()
    link = _share(leaver, hold(steward, leaver, name))
    claim = begin(leaver, badge)
    add_evidence(leaver, claim, "The plan", text="A private thought.")
    hand_in(leaver, claim)
    assessor = visitor("second-steward")
    assessor.goto("/assess")
    assessor.get_by_role("link", name=badge).click()
    expect(assessor.get_by_text(name)).to_be_visible()
    case = assessor.url

    leaver.goto("/account/export")
    with leaver.expect_download() as saved:
        leaver.get_by_role("button", name="Download everything").click()
    saved.value.save_as(tmp_path / "own.zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as own:
        told = json.loads(own.read("barnstar.json"))
    assert name in json.dumps(told, ensure_ascii=False)
    assert "A private thought." in json.dumps(told, ensure_ascii=False)

    leaver.goto("/account/leave")
    leaver.get_by_label("Your password").fill(PASSWORD)
    leaver.get_by_role("button", name="Delete my account now").click()
    expect(leaver.get_by_role("heading", name="Goodbye")).to_be_visible()

    assessor.goto("/assess")
    expect(assessor.get_by_role("link", name=badge)).to_have_count(0)
    for page, address in ((assessor, case), (visitor(), link)):
        gone = page.goto(address)
        assert gone is not None
        assert gone.status in {404, 410}, address
        expect(page.get_by_text(name)).to_have_count(0)
    leaver.goto("/sign-in")
    leaver.get_by_label("User name").fill(name)
    leaver.get_by_role("textbox", name="Password").fill(PASSWORD)
    leaver.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(leaver.get_by_role("alert")).to_be_visible()
    assert leaver.url.endswith("/sign-in")

    holder.goto(credential)
    expect(holder.get_by_text(SEEN)).to_be_visible()
    expect(holder.get_by_role("heading", name="a former participant")).to_be_visible()
    expect(holder.get_by_text(name)).to_have_count(0)
    expect(holder.get_by_text("Genuine", exact=True).first).to_be_visible()
