"""The sole reader of the wall clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - replaced as a whole by tests


def now() -> datetime:
    """Give this moment, aware and in UTC."""
    return _source()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Let tests and demos tell the time; None puts the wall clock back."""
    global _source  # noqa: PLW0603 - the one seam by which time can be told
    _source = source or (lambda: datetime.now(UTC))


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Tell one moment inside of the block, as demos do of what happened before; then go on as before."""
    before = _source
    set_source(lambda: moment)
    try:
        yield
    finally:
        set_source(before)
