"""What stewards find on the page of their group: what waits first, then all under headings."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from accounts.models import SeatRole
from accounts.services import seats
from badges.queries.achievements import achievement
from badges.services import reporting
from competencies.services import adapting, defining, holding, planning, rating
from foundation import clock
from mentoring.services import nominating
from tests.badges.claiming_stage import badge, handed_in
from tests.badges.definitions import group as another_group
from tests.badges.scene import both, person
from tests.mentoring.scene import SEEN, Stage, set_up
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor

HOME = "/groups/example-affiliate"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    return set_up()


def now_box(app: Flask, stage: Stage) -> dict[str, str]:
    """Give address -> sentence of what waits."""
    page = client_of(app, stage.steward).get(HOME).text
    box = page[page.index('id="now"') : page.index('class="shelves"')]
    return {path: " ".join(said.split()) for path, said in re.findall(r'<a href="([^"]+)">([^<]+)</a>', box)}


def guide(**changes):
    needs = [{"competency": "citing", "level": 2, "must": True, "weight": 1}]
    words = {"title": both("Guide", "Guide"), "purpose": both("Helps.", "Hjälper."), "requirements": needs}
    return words | {"term_guidance_months": None, "reviewed": ("en", "sv")} | changes


def a_role_whose_base_changes(stage: Stage) -> None:
    hub, hub_id = another_group("Hub")
    defining.define_role(hub, group_id=hub_id, slug="keeper", **guide(title=both("Keeper", "Vakt")))
    rename = {"op": "rename", "title": both("Own", "Egen"), "reason": both("So here.", "Så här.")}
    adapting.adapt(
        stage.steward, "keeper", group_id=stage.scene.group_id, operations=[rename], adopted_by="board",
        adopted_on=NOW.date(),
    )  # fmt: skip
    defining.revise_role(hub, "keeper", **guide(title=both("Keeper", "Vakt"), purpose=both("More.", "Mer.")))


def a_term_that_ends(stage: Stage) -> None:
    shape = {"role": "guide", "person_id": stage.kim.person_id, "since": date(2026, 1, 1)}
    row = holding.propose(stage.steward, stage.scene.group_id, until=date(2027, 1, 1), **shape)
    holding.accept(stage.kim, row.id)


def test_everything_a_steward_manages_stands_under_a_heading_that_says_what_it_is_for(
    sqlite_app: Flask, stage: Stage
):
    page = client_of(sqlite_app, stage.steward).get(HOME).text
    shelves = re.findall(r'<section class="panel shelf".*?</section>', page, re.DOTALL)
    headings = [re.search(r"<h3[^>]*>([^<]+)</h3>", one)[1] for one in shelves]
    assert headings == ["Badges", "People", "Roles and skills", "Needs and plans", "Name and key"]
    assert all(re.search(r'<p class="muted">[^<]+</p>', one) for one in shelves)
    for place in ("awards/new", "badges/new", "seats", "nominations", "roles/new", "frameworks", "reference",
                  "delegation", "plan", "assessment", "initiatives", "edit", "keys/lost"):  # fmt: skip
        assert "".join(shelves).count(f'<a href="{HOME}/{place}">') == 1


def test_nobody_else_sees_what_stewards_manage_or_what_waits(sqlite_app: Flask, stage: Stage):
    for client in (visitor(sqlite_app), client_of(sqlite_app, stage.kim)):
        page = client.get(HOME).text
        assert "shelf" not in page
        assert 'id="now"' not in page


def test_when_nothing_waits_the_page_says_so(sqlite_app: Flask, stage: Stage):
    assert now_box(sqlite_app, stage) == {}
    assert "Nothing. All is done for now." in client_of(sqlite_app, stage.steward).get(HOME).text


def test_what_waits_comes_first_with_its_number(sqlite_app: Flask, stage: Stage):
    slug = badge(stage.scene, "checked")
    for name in ("First", "Second"):
        handed_in(person(name), slug)
    asked = nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN)
    nominating.accept(stage.kim, asked.id)
    a_role_whose_base_changes(stage)
    a_term_that_ends(stage)
    line = {"role": "guide", "action": "Ask around", "owner": "", "due_on": date(2026, 11, 1)}
    planning.add_line(stage.steward, stage.scene.group_id, **line)
    reporting.make(person("Reader"), kind="badge", subject_id=achievement(slug).id, reason="not_true")
    assert now_box(sqlite_app, stage) == {
        f"{HOME}/reports": "1 report waits for an answer",
        f"{HOME}/seats": "2 claims wait for an assessor",
        f"{HOME}/nominations": "1 person was named for a role and said yes",
        "/roles/own/update": "1 role of yours comes from one that has changed: "
        "take the change over, or leave it",
        f"{HOME}/plan": "1 line of your plan is past its day",
    }
    page = client_of(sqlite_app, stage.steward).get(HOME).text
    assert "1 person&#39;s time in a role ends within four months, or is over" in page
    assert page.index('id="now"') < page.index('id="shelf-badges"')
    assert page.count("was named for a role") == 1


def test_a_rating_is_asked_for_again_before_it_runs_out_and_not_for_ever(sqlite_app: Flask, stage: Stage):
    good = {"competency": "citing", "level": 2, "robustness": 1}
    rating.rate(stage.steward, stage.scene.group_id, [good])
    told = {"2027-10-01": False, "2027-11-01": True, "2028-01-01": True, "2028-06-01": False}
    for day, waits in told.items():
        clock.set_source(lambda day=day: datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        assert (f"{HOME}/assessment" in now_box(sqlite_app, stage)) is waits, day


def test_a_claim_leads_an_assessor_to_the_queue(sqlite_app: Flask, stage: Stage):
    handed_in(person("Learner"), badge(stage.scene, "checked"))
    seats.give(stage.steward.person_id, stage.scene.group_id, SeatRole.ASSESSOR)
    box = now_box(sqlite_app, stage)
    assert box == {"/assess?group=example-affiliate": "1 claim waits for an assessor"}
    assert client_of(sqlite_app, stage.steward).get("/assess?group=example-affiliate").status_code == 200


def test_it_costs_as_many_statements_for_many_as_for_one(sqlite_app: Flask, stage: Stage):
    slug = badge(stage.scene, "checked")
    a_role_whose_base_changes(stage)
    a_term_that_ends(stage)
    handed_in(person("First"), slug)
    few = len(statements(sqlite_app, stage.steward, HOME))
    for number in range(8):
        handed_in(person(f"Learner {number}"), slug)
        line = {"role": "guide", "action": f"Ask {number}", "owner": "", "due_on": date(2026, 11, 1)}
        planning.add_line(stage.steward, stage.scene.group_id, **line)
    assert len(statements(sqlite_app, stage.steward, HOME)) == few
    plain = len(statements(sqlite_app, None, HOME))
    assert few - plain <= 20
