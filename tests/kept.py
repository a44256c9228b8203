"""Stages that are built once for each database of a worker, and copied into it from then on."""

import copy
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flask import current_app
from sqlalchemy import text

from foundation import clock
from foundation.db import Base, db

P = ParamSpec("P")
T = TypeVar("T")
_WITH_CACHES = ("badges.", "issuers.queries", "issuers.services")
_NEAR = timedelta(seconds=5)
_REMEMBERING = type(lru_cache(lambda: None))


@dataclass(frozen=True)
class _Copy:
    """`tables`: those with rows. `place`: a schema of PostgreSQL, or a file of SQLite."""

    place: str
    tables: list[str]
    given: Any


_copies: dict[str, _Copy] = {}


def kept(build: Callable[P, T]) -> Callable[P, T]:
    """Let a function that sets a stage do its work once.

    What it gives must be plain values. Where something stands in the database already, or a test lets
    its own time run, it is called as it is.
    """

    @wraps(build)
    def staged(*args: P.args, **kwargs: P.kwargs) -> T:
        if (time := _time()) is None or not _is_bare():
            return build(*args, **kwargs)
        # Settings too: where the service is reached says which kind of id and key a group gets.
        where = f"{db.engine.url}|{current_app.extensions['settings']}"
        key = f"{where}|{build.__module__}.{build.__qualname__}|{args}|{kwargs}|{time}"
        if key not in _copies:
            given = build(*args, **kwargs)
            _copies[key] = _taken(copy.deepcopy(given), f"kept{len(_copies)}")
            return given
        _put_back(_copies[key])
        return copy.deepcopy(_copies[key].given)  # type: ignore[no-any-return]

    return staged


def _time() -> str | None:
    """Tell the time: the wall clock's, one at which a test holds it, or None where a test lets it run."""
    now = clock.now()
    if abs(now - datetime.now(UTC)) < _NEAR:
        return "now"
    return str(now) if clock.now() == now else None


def _is_bare() -> bool:
    with db.engine.connect() as connection:
        return not any(
            connection.execute(text(f"SELECT EXISTS (SELECT 1 FROM {table})")).scalar()
            for table in ("person", "audit_event")
        )


def _taken(given: Any, name: str) -> _Copy:
    db.session.remove()
    with db.engine.begin() as connection:
        every = [table.name for table in Base.metadata.sorted_tables]
        tables = [one for one in every if connection.execute(text(f'SELECT 1 FROM "{one}" LIMIT 1')).scalar()]
        if connection.dialect.name == "postgresql":
            copies = [f'CREATE TABLE {name}."{one}" AS TABLE "{one}"' for one in tables]
            connection.exec_driver_sql("; ".join([f"CREATE SCHEMA {name}", *copies]))
            return _Copy(name, tables, given)
    database = Path(str(db.engine.url.database))
    file = database.with_suffix(f".{name}")
    with closing(sqlite3.connect(database)) as source:
        source.execute(f"VACUUM INTO '{file}'")
    return _Copy(str(file), tables, given)


def _put_back(kept_copy: _Copy) -> None:
    db.session.remove()
    _forget_what_was_of_others()
    if db.engine.dialect.name == "postgresql":
        inserts = [f'INSERT INTO "{one}" SELECT * FROM {kept_copy.place}."{one}"' for one in kept_copy.tables]
        with db.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # asks no foreign key
            connection.exec_driver_sql("; ".join(inserts))
        return
    with closing(sqlite3.connect(str(db.engine.url.database))) as target, target:
        target.execute("ATTACH ? AS kept", (kept_copy.place,))
        for one in kept_copy.tables:
            target.execute(f'INSERT INTO main."{one}" SELECT * FROM kept."{one}"')


def _forget_what_was_of_others() -> None:
    """Empty what is remembered of rows that never change: here the same ids begin anew with other rows."""
    for one in _remembering():
        one.cache_clear()


@lru_cache(maxsize=1)
def _remembering() -> list[Any]:
    modules = [module for name, module in sys.modules.items() if name.startswith(_WITH_CACHES)]
    return [one for module in modules for one in vars(module).values() if isinstance(one, _REMEMBERING)]
