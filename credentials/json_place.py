"""Finds where in a JSON text something stands that was refused: as a JSON pointer (RFC 6901).

The text is read once more and leniently, with every member of a name that is given twice.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from credentials.json_pointer import Path, pointer_of

IsRefused = Callable[[Any, int], bool]


class Members(list[tuple[str, Any]]):
    """The members of an object in their order, also several of one name."""

    @property
    def is_doubled(self) -> bool:
        """Whether a name is there more than once."""
        return len(dict(self)) < len(self)


class Digits(str):
    """A number as it is written, also NaN and Infinity."""

    __slots__ = ()


def place_of(text: str, is_refused: IsRefused) -> dict[str, object]:
    """Give `{"pointer": ...}` to the first value of the text that is refused, or nothing where there is none.

    `is_refused` is asked about `Members`, lists, `Digits`, texts, names of members, true, false and None,
    each with the number of brackets around it.
    """
    try:
        read = json.loads(
            text, object_pairs_hook=Members, parse_int=Digits, parse_float=Digits, parse_constant=Digits
        )
    except (ValueError, RecursionError):
        return {}
    for value, path, depth in _values(read):
        if is_refused(value, depth):
            return {"pointer": pointer_of(path).encode("utf-8", "replace").decode()}
    return {}


def _values(read: Any) -> Iterator[tuple[Any, Path, int]]:
    waiting: list[tuple[Any, Path, int]] = [(read, None, 0)]
    while waiting:
        value, path, depth = waiting.pop()
        yield value, path, depth
        named = list(value) if isinstance(value, Members) else []
        members: list[tuple[Any, Any]] = [*named]
        if isinstance(value, list) and not named:
            members = list(enumerate(value))
        inside = [(member, (path, name), depth + 1) for name, member in members]
        yield from ((name, (path, name), depth + 1) for name, _ in named)
        waiting += reversed(inside)
