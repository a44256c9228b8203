"""Steps that several journeys take, in the words of whoever takes them."""

import uuid
from pathlib import Path

from playwright.sync_api import Page

HUB = "/groups/demo-volunteer-hub"
KNOWN_BADGE = "Project deliverer"  # one that the demo has


def new_name(word: str) -> str:
    """Give a name that nothing else has."""
    return f"{word} {uuid.uuid4().hex[:8]}"


def new_address() -> str:
    """Give an e-mail address that nobody else has."""
    return f"{uuid.uuid4().hex[:10]}@example.org"


def define_badge(steward: Page) -> str:
    """Publish a badge by the form and give its name."""
    name = new_name("Bridge builder")
    steward.goto(f"{HUB}/badges/new")
    steward.fill('[name="name.en"]', name)
    steward.fill('[name="description.en"]', "Brought two groups together around one shared plan.")
    steward.fill('[name="criteria.en"]', "Write the plan with both groups and keep it for a month.")
    steward.fill('[name="image_alt.en"]', "A star over a bridge")
    steward.check('[name="kind"][value="milestone"]')
    steward.check('[name="reviewed"][value="en"]')
    steward.get_by_role("button", name="Publish", exact=True).last.click()
    steward.get_by_role("heading", name=name, level=1).wait_for()
    return name


def give(steward: Page, badge: str, recipient: str, reason: str = "") -> None:
    """Offer a badge to one person by the form."""
    steward.goto(f"{HUB}/awards/new")
    steward.select_option('[name="achievement"]', label=badge)
    steward.fill('[name="recipient"]', recipient)
    steward.fill('[name="reason"]', reason)
    steward.get_by_role("button", name="Offer the badge").click()
    steward.get_by_text("The badge is offered.").wait_for()


def accept(holder: Page) -> str:
    """Accept the offer that is shown, land on the badge's page and give its path."""
    holder.get_by_role("button", name="Accept the badge").click()
    holder.wait_for_url("**/credentials/**")
    return holder.url.partition("?")[0]


def save(holder: Page, credential: str, form: str, folder: Path) -> Path:
    """Save one form of a badge from its page, as a person does."""
    holder.goto(credential)
    link = holder.locator(f'a[href$="badge.{form}"]')
    if not link.is_visible():
        holder.get_by_text("Get a copy").click()
    with holder.expect_download() as saved:
        link.click()
    path = folder / f"badge.{form}"
    saved.value.save_as(path)
    return path


def check(anybody: Page, file: Path) -> str:
    """Upload a file on the page for checking and give the headline of the answer."""
    anybody.goto("/verify")
    anybody.set_input_files('[name="file"]', file)
    anybody.get_by_role("button", name="Check this badge").click()
    anybody.wait_for_selector(".status h1")
    return anybody.locator(".status h1").inner_text()
