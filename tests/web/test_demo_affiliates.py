"""The made-up movement has a hub and two affiliates, a number for the hub, and a role to look at again."""

from sqlalchemy import text

from accounts import queries as people
from competencies import queries
from competencies.queries import adapting as known
from competencies.queries import due
from credentials import fetch
from foundation import clock
from foundation.addresses import settings
from foundation.db import db, session
from foundation.policy import Actor
from tests.web.visiting import client_of, visitor
from web.demo import affiliate, movement
from web.demo.people import demo_people
from web.demo.signals import WIKI

HUB = "/groups/demo-volunteer-hub"
LOGGED = {"audit_event"}  # content is looked through at every start, which is written down


def somebody(key: str) -> Actor:
    name = next(one.user_name for one in demo_people() if one.key == key)
    found = people.person_by_name(name)
    assert found is not None
    return people.actor_of(found.id)


def rows() -> dict[str, int]:
    names = db.metadata.tables.keys() - LOGGED
    return {name: session().execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def test_the_movement_shows_what_a_hub_and_two_affiliates_see(sqlite_app):
    sqlite_app.extensions["fetch"] = fetch.offline
    movement.load()
    before = rows()
    movement.load()
    assert rows() == before, "a second start changes nothing"

    groups = visitor(sqlite_app).get("/groups").text
    for name in (movement.HUB, movement.USER_GROUP, affiliate.NAME):
        assert name in groups

    overview = client_of(sqlite_app, somebody("steward")).get(f"{HUB}/plan/overview").text
    assert '<span class="number">5</span>' in overview
    assert "fewer than five" in overview, "and the others are hidden"

    role = queries.role("hill-walk-organiser")
    assert "Due for review" in visitor(sqlite_app).get(f"/roles/{role.slug}").text
    found = known.adaptation_of(role)
    assert found is not None
    assert known.waiting_update(found, queries.role(affiliate.BASE)) == 2
    waiting = due.due(found.group_id, clock.now())
    assert (waiting.reviews, waiting.updates) == (1, 1)

    signals = client_of(sqlite_app, somebody("p6")).get("/way/signals").text
    assert WIKI in signals
    assert "50 to 199 edits" in signals
    assert "Add them to my claim" in signals
    assert "No account elsewhere is connected" not in signals
    assert settings().outside is None


def test_the_texts_of_the_second_affiliate_are_in_all_languages():
    said = [one[name] for one in affiliate.OPERATIONS for name in ("reason", "title") if name in one]
    assert len(said) == 3
    assert all(set(texts) == set(movement.LANGUAGES) for texts in said)
