"""What a month tells of those who are asked to endorse: how many wait for them, and for how long."""

from datetime import timedelta

import pytest

from badges.queries import mentoring_tallies, tallies
from badges.queries.mentoring_tallies import LOAD
from badges.services import carrying
from badges.services.endorsing import asking, offering, writing
from competencies.needs_figures import Figure
from competencies.services import stances
from competencies.suppression import Counts
from foundation import clock
from tests.badges.endorsing_scene import claimed, endorsed, taken, written
from tests.badges.scene import person, set_stage


@pytest.fixture
def scene(app):
    return set_stage()


def ask(holder, subject_id, name):
    return asking.ask(holder, subject_id=subject_id, user_name=name, message="You saw it")


def test_a_mentor_with_five_requests_waiting_is_full_and_one_with_four_is_not(scene):
    person("Mentor Mo")
    lee = person("Mentor Lee")
    for number in range(5):
        learner = person(f"Learner {number}")
        subject_id = claimed(scene, learner)
        ask(learner, subject_id, "Mentor Mo")
        last = ask(learner, subject_id, "Mentor Lee")
    written(lee, last)
    writing.sign(lee, last.id)
    assert mentoring_tallies.load(clock.now()) == {"with_room": 1, "full": 1}
    assert mentoring_tallies.load(clock.now() + timedelta(days=366)) == {"with_room": 0, "full": 0}


def test_a_request_without_an_answer_after_14_days_is_told_as_a_share_of_all(scene):
    ada, mo, _lee = person("Ada"), person("Mentor Mo"), person("Mentor Lee")
    subject_id = claimed(scene, ada)
    answered = ask(ada, subject_id, "Mentor Mo")
    ask(ada, subject_id, "Mentor Lee")
    written(mo, answered)
    writing.sign(mo, answered.id)
    assert mentoring_tallies.unanswered(clock.now()) == Figure(0, {}, LOAD)  # nobody is late yet
    later = clock.now() + timedelta(days=15)
    assert mentoring_tallies.unanswered(later) == Figure(2, {"percent": 50.0}, LOAD)


def test_who_offers_unasked_and_a_link_that_nobody_opened_count_for_nothing(scene):
    ada, mo = person("Ada"), person("Mentor Mo")
    subject_id = claimed(scene, ada)
    asking.ask_by_link(ada, subject_id=subject_id)
    credential_id = taken(scene, ada, "Ada", subject_id)
    carrying.publish(ada, credential_id)
    assert offering.offer(mo, subject_id=credential_id).state == "offered"
    assert mentoring_tallies.load(clock.now()) == {"with_room": 0, "full": 0}
    assert mentoring_tallies.unanswered(clock.now() + timedelta(days=15)) == Figure(0, {}, LOAD)


def test_the_equity_view_counts_who_endorsed_others_and_lets_themselves_be_counted(scene):
    ada, mo, lee = person("Ada"), person("Mentor Mo"), person("Mentor Lee")
    stances.keep_profile(mo, region="south-asia", languages=["en"], counted=True, visits_counted=False)
    subject_id = claimed(scene, ada)
    endorsed(ada, mo, "Mentor Mo", subject_id)
    endorsed(ada, lee, "Mentor Lee", subject_id)
    found = tallies.equity(clock.now(), frozenset())
    assert found["mentors"] == {"": Counts(1, {"south-asia": 1}, {"en": 1})}
    assert found["endorsed"] == {"": Counts(0, {}, {})}
