"""What a parser under attack is: how to feed it, from where to begin, which errors are its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Target:
    """One parser. `take` reads bytes; `allowed` are the only exceptions that may come out of it."""

    what: str
    take: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]
    shaped: Callable[[], SearchStrategy[bytes]]
    allowed: tuple[type[Exception], ...]

    def run(self, data: bytes) -> None:
        """Feed one input; return when it was read or refused in the parser's own words."""
        try:
            self.take(data)
        except self.allowed:
            return
