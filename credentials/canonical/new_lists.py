"""How many lists of contexts one verification may bring that were never seen before.

A list that is known costs nothing; a new one is worked through term by term, which costs as much as verifying
a hundred badges. Honest documents share a few lists, and the next verification finds them known.
"""

from contextvars import ContextVar

from credentials.errors import TooComplexError

NEW_LISTS_MAX = 8  # a badge, its status list and some endorsements, each in words of its own

_left: ContextVar[list[None] | None] = ContextVar("left", default=None)


class Few:
    """Bounds what is done inside: `spend` raises once too many lists were new."""

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = _left.set([None] * NEW_LISTS_MAX)

    def __exit__(self, *_error: object) -> None:
        _left.reset(self._before)


def spend() -> None:
    """Note that a list is new. Raises `TooComplexError("too_many_contexts")`; nothing outside of `Few`."""
    left = _left.get()
    if left is None:
        return
    if not left:
        raise TooComplexError("too_many_contexts", new_lists=NEW_LISTS_MAX)
    left.pop()
