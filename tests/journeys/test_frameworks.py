"""A steward writes a framework: by dragging, by keyboard, without script, and with somebody else at it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.places_between import ASSESSOR, STEWARD
from tests.journeys.steps import HUB, new_name

pytestmark = pytest.mark.browser


def begin(steward: Page) -> str:
    """Begin a framework with two areas and two competencies in the first; give the address of its draft."""
    steward.goto(f"{HUB}/frameworks/new")
    steward.fill('[name="title.en"]', new_name("River skills"))
    steward.get_by_role("button", name="Begin the draft").click()
    steward.wait_for_url(re.compile(r"/draft$"))
    draft = steward.url
    for title in ("Paddling", "Camping"):
        steward.goto(f"{draft}/domains/new")
        steward.fill('[name="title.en"]', title)
        steward.get_by_role("button", name="Save in the draft").last.click()
        steward.wait_for_url(re.compile(r"/draft(#.*)?$"))
    for title in ("Steering", "Reading water"):
        steward.goto(f"{draft}/competencies/new?domain=paddling")
        steward.fill('[name="title.en"]', title)
        steward.get_by_role("button", name="Save in the draft").last.click()
        steward.wait_for_url(re.compile(r"/draft(#.*)?$"))
    steward.goto(draft)
    return draft


def order(page: Page) -> list[list[str]]:
    """Give the competencies of each area, as the page shows them."""
    areas = page.locator("[data-thing=domain]")
    return [
        [text.strip() for text in areas.nth(at).locator(".tree__words a").all_inner_texts()]
        for at in range(areas.count())
    ]


def test_a_competency_is_dragged_into_another_area_and_up_within_one(visitor: Visitor) -> None:
    steward = visitor(STEWARD)
    begin(steward)
    water = steward.locator("[data-thing=competency]", has_text="Reading water")
    above = steward.locator("[data-thing=competency]", has_text="Steering")
    water.drag_to(above, target_position={"x": 9, "y": 2})
    steward.wait_for_url(re.compile(r"#competency-"))
    assert order(steward) == [["Reading water", "Steering"], []]
    steering = steward.locator("[data-thing=competency]", has_text="Steering")
    steering.drag_to(steward.locator("[data-thing=domain]", has_text="Camping").locator("h3").last)
    expect(steward.locator("#area-camping .tree__words")).to_have_text(re.compile("Steering"))
    assert order(steward) == [["Reading water"], ["Steering"]]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-script", "without-script"])
def test_the_same_is_done_by_keyboard_with_and_without_script(visitor: Visitor, scripts: bool) -> None:
    steward = visitor(STEWARD, scripts=scripts)
    begin(steward)
    up = steward.get_by_role("button", name=re.compile("Up.*Reading water"))
    up.focus()
    steward.keyboard.press("Enter")
    steward.wait_for_url(re.compile(r"#competency-"))
    assert order(steward) == [["Reading water", "Steering"], []]
    steward.get_by_label("Area for Steering").select_option(label="Camping")
    there = steward.get_by_role("button", name=re.compile("Move there.*Steering"))
    there.focus()
    steward.keyboard.press("Enter")
    expect(steward.locator("#area-camping .tree__words")).to_have_text(re.compile("Steering"))


def test_two_stewards_at_one_competency_lose_nothing(visitor: Visitor) -> None:
    first, second = visitor(STEWARD), visitor(ASSESSOR)
    begin(first)
    address = first.get_by_role("link", name="Steering").get_attribute("href")
    first.goto(str(address))
    second.goto(str(address))
    first.fill('[name="statement.en"]', "Steers a canoe.")
    first.get_by_role("button", name="Save in the draft").last.click()
    first.wait_for_url(re.compile(r"/draft(#.*)?$"))
    second.fill('[name="statement.en"]', "Steers any boat.")
    second.get_by_role("button", name="Save in the draft").last.click()
    told = second.get_by_text("Somebody else wrote here meanwhile: \u2068Steers a canoe.\u2069")
    expect(told).to_be_visible()
    expect(second.locator('[name="statement.en"]')).to_have_value("Steers any boat.")
    second.get_by_role("button", name="Save in the draft").last.click()
    second.wait_for_url(re.compile(r"/draft(#.*)?$"))
    first.goto(str(address))
    expect(first.locator('[name="statement.en"]')).to_have_value("Steers any boat.")
