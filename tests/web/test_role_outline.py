"""Roles beside each other: the outline with its picture, and two compared in words."""

import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from competencies.services import adapting, defining
from foundation import clock
from tests.competencies.roles_stage import SAFE, dropped, need, organiser, raised, renamed, set_up
from tests.web.test_adapt import words
from tests.web.visiting import visitor
from web.overlap_picture import overlap_picture

TWO = [("One", 1), ("Two", 2)]
ISOLATES = {0x2068: None, 0x2069: None}
SVG = re.compile(r'<svg class="overlap".*?</svg>', re.DOTALL)


@pytest.fixture
def movement(sqlite_app: Flask):
    made = set_up()
    adapting.adapt(
        made.river, "organiser", group_id=made.river_id, operations=[raised(), dropped(), renamed()],
        adopted_by="board", adopted_on=clock.now().date(),
    )  # fmt: skip
    alone = organiser(title={"en": "Keeper"}, requirements=[need("agreeing", 3)])
    defining.define_role(made.hills, group_id=made.hills_id, slug="keeper", **alone)
    return made


@pytest.fixture
def page(sqlite_app: Flask, movement):
    return lambda path: visitor(sqlite_app).get(path)


def test_the_outline_shows_each_competency_with_what_each_role_asks(page):
    shown = page("/roles/outline").text
    assert shown.count('data-label="Weaver"') == 4
    assert "level 3, needed" in words(shown)
    assert "level 1, helpful" in words(shown)


def test_it_can_be_of_one_group_or_one_area(page):
    assert "Keeper" not in words(page("/roles/outline?group=river").text)
    assert "Keeper" in words(page("/roles/outline?area=core:people").text)
    assert "Nothing here asks for anything" in page("/roles/outline?area=core:none").text
    assert page("/roles/outline?group=nowhere").status_code == 404
    assert page("/roles/outline?page=x").status_code == 404
    assert page("/roles/outline?page=99").status_code == 200


def test_the_picture_has_a_name_and_its_table_says_the_same(page):
    shown = page("/roles/outline").text
    picture = ET.fromstring(SVG.search(shown)[0])  # noqa: S314 - our own page
    assert picture.get("role") == "img"
    assert [one.text for one in picture[:2]] == [
        "Where roles overlap",
        "Each dot says how many competencies two roles share. The table below says the same.",
    ]
    dots = [one.text for one in picture.iter() if one.get("class") == "overlap__dot-number"]
    assert dots == ["2", "2"]  # organiser and weaver, both ways; keeper shares nothing
    assert "How many" in shown
    assert "style=" not in SVG.search(shown)[0]


def test_with_more_roles_than_a_page_shows_the_largest_overlaps_of_all_are_told(page, movement):
    """Weaver stands on the last page, the organiser that it comes from on the first."""
    assert "share most" not in words(page("/roles/outline").text)
    for number in range(12):
        shape = organiser(title={"en": f"Role {number:02}"}, requirements=[need("agreeing", 3)])
        defining.define_role(movement.hills, group_id=movement.hills_id, slug=f"p{number:02}", **shape)
    for number in (1, 2):
        shown = page(f"/roles/outline?page={number}").text
        here = 12 if number == 1 else 3
        assert f"show the {here} roles of this page; there are 15." in words(shown)
        most = shown.partition("<caption>The roles that share most, of all")[2].partition("</table>")[0]
        rows = [words(f"<main{row}</main>") for row in most.split("<tr>")[2:]]
        assert rows[0] == "Organiser · Weaver 2 Inclusive safe participation Welcoming"
        assert len(rows) == 10
        assert "/roles/organiser/compare/weaver" in most
    assert "share most" not in words(page("/roles/outline?group=river").text)
    small = page("/roles/outline?area=core:none").text
    assert "share most" not in words(small)


def test_the_picture_is_mirrored_where_one_reads_from_right_to_left():
    made = [
        ET.fromstring(overlap_picture(TWO, [], title="a", description="b", mirrored=one))  # noqa: S314
        for one in (False, True)
    ]
    first, second = ([float(one.get("cx")) for one in each.iter("circle")] for each in made)
    width = float(made[0].get("width"))
    assert [width - x for x in first] == second


def test_the_picture_names_its_roles_and_cuts_a_long_name_whose_title_says_all():
    long = "Facilitator of conversations about the rules of a community"
    picture = overlap_picture([("Weaver", 1), (long, 2)], [], title="a", description="b", mirrored=False)
    drawn = [one for one in ET.fromstring(picture) if one.get("class") == "overlap__name"]  # noqa: S314
    assert [one.find("title").text for one in drawn] == ["Weaver", long]
    assert [one.find("title").tail.translate(ISOLATES) for one in drawn] == [
        "1 · Weaver",
        "2 · Facilitator of conversations about the rules…",
    ]


def test_two_roles_are_compared_requirement_by_requirement_in_words(page):
    shown = words(page("/roles/organiser/compare/weaver").text)
    for said in ("Higher: level 3 instead of 2", "Only in the first", "The same"):
        assert said in shown
    assert "/roles/organiser/compare/weaver" in page("/roles/organiser/compare?with=weaver").location


def test_two_versions_of_one_role_are_compared_too(page, movement):
    defining.revise_role(
        movement.hub, "organiser", **organiser(requirements=[need(SAFE, 2, must=False, weight=4)])
    )
    shown = words(page("/roles/organiser/compare/organiser?from=1&to=2").text)
    assert "Helpful in the second, needed in the first" in shown
    assert "Matters more or less: 4 of 5 instead of 1" in shown
    assert page("/roles/organiser/compare?with=organiser").location.endswith("?from=1")
    assert page("/roles/organiser/compare/organiser?from=9").status_code == 404
    assert page("/roles/organiser/compare/nothing").status_code == 404


def test_every_role_says_whether_it_is_a_reference_adapted_or_local(page):
    shown = words(page("/roles").text)
    assert "Adapted" in shown
    assert "Local" in shown
