"""Background work: one table of jobs, worker threads in the same process.

A job row is written in the same transaction as the change that asks for it, so nothing is lost and
nothing runs for a change that was rolled back. A worker takes a row by one conditional UPDATE with
a lease; a worker that dies leaves a row whose lease ends, and another takes it. So every handler
may run twice and must be idempotent.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import String, cast, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.columns import uuid7
from foundation.db import Base, after_commit, db, session, transaction

LEASE_SECONDS = 60
MOST_TRIES = 6
BACKOFF_SECONDS = 20
IDLE_SECONDS = 5.0

Handler = Callable[[Mapping[str, Any]], None]
log = logging.getLogger(__name__)


class Job(Base):
    """One piece of work. `key` makes asking twice harmless; `every_seconds` makes it come back."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(index=True)
    every_seconds: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))


_wake = threading.Event()


def ask(
    kind: str, payload: Mapping[str, Any], *, key: str | None = None, due_at: datetime | None = None
) -> None:
    """Put a job into the open transaction. With a `key` that is already there, nothing is added."""
    if key and session().scalar(select(Job.id).where(Job.key == key)):
        return
    session().add(Job(kind=kind, key=key, payload=dict(payload), due_at=due_at or clock.now()))
    after_commit(_wake.set)


def keep_asking(kind: str, every_seconds: int) -> None:
    """Make sure that the periodic job `kind` is there."""
    with transaction() as db_session:
        job = db_session.scalar(select(Job).where(Job.key == f"periodic:{kind}"))
        if job is None:
            job = Job(kind=kind, key=f"periodic:{kind}", payload={}, due_at=clock.now())
            db_session.add(job)
        job.every_seconds = every_seconds


def forget(person_id: UUID) -> None:
    """Delete the jobs that name a person. Joins the open transaction."""
    with transaction() as db_session:
        db_session.flush()
        spellings = (str(person_id), person_id.hex)
        places = (cast(Job.payload, String), Job.key, Job.last_error)
        naming = or_(*(place.contains(spelled) for place in places for spelled in spellings))
        db_session.execute(delete(Job).where(naming), execution_options={"synchronize_session": False})


def _take() -> Job | None:
    """Lease the next due job, or None: one conditional UPDATE, so two workers never hold one row."""
    now = clock.now()
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    ready = (Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= now, free)
    with transaction() as db_session:
        chosen = select(Job.id).where(*ready).order_by(Job.due_at).limit(1)
        if db_session.get_bind().dialect.name == "postgresql":
            chosen = chosen.with_for_update(skip_locked=True)
        lease = now + timedelta(seconds=LEASE_SECONDS)
        taken = (
            update(Job)
            .where(Job.id == chosen.scalar_subquery(), free)
            .values(leased_until=lease, tries=Job.tries + 1)
            .returning(Job)
        )
        job = db_session.scalars(taken).one_or_none()
        if job is not None:
            db_session.expunge(job)
        return job


def _finish(job: Job) -> None:
    now = clock.now()
    values: dict[str, Any] = {"done_at": now, "leased_until": None}
    if job.every_seconds:
        due = now + timedelta(seconds=job.every_seconds)
        values = {"due_at": due, "leased_until": None, "tries": 0, "last_error": None}
    with transaction() as db_session:
        db_session.execute(update(Job).where(Job.id == job.id).values(**values))


def _fail(job: Job, error: Exception) -> None:
    """Try again later, further apart each time; after the last try leave it for a person to look at."""
    now = clock.now()
    values: dict[str, Any] = {"leased_until": None, "last_error": f"{type(error).__name__}: {error}"[:200]}
    if job.tries >= MOST_TRIES and not job.every_seconds:
        values["failed_at"] = now
    else:
        values["due_at"] = now + timedelta(seconds=BACKOFF_SECONDS * 2 ** min(job.tries, 8))
    with transaction() as db_session:
        db_session.execute(update(Job).where(Job.id == job.id).values(**values))


def run_one(handlers: Mapping[str, Handler]) -> bool:
    """Run the next due job, if there is one, and tell whether there was."""
    job = _take()
    if job is None:
        return False
    try:
        handlers[job.kind](job.payload)
    except Exception as error:
        log.exception("job %s failed", job.kind)
        _fail(job, error)
    else:
        _finish(job)
    return True


def run_due(handlers: Mapping[str, Handler], most: int = 10_000) -> int:
    """Run everything that is due now, in this thread; give how many ran."""
    return next((count for count in range(most) if not run_one(handlers)), most)


class Engine:
    """Worker threads that run jobs inside the serving process."""

    def __init__(self, app: Flask, handlers: Mapping[str, Handler], threads: int = 1) -> None:
        self._app, self._handlers = app, handlers
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the job in hand and end."""
        self._stopping.set()
        _wake.set()
        for thread in self._threads:
            thread.join(timeout=LEASE_SECONDS)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._app.app_context():
                    busy = run_one(self._handlers)
                    db.session.remove()
            except Exception:  # a database that is away for a moment must not end the worker
                log.exception("the worker could not take a job")
                busy = False
            if not busy:
                _wake.wait(IDLE_SECONDS)
                _wake.clear()
