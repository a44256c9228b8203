"""Roles that are worked out step by step, by the JSON API."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask

from accounts.services import tokens
from competencies import queries
from foundation import clock
from foundation.db import db
from issuers.services import delegating
from tests.competencies.roles_stage import second_steward, set_up
from tests.web.filled import sent
from tests.web.visiting import client_of

HERE = "/api/v1/groups/river/role-models"
DECIDED = {"adopted_by": "members_meeting", "adopted_on": "2026-01-15"}
STEPS = {
    "context": {"context": "Twelve people along a river."},
    "tasks": {"tasks": "Opens the room."},
    "competencies": {"chosen": [{"competency": "welcoming", "reason": "Newcomers come every week."}]},
    "levels": {
        "levels": [{"competency": "welcoming", "level": 2, "weight": 3}],
        "text": "As little as works.",
    },
    "trial": {"person_a": "Does all of it.", "person_b": "Lacks the agreements."},
}
ADOPTED = {"title": "Host", "purpose": "Welcomes everybody.", **DECIDED}
REVIEWED = {"review": "It fits.", **DECIDED}


@pytest.fixture
def movement(app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


@pytest.fixture
def program(app: Flask, movement):
    """What the program of somebody sends and gets; `seen` is what the ETag told, which stands there now."""
    keys = {who: tokens.make(getattr(movement, who), label="A program") for who in ("river", "hills", "hub")}

    def send(method, path="", body=None, *, who="river", seen=None, **more):
        headers = {"Authorization": f"Bearer {keys[who]}"} if who else {}
        headers |= ({"If-Match": seen} if seen else {}) | more
        return app.test_client().open(
            path if path.startswith("/api") else f"{HERE}{path}", method=method, json=body, headers=headers
        )

    return send


def begun(program) -> str:
    return f"/{program('POST', '', {'title': 'Host'}).json['id']}"


def mark(program, one):
    return program("GET", one).headers["ETag"]


def worked_out(program) -> str:
    one = begun(program)
    for step, shape in STEPS.items():
        answer = program("PUT", f"{one}/steps/{step}", shape, seen=mark(program, one))
        assert answer.status_code == 200, answer.json
    return one


def test_step_by_step_to_a_role_and_its_review(program):
    made = program("POST", "", {"title": "Host"})
    assert (made.status_code, made.json["language"], made.json["next"]) == (201, "en", "context")
    one, seen = f"/{made.json['id']}", made.headers["ETag"]
    assert seen == mark(program, one)
    for step, shape in STEPS.items():
        answer = program("PUT", f"{one}/steps/{step}", shape, seen=seen)
        assert (answer.status_code, answer.headers["ETag"]) == (200, mark(program, one))
        seen = answer.headers["ETag"]
    assert answer.json["next"] == "adopt"
    adopted = program("POST", f"{one}/adopt", ADOPTED, seen=seen)
    assert (adopted.status_code, adopted.json["role"]) == (200, "host")
    assert (adopted.json["adopted_by"], adopted.json["review_due"]) == ("members_meeting", "2027-01-15")
    assert queries.role("host").versions[-1].requirements == [
        {
            "competency": "welcoming", "level": 2, "must": True, "weight": 3,
            "reason": {"en": "Newcomers come every week."},
        }
    ]  # fmt: skip
    reviewed = program("POST", f"{one}/review", REVIEWED, seen=adopted.headers["ETag"])
    assert reviewed.status_code == 200, reviewed.json
    assert all(step["done"] for step in reviewed.json["steps"])
    assert reviewed.json["steps"][-1] == {"step": "review", "done": True, "texts": {"review": "It fits."}}


def test_every_step_tells_its_texts_and_whether_it_is_done(program):
    one = begun(program)
    program("PUT", f"{one}/steps/tasks", STEPS["tasks"], seen=mark(program, one))
    program("PUT", f"{one}/steps/competencies", STEPS["competencies"], seen=mark(program, one))
    told = program("GET", one).json
    assert told["next"] == "context"
    assert [step["step"] for step in told["steps"] if step["done"]] == ["tasks", "competencies"]
    assert told["steps"][1]["texts"] == STEPS["tasks"]
    (asked,) = told["requirements"]
    assert (asked["competency"], asked["must"], "level" in asked) == ("welcoming", True, False)
    (listed,) = program("GET").json
    assert (listed["id"], listed["title"], listed["role"]) == (told["id"], "Host", None)


def test_what_a_program_writes_stands_on_the_pages_and_the_other_way_round(app, movement, program):
    one, pages = worked_out(program), client_of(app, movement.river)
    here = f"/groups/river/roles/model{one}"
    assert "Opens the room." in pages.get(f"{here}/tasks").text
    sent(pages, f"{here}/tasks", {"tasks": "Makes tea."})
    assert program("GET", one).json["steps"][1]["texts"] == {"tasks": "Makes tea."}


def test_the_second_of_two_stewards_is_told_and_overwrites_nothing(app, movement, program):
    one = worked_out(program)
    key = tokens.make(second_steward(movement.river_id), label="A program")
    seen = mark(program, one)
    assert program("PUT", f"{one}/steps/tasks", {"tasks": "Makes tea."}, seen=seen).status_code == 200
    late = {"Authorization": f"Bearer {key}"}
    for method, path, body in writes(one):
        answer = program(method, path, body, who=None, seen=seen, **late)
        assert (answer.status_code, answer.json["code"]) == (409, "draft_changed"), path
        assert f'"{answer.json["facts"]["mark"]}"' == mark(program, one)
    assert program("GET", one).json["steps"][1]["texts"] == {"tasks": "Makes tea."}
    assert program("GET", one).json["role"] is None


def test_of_two_at_the_same_moment_one_is_kept_and_the_other_is_told(app, program):
    one = begun(program)
    seen, gate, found = mark(program, one), threading.Barrier(2), {}

    def write(text):
        gate.wait()
        found[text] = program("PUT", f"{one}/steps/tasks", {"tasks": text}, seen=seen).status_code

    db.session.remove()
    threads = [threading.Thread(target=write, args=(text,)) for text in ("Makes tea.", "Makes coffee.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found.values()) == [200, 409]
    kept = next(text for text, status in found.items() if status == 200)
    assert program("GET", one).json["steps"][1]["texts"] == {"tasks": kept}


def test_nothing_is_written_by_who_does_not_say_what_was_seen(program):
    one = worked_out(program)
    before = mark(program, one)
    for method, path, body in (*writes(one), ("POST", f"{one}/review", REVIEWED)):
        assert program(method, path, body).status_code == 428, path
    assert mark(program, one) == before


def test_a_review_of_what_somebody_else_has_reviewed_is_told(program):
    one = worked_out(program)
    seen = program("POST", f"{one}/adopt", ADOPTED, seen=mark(program, one)).headers["ETag"]
    assert program("POST", f"{one}/review", REVIEWED, seen=seen).status_code == 200
    again = program("POST", f"{one}/review", {**REVIEWED, "review": "It does not."}, seen=seen)
    assert (again.status_code, again.json["code"]) == (409, "draft_changed")


def test_it_begins_once_with_one_key(program):
    sent = {"title": "Host", "language": "sv"}
    first, second = (program("POST", "", sent, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.status_code, first.json["language"]) == (201, "sv")
    assert first.json == second.json
    assert len(program("GET").json) == 1


def test_adopting_too_early_and_writing_what_is_adopted_is_refused(program):
    one = begun(program)
    early = program("POST", f"{one}/adopt", ADOPTED, seen=mark(program, one))
    assert (early.status_code, early.json["code"]) == (409, "step_missing")
    assert early.json["facts"] == {"step": "context"}
    unready = program("POST", f"{one}/review", REVIEWED, seen=mark(program, one))
    assert (unready.status_code, unready.json["facts"]) == (409, {"step": "adopt"})
    done = worked_out(program)
    program("POST", f"{done}/adopt", ADOPTED, seen=mark(program, done))
    for method, path, body in writes(done):
        answer = program(method, path, body, seen=mark(program, done))
        assert (answer.status_code, answer.json["code"]) == (409, "adopted_already"), path


def test_what_is_not_adopted_can_be_dropped(program):
    one = begun(program)
    assert program("DELETE", one, seen=mark(program, one)).status_code == 204
    assert program("GET", one).status_code == 404
    assert program("GET").json == []


@pytest.mark.parametrize(
    ("step", "body", "pointer"),
    [
        ("tasks", {"tasks": " "}, "/tasks"),
        ("tasks", {"tasks": "x", "more": 1}, "/more"),
        ("context", {}, "/context"),
        ("competencies", {"chosen": []}, "/chosen"),
        ("competencies", {"chosen": [{"competency": "sailing", "reason": "x"}]}, "/chosen/0/competency"),
        ("levels", {"levels": [{"level": "2"}], "text": "x"}, "/levels/0/level"),
        ("levels", {"levels": [{"level": 2}], "text": "x"}, "/levels"),
        ("trial", {"person_a": "RIVER STEWARD can do it.", "person_b": "x"}, "/person_a"),
    ],
)
def test_what_does_not_fit_is_told_where_it_stands(program, step, body, pointer):
    one = begun(program)
    answer = program("PUT", f"{one}/steps/{step}", body, seen=mark(program, one))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert pointer in [found["pointer"] for found in answer.json["errors"]]
    assert not [found for found in program("GET", one).json["steps"] if found["done"]]


@pytest.mark.parametrize(
    "sent", [{}, {"title": " "}, {"title": "x" * 121}, {"title": "Host", "language": "xx"}]
)
def test_a_beginning_that_does_not_fit_is_refused(program, sent):
    assert program("POST", "", sent).status_code == 422
    assert program("GET").json == []


def test_another_groups_steward_gets_404_and_nobody_401(program):
    one = worked_out(program)
    requests = [
        ("GET", "", None), ("POST", "", {"title": "Mine"}), ("GET", one, None), *writes(one),
        ("POST", f"{one}/review", REVIEWED),
    ]  # fmt: skip
    for method, path, body in requests:
        for seen in (mark(program, one), None):
            assert program(method, path, body, who="hills", seen=seen).status_code == 404, path
            assert program(method, path, body, who=None, seen=seen).status_code == 401, path
            if path:
                by_own = f"/api/v1/groups/hills/role-models{path}"
                assert program(method, by_own, body, who="hills", seen=seen).status_code == 404, path
    assert [listed["title"] for listed in program("GET").json] == ["Host"]
    assert program("GET", "/api/v1/groups/hills/role-models", who="hills").json == []


def test_a_hub_works_out_a_role_for_a_group_that_lets_it(movement, program):
    assert program("POST", "", {"title": "Host"}, who="hub").status_code == 404
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    assert program("POST", "", {"title": "Host"}, who="hub").status_code == 201


def writes(one):
    """Every request that changes a role which is not adopted."""
    steps = [("PUT", f"{one}/steps/{step}", shape) for step, shape in STEPS.items()]
    return [*steps, ("POST", f"{one}/adopt", ADOPTED), ("DELETE", one, None)]
