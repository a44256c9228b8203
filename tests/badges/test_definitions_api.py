"""What is published is written by the JSON API as it was seen: of two writers the second is told."""

import threading

import pytest

from accounts.services import tokens
from badges.queries import achievements
from badges.services import defining as badges
from badges.services import levels
from competencies import queries
from competencies.services import defining
from foundation.db import db
from tests.badges import definitions

KINDS = ("badges", "competencies", "roles")


@pytest.fixture
def steward(app):
    actor, group_id = definitions.group()
    own = {"group_id": group_id, "slug": "one"}
    badges.define_achievement(actor, kind="skill", **own, **definitions.badge())
    levels.define_competency_with_levels(actor, **own, **definitions.competency())
    defining.define_role(actor, **own, **definitions.role())
    return actor


@pytest.fixture
def program(app, steward):
    """What a program sends and gets for the thing `one` of a kind."""
    own = tokens.make(steward, label="A program")

    def send(method, kind, body=None, *, seen=None, key=own):
        headers = ({"Authorization": f"Bearer {key}"} if key else {}) | ({"If-Match": seen} if seen else {})
        return app.test_client().open(f"/api/v1/{kind}/one", method=method, json=body, headers=headers)

    return send


def words(kind, text, **more):
    """The thing as it was defined, with another text."""
    if kind == "badges":
        return definitions.badge(description={"en": text}, **more)
    if kind == "competencies":
        return definitions.competency(statement={"en": text}, **more)
    return definitions.role(purpose={"en": text}, **more)


def mark(program, kind):
    return program("GET", kind, key=None).headers["ETag"]


def texts(kind):
    """The texts of every version, the first one first."""
    if kind == "badges":
        return [one.description["en"] for one in achievements.achievement("one").versions]
    if kind == "competencies":
        return [one.statement["en"] for one in queries.competency("one").versions]
    return [one.purpose["en"] for one in queries.role("one").versions]


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_of_two_writers_is_told_and_overwrites_nothing(program, kind):
    seen = mark(program, kind)
    first = program("PUT", kind, words(kind, "First."), seen=seen)
    assert (first.status_code, first.json["number"]) == (200, 2)
    second = program("PUT", kind, words(kind, "Second."), seen=seen)
    assert (second.status_code, second.json["code"]) == (409, "draft_changed")
    assert f'"{second.json["facts"]["mark"]}"' == mark(program, kind) == first.headers["ETag"] != seen
    assert texts(kind)[1:] == ["First."]
    again = program("PUT", kind, words(kind, "Second."), seen=first.headers["ETag"])
    assert (again.status_code, texts(kind)[1:]) == (200, ["First.", "Second."])


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_at_the_same_moment_one_is_kept_and_the_other_is_told(program, kind):
    seen, gate, found = mark(program, kind), threading.Barrier(2), {}

    def write(text):
        gate.wait()
        found[text] = program("PUT", kind, words(kind, text), seen=seen).status_code

    db.session.remove()
    threads = [threading.Thread(target=write, args=(text,)) for text in ("First.", "Second.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found.values()) == [200, 409]
    assert texts(kind)[1:] == [text for text, status in found.items() if status == 200]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_by_who_does_not_say_what_was_seen(program, kind):
    answer = program("PUT", kind, words(kind, "Blind."))
    assert (answer.status_code, answer.mimetype) == (428, "application/problem+json")
    assert "Blind." not in texts(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_published_from_a_page_or_a_file_counts_too(program, steward, kind):
    seen = mark(program, kind)
    revise = {
        "badges": badges.revise_achievement,
        "competencies": levels.revise_competency_with_levels,
        "roles": defining.revise_role,
    }[kind]
    revise(steward, "one", **words(kind, "By hand."))
    assert program("PUT", kind, words(kind, "By a program."), seen=seen).status_code == 409
    assert texts(kind)[-1] == "By hand."


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_words_make_no_version_and_leave_the_mark(program, kind):
    made = program("PUT", kind, words(kind, "First."), seen=mark(program, kind))
    same = program("PUT", kind, words(kind, "First."), seen=made.headers["ETag"])
    assert (same.status_code, same.headers["ETag"]) == (200, made.headers["ETag"])


def test_another_code_of_a_competency_is_a_change_too(program):
    seen = mark(program, "competencies")
    body = {**definitions.competency(), "code": "W1"}
    changed = program("PUT", "competencies", body, seen=seen)
    assert (changed.json["code"], changed.json["number"]) == ("W1", 1)
    assert changed.headers["ETag"] != seen
    assert program("PUT", "competencies", {**body, "code": "W2"}, seen=seen).status_code == 409


@pytest.mark.parametrize("kind", KINDS)
def test_another_groups_steward_gets_404_and_nobody_401(program, kind):
    other, _ = definitions.group("Others")
    seen, key = mark(program, kind), tokens.make(other, label="A program")
    assert program("PUT", kind, words(kind, "Mine."), seen=seen, key=key).status_code == 404
    for sent in (seen, None):
        assert program("PUT", kind, words(kind, "Mine."), seen=sent, key=None).status_code == 401
    assert "Mine." not in texts(kind)
