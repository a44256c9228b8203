"""Steps that several journeys take, in the words of whoever takes them."""

import re
import uuid
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

HUB = "/groups/demo-volunteer-hub"
KNOWN_BADGE = "Project deliverer"  # one that the demo has
PASSWORD = "correct horse battery staple"
SEEN = "I saw both groups sit at one table and write the plan, line by line, in three evenings."


def new_name(word: str) -> str:
    """Give a name that nothing else has."""
    return f"{word} {uuid.uuid4().hex[:8]}"


def new_address() -> str:
    """Give an e-mail address that nobody else has."""
    return f"{uuid.uuid4().hex[:10]}@example.org"


def first(page: Page, path: str, pattern: str) -> str:
    """Give the first address on a page that looks so."""
    page.goto(path)
    addresses = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return next(str(one) for one in addresses if re.search(pattern, str(one)))


def join(page: Page, word: str = "Learner") -> str:
    """Become somebody of one's own, whom no other journey knows, and give the user name."""
    name = new_name(word)
    page.goto("/join")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_load_state()
    return name


def define_badge(steward: Page, *, proves: tuple[str, ...] = (), endorsements: int | None = None) -> str:
    """Publish a badge by the form and give its name; it proves level 1 of each competency named."""
    name = new_name("Bridge builder")
    steward.goto(f"{HUB}/badges/new")
    steward.fill('[name="name.en"]', name)
    steward.fill('[name="description.en"]', "Brought two groups together around one shared plan.")
    steward.fill('[name="criteria.en"]', "Write the plan with both groups and keep it for a month.")
    steward.fill('[name="image_alt.en"]', "A star over a bridge")
    steward.check('[name="kind"][value="milestone"]')
    for index, competency in enumerate(proves):
        steward.select_option(f'[name="proves.{index}.competency"]', competency)
        steward.select_option(f'[name="proves.{index}.level"]', "1")
    if endorsements == 0:
        steward.select_option('[name="assessment.method"]', "claim_with_check")
    if endorsements is not None:
        steward.fill('[name="assessment.min_endorsements"]', str(endorsements))
    steward.check('[name="reviewed"][value="en"]')
    steward.get_by_role("button", name="Publish", exact=True).last.click()
    steward.get_by_role("heading", name=name, level=1).wait_for()
    return name


def write_endorsement(mentor: Page, *, competency: str = "", language: str = "en") -> None:
    """Fill in the form of an endorsement that is open, and go on to what would be signed."""
    mentor.get_by_label("What you saw").fill(SEEN)
    if competency:
        mentor.select_option('[name="competency"]', competency)
        mentor.select_option('[name="level"]', "1")
    mentor.select_option('[name="relation"]', index=1)
    mentor.fill('[name="seen_from"]', "2026-01-05")
    mentor.fill('[name="seen_until"]', "2026-03-05")
    mentor.select_option('[name="language"]', language)
    mentor.get_by_role("button", name="Look at it before signing").click()
    mentor.get_by_role("heading", name="Exactly this is signed").wait_for()


def sign_endorsement(mentor: Page, *, competency: str = "") -> None:
    """Write an endorsement in the form that is open, and sign it."""
    write_endorsement(mentor, competency=competency)
    mentor.get_by_role("button", name="Sign", exact=True).click()
    mentor.get_by_text("Signed. It stands with the badge as soon as the holder says yes.").wait_for()


def begin(page: Page, badge: str) -> str:
    """Go from the list of badges to a new claim, and give its path."""
    page.goto("/badges")
    page.get_by_role("link", name=badge).click()
    page.get_by_role("link", name="Claim this badge").click()
    page.get_by_role("button", name="Begin my claim").click()
    page.get_by_role("heading", name="In your own words").wait_for()
    return page.url


def add_evidence(
    page: Page, claim: str, name: str, *, url: str = "", text: str = "", file: Path | None = None
) -> None:
    """Add a link, a file or a text to a claim by its form."""
    page.goto(f"{claim}/evidence/new?form={'link' if url else 'file' if file else 'text'}")
    page.get_by_label("What to call it").fill(name)
    page.fill('[name="text"]', text)
    if url:
        page.get_by_label("Web address").fill(url)
    if file:
        page.set_input_files('[name="upload"]', file)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name=name).wait_for()


def hand_in(page: Page, claim: str) -> None:
    """Hand a claim in."""
    page.goto(claim)
    page.get_by_role("button", name="Hand in my claim").click()
    page.get_by_text("Your claim is handed in.").wait_for()


def take(assessor: Page, badge: str) -> None:
    """Find the case of a badge in the list and take it."""
    assessor.goto("/assess")
    assessor.get_by_role("link", name=badge).click()
    assessor.get_by_role("button", name="Take this case").click()
    assessor.get_by_role("heading", name="You decide this case").wait_for()


def decide(assessor: Page, outcome: str, levels: Mapping[str, int], reason: str) -> None:
    """Decide the case that is shown."""
    for competency, level in levels.items():
        assessor.check(f'[name="judgements.{competency}.level"][value="{level}"]')
        assessor.fill(f'[name="judgements.{competency}.reason"]', "The plan shows it line by line.")
    assessor.check(f'[name="outcome"][value="{outcome}"]')
    assessor.fill('[name="reason"]', reason)
    assessor.get_by_role("button", name="Decide and tell the claimant").click()
    assessor.get_by_text("Decided. The person is told, and sees your reasons.").wait_for()


def hold(steward: Page, holder: Page, name: str) -> str:
    """Give a known badge to a person who accepts it from the inbox, and give the path of the badge."""
    give(steward, KNOWN_BADGE, name)
    holder.goto("/inbox")
    holder.locator("main").get_by_role("link", name=KNOWN_BADGE).click()
    return accept(holder)


def answer(holder: Page, button: str) -> None:
    """Say yes or no to the endorsement that waits."""
    holder.goto("/endorsements")
    holder.get_by_role("link", name="Read it").click()
    holder.get_by_role("button", name=button).click()
    holder.wait_for_load_state()


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
