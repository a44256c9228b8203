"""Two writes at the same moment that the database tells apart: the second is told, never a mistake page."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import delete, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from accounts.models import Person, SeatRole
from accounts.services import seats, tokens
from competencies.models import RoleHolding
from competencies.queries import plans
from foundation.db import connection, db, session, transaction
from tests.badges.scene import person, set_stage

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def error_of(*rows: Person) -> IntegrityError:
    """What the database itself says to these rows."""
    with pytest.raises(IntegrityError) as raised, transaction() as session:
        session.add_all(rows)
    return raised.value


def put_then_deleted_by_another() -> Person:
    """A row that is known here and there no more."""
    with transaction() as here:
        row = Person(user_name="Here a moment ago", created_at=WHEN)
        here.add(row)
    with db.engine.begin() as another:
        another.execute(delete(Person))
    return row


def told(app, error: SQLAlchemyError):
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


def test_who_reads_what_somebody_else_deleted_is_told_that_it_is_gone(app):
    row = put_then_deleted_by_another()
    with pytest.raises(ObjectDeletedError) as raised:
        _ = row.user_name
    answer = told(app, raised.value)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_who_changes_what_somebody_else_deleted_is_told_and_nothing_is_stored(app):
    with transaction() as here:
        row = Person(user_name="Here a moment ago", created_at=WHEN)
        here.add(row)
    with pytest.raises(StaleDataError) as raised, transaction() as here:
        here.refresh(row)
        row.user_name = "Another name"
        connection().execute(delete(Person))
    answer = told(app, raised.value)
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert session().get(Person, row.id).user_name == "Here a moment ago"


def test_a_question_that_is_gone_before_it_is_answered_for_is_no_mistake_of_ours(app):
    """The member leaves between the commit and the answer to the steward."""
    scene = set_stage()
    seats.give(person("Ada").person_id, scene.group_id, SeatRole.MEMBER)
    headers = {"Authorization": f"Bearer {tokens.make(scene.steward, label='test')}"}

    def gone(_session) -> None:
        with db.engine.begin() as another:
            another.execute(delete(RoleHolding))

    event.listen(db.session, "after_commit", gone)
    try:
        sent = {"role": "guide", "user_name": "Ada", "since": "2026-01-31"}
        address = "/api/v1/groups/example-affiliate/plan/holders"
        answer = app.test_client().post(address, json=sent, headers=headers)
    finally:
        event.remove(db.session, "after_commit", gone)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert list(plans.holdings(scene.group_id)) == []


def test_who_writes_of_what_somebody_else_deleted_is_told_that_it_is_gone(app):
    scene = set_stage()
    with pytest.raises(IntegrityError) as raised:
        seats.give(UUID(int=7), scene.group_id, SeatRole.MEMBER)
    answer = told(app, raised.value)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
