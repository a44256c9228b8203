"""Two writes at the same moment that the database tells apart: the second is told, never a mistake page."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from accounts.models import Person
from foundation.db import transaction

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def error_of(*rows: Person) -> IntegrityError:
    """What the database itself says to these rows."""
    with pytest.raises(IntegrityError) as raised, transaction() as session:
        session.add_all(rows)
    return raised.value


def told(app, error: IntegrityError):
    with app.test_request_context("/anything", method="POST", headers={"Accept": "application/json"}):
        return app.make_response(app.handle_user_exception(error))


def test_the_second_of_two_that_clash_is_told(app):
    same = (Person(user_name="Same name", created_at=WHEN), Person(user_name="Same name", created_at=WHEN))
    answer = told(app, error_of(*same))
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


def test_what_can_never_be_stored_stays_our_own_mistake(app):
    error = error_of(Person(user_name="Nobody", created_at=None))
    with pytest.raises(IntegrityError):
        told(app, error)
