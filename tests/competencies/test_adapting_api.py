"""Adapted roles, comparison and outline by the JSON API."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from accounts.services import tokens
from competencies import queries
from competencies.queries import adapting as known
from competencies.services import defining
from foundation import clock
from tests.competencies.roles_stage import (
    SAFE,
    added,
    asked,
    dropped,
    need,
    organiser,
    raised,
    renamed,
    set_up,
)

API = "/api/v1/roles"
DECIDED = {"adopted_by": "board", "adopted_on": "2026-01-15"}


@pytest.fixture
def movement(app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


@pytest.fixture
def program(app: Flask, movement):
    """What a steward's program sends and gets."""
    keys = {}
    for who in ("river", "hills"):
        keys[who] = tokens.make(getattr(movement, who), label="A program", days=7)
    keys["nobody"] = None

    def send(method, path, body=None, *, who="river", seen=None):
        headers = {"Authorization": f"Bearer {keys[who]}"} if keys[who] else {}
        headers |= {"If-Match": seen} if seen else {}
        return app.test_client().open(f"{API}{path}", method=method, json=body, headers=headers)

    return send


def body(movement, *operations, **more):
    return {"group_id": str(movement.river_id), "operations": operations, **more}


def test_a_role_is_adapted_and_adopted_in_one_request(program, movement):
    made = program("POST", "/organiser/adaptation", body(movement, raised(), dropped(), renamed(), **DECIDED))
    assert made.status_code == 201, made.json
    assert (made.json["role"], made.json["state"], made.json["review_due"]) == (
        "weaver",
        "adopted",
        "2027-01-15",
    )
    assert made.json["operations"][0]["from"] == 2
    shown = program("GET", "/weaver/adaptation", who="nobody").json
    assert (shown["base"], shown["base_number"], shown["draft"]) == ("organiser", 1, {})
    version = program("GET", "/weaver/versions/1", who="nobody").json
    assert version["base"] == {"role": "organiser", "number": 1}
    assert program("GET", "/weaver/versions/2").status_code == 404
    assert program("GET", "/organiser/adaptation").status_code == 404


def test_nothing_is_written_when_something_does_not_fit(program, movement):
    answer = program(
        "POST", "/organiser/adaptation", body(movement, raised(), added("sailing"), dropped(SAFE), **DECIDED)
    )
    assert answer.status_code == 422
    assert {(one["pointer"], one["code"]) for one in answer.json["errors"]} == {
        ("/operations/1/competency", "competency_unknown"),
        ("/operations/2/op", "floor"),
    }
    assert known.adaptations_of_group(movement.river_id) == []


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "raise"},
        {"op": "raise", "competency": "welcoming", "to": "3", "reason": {"en": "x"}},
        {"op": "raise", "competency": ["welcoming"], "to": 3, "reason": {"en": "x"}},
        {"op": "dance", "reason": {"en": "x"}},
        {"op": "drop", "competency": "delivering", "reason": {}},
        {"op": "drop", "competency": "delivering", "reason": {"xx": "x"}},
        {"op": "drop", "competency": "delivering", "reason": {"en": "x" * 501}},
        {"op": "drop", "competency": "delivering", "reason": {"en": "x"}, "more": 1},
        "drop",
        None,
    ],
)
def test_bad_operations_are_refused_with_a_problem(program, movement, operation):
    answer = program("POST", "/organiser/adaptation", body(movement, operation))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert known.adaptations_of_group(movement.river_id) == []


def mark(program, **how):
    return program("GET", "/weaver/adaptation", **how).headers.get("ETag")


