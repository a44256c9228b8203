"""Writing rows straight into the open transaction, past the unit of work, where speed counts."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from foundation.db import Base, connection, rows_for_the_end
from foundation.statements import Statement


def insert_row(row_type: type[Base], **values: Any) -> None:
    """Write one row; column defaults are filled in. Raises IntegrityError, which ends the transaction."""
    _plain(row_type, tuple(_filled(row_type, values))).run(values)


def insert_unless_there(row_type: type[Base], **values: Any) -> bool:
    """Write one row and tell whether it was written: not when it would break a UNIQUE rule.

    Of two that come at the same moment the second waits for the first; no savepoint is needed.
    """
    columns = tuple(_filled(row_type, values))
    return _lenient(row_type, columns, connection().dialect.name).run(values) == 1


def insert_at_end(row_type: type[Base], **values: Any) -> None:
    """Write one row just before the open transaction is stored, with the others of its kind in one statement.

    Not for what the transaction itself reads again, unless it calls `write_waiting`; at once outside of one.
    """
    columns = tuple(_filled(row_type, values))
    waiting = rows_for_the_end()
    if waiting is None:
        _plain(row_type, columns).run(values)
        return
    statement = _plain(row_type, columns)
    waiting.setdefault(statement.run_for_all, []).append(values)


def _filled(row_type: type[Base], values: dict[str, Any]) -> Iterable[str]:
    """Fill in the column defaults and give the names of all columns that are written."""
    for name, default in _defaults(row_type):
        if name not in values:
            values[name] = default()
    return values


@cache
def _defaults(row_type: type[Base]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    found = ((column.key, column.default) for column in _table(row_type).columns)
    return tuple((name, _made_by(default)) for name, default in found if default is not None)


def _made_by(default: Any) -> Callable[[], Any]:
    """Give what makes a default: a function was wrapped to take a context, which ours ignore."""
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


@cache
def _plain(row_type: type[Base], columns: tuple[str, ...]) -> Statement:
    return Statement(insert(_table(row_type)).inline(), columns=columns)


@cache
def _lenient(row_type: type[Base], columns: tuple[str, ...], dialect: str) -> Statement:
    kind = postgresql if dialect == "postgresql" else sqlite
    return Statement(kind.insert(_table(row_type)).on_conflict_do_nothing().inline(), columns=columns)


def _table(row_type: type[Base]) -> Table:
    table = row_type.__table__
    if not isinstance(table, Table):
        raise TypeError(row_type)
    return table
