"""Who leaves a group and comes back begins anew: no yes of theirs comes to life again."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete

from accounts import queries as people
from accounts.models import Seat, SeatRole
from accounts.services import seats
from competencies.queries import openness, plans
from competencies.services import holding, opening
from foundation import clock
from foundation.db import transaction
from foundation.errors import ConflictError, InvalidError, NotFoundError
from issuers.services import registering
from mentoring.services import tending
from tests.badges.cases import at_once
from tests.badges.scene import person, set_stage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def scene(app):
    clock.set_source(lambda: NOW)
    return set_stage()


def later(days: int) -> None:
    clock.set_source(lambda: NOW + timedelta(days=days))


def joins(scene, name: str, role: SeatRole = SeatRole.MEMBER):
    found = people.person_by_name(name)
    person_id = found.id if found else person(name).person_id
    seats.give(person_id, scene.group_id, role)
    return people.actor_of(person_id)


def seats_of(scene, actor) -> list:
    return [one for one in people.seats_of_group(scene.group_id) if one.person_id == actor.person_id]


def leaves(scene, actor) -> None:
    for seat in seats_of(scene, actor):
        seats.remove(scene.steward, seat.id)


def asks(scene, actor):
    shape = {"role": "guide", "person_id": actor.person_id, "since": date(2026, 3, 1)}
    return holding.propose(scene.steward, scene.group_id, **shape)


def proposed(scene, actor):
    return asks(scene, actor).id


def held(scene) -> list[str | None]:
    return [one.user_name for one in plans.holders(scene.group_id)]


def found(scene) -> list:
    return openness.open_people(scene.group_id, "guide", clock.now())


def test_a_role_held_ends_for_good_with_the_last_seat(scene):
    ada = joins(scene, "Ada")
    holding_id = proposed(scene, ada)
    holding.accept(ada, holding_id)
    leaves(scene, ada)
    later(1)
    joins(scene, "Ada")
    assert (held(scene), list(plans.holdings_of(ada.person_id))) == ([], [])
    with pytest.raises(NotFoundError):
        holding.hand_back(ada, holding_id)
    holding.accept(ada, proposed(scene, ada))
    assert held(scene) == ["Ada"]


def test_a_question_goes_with_the_last_seat(scene):
    ada = joins(scene, "Ada")
    holding_id = proposed(scene, ada)
    leaves(scene, ada)
    assert list(plans.holdings_of(ada.person_id)) == []
    joins(scene, "Ada")
    with pytest.raises(NotFoundError):
        holding.accept(ada, holding_id)


def test_who_keeps_another_seat_has_not_left(scene):
    ada = joins(scene, "Ada")
    joins(scene, "Ada", SeatRole.ASSESSOR)
    holding.accept(ada, proposed(scene, ada))
    opening.open_up(ada, group="example-affiliate", months=6)
    seats.remove(scene.steward, seats_of(scene, ada)[0].id)
    assert (held(scene), found(scene)) == (["Ada"], [ada.person_id])
    seats.remove(scene.steward, seats_of(scene, ada)[0].id)
    joins(scene, "Ada")
    assert (held(scene), found(scene)) == ([], [])


@pytest.mark.parametrize("group", ["example-affiliate", ""])
def test_being_found_ends_for_good_with_the_last_seat(scene, group):
    ada = joins(scene, "Ada")
    opening.open_up(ada, group=group, months=6)
    assert found(scene) == [ada.person_id]
    leaves(scene, ada)
    assert found(scene) == []
    later(1)
    ada = joins(scene, "Ada")
    assert found(scene) == []
    opening.open_up(ada, group=group, months=6)
    assert found(scene) == [ada.person_id]


def test_a_yes_to_all_groups_is_none_to_one_that_gives_a_seat_later(scene):
    ada = joins(scene, "Ada")
    opening.open_up(ada, months=6)
    far = registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=scene.steward.person_id
    )
    later(1)
    seats.give(ada.person_id, far, SeatRole.MEMBER)
    assert openness.open_people(far, None, clock.now()) == []
    assert found(scene) == [ada.person_id]
    opening.open_up(ada, months=6)
    assert openness.open_people(far, None, clock.now()) == [ada.person_id]


def test_leaving_one_group_changes_nothing_in_another(scene):
    ada = joins(scene, "Ada")
    far = registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=scene.steward.person_id
    )
    seats.give(ada.person_id, far, SeatRole.MEMBER)
    ada = people.actor_of(ada.person_id)
    opening.open_up(ada, group="far", months=6)
    leaves(scene, ada)
    assert openness.open_people(far, None, clock.now()) == [ada.person_id]


def test_a_seat_that_went_another_way_is_noticed_within_a_day(scene):
    ada = joins(scene, "Ada")
    holding.accept(ada, proposed(scene, ada))
    opening.open_up(ada, group="example-affiliate", months=6)
    with transaction() as session:
        session.execute(delete(Seat).where(Seat.person_id == ada.person_id))
    tending.tend()
    joins(scene, "Ada")
    assert (held(scene), found(scene)) == ([], [])


def test_two_seats_taken_away_at_once_are_a_leaving(app, scene):
    for number in range(4):
        name = f"Ada {number}"
        ada = joins(scene, name)
        joins(scene, name, SeatRole.ASSESSOR)
        holding.accept(ada, proposed(scene, ada))
        mine = [one.id for one in seats_of(scene, ada)]
        assert at_once(app, *[partial(seats.remove, scene.steward, one) for one in mine]) == [None, None]
        joins(scene, name)
        assert held(scene) == []


def test_who_is_asked_or_opens_up_while_leaving_leaves_nothing_behind(app, scene):
    for number in range(4):
        name = f"Ada {number}"
        ada = joins(scene, name)
        raised = at_once(
            app,
            partial(leaves, scene, ada),
            partial(asks, scene, ada),
            partial(opening.open_up, ada, group="example-affiliate", months=6),
        )
        assert raised[0] is None
        assert all(one is None or isinstance(one, InvalidError | ConflictError) for one in raised), raised
        ada = joins(scene, name)
        assert (list(plans.holdings_of(ada.person_id)), found(scene)) == ([], [])
