"""What every journey can ask for: the running service, its letters, and visitors with a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.journeys.running import FLAGS, Letters, Service, chromium

PATIENCE_MS = 15_000
Visitor = Callable[..., Page]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with the made-up movement, one for each worker."""
    with Service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def letters(service: Service) -> Letters:
    """The mail that the service sent."""
    return service.letters


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium()
    if path is None:
        pytest.fail("No Chromium found: run `python scripts/browser.py`, or set CHROMIUM to its path.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(service: Service, chrome: Browser) -> Iterator[Visitor]:
    """Make a visitor with their own cookies, signed in as somebody of the demo if asked.

    What the browser complains about (scripts, styles or pictures that are refused or missing) is
    collected from all their pages, and has to be nothing.
    """
    contexts, complaints = [], []

    def hear(message: ConsoleMessage) -> None:
        # Refused forms answer 4xx on purpose; Chromium notes that as an error of the page itself.
        is_of_page = "Failed to load resource" in message.text and "/static/" not in message.location["url"]
        if message.type == "error" and not is_of_page:
            complaints.append(message.text)

    def make(as_whom: str = "", *, scripts: bool = True, language: str = "en", **more: object) -> Page:
        context = chrome.new_context(
            base_url=service.address,
            java_script_enabled=scripts,
            locale=language,
            accept_downloads=True,
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if as_whom:
            page.goto(f"/demo/sign-in/{as_whom}")
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints
