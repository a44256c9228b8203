"""One's own way: always one next step, the gap to a role, a path step by step; and nobody else's."""

import re
from html import unescape

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.services import awarding, claiming, withdrawing
from badges.services.claims import keeping, opening
from competencies import queries as competencies
from competencies.services import aiming, defining
from foundation.policy import Actor
from pathways import queries as pathways
from pathways.services import following
from tests.badges.scene import both, person
from tests.web.starter import load_starter
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor

PATH, ROLE = "newcomer-packet", "community-organiser"
POSTS = (
    f"/way/roles/{ROLE}/aim",
    f"/way/roles/{ROLE}/stop",
    f"/way/paths/{PATH}/follow",
    f"/way/paths/{PATH}/pause",
    f"/way/paths/{PATH}/go-on",
    f"/way/paths/{PATH}/leave",
    f"/way/paths/{PATH}/steps/wiki-basics/done",
    f"/way/paths/{PATH}/steps/wiki-basics/open",
)
OWN_STEPS = ("wiki-basics", "sources-licences", "practice-three-improvements", "reflect-one-source")


@pytest.fixture
def steward(sqlite_app: Flask) -> Actor:
    group = load_starter()
    first = person("Steward")
    seats.give(first.person_id, group.id, SeatRole.STEWARD)
    return people.actor_of(first.person_id)


@pytest.fixture
def learner(steward: Actor) -> Actor:
    return person("Learner")


@pytest.fixture
def client(sqlite_app: Flask, learner: Actor):
    return client_of(sqlite_app, learner)


def level(steward: Actor, learner: Actor, slug: str):
    """One level of one competency, given and accepted."""
    award = awarding.award(steward, achievement=slug, recipient="Learner")
    return claiming.accept(learner, award.id).credential_id


