"""One way to write, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from foundation import clock, jobs
from foundation.audit import AuditEvent, record
from foundation.db import after_commit, db, session, transaction
from foundation.jobs import Job
from foundation.policy import NOBODY


def count_events() -> int:
    return len(session().scalars(select(AuditEvent)).all())


def test_a_failed_transaction_leaves_nothing(app):
    with pytest.raises(ZeroDivisionError), transaction():
        record(NOBODY, "tried", "thing")
        _ = 1 / 0
    assert count_events() == 0


def test_a_transaction_inside_another_joins_it(app):
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            record(NOBODY, "tried", "thing")
        _ = 1 / 0
    assert count_events() == 0


def test_after_commit_runs_only_when_stored(app):
    seen = []
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: seen.append("never"))
        _ = 1 / 0
    with transaction():
        after_commit(lambda: seen.append("once"))
    assert seen == ["once"]


def test_times_come_back_as_the_same_instant(app):
    at = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    clock.set_source(lambda: at)
    with transaction():
        record(NOBODY, "timed", "thing")
    stored = session().scalars(select(AuditEvent)).one().at
    assert stored == at
    assert stored.tzinfo == UTC


def test_read_then_write_by_many_loses_nothing(app):
    with transaction() as write:
        write.add(Job(kind="counter", payload={"n": 0}, due_at=clock.now(), tries=0))

    def add_one(_number: int) -> None:
        with app.app_context():
            with transaction() as write:
                job = write.scalars(select(Job).with_for_update()).one()
                job.tries = job.tries + 1
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    db.session.rollback()
    assert session().scalars(select(Job)).one().tries == 40


def test_a_job_of_a_rolled_back_change_never_runs(app):
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.ask("work", {})
        _ = 1 / 0
    assert jobs.run_due({}) == 0


def test_asking_twice_with_one_key_works_once(app):
    done = []
    for _ in range(2):
        with transaction():
            jobs.ask("work", {"a": 1}, key="one")
    assert jobs.run_due({"work": done.append}) == 1
    assert done == [{"a": 1}]


def test_a_job_whose_worker_died_is_taken_again_after_its_lease(app):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    clock.set_source(lambda: start)
    with transaction():
        jobs.ask("work", {})
    assert jobs._take() is not None  # the worker dies here
    assert jobs._take() is None
    clock.set_source(lambda: start + timedelta(seconds=jobs.LEASE_SECONDS + 1))
    assert jobs._take() is not None


def test_a_failing_job_is_tried_again_and_then_left_for_a_person(app):
    moment = [datetime(2026, 1, 1, tzinfo=UTC)]
    clock.set_source(lambda: moment[0])
    with transaction():
        jobs.ask("work", {})

    def fail(_payload: object) -> None:
        raise RuntimeError("no")

    for _ in range(jobs.MOST_TRIES):
        assert jobs.run_due({"work": fail}) == 1
        moment[0] += timedelta(days=1)
    assert jobs.run_due({"work": fail}) == 0
    assert session().scalars(select(Job)).one().failed_at is not None


def test_two_workers_never_take_the_same_job(app):
    with transaction():
        for _ in range(20):
            jobs.ask("work", {})

    def take(_number: int) -> object:
        with app.app_context():
            job = jobs._take()
            db.session.remove()
            return job and job.id

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, range(20)))
    assert len({one for one in taken if one}) == len([one for one in taken if one])
