"""The page that shows a person what was done with their data."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import event

from badges.services import evidence
from badges.services.assessing import take
from badges.services.claims import keeping
from foundation import audit, clock
from foundation.db import db, transaction
from foundation.policy import Actor
from tests.badges import claiming_stage
from tests.badges.scene import give, person, set_stage
from tests.web import audited
from tests.web.visiting import client_of
from web.activity_words import WORDS


def _page(app: Flask, actor: Actor, path: str = "/account/activity") -> str:
    return client_of(app, actor).get(path).get_data(as_text=True)


def test_every_action_in_the_source_has_words():
    actions = audited.all_actions()
    assert len(actions) > 50
    assert sorted(set(actions) - set(WORDS)) == []
    assert sorted(set(WORDS) - set(actions)) == []


def test_openings_of_evidence_are_shown_without_a_name(sqlite_app: Flask):
    scene = set_stage()
    learner, assessor = person("Learner"), claiming_stage.assessor(scene.group_id, "Secret assessor")
    claim = claiming_stage.opened(learner, claiming_stage.badge(scene, "walks"))
    item = claiming_stage.with_link(learner, claim)
    claim = keeping.submit(learner, claim.id)
    take(assessor, claim.id, claim.revision)
    evidence.opened(assessor, item.id)
    shown = _page(sqlite_app, learner)
    assert "A piece of private evidence was opened." in shown
    assert "an assessor of Example affiliate" in shown
    assert "Secret assessor" not in shown
    assert shown.index("was opened.") < shown.index("A claim was handed in.")
    mine = _page(sqlite_app, assessor)
    assert "A piece of private evidence was opened." in mine
    assert "Learner" not in mine


def test_others_do_not_see_what_was_done_with_ones_data(sqlite_app: Flask):
    scene = set_stage()
    person("Holder")
    give(scene, "Holder")
    other = _page(sqlite_app, person("Other"))
    assert "A badge was offered." not in other
    assert "The account was made." in other


def _many(actor: Actor, number: int) -> None:
    start = clock.now()
    for step in range(number):
        clock.set_source(lambda step=step: start + timedelta(minutes=step))
        with transaction():
            audit.record(actor, "sessions.ended", actor.person_id)


def test_fifty_lines_stand_on_a_page(sqlite_app: Flask):
    actor = person("Busy")
    _many(actor, 60)
    first, second = (_page(sqlite_app, actor, f"/account/activity?page={page}") for page in (1, 2))
    assert (first.count("<time"), second.count("<time")) == (50, 11)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert "Nothing was done yet." in _page(sqlite_app, actor, "/account/activity?page=999999999999")
    assert _page(sqlite_app, actor, "/account/activity?page=x").count("<time") == 50


def test_a_long_list_costs_as_many_queries_as_a_short_one(sqlite_app: Flask):
    actor = person("Busy")
    client = client_of(sqlite_app, actor)
    client.get("/account/activity")
    counts = []
    for more in (1, 40):
        _many(actor, more)
        seen: list[str] = []
        listener = lambda *given, seen=seen: seen.append(given[2])  # noqa: E731 - to be taken off again
        event.listen(db.engine, "before_cursor_execute", listener)
        client.get("/account/activity")
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert counts[0] == counts[1]
