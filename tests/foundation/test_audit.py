from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from foundation import audit, clock
from foundation.db import transaction
from foundation.policy import Actor


def actions(person_id):
    return sorted(one.action for one in audit.events_of(person_id))


def test_what_was_done_in_one_change_is_recorded_together(app):
    one = Actor(person_id=uuid4())
    with transaction():
        audit.record(one, "first", "thing")
        with transaction():
            audit.record(one, "second", "thing", facts={"count": 2})
    assert actions(one.person_id) == ["first", "second"]


def test_what_did_not_happen_is_not_recorded(app):
    one = Actor(person_id=uuid4())
    with pytest.raises(ZeroDivisionError), transaction():
        audit.record(one, "first", "thing")
        _ = 1 / 0
    with transaction():
        audit.record(one, "second", "thing")
    assert actions(one.person_id) == ["second"]


def test_who_leaves_is_forgotten_also_in_what_was_done_a_moment_ago(app):
    one = Actor(person_id=uuid4())
    with transaction():
        audit.record(one, "leave", one.person_id, about=one.person_id)
        audit.forget(one.person_id)
    assert actions(one.person_id) == []


def recorded(one, action, **ago):
    """As it would stand had it been done then; by the machine's clock, as the database looks at its own."""
    with clock.telling(datetime.now(UTC) - timedelta(**ago)), transaction():
        audit.record(one, action, "thing")


def test_what_was_done_is_forgotten_after_two_years(app):
    one = Actor(person_id=uuid4())
    for action, days in (("new", 0), ("younger", 729), ("older", 733), ("oldest", 2000)):
        recorded(one, action, days=days)
    for _ in range(2):
        audit.forget_old()
        assert actions(one.person_id) == ["new", "younger"]


def test_more_than_go_at_once_are_forgotten_all_the_same(app):
    one = Actor(person_id=uuid4())
    with clock.telling(datetime.now(UTC) - timedelta(days=800)), transaction():
        for number in range(audit._AT_ONCE + 1):
            audit.record(one, "older", number)
    audit.forget_old()
    assert actions(one.person_id) == []


def test_nothing_younger_can_be_deleted_whoever_tries(app):
    one = Actor(person_id=uuid4())
    recorded(one, "younger", days=729)
    with pytest.raises(DatabaseError, match="what was done stays written"), transaction() as session:
        session.execute(delete(audit.AuditEvent).where(audit.AuditEvent.action == "younger"))
    assert actions(one.person_id) == ["younger"]


def test_a_clock_that_tells_another_time_goes_on_as_before():
    then = datetime(2020, 2, 29, tzinfo=UTC)
    with clock.telling(then):
        with pytest.raises(ZeroDivisionError), clock.telling(then - timedelta(days=1)):
            assert clock.now().day == 28
            _ = 1 / 0
        assert clock.now() == then