def words(page: str) -> str:
    """What stands on a page, as one line."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def next_card(client) -> str:
    page = client.get("/way")
    assert page.status_code == 200
    cards = re.findall(r'<section class="panel stack next-step".*?</section>', page.text, re.DOTALL)
    assert len(cards) == 1
    return cards[0]


def test_somebody_who_chose_nothing_is_asked_to_choose(client):
    card = next_card(client)
    assert "Choose a role or a path" in card
    assert 'href="/roles"' in card
    assert 'href="/paths"' in card


def test_the_next_step_follows_the_learner_from_the_role_to_the_badge(client, steward, learner):
    aiming.aim(learner, ROLE)
    card = next_card(client)
    assert "Come nearer to your role" in card
    assert (
        "/claims/new?badge=project-deliverer&amp;path=editor-to-organiser&amp;role=community-organiser"
        in card
    )
    following.follow(learner, PATH)
    card = next_card(client)
    assert "Do the next step of your path" in card
    assert f'href="/way/paths/{PATH}#wiki-basics"' in card
    for step in OWN_STEPS:
        following.tick(learner, PATH, step)
    assert f"/claims/new?badge=first-steps&amp;path={PATH}" in next_card(client)
    claim = opening.open_claim(learner, "first-steps", path_slug=PATH)
    card = next_card(client)
    assert "Go on with your claim" in card
    assert f'href="/claims/{claim.id}"' in card
    keeping.withdraw(learner, claim.id)
    award = awarding.award(steward, achievement="first-steps", recipient="Learner")
    card = next_card(client)
    assert "A badge waits" in card
    assert f'href="/inbox/{award.id}"' in card
    assert client.post(f"/inbox/{award.id}/accept").status_code == 303
    assert pathways.enrolments(learner.person_id)[0].state == "completed"
    assert "Come nearer to your role" in next_card(client)


def test_the_page_of_a_role_shows_the_own_gap_beside_what_is_asked(client, steward, learner):
    credential_id = level(steward, learner, "project-deliverer")
    level(steward, learner, "inclusive-safe-participation-1")
    page = client.get(f"/way/roles/{ROLE}")
    text = words(page.text)
    assert "1 of 4 required" in text
    assert f'href="/credentials/{credential_id}"' in page.text
    assert "until " in text
    assert "nobody is appointed or ranked by it" in text
    assert "Version of the role 1" in text
    assert "Nothing yet" in text
    assert 'href="/badges/welcoming-host"' in page.text
    assert "What helps most now" in text
    assert "%" not in text


def test_a_gap_closes_when_a_badge_is_accepted_and_opens_when_it_is_revoked(client, steward, learner):
    assert "0 of 4 required" in words(client.get(f"/way/roles/{ROLE}").text)
    credential_id = level(steward, learner, "welcoming-host")
    assert "2 of 4 required" in words(client.get(f"/way/roles/{ROLE}").text)
    withdrawing.revoke(steward, credential_id, reason="issued_in_error", note="")
    assert "0 of 4 required" in words(client.get(f"/way/roles/{ROLE}").text)


def test_a_role_without_any_requirement_has_a_page(client, steward, learner):
    group = load_group(steward)
    defining.define_role(
        steward, group_id=group, slug="free", title=both("Free", "Fri"), purpose=both("P", "P"),
        requirements=[], term_guidance_months=None, reviewed=("en", "sv"),
    )  # fmt: skip
    assert "Nothing is required" in words(client.get("/way/roles/free").text)


def load_group(steward: Actor):
    return next(iter(steward.stewards))


def test_aiming_and_stopping_are_buttons(client, learner):
    assert "Aim at this role" in client.get(f"/way/roles/{ROLE}").text
    assert client.post(f"/way/roles/{ROLE}/aim").location == f"/way/roles/{ROLE}"
    assert [one.slug for one in competencies.aims(learner.person_id)] == [ROLE]
    assert "Aim at it no more" in client.get(f"/way/roles/{ROLE}").text
    assert f'href="/way/roles/{ROLE}"' in client.get("/way").text
    client.post(f"/way/roles/{ROLE}/stop")
    assert competencies.aims(learner.person_id) == []


def test_a_path_is_followed_step_by_step_without_script(client, learner):
    page = client.get(f"/way/paths/{PATH}").text
    assert "Follow this path" in page
    assert "I have done this" not in page
    assert client.post(f"/way/paths/{PATH}/follow").status_code == 303
    page = client.get(f"/way/paths/{PATH}").text
    assert page.count('aria-current="step"') == 1
    assert "0 of 5 steps done" in words(page)
    assert "<script" not in page
    done = client.post(f"/way/paths/{PATH}/steps/wiki-basics/done")
    assert done.location == f"/way/paths/{PATH}#wiki-basics"
    page = client.get(f"/way/paths/{PATH}").text
    assert "1 of 5 steps done" in words(page)
    assert '<li id="wiki-basics" class="step--done">' in page
    assert '<li id="sources-licences" aria-current="step">' in page
    client.post(f"/way/paths/{PATH}/steps/wiki-basics/open")
    assert "0 of 5 steps done" in words(client.get(f"/way/paths/{PATH}").text)


def test_the_time_that_is_left_gets_less_with_each_step(client, learner):
    following.follow(learner, PATH)

    def left() -> int:
        return int(re.search(r"About (\d+) minutes left", words(client.get(f"/way/paths/{PATH}").text))[1])

    before = left()
    following.tick(learner, PATH, "practice-three-improvements")
    assert left() == before - 30


def test_a_badge_step_leads_to_the_claim_and_then_to_the_badge(client, steward, learner):
    following.follow(learner, PATH)
    page = client.get(f"/way/paths/{PATH}").text
    assert f"/claims/new?badge=first-steps&amp;path={PATH}" in page
    assert "/steps/badge-first-steps/" not in page
    claim = opening.open_claim(learner, "first-steps", path_slug=PATH)
    assert f'href="/claims/{claim.id}"' in client.get(f"/way/paths/{PATH}").text
    keeping.withdraw(learner, claim.id)
    credential_id = level(steward, learner, "first-steps")
    page = client.get(f"/way/paths/{PATH}").text
    assert f'href="/credentials/{credential_id}"' in page
    assert '<li id="badge-first-steps" class="step--done">' in page


def test_a_badge_that_is_not_open_yet_is_told_so(client, learner):
    following.follow(learner, "calm-communities")
    page = client.get("/way/paths/calm-communities").text
    assert "cannot be claimed yet" in page
    assert "/claims/new?badge=mediator" not in page


def test_a_path_can_be_paused_gone_on_with_and_left(client, learner):
    client.post(f"/way/paths/{PATH}/follow")
    client.post(f"/way/paths/{PATH}/pause")
    page = client.get(f"/way/paths/{PATH}").text
    assert "Paused" in page
    assert "I have done this" not in page
    assert "Choose a role or a path" in next_card(client)
    client.post(f"/way/paths/{PATH}/go-on")
    assert "I have done this" in client.get(f"/way/paths/{PATH}").text
    assert client.post(f"/way/paths/{PATH}/leave").location == "/way"
    assert "Follow this path" in client.get(f"/way/paths/{PATH}").text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"/way/paths/{PATH}/steps/no-such-step/done", 404, "nothing at this address"),
        ("/way/paths/no-such-path/follow", 404, "nothing at this address"),
        ("/way/roles/no-such-role/aim", 404, "nothing at this address"),
        (f"/way/paths/{PATH}/steps/badge-first-steps/done", 409, "when you hold its badge"),
        ("/way/paths/mentor-path/steps/listening/done", 409, "You do not follow this path"),
        ("/way/paths/mentor-path/pause", 409, "You do not follow this path"),
        (f"/way/paths/{PATH}/go-on", 409, "moved on meanwhile"),
        (f"/way/paths/{PATH}/steps/{'x' * 500}/done", 404, "nothing at this address"),
        (f"/way/paths/{PATH}/steps/%00/done", 404, "nothing at this address"),
    ],
)
def test_what_makes_no_sense_gets_a_clear_answer(client, learner, address, status, said):
    following.follow(learner, PATH)
    answer = client.post(address)
    assert answer.status_code == status
    assert said in words(answer.text)


@pytest.mark.parametrize("address", ["/way", f"/way/roles/{ROLE}", f"/way/paths/{PATH}"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(sqlite_app, steward, address):
    answer = visitor(sqlite_app).get(address)
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={address}"


@pytest.mark.parametrize("address", POSTS)
def test_a_stranger_changes_nothing(sqlite_app, steward, address):
    assert visitor(sqlite_app).post(address).status_code == 401


@pytest.mark.parametrize("address", POSTS)
def test_looking_at_an_address_changes_nothing(client, learner, address):
    assert client.get(address).status_code == 405


def test_ones_way_is_not_anothers(sqlite_app, client, steward, learner):
    aiming.aim(learner, ROLE)
    following.follow(learner, PATH)
    following.tick(learner, PATH, "wiki-basics")
    for other in (steward, person("Other")):
        page = client_of(sqlite_app, other).get("/way").text
        assert f"/way/roles/{ROLE}" not in page
        assert f"/way/paths/{PATH}" not in page
        assert "0 of 5 steps done" in words(client_of(sqlite_app, other).get(f"/way/paths/{PATH}").text)
    assert "no-store" in client.get("/way").headers["Cache-Control"]


def test_the_public_page_of_a_role_shows_the_own_level_only_to_whoever_is_signed_in(
    sqlite_app, client, steward, learner
):
    level(steward, learner, "project-deliverer")
    assert "You can show" in client.get(f"/roles/{ROLE}").text
    stranger = visitor(sqlite_app)
    for _ in range(2):
        page = stranger.get(f"/roles/{ROLE}")
        assert "You can show" not in page.text
        assert "no-store" not in page.headers["Cache-Control"]
    assert "Go on with my way" in client.get("/").text
    assert "Go on with my way" not in stranger.get("/").text


def test_signing_in_without_another_goal_leads_to_the_own_way(sqlite_app, steward):
    client = visitor(sqlite_app)
    joined = client.post("/join", data={"user_name": "New Here", "password": "four unrelated words here"})
    assert joined.location == "/join/codes?next=/way"


@pytest.mark.parametrize("language", ["en", "sv", "es", "ar"])
def test_every_page_of_the_way_reads_in_every_language(client, learner, language):
    aiming.aim(learner, ROLE)
    following.follow(learner, PATH)
    for address in ("/way", f"/way/roles/{ROLE}", f"/way/paths/{PATH}"):
        page = client.get(f"{address}?lang={language}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert 'content="noindex"' in page.text


def test_pages_cost_the_same_however_much_one_follows(sqlite_app, steward, learner):
    addresses = ("/way", f"/way/roles/{ROLE}", f"/way/paths/{PATH}")
    aiming.aim(learner, ROLE)
    following.follow(learner, PATH)
    opening.open_claim(learner, "first-steps")
    level(steward, learner, "project-deliverer")
    few = [len(statements(sqlite_app, learner, one)) for one in addresses]
    for role in competencies.roles():
        aiming.aim(learner, role.slug)
    for path in pathways.paths():
        following.follow(learner, path.slug)
    for badge in ("reliable-contributor", "welcoming-host", "community-voice"):
        opening.open_claim(learner, badge)
    for slug in ("open-steward", "verifiable-content-1", "mediation-1"):
        level(steward, learner, slug)
    many = [len(statements(sqlite_app, learner, one)) for one in addresses]
    assert many == few
    assert max(many) <= 35
