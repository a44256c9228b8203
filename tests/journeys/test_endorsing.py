"""A holder and two mentors: asked by a link, offered on a public page, declined, taken back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import KNOWN_BADGE, PASSWORD, SEEN, answer, hold, join, new_name, sign_endorsement

pytestmark = pytest.mark.browser


def test_a_mentor_without_an_account_follows_the_link_joins_writes_and_takes_it_back(
    visitor: Visitor,
) -> None:
    steward, holder = visitor("steward"), visitor()
    credential = hold(steward, holder, join(holder, "Holder"))
    holder.get_by_role("link", name="Ask for an endorsement").first.click()
    holder.get_by_label("Your message").fill("You saw the whole spring.")
    holder.get_by_role("button", name="Make a link instead").click()
    link = holder.get_by_role("textbox", name="Send it to one person").input_value()

    mentor = visitor()
    mentor.goto(link)
    expect(mentor.get_by_text("You saw the whole spring.")).to_be_visible()
    mentor.get_by_role("link", name="Make an account").click()
    mentor.get_by_label("User name").fill(new_name("Mentor"))
    mentor.get_by_label("Password").fill(PASSWORD)
    mentor.get_by_role("button", name="Make my account").click()
    mentor.get_by_role("button", name="I have kept them").click()
    mentor.get_by_role("button", name="Write", exact=True).click()
    sign_endorsement(mentor, competency="project-delivery")

    thief = visitor("p4")
    told = thief.goto(link)
    assert told is not None
    assert told.status == 410

    holder.goto(credential)
    expect(holder.get_by_text(SEEN)).to_have_count(0)
    answer(holder, "Yes, let it stand")
    holder.goto(credential)
    expect(holder.get_by_text(SEEN)).to_be_visible()

    mentor.goto("/endorsements")
    mentor.get_by_role("link", name="Take it back").click()
    mentor.get_by_label("It is not true any more.").check()
    mentor.get_by_role("button", name="Take it back").click()
    expect(mentor.get_by_text("You took the endorsement back.")).to_be_visible()
    holder.goto(credential)
    expect(holder.get_by_text("One was taken back on")).to_be_visible()
    expect(holder.get_by_text(SEEN)).to_have_count(0)
    holder.goto("/inbox")
    expect(holder.get_by_text("An endorsement of what you did was withdrawn.")).to_be_visible()


def test_a_mentor_offers_on_a_public_page_and_the_holder_says_no(visitor: Visitor) -> None:
    steward, holder, mentor = visitor("steward"), visitor(), visitor()
    credential = hold(steward, holder, join(holder, "Holder"))
    join(mentor, "Mentor")
    holder.goto(credential)
    holder.get_by_role("button", name="Make it public").click()
    mentor.goto(credential)
    mentor.get_by_role("button", name="Offer an endorsement").click()
    mentor.get_by_role("link", name="Write", exact=True).click()
    sign_endorsement(mentor, competency="project-delivery")
    holder.goto("/inbox")
    expect(holder.get_by_text("Somebody offers to say what they saw you do.")).to_be_visible()
    answer(holder, "No, thank you")

    stranger = visitor()
    stranger.goto(credential)
    expect(stranger.get_by_role("heading", name=KNOWN_BADGE, level=1)).to_be_visible()
    expect(stranger.get_by_text(SEEN)).to_have_count(0)
    mentor.goto("/inbox")
    expect(mentor.get_by_text("An endorsement was declined.")).to_be_visible()
