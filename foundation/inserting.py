"""Writing one row straight into the open transaction, past the unit of work, where speed counts."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import postgresql, sqlite

from foundation.db import Base, session


def insert_row(row_type: type[Base], **values: Any) -> None:
    """Write one row; column defaults are filled in. Raises IntegrityError, which ends the transaction."""
    session().connection().execute(_plain(row_type), values)


def insert_unless_there(row_type: type[Base], **values: Any) -> bool:
    """Write one row and tell whether it was written: not when it would break a UNIQUE rule.

    Of two that come at the same moment the second waits for the first; no savepoint is needed.
    """
    connection = session().connection()
    return connection.execute(_lenient(row_type, connection.dialect.name), values).first() is not None


@cache
def _plain(row_type: type[Base]) -> Insert:
    return insert(row_type.__table__)  # type: ignore[arg-type]  # declared rows stand on a Table


@cache
def _lenient(row_type: type[Base], dialect: str) -> Insert:
    table = row_type.__table__
    key = next(iter(table.primary_key))
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().returning(key)  # type: ignore[arg-type]  # as above
    return sqlite.insert(table).on_conflict_do_nothing().returning(key)  # type: ignore[arg-type]  # as above
