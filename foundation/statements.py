"""Statements compiled once, for what runs so often that telling them anew each time costs more than they do.

A value goes through the type of its column, as always; only the search for the compiled form, the mapping of
results and the bookkeeping of generated keys are left out. Values that several rows share are read once.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from foundation.db import connection, reader
from foundation.driving import Ran, drive, drive_for_all, drive_for_rows

Convert = Callable[[Any], Any]
Columns = Sequence[tuple[str, TypeEngine[Any]]]


class Statement:
    """One statement with named values. `columns`: what an INSERT is given; `results`: what a row holds."""

    def __init__(self, clause: ClauseElement, *, columns: Sequence[str] = (), results: Columns = ()) -> None:
        self._clause, self._columns, self._results = clause, columns, results
        self._names = [name for name, _ in results]
        self._forms: dict[str, _Form] = {}

    def run(self, values: Mapping[str, Any]) -> int:
        """Run it in the open transaction and give how many rows it touched."""
        ran, _ = self._ran(values, connection())
        touched = ran.rowcount
        ran.close()
        return touched

    def run_for_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of several sets of values, in one call."""
        open_now = connection()
        form = self._form(open_now.dialect)
        drive_for_all(open_now, form.text, [form.bound(values) for values in rows])

    def first(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Give the first row by the names in `results`; None when there is no row."""
        found = self.first_values(values)
        return None if found is None else dict(zip(self._names, found, strict=True))

    def first_values(self, values: Mapping[str, Any]) -> list[Any] | None:
        """Give the first row, in the order of `results`; None when there is no row."""
        ran, form = self._ran(values, reader())
        found = ran.fetchone()
        ran.close()
        return None if found is None else form.told(found)

    def all(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give every row by the names in `results`."""
        by = reader()
        form = self._form(by.dialect)
        rows = drive_for_rows(by, form.text, form.bound(values))
        return [dict(zip(self._names, form.told(row), strict=True)) for row in rows]

    def texts(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Give the one column of every row, of texts that no type has to read."""
        by = reader()
        form = self._form(by.dialect)
        return tuple([row[0] for row in drive_for_rows(by, form.text, form.bound(values))])

    def _ran(self, values: Mapping[str, Any], by: Connection) -> tuple[Ran, "_Form"]:
        form = self._form(by.dialect)
        return drive(by, form.text, form.bound(values)), form

    def _form(self, dialect: Dialect) -> "_Form":
        found = self._forms.get(dialect.name)
        if found is None:
            found = self._forms[dialect.name] = _Form(self._clause, self._columns, self._results, dialect)
        return found


class _Form:
    """A statement as one kind of database takes it."""

    def __init__(
        self, clause: ClauseElement, columns: Sequence[str], results: Columns, dialect: Dialect
    ) -> None:
        compiled = clause.compile(dialect=dialect, column_keys=list(columns) or None)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(clause)
        self.text = str(compiled)
        self._is_positional = compiled.positional
        self._fixed = compiled.construct_params(_check=False)
        named = {name: bound for bound, name in compiled.bind_names.items()}
        names = compiled.positiontup if compiled.positional else list(named)
        self._binds = [
            (name, named[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names or ()
        ]
        self._results = [kind.dialect_impl(dialect).result_processor(dialect, None) for _, kind in results]

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """Give the values as the driver takes them; those that are written in the statement are filled in."""
        given = {**self._fixed, **values}
        if self._is_positional:
            return tuple(
                [given[name] if convert is None else convert(given[name]) for name, convert in self._binds]
            )
        return {
            name: given[name] if convert is None else convert(given[name]) for name, convert in self._binds
        }

    def told(self, row: Sequence[Any]) -> list[Any]:
        """Give a row of the driver as the values that its columns stand for."""
        return [
            value if convert is None or value is None else convert(value)
            for convert, value in zip(self._results, row, strict=True)
        ]
