"""A published month as a table for spreadsheets: one number in each line."""

import csv
import io
from collections.abc import Iterator
from typing import Any

HEAD = ("table", "competency", "region", "language", "level", "case", "measure", "people", "value")
Row = dict[str, Any]


def as_csv(published: dict[str, Any]) -> str:
    """Give the month as CSV (RFC 4180, UTF-8). Hidden numbers have no line."""
    file = io.StringIO()
    writer = csv.DictWriter(file, HEAD, restval="")
    writer.writeheader()
    writer.writerows(_rows(published))
    return file.getvalue()


def _rows(published: dict[str, Any]) -> Iterator[Row]:
    for table in ("needs", "equity"):
        for part in published[table].values():
            for row in part:
                yield from _numbers(table, row)
    for row in published["holders"]:
        place = {"competency": row["competency"], "level": row["level"]}
        yield {"table": "holders", **place, "measure": "holders", "people": row["holders"]}
    for name, cases in published["people"].items():
        for case, people in cases.items():
            yield {"table": name, "case": case, "measure": "people", "people": people}
    yield from _figures(published["figures"])


def _figures(figures: dict[str, Any]) -> Iterator[Row]:
    for name, figure in figures.items():
        for measure, value in figure["values"].items():
            yield {"table": name, "measure": measure, "value": value}


def _numbers(table: str, row: Row) -> Iterator[Row]:
    place: Row = {name: row[name] for name in ("competency", "region", "language") if name in row}
    for name, number in row.items():
        if name not in place and name != "suppressed" and number is not None:
            yield {"table": table, **place, "measure": name, "people": number}
