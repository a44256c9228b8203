from uuid import uuid4

import pytest

from foundation import audit
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
