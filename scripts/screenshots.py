"""Takes pictures of the pages with the made-up movement.

Without arguments: `docs/screenshot.png` for the README. With `--all FOLDER`: every main page at the width
of a phone and of a desk, in English and Arabic, light and dark; to look at before a release.
"""

import argparse
import io
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.journeys.places import HOLDER, STEWARD, STRANGER, places  # noqa: E402 - found only now
from tests.journeys.running import FLAGS, Service, chromium  # noqa: E402 - found only now

README = ROOT / "docs/screenshot.png"
README_PAGE = "/badges/peer-mentor-badge"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
COLOURS = 128  # enough for a page; keeps the file small
PEOPLE = (STRANGER, STEWARD, HOLDER)


def visitor(browser: Browser, address: str, who: str, language: str, **more: object) -> Page:
    """Give a page of somebody, in a language."""
    page = browser.new_context(base_url=address, reduced_motion="reduce", **more).new_page()
    page.goto(f"/demo/sign-in/{who}" if who else "/")
    page.goto(f"/?lang={language}")
    return page


def for_readme(browser: Browser, address: str) -> None:
    """Take the one picture that the README shows."""
    page = visitor(browser, address, STRANGER, "en", viewport=DESK)
    page.goto(README_PAGE, wait_until="networkidle")
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS).save(README, optimize=True)
    print(f"{README.relative_to(ROOT)}: {README.stat().st_size // 1000} kB")


def of_all(browser: Browser, service: Service, folder: Path) -> None:
    """Take every page in every look."""
    english = {who: visitor(browser, service.address, who, "en") for who in PEOPLE}
    found = places(english, service.letters)
    for size, language, scheme in product((PHONE, DESK), ("en", "ar"), ("light", "dark")):
        look = folder / f"{size['width']}-{language}-{scheme}"
        look.mkdir(parents=True, exist_ok=True)
        more = {"viewport": size, "color_scheme": scheme}
        visit = {who: visitor(browser, service.address, who, language, **more) for who in PEOPLE}
        for place in found:
            page = visit[place.who]
            page.goto(place.path, wait_until="load")
            page.screenshot(path=look / f"{place.endpoint}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                print(f"{look.name}: {place.endpoint} is wider than the screen")
        for page in visit.values():
            page.context.close()
    print(f"{len(found)} pages in {folder}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="every page in every look, into a folder")
    asked = parser.parse_args()
    path = chromium()
    if path is None:
        sys.exit("No Chromium found: run `python scripts/browser.py`, or set CHROMIUM to its path.")
    with (
        tempfile.TemporaryDirectory() as folder,
        Service(Path(folder)) as service,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        if asked.all:
            of_all(browser, service, asked.all)
        else:
            for_readme(browser, service.address)
        browser.close()


if __name__ == "__main__":
    main()
