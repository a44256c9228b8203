"""The database: one typed Base, one way to write.

`transaction()` is the only commit in the house. It ends the read that the session may hold (a
SQLite read held open makes a later write fail at once), begins IMMEDIATE on SQLite, and runs what
was given to `after_commit()` once the data is safe. Inside an open transaction it joins it, so a
verb of one room may call a verb of a lower room.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Uuid, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from foundation.columns import JsonDoc, UTCDateTime

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every row is: typed, with named constraints so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        datetime: UTCDateTime(),
        dict[str, Any]: JsonDoc(),
        list[Any]: JsonDoc(),
        UUID: Uuid(),
    }


# PostgreSQL: unique_violation, serialization_failure, deadlock_detected.
_CLASHES = frozenset({"23505", "40001", "40P01"})

db = SQLAlchemy(metadata=Base.metadata)

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_afterwards: ContextVar[list[Callable[[], None]] | None] = ContextVar("afterwards", default=None)


def session() -> Session:
    """Give this request's or job's session, for queries."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Write in one transaction: all of it is stored, or nothing is. Joins the one already open."""
    if _writing.get():
        yield session()
        return
    db.session.rollback()
    writing, afterwards = _writing.set(True), _afterwards.set([])
    try:
        yield session()
        db.session.commit()
        calls = _afterwards.get() or []
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(writing)
        _afterwards.reset(afterwards)
    for call in calls:
        call()


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read everything as it stands at one moment, whatever is written meanwhile; nothing is stored."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield session()
    finally:
        db.session.rollback()


def empty_write_ahead() -> bool:
    """Write SQLite's log of writes into its file and empty it: the log still holds what was deleted.

    Tell whether it is empty now; somebody who reads at the moment can prevent it. Not in a transaction.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()
    try:
        busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    return not busy


def is_clash(error: SQLAlchemyError) -> bool:
    """Tell whether two writes at the same moment got in each other's way: nothing of this one was stored."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in _CLASHES or "UNIQUE constraint failed" in str(error.orig)


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the open transaction is stored; drop it when it is rolled back."""
    waiting = _afterwards.get()
    if waiting is None:
        call()
    else:
        waiting.append(call)


def _open_sqlite(connection: Any, _record: Any) -> None:
    """Take transactions into our own hands, and switch on what SQLite leaves off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    # secure_delete: what somebody had us forget must not stay readable in the free pages of the file.
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin IMMEDIATE: otherwise two read-then-write transactions lose updates."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def prepare_engine(engine: Engine) -> None:
    """Give an SQLite engine our transaction rules; other databases need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def init_db(app: Flask) -> None:
    """Bind the database to the application."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
