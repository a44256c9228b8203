"""Being found: only after a yes, for that group and role alone, until the day that was chosen."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import Person, Seat
from badges.services import withdrawing
from competencies import queries as competencies
from competencies.gap import State
from competencies.queries import openness
from competencies.services import defining, opening
from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from issuers.services import registering
from mentoring.queries import near
from mentoring.services import tending
from tests.badges.scene import EN_SV, accepted, both
from tests.mentoring.scene import Stage, member, set_up

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def stage(app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    return set_up()


def found(stage: Stage, role: str | None = "guide", group_id=None) -> set:
    return set(openness.open_people(group_id or stage.scene.group_id, role, clock.now()))


def another_role(stage: Stage, slug: str = "helper") -> None:
    defining.define_role(
        stage.steward, group_id=stage.scene.group_id, slug=slug, title=both("Helper", "Hjälpare"),
        purpose=both("Helps.", "Hjälper."), term_guidance_months=None, reviewed=EN_SV,
        requirements=[{"competency": "citing", "level": 3, "must": True, "weight": 1}],
    )  # fmt: skip


def test_nobody_is_found_who_did_not_say_so(stage: Stage):
    assert found(stage) == found(stage, None) == set()


def test_who_opens_up_for_all_is_found_in_each_of_their_groups_for_any_role(stage: Stage):
    opening.open_up(stage.kim, months=3)
    assert found(stage) == found(stage, None) == found(stage, "helper") == {stage.kim.person_id}
    far = registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=stage.sam.person_id
    )
    assert found(stage, None, far) == set()


def test_who_opens_up_for_one_role_is_found_for_that_one_alone(stage: Stage):
    another_role(stage)
    opening.open_up(stage.kim, group="example-affiliate", role="guide", months=1)
    assert found(stage) == {stage.kim.person_id}
    assert found(stage, "helper") == found(stage, None) == set()


def test_it_ends_by_itself_by_a_tap_with_the_seat_and_with_a_lock(stage: Stage):
    opening.open_up(stage.kim, months=1)
    clock.set_source(lambda: NOW + timedelta(days=30))
    assert found(stage) == set()
    row = opening.open_up(stage.kim, months=12)
    assert row.until <= clock.now() + timedelta(days=366)
    assert found(stage) == {stage.kim.person_id}
    with transaction() as session:
        session.get_one(Person, stage.kim.person_id).locked_at = clock.now()
    assert found(stage) == set()
    with transaction() as session:
        session.get_one(Person, stage.kim.person_id).locked_at = None
        session.query(Seat).filter(Seat.person_id == stage.kim.person_id).delete()
    assert found(stage) == set()
    opening.end(stage.kim, row.id)
    assert openness.openings_of(stage.kim.person_id, clock.now()) == []


def test_the_same_again_begins_anew_and_another_cannot_end_it(stage: Stage):
    first = opening.open_up(stage.kim, months=1).id
    assert opening.open_up(stage.kim, months=6).id == first
    with pytest.raises(NotFoundError):
        opening.end(stage.sam, first)
    with pytest.raises(SignInNeededError):
        opening.end(NOBODY, first)
    clock.set_source(lambda: NOW + timedelta(days=181))
    tending.tend()
    with pytest.raises(NotFoundError):
        opening.end(stage.kim, first)


@pytest.mark.parametrize(
    ("shape", "pointer"),
    [
        ({"months": 0}, "/months"),
        ({"months": 13}, "/months"),
        ({"months": 3, "group": "nowhere"}, "/group"),
        ({"months": 3, "role": "nothing"}, "/role"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(stage: Stage, shape, pointer):
    with pytest.raises(InvalidError) as caught:
        opening.open_up(stage.kim, **shape)
    assert caught.value.problems[0].pointer == pointer


def test_one_opens_up_only_to_groups_in_which_one_sits(stage: Stage):
    registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=stage.sam.person_id
    )
    with pytest.raises(InvalidError):
        opening.open_up(stage.kim, group="far", months=3)


def test_a_locked_account_may_end_but_not_begin(stage: Stage):
    row = opening.open_up(stage.kim, months=3)
    with transaction() as session:
        session.get_one(Person, stage.kim.person_id).locked_at = clock.now()
    locked = people.actor_of(stage.kim.person_id)
    with pytest.raises(ForbiddenError):
        opening.open_up(locked, months=3)
    opening.end(locked, row.id)


def test_there_are_only_as_many_as_one_can_keep_an_eye_on(stage: Stage):
    for number in range(opening.MOST_OPENINGS):
        another_role(stage, f"helper-{number}")
        opening.open_up(stage.kim, role=f"helper-{number}", months=1)
    with pytest.raises(ConflictError, match="openings_full"):
        opening.open_up(stage.kim, months=1)


def test_not_interested_holds_for_six_months_and_can_be_taken_back(stage: Stage):
    role = competencies.role("guide")
    opening.dismiss(stage.kim, "guide")
    assert openness.not_interested(role.id, [stage.kim.person_id, stage.sam.person_id], NOW) == {
        stage.kim.person_id
    }
    opening.take_back(stage.kim, "guide")
    opening.take_back(stage.kim, "guide")
    assert openness.dismissals(stage.kim.person_id, NOW) == []
    opening.dismiss(stage.kim, "guide")
    clock.set_source(lambda: NOW + timedelta(days=181))
    assert [one.role_id for one in openness.dismissals(stage.kim.person_id, clock.now())] == [role.id]
    clock.set_source(lambda: NOW + timedelta(days=182))
    assert openness.dismissals(stage.kim.person_id, clock.now()) == []


def bands(stage: Stage, seed: int = 1) -> dict[State, list]:
    role = competencies.role("guide")
    return near.people_near(stage.scene.group_id, role, clock.now(), Random(seed))


def test_a_steward_sees_who_opened_up_with_the_badge_that_shows_it(stage: Stage):
    accepted(stage.scene, stage.kim, "Kim")
    accepted(stage.scene, stage.sam, "Sam")
    opening.open_up(stage.kim, months=3)
    (one,) = bands(stage)[State.READY]
    assert (one.user_name, one.person_id) == ("Kim", stage.kim.person_id)
    words = near.words_of([one.nearness])
    assert words.badges[one.nearness.met[0].source].slug == "sources"
    assert words.competencies["citing"]["en"] == "Citing"


def test_who_is_on_the_way_or_not_interested_is_left_in_peace(stage: Stage):
    opening.open_up(stage.kim, months=3)
    assert bands(stage) == {State.READY: [], State.NEAR: []}
    accepted(stage.scene, stage.kim, "Kim")
    opening.dismiss(stage.kim, "guide")
    assert bands(stage)[State.READY] == []


def test_a_withdrawn_badge_counts_no_more(stage: Stage):
    credential = accepted(stage.scene, stage.kim, "Kim")
    opening.open_up(stage.kim, months=3)
    withdrawing.revoke(stage.steward, credential.id, reason="issued_in_error", note="")
    assert bands(stage)[State.READY] == []


def test_the_order_in_a_band_changes_and_nobody_else_ever_stands_there(stage: Stage):
    open_ones = [member(f"Open {number}", stage.scene.group_id) for number in range(4)]
    for number, one in enumerate(open_ones):
        accepted(stage.scene, one, f"Open {number}")
        opening.open_up(one, months=3)
    accepted(stage.scene, stage.sam, "Sam")
    orders = {tuple(one.person_id for one in bands(stage, seed)[State.READY]) for seed in range(20)}
    assert len(orders) > 5
    for order in orders:
        assert set(order) == {one.person_id for one in open_ones}