def test_changes_and_answers_to_new_versions_are_made_by_programs_too(program, movement):
    made = program("POST", "/organiser/adaptation", body(movement, raised(), renamed(), **DECIDED))
    change = {"operations": [raised(to=4), renamed()], **DECIDED}
    changed = program("PUT", "/weaver/adaptation", change, seen=made.headers["ETag"])
    assert changed.status_code == 200, changed.json
    assert asked(queries.role("weaver"))[1] == ("welcoming", 4)
    no_update = program("POST", "/weaver/adaptation/update", {"accept": True}, seen=mark(program))
    assert (no_update.status_code, no_update.json["code"]) == (409, "no_update")
    more = [*organiser()["requirements"], need("agreeing", 2)]
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=more))
    assert program("GET", "/weaver/adaptation").json["update"] == 2
    taken = program("POST", "/weaver/adaptation/update", {"accept": True}, seen=mark(program))
    assert taken.json["base_number"] == 2
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=more[:2]))
    left = program("POST", "/weaver/adaptation/update", {"accept": False}, seen=mark(program))
    assert left.json["update"] is None


def test_the_second_of_two_who_change_an_adaptation_is_told_and_overwrites_nothing(program, movement):
    program("POST", "/organiser/adaptation", body(movement, renamed(), **DECIDED))
    seen = mark(program)
    first = program("PUT", "/weaver/adaptation", {"operations": [raised(), renamed()]}, seen=seen)
    assert first.status_code == 200
    second = program("PUT", "/weaver/adaptation", {"operations": [dropped(), renamed()]}, seen=seen)
    assert (second.status_code, second.json["code"]) == (409, "draft_changed")
    assert f'"{second.json["facts"]["mark"]}"' == mark(program) == first.headers["ETag"]
    assert [one["op"] for one in first.json["draft"]["operations"]] == ["raise", "rename"]
    assert program("GET", "/weaver/adaptation").json["draft"] == first.json["draft"]


def test_a_new_version_of_the_base_is_answered_as_it_was_seen(program, movement):
    program("POST", "/organiser/adaptation", body(movement, renamed(), **DECIDED))
    defining.revise_role(movement.hub, "organiser", **organiser(term_guidance_months=12))
    seen = mark(program)
    defining.revise_role(movement.hub, "organiser", **organiser(term_guidance_months=6))
    for accept in (True, False):
        told = program("POST", "/weaver/adaptation/update", {"accept": accept}, seen=seen)
        assert (told.status_code, told.json["code"]) == (409, "draft_changed")
    assert program("GET", "/weaver/adaptation").json["update"] == 3


def test_nothing_is_changed_by_who_does_not_say_what_was_seen(program, movement):
    whole = body(movement, renamed(), **DECIDED)
    program("POST", "/organiser/adaptation", whole)
    for method, path, sent in (
        ("PUT", "/weaver/adaptation", {"operations": [dropped()]}),
        ("POST", "/weaver/adaptation/update", {"accept": False}),
    ):
        assert program(method, path, sent).status_code == 428
    again = program("POST", "/organiser/adaptation", body(movement, dropped(), renamed(), **DECIDED))
    assert (again.status_code, again.json["code"]) == (409, "draft_changed")
    assert len(queries.role("weaver").versions) == 1
    assert program("POST", "/organiser/adaptation", whole, seen=mark(program)).status_code == 201


def test_the_mark_is_told_to_those_who_may_change_it(program, movement):
    program("POST", "/organiser/adaptation", body(movement, renamed(), **DECIDED))
    assert mark(program, who="hills") is None
    assert not mark(program, who="nobody").startswith('"1-')
    assert mark(program).startswith('"1-')


@pytest.mark.parametrize(
    ("day", "code"), [("2026-01-16", "in_the_future"), ("2026-01-13", "decided_too_early")]
)
def test_nobody_decides_in_the_future_nor_before_there_was_something_to_decide(program, movement, day, code):
    decided = {"adopted_by": "board", "adopted_on": day}
    answer = program("POST", "/organiser/adaptation", body(movement, renamed(), **decided))
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [("/adopted_on", code)]
    assert known.adaptations_of_group(movement.river_id) == []


def test_another_groups_steward_gets_404_and_nobody_401(program, movement):
    whole = body(movement, renamed(), **DECIDED)
    program("POST", "/organiser/adaptation", whole)
    change = {"operations": [], **DECIDED}
    requests = (
        ("POST", "/organiser/adaptation", whole),
        ("PUT", "/weaver/adaptation", change),
        ("POST", "/weaver/adaptation/update", {"accept": False}),
    )
    for request in requests:
        assert program(*request, who="hills", seen='"1-x-1"').status_code == 404
        assert program(*request, who="nobody").status_code == 401


