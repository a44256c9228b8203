"""The made-up movement has people on their way; starting it again leaves alone what was tried since."""

from accounts import queries as people
from competencies import queries as competencies
from competencies.services import aiming
from pathways import queries as pathways
from pathways.services import following
from tests.badges.scene import person
from tests.web.starter import load_starter
from web.demo import ways


def test_the_ways_of_the_demo_load_once(sqlite_app):
    load_starter()
    actors = {key: person(key) for key in ways.FOLLOWED}
    ids = {key: actor.person_id for key, actor in actors.items()}
    ways.load(ids)
    assert [one.slug for one in competencies.aims(ids["p5"])] == ["community-organiser", "peer-mentor"]
    assert {one.path.slug: one.state for one in pathways.enrolments(ids["p5"])} == {
        "editor-to-organiser": "started",
        "newcomer-packet": "paused",
    }
    following.leave(people.actor_of(ids["p2"]), "mentor-path")
    aiming.stop_aiming(people.actor_of(ids["p2"]), "community-organiser")
    ways.load(ids)
    assert pathways.enrolments(ids["p2"]) == []
    assert competencies.aims(ids["p2"]) == []
