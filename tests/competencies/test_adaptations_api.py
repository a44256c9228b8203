"""Adaptations by their own addresses, by the JSON API: dropped, put on the newest base, put aside."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask

from competencies.services import adapting, defining, role_reviews
from foundation import clock
from tests.badges.test_awards_api import headers
from tests.competencies.roles_stage import dropped, need, organiser, raised, set_up

HERE = "/api/v1/groups/river/adaptations"


@pytest.fixture
def movement(app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


@pytest.fixture
def program(app: Flask, movement):
    """What a steward's program sends and gets."""
    told = {who: headers(getattr(movement, who)) for who in ("river", "hills")}

    def send(method, path, *, who="river", seen=None):
        more = {"If-Match": seen} if seen else {}
        return app.test_client().open(f"{HERE}{path}", method=method, headers={**told[who], **more})

    return send


def begun(movement, *operations):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    adapting.prepare(movement.river, found.id, operations)
    return f"/{found.id}"


def adopted(movement, *operations):
    there = begun(movement, *operations)
    adapting.adopt(movement.river, UUID(there[1:]), adopted_by="board", adopted_on=date(2026, 1, 15))
    return there


def test_a_draft_that_has_no_role_yet_is_read_and_dropped(program, movement):
    there = begun(movement, raised())
    (listed,) = program("GET", "").json
    shown = program("GET", there)
    assert (listed["state"], shown.json["draft"]["operations"][0]["op"]) == ("draft", "raise")
    assert program("DELETE", f"{there}/draft").status_code == 428
    assert program("DELETE", f"{there}/draft", seen=shown.headers["ETag"]).status_code == 204
    assert program("GET", there).status_code == 404
    assert program("GET", "").json == []


def test_of_an_adopted_one_only_what_is_prepared_is_dropped(program, movement):
    there = adopted(movement, raised())
    adapting.prepare(movement.river, UUID(there[1:]), [dropped()])
    seen = program("GET", there).headers["ETag"]
    assert program("DELETE", f"{there}/draft", seen=seen).status_code == 204
    assert (program("GET", there).json["state"], program("GET", there).json["draft"]) == ("adopted", {})


def test_a_draft_is_put_on_the_newest_base_without_what_does_not_fit(program, movement):
    there = begun(movement, raised(), dropped())
    before = program("GET", there).headers["ETag"]
    shape = organiser()
    shape["requirements"] = [one for one in shape["requirements"] if one["competency"] != "delivering"]
    defining.revise_role(movement.hub, "organiser", **shape)
    stale = program("POST", f"{there}/newest", seen=before)
    assert (stale.status_code, stale.json["code"]) == (409, "draft_changed")
    done = program("POST", f"{there}/newest", seen=program("GET", there).headers["ETag"])
    assert (done.status_code, done.json["left_out"], done.json["base_number"]) == (200, 1, 2)
    assert done.headers["ETag"] == program("GET", there).headers["ETag"]


def test_what_is_adopted_is_not_put_on_a_newer_base_by_that(program, movement):
    there = adopted(movement, raised())
    defining.revise_role(movement.hub, "organiser", **organiser(need("agreeing")))
    answer = program("POST", f"{there}/newest", seen=program("GET", there).headers["ETag"])
    assert (answer.status_code, answer.json["code"]) == (409, "move_refused")


def test_a_role_is_put_aside_at_its_review_and_not_before(program, movement):
    there = adopted(movement, raised())
    early = program("POST", f"{there}/retire", seen=program("GET", there).headers["ETag"])
    assert (early.status_code, early.json["code"]) == (409, "move_refused")
    role_reviews.tend(datetime(2027, 2, 1, tzinfo=UTC))
    done = program("POST", f"{there}/retire", seen=program("GET", there).headers["ETag"])
    assert (done.status_code, done.json["state"]) == (200, "retired")


def test_another_group_sees_and_changes_nothing_of_it(program, movement):
    there = begun(movement, raised())
    for method, path in (
        ("GET", ""), ("GET", there), ("DELETE", f"{there}/draft"), ("POST", f"{there}/newest"),
        ("POST", f"{there}/retire"), ("GET", f"/../../hills/adaptations{there}"),
    ):  # fmt: skip
        assert program(method, path, who="hills").status_code == 404
