"""Looks at every page of the house: nobody is shut out, and no page is heavy."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Response

from accounts import queries as people
from accounts.services import digesting, safety
from foundation.policy import SYSTEM
from tests.conftest import fresh_environ
from tests.journeys.conftest import Visitor
from tests.journeys.places import NO_PAGE, NO_PAGE_ROOMS, PEOPLE, Place, places
from tests.journeys.places_between import HOLDER, SAFETY, STRANGER
from tests.journeys.running import Service
from tests.journeys.steps import check, save
from web.assembly import create_app
from web.demo.people import demo_people

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000  # half a minute on a slow 2G line
WIDE, NARROW = (1280, 800), (360, 740)
NARROWEST = 320  # what WCAG 2.2 asks for without scrolling to the side
LOOKS = [
    ("en", WIDE),
    ("ar", NARROW),
]  # one language for each direction: barriers lie in the pages, not in words
LONG_WORDED = ("sv", "es")
COLOURED = ("en",)  # colours are the same in every language, and to measure them takes longest
BARRIERS = """with_colours => axe.run({
    resultTypes: ['violations'], rules: {'color-contrast': {enabled: with_colours}}
}).then(found => found.violations)"""
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
DARK = (
    "browse.home",
    "browse.badge",
    "passport.credential",
    "verify.form",
    "awards.award_list",
    "define.new_badge",
    "assessing.case",
    "claims.claim",
    "endorsing.preview",
    "sharing.share",
    "way.overview",
)
PUBLIC = (
    "browse.home",
    "browse.badges",
    "browse.badge",
    "browse.role",
    "browse.path",
    "verify.form",
    "offers.offer",
    "shared.badge",
    "endorsing.link",
)


@pytest.fixture(scope="module")
def all_places(service: Service, chrome: Browser) -> list[Place]:
    """Every page, found once by walking through the service."""
    visit, more = {}, _beside(service)
    for who in PEOPLE:
        visit[who] = chrome.new_context(base_url=service.address, locale="en").new_page()
        visit[who].goto(f"/demo/sign-in/{who}" if who else "/")
        visit[who].goto("/?lang=en")
    found = places(visit, service.letters)
    for page in visit.values():
        page.context.close()
    return [*found, *more]


def _beside(service: Service) -> list[Place]:
    """Give what no page leads to: a seat that the operator gives, and the link in a letter of the day."""
    name = next(one.user_name for one in demo_people() if one.key == SAFETY)
    with create_app(service.settings).app_context():
        person = people.person_by_name(name)
        assert person is not None
        safety.change(SYSTEM, person.id, keeps=True)
        return [Place("notices.quiet", STRANGER, f"/inbox/quiet/{digesting.quiet_token(person.id)}")]


def _visits(visitor: Visitor, language: str, **more: object) -> dict[str, Page]:
    visit = {who: visitor(who, **more) for who in PEOPLE}
    for page in visit.values():
        page.goto(f"/?lang={language}")
    return visit


def _examined(visit: dict[str, Page]) -> dict[str, Page]:
    """Give each page what looks for barriers, once: a third of the time that sending it each time takes."""
    for page in visit.values():
        page.add_init_script(AXE_SCRIPT)
    return visit


def _barriers(page: Page, name: str, *, with_colours: bool = True) -> Iterator[str]:
    for found in page.evaluate(BARRIERS, with_colours):
        for node in found["nodes"]:
            yield f"{name}: {found['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"


def _burdens(page: Page, name: str) -> Iterator[str]:
    """Say what is too heavy for a slow line, or too wide for a small window."""
    if (weight := page.evaluate(WEIGHT)) > MOST_BYTES:
        yield f"{name}: {weight} bytes"
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": NARROWEST, "height": before["height"]})
    if (beyond := page.evaluate(TOO_WIDE)) > 0:
        yield f"{name}: {beyond} pixels too wide"
    page.set_viewport_size(before)


def _look_at(visit: dict[str, Page], seen: list[Place], *, with_colours: bool = True) -> list[str]:
    barriers: list[str] = []
    for place in seen:
        page = _opened(visit, place)
        barriers += _barriers(page, place.endpoint, with_colours=with_colours)
        barriers += _burdens(page, place.endpoint)
    return barriers


def _opened(visit: dict[str, Page], place: Place) -> Page:
    page = visit[place.who]
    answer = page.goto(place.path)
    assert answer is not None
    assert answer.status == (404 if place.endpoint == "errors.not_found" else 200), place
    return page


def test_every_page_of_the_house_is_looked_at(all_places: list[Place], tmp_path: Path) -> None:
    environ = fresh_environ(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite3'}") | {"BARNSTAR_DEMO": "auto"}
    rules = create_app(environ).url_map.iter_rules()
    pages = {
        rule.endpoint
        for rule in rules
        if "GET" in (rule.methods or ())
        and not rule.endpoint.startswith("api_")
        and rule.endpoint.partition(".")[0] not in NO_PAGE_ROOMS
    }
    assert pages - NO_PAGE == {place.endpoint.partition("#")[0] for place in all_places} - {
        "errors.not_found"
    }


@pytest.mark.parametrize(("language", "size"), LOOKS, ids=[language for language, _size in LOOKS])
def test_no_page_shuts_anybody_out(
    visitor: Visitor, all_places: list[Place], language: str, size: tuple[int, int]
) -> None:
    visit = _examined(_visits(visitor, language, viewport={"width": size[0], "height": size[1]}))
    assert not _look_at(visit, all_places, with_colours=language in COLOURED)
    assert all(page.locator("html").get_attribute("lang") == language for page in visit.values())


@pytest.mark.parametrize("language", LONG_WORDED)
def test_every_page_fits_a_small_window_in(visitor: Visitor, all_places: list[Place], language: str) -> None:
    visit = _visits(visitor, language, viewport={"width": NARROWEST, "height": 740})
    wide = [place.endpoint for place in all_places if _opened(visit, place).evaluate(TOO_WIDE) > 0]
    assert wide == []
    assert all(page.locator("html").get_attribute("lang") == language for page in visit.values())


def test_no_page_shuts_anybody_out_in_the_dark(visitor: Visitor, all_places: list[Place]) -> None:
    visit = _examined(_visits(visitor, "en", color_scheme="dark"))
    assert not _look_at(visit, [place for place in all_places if place.endpoint in DARK])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_answer_of_a_check_shuts_anybody_out(
    visitor: Visitor, all_places: list[Place], tmp_path: Path, language: str
) -> None:
    holder, stranger = visitor(HOLDER), visitor()
    _examined({"": stranger})
    credential = next(one.path for one in all_places if one.endpoint == "passport.credential")
    holder.goto("/?lang=en")
    genuine = save(holder, credential, "json", tmp_path)
    barriers, seen = [], set()
    for name, file in _three(genuine, tmp_path):
        stranger.goto("/?lang=en")
        seen.add(check(stranger, file))
        if language != "en":
            stranger.goto(f"/?lang={language}")
            stranger.goto("/verify")
            stranger.set_input_files('[name="file"]', file)
            stranger.locator("main form [type=submit]").click()
            stranger.wait_for_selector(".status h1")
        barriers += _barriers(stranger, name)
    assert seen == {"Genuine", "Do not rely on this", "We could not finish checking"}
    assert not barriers


def _three(genuine: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Give a genuine badge, a changed one, and one whose signer cannot be reached."""
    document = json.loads(genuine.read_bytes())
    yield "genuine", genuine
    changed, lost = folder / "changed.json", folder / "lost.json"
    changed.write_text(json.dumps(document | {"name": "Another name"}))
    yield "changed", changed
    lost.write_text(json.dumps(_unreachable(document)))
    yield "lost", lost


def _unreachable(document: dict[str, object]) -> dict[str, object]:
    """Say that somebody signed it whose keys lie on a machine that does not exist."""
    signer = "did:web:nobody.invalid"
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    issuer = document["issuer"]
    assert isinstance(issuer, dict)
    return document | {
        "issuer": issuer | {"id": signer},
        "proof": [one | {"verificationMethod": f"{signer}#key"} for one in proofs],
    }


@pytest.mark.parametrize("endpoint", PUBLIC)
def test_a_page_with_all_that_it_loads_fits_a_slow_line(
    visitor: Visitor, all_places: list[Place], endpoint: str
) -> None:
    page, answers = visitor(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(next(one.path for one in all_places if one.endpoint == endpoint), wait_until="networkidle")
    sizes = {one.url: _sent(one) for one in answers}
    assert sum(sizes.values()) <= MOST_BYTES, sorted(sizes.items(), key=lambda one: -one[1])


def _sent(answer: Response) -> int:
    """Give what went over the line, in bytes, body and headers."""
    counted = answer.request.sizes()
    return counted["responseBodySize"] + counted["responseHeadersSize"]
