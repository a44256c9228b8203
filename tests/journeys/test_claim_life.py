"""A claim from the page of a badge to the badge: a learner, a mentor and two assessors, all there at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.steps import (
    SEEN,
    accept,
    add_evidence,
    answer,
    begin,
    check,
    decide,
    define_badge,
    hand_in,
    join,
    save,
    sign_endorsement,
    take,
)

pytestmark = pytest.mark.browser
FIRST, SECOND = "welcoming-volunteers", "project-delivery"


def test_a_claim_is_endorsed_assessed_awarded_and_its_badge_is_genuine(
    visitor: Visitor, tmp_path: Path
) -> None:
    badge = define_badge(visitor("steward"), proves=(FIRST,), endorsements=1)
    learner, mentor = visitor(), visitor()
    join(learner)
    mentor_name = join(mentor, "Mentor")
    claim = begin(learner, badge)
    file = tmp_path / "plan.txt"
    file.write_text("The plan that both groups signed.")
    add_evidence(learner, claim, "The page of the plan", url="https://wiki.example.org/plan")
    add_evidence(learner, claim, "The signed plan", file=file)
    add_evidence(learner, claim, "What we learned", text="Listen first, then write.")

    learner.get_by_role("link", name="Ask for an endorsement").click()
    learner.get_by_label("User name").fill(mentor_name)
    learner.get_by_role("button", name="Ask", exact=True).click()
    expect(learner.get_by_text("Asked. You are told when there is an answer.")).to_be_visible()
    mentor.goto("/inbox")
    mentor.get_by_role("button", name="Somebody asks you to say what you saw them do.").click()
    mentor.get_by_role("link", name="Write", exact=True).click()
    sign_endorsement(mentor, competency=FIRST)
    expect(mentor.get_by_text(SEEN)).to_be_visible()
    answer(learner, "Yes, let it stand")
    hand_in(learner, claim)
    expect(learner.get_by_text("The next step is with the assessors")).to_be_visible()

    one, other = visitor("second-steward", language="en"), visitor("p4", language="en")
    for assessor in (one, other):
        assessor.goto("/?lang=en")
        assessor.goto("/assess")
        assessor.get_by_role("link", name=badge).click()
    one.get_by_role("button", name="Take this case").click()
    expect(one.get_by_role("heading", name="You decide this case")).to_be_visible()
    other.get_by_role("button", name="Take this case").click()
    expect(other.get_by_text("Somebody else has taken this case meanwhile.")).to_be_visible()
    expect(other.get_by_role("heading", name="Another assessor has this case")).to_be_visible()
    expect(other.get_by_role("button", name="Take this case")).to_have_count(0)

    one.get_by_role("button", name=re.compile("^Open it.*What we learned")).click()
    expect(one.get_by_text("Listen first, then write.")).to_be_visible()
    learner.goto(claim)
    opened = learner.locator("section", has=learner.get_by_role("heading", name="Who opened your evidence"))
    expect(opened.get_by_role("listitem").filter(has_text="What we learned")).to_have_count(1)
    expect(learner.get_by_text("An assessor is looking at your claim and will decide")).to_be_visible()

    one.get_by_role("link", name="Back to the case").click()
    expect(one.get_by_text("Endorsements that count: 1. The badge needs 1.")).to_be_visible()
    decide(one, "awarded", {FIRST: 2}, "Everything is there, and somebody saw it.")
    learner.goto("/inbox")
    expect(learner.get_by_text("Your claim was accepted. The badge waits for your yes.")).to_be_visible()
    learner.get_by_role("link", name=badge).first.click()
    credential = accept(learner)
    endorsed = learner.locator("section", has=learner.get_by_role("heading", name="Endorsements", exact=True))
    expect(endorsed.get_by_text(SEEN)).to_be_visible()
    expect(endorsed.get_by_text("Genuine", exact=True)).to_be_visible()
    stranger = visitor()
    assert check(stranger, save(learner, credential, "json", tmp_path)) == "Genuine"


def test_a_claim_comes_back_is_mended_and_is_awarded_in_part_without_any_script(visitor: Visitor) -> None:
    badge = define_badge(visitor("steward"), proves=(FIRST, SECOND), endorsements=0)
    learner, assessor = visitor(scripts=False), visitor("second-steward", scripts=False)
    join(learner)
    claim = begin(learner, badge)
    add_evidence(learner, claim, "The plan", text="We wrote it together.")
    hand_in(learner, claim)

    take(assessor, badge)
    decide(assessor, "returned", {FIRST: 1, SECOND: 0}, "Tell who did what, and come back.")
    learner.goto("/inbox")
    learner.get_by_role("button", name="Your claim came back").click()
    expect(learner.get_by_text("Tell who did what, and come back.")).to_be_visible()
    expect(learner.get_by_text("The next step is yours")).to_be_visible()
    learner.get_by_label("What you did, and what it shows").fill("I asked; they wrote.")
    learner.get_by_role("button", name="Save").click()
    hand_in(learner, claim)

    take(assessor, badge)
    decide(assessor, "awarded_in_part", {FIRST: 1, SECOND: 0}, "One half is there.")
    learner.goto(claim)
    expect(learner.get_by_role("heading", name="Awarded in part")).to_be_visible()
    expect(learner.get_by_text("Still missing: level 1").first).to_be_visible()
    learner.goto("/inbox")
    learner.get_by_role("button", name="Your claim was accepted in part.").click()
    learner.goto(claim)
    learner.get_by_role("link", name="Look at the badge").click()
    accept(learner)
    expect(learner.get_by_role("heading", name=badge)).to_have_count(0)
