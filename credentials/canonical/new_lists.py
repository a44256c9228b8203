"""How many lists of contexts one verification may bring that were never seen before.

A list that is known costs nothing; a new one is worked through term by term, which costs as much as verifying
a hundred badges. Honest documents share a few lists, and the next verification finds them known.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from credentials.errors import TooComplexError

NEW_LISTS_MAX = 8  # a badge, its status list and some endorsements, each in words of its own

_left: ContextVar[list[None] | None] = ContextVar("left", default=None)


@contextmanager
def few() -> Iterator[None]:
    """Bound what is done inside: `spend` raises once too many lists were new."""
    before = _left.set([None] * NEW_LISTS_MAX)
    try:
        yield
    finally:
        _left.reset(before)


def spend() -> None:
    """Note that a list is new. Raises `TooComplexError("too_many_contexts")`; nothing outside of `few`."""
    left = _left.get()
    if left is None:
        return
    if not left:
        raise TooComplexError("too_many_contexts", new_lists=NEW_LISTS_MAX)
    left.pop()
