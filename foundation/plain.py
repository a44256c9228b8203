"""Rows as plain values, for what a person takes along: only what JSON knows."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """Give ids and moments as text (moments in UTC, ISO 8601), everything else as it is."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def members(row: object, names: str) -> dict[str, Any]:
    """Give the named attributes of a row, in that order; `names` are parted by spaces."""
    return {name: plain(getattr(row, name)) for name in names.split()}


def listed(rows: Iterable[object], names: str) -> list[dict[str, Any]]:
    """Give the named attributes of each row."""
    return [members(row, names) for row in rows]
