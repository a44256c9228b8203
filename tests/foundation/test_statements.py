"""Statements that go past the unit of work fail and recover as all others do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Integer, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from accounts.models import Person
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import connection, db, is_clash, reading, session, snapshot, transaction
from foundation.inserting import insert_row
from foundation.policy import NOBODY
from foundation.statements import Statement


def put(person_id, language="en"):
    insert_row(Person, id=person_id, language=language, is_operator=False, created_at=clock.now())


def put_elsewhere(app):
    with app.app_context(), transaction():
        put(uuid7())


def people_there():
    count = Statement(select(func.count()).select_from(Person), results=[("n", Integer())])
    return count.first({})["n"]


@pytest.fixture(params=["nobody listens", "somebody listens"])
def listening(request, app):
    """Give what was heard; whoever listens to statements must change nothing."""
    heard = []

    def note(*said):
        heard.append(said[2])

    if request.param == "somebody listens":
        event.listen(db.engine, "before_cursor_execute", note)
    yield heard
    if request.param == "somebody listens":
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_row_that_is_there_already_is_a_clash_and_nothing_is_stored(listening):
    person_id, other = uuid7(), uuid7()
    with transaction():
        put(person_id)
    with pytest.raises(IntegrityError) as told, transaction():
        put(other)
        put(person_id)
    assert is_clash(told.value)
    assert session().get(Person, person_id) is not None
    assert session().get(Person, other) is None


def test_an_error_says_nothing_of_what_people_wrote(listening):
    person_id = uuid7()
    with transaction():
        put(person_id)
    with pytest.raises(IntegrityError) as told, transaction():
        put(person_id, "qx-zy")
    assert "qx-zy" not in str(told.value)


def test_a_statement_that_fails_among_many_is_a_clash_too(listening):
    with transaction():
        audit.record(NOBODY, "tried", "thing")
    (event_id,) = session().scalars(db.select(audit.AuditEvent.id)).all()
    with pytest.raises(IntegrityError) as told, transaction():
        audit.record(NOBODY, "tried", "again")
        row = {"at": clock.now(), "action": "tried", "subject": "more", "facts": {}}
        audit.insert_at_end(audit.AuditEvent, id=event_id, **row)
    assert is_clash(told.value)
    assert len(session().scalars(db.select(audit.AuditEvent)).all()) == 1


def test_who_listens_hears_of_what_goes_past_the_unit_of_work(app):
    heard = []

    def note(*said):
        heard.append(said[2])

    event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        put(uuid7())
    event.remove(db.engine, "before_cursor_execute", note)
    assert any("INSERT INTO person" in one for one in heard)


def test_reading_makes_no_session_and_sees_what_was_stored_meanwhile(listening):
    person_id = uuid7()
    db.session.remove()
    with reading():
        assert people_there() == 0
        assert not db.session.registry.has()
        with transaction():
            put(person_id)
        assert people_there() == 1
    assert session().get(Person, person_id) is not None


def test_reading_inside_a_transaction_sees_what_it_wrote_itself(app):
    with pytest.raises(ZeroDivisionError), transaction():
        put(uuid7())
        with reading():
            assert people_there() == 1
            _ = 1 / 0
    assert people_there() == 0


def test_reading_gives_its_connection_back_also_when_it_fails(app):
    db.session.remove()
    for _ in range(30):  # more than the pool has
        with pytest.raises(DBAPIError), reading():
            Statement(text("SELECT nothing FROM nowhere"), results=[("n", Integer())]).first({})
    with reading():
        assert people_there() == 0


def test_what_is_written_while_reading_is_stored_by_a_transaction_only(app):
    with reading():
        put(uuid7())
    db.session.rollback()
    assert people_there() == 0


def test_reading_inside_a_snapshot_keeps_to_its_moment(app):
    with snapshot():
        before = people_there()
        with ThreadPoolExecutor() as others:
            others.submit(lambda: put_elsewhere(app)).result()
        with reading():
            assert people_there() == before == 0
    assert people_there() == 1


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # a file is not lost
def test_a_connection_that_was_lost_is_replaced(app, listening):
    person_id = uuid7()
    with pytest.raises(DBAPIError) as told, transaction():
        number = connection().scalar(text("SELECT pg_backend_pid()"))
        elsewhere = create_engine(db.engine.url)
        with elsewhere.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
        elsewhere.dispose()
        put(uuid7())
    assert told.value.connection_invalidated
    with transaction():
        put(person_id)
    assert session().get(Person, person_id) is not None
