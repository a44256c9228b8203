"""Pages of kept readiness, of what a group can do together, and of its leadership plan."""

import re

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.services import awarding, claiming, withdrawing
from competencies.queries import kept, plans
from competencies.services import defining, opening
from foundation.policy import Actor
from tests.badges.scene import both, person
from tests.web.starter import load_starter
from tests.web.test_way import words
from tests.web.visiting import client_of, visitor

ROLE = "community-organiser"
GROUP = "/groups/cycle-workshop"


@pytest.fixture
def steward(sqlite_app: Flask) -> Actor:
    group = load_starter()
    first = person("Steward")
    seats.give(first.person_id, group.id, SeatRole.STEWARD)
    return people.actor_of(first.person_id)


@pytest.fixture
def learner(steward: Actor) -> Actor:
    one = person("Learner")
    seats.give(one.person_id, next(iter(steward.stewards)), SeatRole.MEMBER)
    return people.actor_of(one.person_id)


def badge(steward: Actor, learner: Actor, slug: str):
    award = awarding.award(steward, achievement=slug, recipient="Learner")
    return claiming.accept(learner, award.id).credential_id


def test_what_is_kept_cites_the_version_and_stays_when_a_badge_is_revoked(sqlite_app, steward, learner):
    credential_id = badge(steward, learner, "welcoming-host")
    client = client_of(sqlite_app, learner)
    assert "Keep this as of today" in client.get(f"/way/roles/{ROLE}").text
    made = client.post(f"/way/roles/{ROLE}/keep")
    assert made.status_code == 303
    before = client.get(made.location).text
    assert "version 1 of Community organiser" in words(before)
    cited = re.findall(r'href="(/(?:roles|frameworks|competencies)/[^"]+/v1)"', before)
    assert len({one.split("/")[1] for one in cited}) == 3
    assert all(client.get(one).status_code == 200 for one in cited)
    assert "Volunteer movement core competencies , Version 1" in words(before)
    assert "2 of 4 required" in words(before)
    assert f'href="/credentials/{credential_id}"' in before
    withdrawing.revoke(steward, credential_id, reason="issued_in_error")
    after = client.get(made.location).text
    assert "2 of 4 required" in words(after)
    assert f"urn:uuid:{credential_id}" in after
    assert "0 of 4 required" in words(client.get(f"/way/roles/{ROLE}").text)
    assert made.location in client.get("/way/kept").text
    assert client_of(sqlite_app, steward).get(made.location).status_code == 404
    assert client.post(f"{made.location}/delete").location == "/way/kept"
    assert kept.snapshots(learner.person_id) == []
    assert "Nothing kept yet" in client.get("/way/kept").text


def test_a_step_names_the_competency_and_the_levels_it_leads_between(sqlite_app, steward, learner):
    badge(steward, learner, "project-delivery-1")
    text = words(client_of(sqlite_app, learner).get(f"/way/roles/{ROLE}").text)
    assert "Planning and delivering projects : from level 1 to level 2" in text
    assert "from nothing shown yet to level 2" in text


def test_a_holder_says_yes_before_the_name_shows(sqlite_app, steward, learner):
    client = client_of(sqlite_app, steward)
    assert "Learner" in client.get(f"{GROUP}/plan/holders/new?role={ROLE}").text
    form = {"role": ROLE, "person": str(learner.person_id), "since": "2026-01-31", "until": ""}
    assert client.post(f"{GROUP}/plan/holders/new", data=form).status_code == 303
    assert "has not answered yet" in client.get(f"{GROUP}/plan").text
    own = client_of(sqlite_app, learner)
    page = own.get("/way/held").text
    assert "Waiting for your answer" in page
    (holding_id,) = re.findall(r"/way/held/([0-9a-f-]{36})/accept", page)
    assert own.post(f"/way/held/{holding_id}/accept").location == "/way/held"
    told = words(client_of(sqlite_app, steward).get(f"{GROUP}/plan").text).replace(" ,", ",")
    assert "has not answered yet" not in told
    assert "Learner, since January 31, 2026, until January 31, 2028 (as the role advises)" in told
    assert "No second person is ready or near" in told


