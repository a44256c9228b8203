"""What one verification may spend on the unusual, beside what the caps of each document allow.

A list of contexts that is known costs nothing; a new one is worked through term by term wherever it stands,
which costs as much as verifying a hundred badges. A document that only the reference can judge costs some
thirty times another, a mix of types that nobody has seen some four times. Honest documents share a few lists
and mixes, which the next verification finds known, and few of them are rare.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field

from credentials.errors import TooComplexError

NEW_LISTS_MAX = 16  # six badges, each with a list of its own, met by themselves and in the record around them
READINGS_MAX = 100  # by the reference
NEW_KINDS_MAX = 1000  # a list of contexts that is new brings some 35 that are in use


@dataclass(slots=True)
class _Left:
    lists: int = NEW_LISTS_MAX
    readings: int = READINGS_MAX
    kinds: int = NEW_KINDS_MAX
    seen: set[tuple[str, ...]] = field(default_factory=set)


_left: ContextVar[_Left | None] = ContextVar("left", default=None)


class Bounded:
    """Bounds what is done inside; nothing is bounded outside."""

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = _left.set(_Left())

    def __exit__(self, *_error: object) -> None:
        _left.reset(self._before)


def spend_list(named: tuple[str, ...] = ()) -> None:
    """Note that a list of contexts is new. Raises `TooComplexError("too_many_contexts")`.

    One that is `named` is new once: tables may be dropped meanwhile.
    """
    left = _left.get()
    if left is None or named in left.seen:
        return
    if not left.lists:
        raise TooComplexError("too_many_contexts", new_lists=NEW_LISTS_MAX)
    left.lists -= 1
    if named:
        left.seen.add(named)


def spend_kind() -> None:
    """Note that a mix of types is new in its place. Raises `TooComplexError("too_many_kinds")`."""
    left = _left.get()
    if left is None:
        return
    if not left.kinds:
        raise TooComplexError("too_many_kinds", new_kinds=NEW_KINDS_MAX)
    left.kinds -= 1


def spend_reading() -> None:
    """Note that the reference is asked. Raises `TooComplexError("too_many_readings")`."""
    left = _left.get()
    if left is None:
        return
    if not left.readings:
        raise TooComplexError("too_many_readings", readings=READINGS_MAX)
    left.readings -= 1
