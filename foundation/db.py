"""The database: one typed Base, one way to write.

`transaction()` is the only commit in the house. It ends the read that the session may hold (a
SQLite read held open makes a later write fail at once), begins IMMEDIATE on SQLite, and runs what
was given to `after_commit()` once the data is safe. Inside an open transaction it joins it, so a
verb of one room may call a verb of a lower room.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Uuid, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from foundation.columns import JsonDoc, UTCDateTime
from foundation.driving import drive

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


# PostgreSQL: unique_violation, serialization_failure, deadlock_detected; and foreign_key_violation.
_CLASHES = frozenset({"23505", "40001", "40P01"})
_NO_SUCH_ROW = "23503"

db = SQLAlchemy(metadata=Base.metadata)

# By the call that writes them: what is written together, just before the commit.
RowsForTheEnd = dict[Callable[[Sequence[Mapping[str, Any]]], None], list[Mapping[str, Any]]]


@dataclass(slots=True)
class _Open:
    """The open transaction: its session, the connection once it was asked for, what waits for the end."""

    session: Session
    connection: Connection | None = None
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    at_end: RowsForTheEnd = field(default_factory=dict)


_open: ContextVar[_Open | None] = ContextVar("open", default=None)
_reader: ContextVar[Connection | None] = ContextVar("reader", default=None)
_one_moment: ContextVar[bool] = ContextVar("one_moment", default=False)


def session() -> Session:
    """Give this request's or job's session, for queries."""
    return db.session()


def connection() -> Connection:
    """Give the connection that the session uses, for statements past the unit of work.

    An open transaction keeps it at hand: the session looks through its whole state each time it is asked.
    """
    open_now = _open.get()
    if open_now is None:
        return session().connection()
    if open_now.connection is None or open_now.connection.closed:
        open_now.connection = open_now.session.connection()
    return open_now.connection


def reader() -> Connection:
    """Give the connection to read by: that of `reading()` where it is on, else the session's."""
    if _open.get() is None and (own := _reader.get()) is not None:
        return own
    return connection()


@contextmanager
def transaction() -> Iterator[Session]:
    """Write in one transaction: all of it is stored, or nothing is. Joins the one already open."""
    joined = _open.get()
    if joined is not None:
        yield joined.session
        return
    db.session.rollback()
    open_now = _Open(session())
    opened = _open.set(open_now)
    try:
        yield open_now.session
        write_waiting()
        open_now.session.commit()
    except BaseException:
        open_now.session.rollback()
        raise
    finally:
        _open.reset(opened)
    for call in open_now.afterwards:
        call()


def rows_for_the_end() -> RowsForTheEnd | None:
    """Give the rows that the open transaction writes just before its commit; None outside of one."""
    open_now = _open.get()
    return None if open_now is None else open_now.at_end


def write_waiting() -> None:
    """Write now what waits for the end of the open transaction, for whoever must find it there already."""
    waiting = rows_for_the_end()
    while waiting:
        write, rows = waiting.popitem()
        write(rows)


@contextmanager
def reading() -> Iterator[None]:
    """Read statements that go past the unit of work without a session, each as things stand when it is asked.

    Making a session and putting it away costs more than a few such statements do. Inside an open transaction
    or a snapshot it changes nothing; what writes, or goes through the session, does so as always.
    """
    if _open.get() is not None or _one_moment.get():
        yield
        return
    with db.engine.connect() as own:
        before = _reader.set(own)
        try:
            yield
        finally:
            _reader.reset(before)


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read everything as it stands at one moment, whatever is written meanwhile; nothing is stored."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    before = _one_moment.set(True)
    try:
        yield session()
    finally:
        _one_moment.reset(before)
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
    if isinstance(error, StaleDataError):  # somebody deleted what this one changes
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in _CLASHES or "UNIQUE constraint failed" in str(error.orig)


def is_gone(error: SQLAlchemyError) -> bool:
    """Tell whether somebody deleted a row that was known here, before it was read or written of again."""
    if isinstance(error, ObjectDeletedError):
        return True
    found = error.orig if isinstance(error, DBAPIError) else None
    return getattr(found, "sqlstate", None) == _NO_SUCH_ROW or "FOREIGN KEY constraint failed" in str(found)


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the open transaction is stored; drop it when it is rolled back."""
    open_now = _open.get()
    if open_now is None:
        call()
    else:
        open_now.afterwards.append(call)


def _open_sqlite(connection: Any, _record: Any) -> None:
    """Take transactions into our own hands, and switch on what SQLite leaves off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    # secure_delete: what somebody had us forget must not stay readable in the free pages of the file.
    # synchronous: what was answered survives a power cut. wal_autocheckpoint (16 MB): a page that many writes
    # share goes into the file once for all of them. cache_size: 8 MB for each connection.
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "synchronous=FULL",
        "secure_delete=ON",
        "wal_autocheckpoint=4000",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin IMMEDIATE: otherwise two read-then-write transactions lose updates.

    Inside of `reading()` nothing begins: each statement sees what is stored when it is asked.
    """
    if connection is _reader.get():
        return
    drive(connection, "BEGIN IMMEDIATE" if _open.get() else "BEGIN").close()


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