@pytest.mark.parametrize(
    ("place", "form", "said"),
    [
        ("lines/new", {"role": ROLE, "action": " "}, "Please fill this in."),
        ("lines/new", {"role": ROLE, "action": "x" * 1001}, "This is too long."),
        ("lines/new", {"role": ROLE, "action": "Do.", "due_on": "soon"}, "A date is needed here"),
        ("lines/new", {"role": "nothing", "action": "Do."}, "choose one from the list"),
        ("holders/new", {"role": ROLE, "person": "x", "since": "2026-01-31"}, "who has a seat in your group"),
        ("holders/new", {"role": ROLE, "person": "", "since": ""}, "who has a seat in your group"),
    ],
)
def test_a_form_that_makes_no_sense_comes_back_with_what_to_mend(sqlite_app, steward, place, form, said):
    answer = client_of(sqlite_app, steward).post(f"{GROUP}/plan/{place}", data=form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert plans.lines(next(iter(steward.stewards))) == []


def test_a_line_is_written_changed_and_done_and_who_was_slower_is_told(sqlite_app, steward):
    client, group_id = client_of(sqlite_app, steward), next(iter(steward.stewards))
    form = {"role": ROLE, "action": "Let <b>two</b> lead.", "owner": "the board", "due_on": "2020-05-01"}
    assert client.post(f"{GROUP}/plan/lines/new", data=form).location == f"{GROUP}/plan"
    (line,) = plans.lines(group_id)
    page = client.get(f"{GROUP}/plan").text
    assert "Let &lt;b&gt;two&lt;/b&gt; lead." in page
    assert "The day has passed" in page
    assert 'value="2020-05-01"' in client.get(f"{GROUP}/plan/lines/{line.id}").text
    changed = {**form, "action": "Let three lead.", "revision": "1"}
    assert client.post(f"{GROUP}/plan/lines/{line.id}", data=changed).status_code == 303
    slower = client.post(f"{GROUP}/plan/lines/{line.id}", data={**changed, "action": "Slower."})
    assert slower.status_code == 409
    assert "Nothing of theirs is overwritten." in slower.text
    assert "Slower." in slower.text
    for odd in ("", "-1", "x", "9" * 5000, "²"):
        odd_form = {**changed, "revision": odd}
        assert client.post(f"{GROUP}/plan/lines/{line.id}", data=odd_form).status_code == 409
    client.post(f"{GROUP}/plan/lines/{line.id}/done")
    assert "Open again" in client.get(f"{GROUP}/plan").text
    client.post(f"{GROUP}/plan/lines/{line.id}/remove", data={"revision": "3"})
    assert plans.lines(group_id) == []


def test_a_team_page_names_only_who_opened_up_and_says_so(sqlite_app, steward, learner):
    badge(steward, learner, "welcoming-host")
    client = client_of(sqlite_app, steward)
    page = client.get(f"{GROUP}/team?role={ROLE}").text
    assert "Learner" not in page
    assert "Only people who opened themselves up" in page
    opening.open_up(learner, group="cycle-workshop", months=3)
    page = client_of(sqlite_app, steward).get(f"{GROUP}/team?role={ROLE}").text
    assert "Learner" in page
    assert "Rests on one person" in page
    assert client.get(f"{GROUP}/team?role=nothing").status_code == 404
    assert client.get(f"{GROUP}/team").status_code == 200


def test_who_could_come_next_stands_in_another_order_at_each_look(sqlite_app, steward):
    group_id = next(iter(steward.stewards))
    for number in range(6):
        one = person(f"Open {number}")
        seats.give(one.person_id, group_id, SeatRole.MEMBER)
        award = awarding.award(steward, achievement="first-steps", recipient=f"Open {number}")
        claiming.accept(one, award.id)
        opening.open_up(people.actor_of(one.person_id), group="cycle-workshop", months=3)
    defining.define_role(
        steward, group_id=group_id, slug="easy", title=both("Easy", "Lätt"), purpose=both("P", "P"),
        requirements=[], term_guidance_months=None, reviewed=("en", "sv"),
    )  # fmt: skip
    client = client_of(sqlite_app, steward)

    def order() -> tuple[str, ...]:
        part = client.get(f"{GROUP}/plan").text.partition('id="role-easy"')[2].partition("</section>")[0]
        return tuple(re.findall(r"Open \d", part))

    seen = {order() for _ in range(12)}
    assert len(seen) > 1
    assert {tuple(sorted(one)) for one in seen} == {tuple(f"Open {number}" for number in range(6))}


def test_the_numbers_of_a_hub_say_when_there_are_none(sqlite_app, steward):
    assert "No groups yet" in client_of(sqlite_app, steward).get(f"{GROUP}/plan/overview").text


@pytest.mark.parametrize("place", ["plan", "plan/overview", "plan/lines/new", "plan/holders/new", "team"])
def test_the_group_page_leads_stewards_there_and_others_see_nothing(sqlite_app, steward, learner, place):
    address = f"{GROUP}/{place}"
    assert client_of(sqlite_app, steward).get(address).status_code == 200
    assert client_of(sqlite_app, learner).get(address).status_code == 404
    assert visitor(sqlite_app).get(address).status_code == 302
    shown = {f'href="{GROUP}/{one}"' for one in ("plan", "team")}
    assert all(one in client_of(sqlite_app, steward).get(GROUP).text for one in shown)
    assert not any(one in visitor(sqlite_app).get(GROUP).text for one in shown)


@pytest.mark.parametrize("language", ["en", "sv", "es", "ar"])
def test_every_page_reads_in_every_language(sqlite_app, steward, learner, language):
    client = client_of(sqlite_app, learner)
    made = client.post(f"/way/roles/{ROLE}/keep").location
    pages = [(client, one) for one in ("/way/kept", made, "/way/held")]
    keeper = client_of(sqlite_app, steward)
    places = ("plan", "plan/overview", "plan/lines/new", "plan/holders/new", f"team?role={ROLE}")
    pages += [(keeper, f"{GROUP}/{one}") for one in places]
    for reader, address in pages:
        separator = "&" if "?" in address else "?"
        page = reader.get(f"{address}{separator}lang={language}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert 'content="noindex"' in page.text
        assert "<script" not in page.text