def test_drafts_are_shown_to_their_group_alone(program, movement):
    program("POST", "/organiser/adaptation", body(movement, renamed(), **DECIDED))
    program("PUT", "/weaver/adaptation", {"operations": [raised(), renamed()]}, seen=mark(program))
    assert program("GET", "/weaver/adaptation").json["draft"]["operations"]
    assert program("GET", "/weaver/adaptation", who="hills").json["draft"] == {}


def test_two_roles_are_compared_with_the_operations_between_them(program, movement):
    program("POST", "/organiser/adaptation", body(movement, raised(), dropped(), renamed(), **DECIDED))
    found = program("GET", "/organiser/comparison/weaver", who="nobody").json
    assert [(one["competency"], one["differences"]) for one in found["rows"]] == [
        (SAFE, ["same"]), ("welcoming", ["higher"]), ("delivering", ["only_first"]),
    ]  # fmt: skip
    assert [one["op"] for one in found["operations"]] == ["raise", "drop", "rename"]
    assert program("GET", "/organiser/comparison/weaver?version=7").status_code == 404
    assert program("GET", "/organiser/comparison/weaver?version=x").status_code == 422


def test_the_outline_tells_what_roles_ask_and_share(program, movement):
    program("POST", "/organiser/adaptation", body(movement, dropped(), renamed(), **DECIDED))
    found = program("GET", "/outline", who="nobody").json
    assert [one["role"] for one in found["roles"]] == ["organiser", "weaver"]
    assert found["overlaps"] == [{"roles": ["organiser", "weaver"], "shared": sorted([SAFE, "welcoming"])}]
    assert [one["role"] for one in program("GET", "/outline?group=river").json["roles"]] == ["weaver"]
    assert program("GET", "/outline?group=nowhere").status_code == 404
    assert program("GET", "/outline?page=0").status_code == 422


def test_a_local_role_says_why_and_a_reference_role_need_not(program, movement):
    shape = {
        "group_id": str(movement.river_id), "title": {"en": "Guide"}, "purpose": {"en": "Guides."},
        "requirements": [{"competency": "welcoming", "level": 2}], "reviewed": ["en"],
    }  # fmt: skip
    answer = program("POST", "", shape)
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [
        ("/requirements/0/reason", "text_missing")
    ]
    shape["requirements"][0]["reason"] = {"en": "People come."}
    assert program("POST", "", shape).json["requirements"][0]["reason"] == {"en": "People come."}


@pytest.mark.parametrize(
    "odd",
    [
        {"adopted_by": "board", "adopted_on": "0001-01-01"},
        {"adopted_by": "board", "adopted_on": "9999-12-31"},
        {"adopted_by": "board"},
        {"adopted_by": "\x00", "adopted_on": "2026-01-15"},
        {"operations": [{"op": "add", "competency": "\x00", "level": 1, "reason": {"en": "x"}}]},
        {"operations": [{"op": "raise", "competency": "welcoming", "to": 10**30, "reason": {"en": "x"}}]},
        {"operations": [{"op": "rename", "title": {"en": "\u202e\u200b"}, "reason": {"en": "x"}}]},
        {"operations": [{"op": "rename", "title": {"en": "\x00Good"}, "reason": {"en": "\u202ex"}}]},
    ],
)
def test_odd_values_give_an_answer_or_a_problem_but_never_an_error_of_ours(program, movement, odd):
    whole = {"group_id": str(movement.river_id), "operations": []} | odd
    assert program("POST", "/organiser/adaptation", whole).status_code in {201, 422}
    for path in ("/outline?area=%00", "/outline?group=%00", "/organiser/comparison/%00", "/%00/adaptation"):
        assert program("GET", path).status_code in {200, 400, 404, 422}
