"""Statements handed straight to the driver, where the bookkeeping of SQLAlchemy costs more than they do.

They run in the transaction of the connection that is given and fail as its others do: with the same errors,
and one that was lost is not used again. While somebody listens to statements, they go the whole way.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Values = tuple[Any, ...] | Mapping[str, Any]


class Ran(Protocol):
    """A statement that ran. Whoever asked for it closes it."""

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""

    def fetchone(self) -> Any:
        """Give the next row, None after the last."""

    def close(self) -> Any:
        """Let go of it."""


def drive(connection: Connection, text: str, values: Values = ()) -> Ran:
    """Run a statement as the driver takes it. Raises DBAPIError."""
    if _is_watched(connection):
        return connection.exec_driver_sql(text, values)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, values)
    except BaseException as error:  # noqa: BLE001 - raised again, all of them
        _fail(connection, cursor, text, values, error)
    return cursor


def drive_for_rows(connection: Connection, text: str, values: Values = ()) -> Sequence[Any]:
    """Run a statement as the driver takes it and give its rows. Raises DBAPIError, also for a later row."""
    if _is_watched(connection):
        return connection.exec_driver_sql(text, values).all()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, values)
        rows: Sequence[Any] = cursor.fetchall()
    except BaseException as error:  # noqa: BLE001 - raised again, all of them
        _fail(connection, cursor, text, values, error)
    cursor.close()
    return rows


def drive_for_all(connection: Connection, text: str, rows: Sequence[Any]) -> None:
    """Run a statement once for each set of values, in one call. Raises DBAPIError."""
    if _is_watched(connection):
        connection.exec_driver_sql(text, rows)
        return
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(text, rows)
    except BaseException as error:  # noqa: BLE001 - raised again, all of them
        _fail(connection, cursor, text, rows, error)
    cursor.close()


def _is_watched(connection: Connection) -> bool:
    engine = connection.engine
    return bool(engine.dispatch.before_cursor_execute or engine.echo)


def _fail(connection: Connection, cursor: Ran, text: str, values: Any, error: BaseException) -> NoReturn:
    """Raise what others raise for an error of the driver, and drop a connection that is of no use now."""
    engine, dialect = connection.engine, connection.dialect
    base = dialect.loaded_dbapi.Error
    with suppress(base):
        cursor.close()  # as long as it is open, SQLite keeps its connection open as well
    if not isinstance(error, base):
        if not isinstance(error, Exception):  # stopped in the midst of it: nobody knows what it did
            connection.invalidate(error)
        raise error
    is_lost = dialect.is_disconnect(error, connection.connection, None)
    if is_lost:
        connection.invalidate(error)
        engine.dispose()  # the others that wait in the pool are older
    raise DBAPIError.instance(
        text,
        values,
        error,
        base,
        hide_parameters=engine.hide_parameters,
        connection_invalidated=is_lost,
        dialect=dialect,
    ) from error
