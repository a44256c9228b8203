"""A group's view of itself ages and ends; what it does about needs is written down from need to result."""

from datetime import UTC, date, datetime

import pytest

from competencies.needs_document import Tally
from competencies.queries import initiatives as done
from competencies.queries import ratings
from competencies.services import initiatives, rating, snapshots
from foundation import clock
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges import claiming_stage
from tests.badges.scene import person, set_stage

GOOD = {"competency": "citing", "level": 2, "robustness": 1}
WORDS = {"competency": "citing", "need": "Few can cite.", "action": "A course.", "language": "en"}


def at(year: int, month: int, day: int) -> None:
    moment = datetime(year, month, day, 12, tzinfo=UTC)
    clock.set_source(lambda: moment)


def test_a_rating_shows_its_age_and_ends_after_twelve_months(app):
    scene = set_stage()
    at(2024, 2, 29)
    rating.rate(scene.steward, scene.group_id, [GOOD])
    seen = []
    for day in ((2024, 3, 1), (2024, 8, 31), (2025, 2, 27), (2025, 2, 28)):
        at(*day)
        one = ratings.newest(scene.group_id)["citing"]
        seen.append((one.months, one.holds))
    assert seen == [(0, True), (6, True), (11, True), (11, False)]
    at(2025, 3, 1)
    assert not ratings.newest(scene.group_id)["citing"].holds


def test_the_newest_rating_counts_and_the_others_are_kept(app):
    scene = set_stage()
    for month, level in ((1, 1), (2, 3), (3, 2)):
        at(2026, month, 1)
        rating.rate(scene.steward, scene.group_id, [GOOD | {"level": level}])
    assert ratings.newest(scene.group_id)["citing"].level == 2
    assert [one.level for one in ratings.history(scene.group_id)] == [2, 3, 1]


@pytest.mark.parametrize(
    ("told", "pointer", "code"),
    [
        ([], "/ratings", "wrong_count"),
        ([GOOD | {"competency": "nothing"}], "/ratings/0/competency", "competency_unknown"),
        ([GOOD, GOOD], "/ratings/1/competency", "duplicate"),
        ([GOOD | {"level": 0}], "/ratings/0/level", "level_unknown"),
        ([GOOD | {"robustness": 4}], "/ratings/0/robustness", "robustness_unknown"),
    ],
)
def test_a_bad_rating_is_told_and_nothing_is_kept(sqlite_app, told, pointer, code):
    scene = set_stage()
    with pytest.raises(InvalidError) as refused:
        rating.rate(scene.steward, scene.group_id, told)
    assert (refused.value.problems[0].pointer, refused.value.problems[0].code) == (pointer, code)
    assert ratings.newest(scene.group_id) == {}


def test_only_stewards_of_the_group_rate_it_and_log_what_it_does(sqlite_app):
    scene, other = set_stage(), person("Learner")
    assessor = claiming_stage.assessor(scene.group_id)
    for actor, error in ((other, NotFoundError), (assessor, NotFoundError), (NOBODY, SignInNeededError)):
        with pytest.raises(error):
            rating.rate(actor, scene.group_id, [GOOD])
        with pytest.raises(error):
            initiatives.begin(actor, scene.group_id, **WORDS)
    made = initiatives.begin(scene.steward, scene.group_id, **WORDS)
    with pytest.raises(NotFoundError):
        initiatives.finish(other, made.id, result="Ours now.", revision=1)


def test_an_initiative_goes_from_a_need_to_a_result(app):
    scene = set_stage()
    at(2026, 3, 1)
    snapshots.take(Tally(), period="2026-02")
    made = initiatives.begin(scene.steward, scene.group_id, **WORDS, period="2026-02")
    at(2026, 6, 1)
    initiatives.finish(scene.steward, made.id, result="Six people\u202e can.", revision=1)
    (found,) = done.initiatives(scene.group_id)
    assert (found.competency, found.row.result, found.row.ended_on) == (
        "citing", "Six people can.", date(2026, 6, 1),
    )  # fmt: skip
    assert [one.row.id for one in done.finished()] == [made.id]
    assert done.competencies_with_initiative() == {"citing"}


def test_of_two_who_write_the_result_the_second_is_told(app):
    scene = set_stage()
    made = initiatives.begin(scene.steward, scene.group_id, **WORDS)
    initiatives.finish(scene.steward, made.id, result="Six.", revision=1)
    with pytest.raises(ConflictError) as refused:
        initiatives.finish(scene.other_steward, made.id, result="Seven.", revision=1)
    assert refused.value.code == "changed"
    assert done.initiative(made.id).row.result == "Six."


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"need": " "}, "/need"),
        ({"action": "x" * 1001}, "/action"),
        ({"competency": "nothing"}, "/competency"),
        ({"language": "xx"}, "/language"),
        ({"period": "2020-01"}, "/period"),
        ({"started_on": date(2999, 1, 1)}, "/started_on"),
    ],
)
def test_a_bad_initiative_is_told(sqlite_app, changed, pointer):
    scene = set_stage()
    with pytest.raises(InvalidError) as refused:
        initiatives.begin(scene.steward, scene.group_id, **(WORDS | changed))
    assert refused.value.problems[0].pointer == pointer
    assert done.initiatives() == []


def test_an_end_before_the_begin_is_refused(sqlite_app):
    scene = set_stage()
    made = initiatives.begin(scene.steward, scene.group_id, **WORDS)
    with pytest.raises(InvalidError) as refused:
        initiatives.finish(scene.steward, made.id, result="Done.", revision=1, ended_on=date(2020, 1, 1))
    assert refused.value.problems[0].code == "before_its_begin"
