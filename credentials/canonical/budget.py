"""What one verification may spend on the unusual, beside what the caps of each document allow.

A list of contexts that is known costs nothing; a new one is worked through term by term wherever it stands,
which costs as much as verifying a hundred badges. A document that only the reference can judge costs some
thirty times another. Honest documents share a few lists, which the next verification finds known, and few of
them are rare.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from credentials.errors import TooComplexError

NEW_LISTS_MAX = 16  # six badges, each with a list of its own, met by themselves and in the record around them
READINGS_MAX = 100  # by the reference


@dataclass(slots=True)
class _Left:
    lists: int = NEW_LISTS_MAX
    readings: int = READINGS_MAX


_left: ContextVar[_Left | None] = ContextVar("left", default=None)


class Bounded:
    """Bounds what is done inside; nothing is bounded outside."""

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = _left.set(_Left())

    def __exit__(self, *_error: object) -> None:
        _left.reset(self._before)


def spend_list() -> None:
    """Note that a list of contexts is new. Raises `TooComplexError("too_many_contexts")`."""
    left = _left.get()
    if left is None:
        return
    if not left.lists:
        raise TooComplexError("too_many_contexts", new_lists=NEW_LISTS_MAX)
    left.lists -= 1


def spend_reading() -> None:
    """Note that the reference is asked. Raises `TooComplexError("too_many_readings")`."""
    left = _left.get()
    if left is None:
        return
    if not left.readings:
        raise TooComplexError("too_many_readings", readings=READINGS_MAX)
    left.readings -= 1
