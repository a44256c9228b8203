from datetime import timedelta

import pytest
from flask import Flask

from accounts import queries
from accounts.services import seats
from foundation import clock
from foundation.errors import ConflictError, GoneError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, SYSTEM
from tests.issuers.places import again, group_of, somebody


def test_an_invitation_gives_a_seat_once(app: Flask) -> None:
    steward, guest = somebody(), somebody()
    group = group_of(steward)
    token = seats.invite(again(steward), group, "assessor")
    shown = seats.show_invitation(token)
    assert (shown.group_id, shown.role) == (group, "assessor")
    assert seats.accept_invitation(guest, token) == group
    assert again(guest).assessors == {group}
    with pytest.raises(GoneError, match="invitation_used"):
        seats.accept_invitation(somebody(), token)


def test_an_invitation_needs_somebody_and_ends_after_two_weeks(app: Flask) -> None:
    steward = somebody()
    group = group_of(steward)
    token = seats.invite(again(steward), group, "steward")
    with pytest.raises(SignInNeededError):
        seats.accept_invitation(NOBODY, token)
    moment = clock.now() + timedelta(days=14, seconds=1)
    clock.set_source(lambda: moment)
    with pytest.raises(GoneError, match="invitation_expired"):
        seats.accept_invitation(somebody(), token)


def test_a_steward_cannot_touch_the_seats_of_another_group(app: Flask) -> None:
    ours, theirs = somebody(), somebody()
    group_of(ours)
    group = group_of(theirs, "Other Guild")
    (seat,) = queries.seats_of_group(group)
    for actor in (again(ours), SYSTEM):
        with pytest.raises(NotFoundError):
            seats.remove(actor, seat.id)
        with pytest.raises(NotFoundError):
            seats.invite(actor, group, "steward")
    assert queries.seats_of_group(group) == [seat]


def test_an_assessor_hands_out_no_seats(app: Flask) -> None:
    steward, assessor = somebody(), somebody()
    group = group_of(steward)
    seats.give(assessor.person_id, group, "assessor")
    with pytest.raises(NotFoundError):
        seats.invite(again(assessor), group, "steward")


def test_the_last_steward_stays(app: Flask) -> None:
    steward, second = somebody(), somebody()
    group = group_of(steward)
    (first,) = queries.seats_of_group(group)
    seats.give(second.person_id, group, "assessor")
    with pytest.raises(ConflictError, match="last_steward"):
        seats.remove(again(steward), first.id)
    seats.give(second.person_id, group, "steward")
    seats.remove(again(second), first.id)
    assert again(steward).stewards == frozenset()


def test_a_removed_steward_cannot_come_back_by_an_invitation_of_their_own(app: Flask) -> None:
    first, second = somebody(), somebody()
    group = group_of(first)
    seats.give(second.person_id, group, "steward")
    token = seats.invite(again(second), group, "steward")
    seat = next(one for one in queries.seats_of_group(group) if one.person_id == second.person_id)
    seats.remove(again(first), seat.id)
    with pytest.raises(NotFoundError):
        seats.accept_invitation(again(second), token)


def test_giving_a_seat_twice_gives_one(app: Flask) -> None:
    steward = somebody()
    group = group_of(steward)
    seats.give(steward.person_id, group, "steward")
    assert len(queries.seats_of_group(group)) == 1
    with pytest.raises(InvalidError):
        seats.give(steward.person_id, group, "owner")
