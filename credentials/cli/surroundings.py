"""What a command is given from outside: the time, and how to ask the network; and what it ends with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from credentials.errors import CredentialError, FetchError
from credentials.fetch import Fetch, Fetched

EXIT_DONE = 0
EXIT_DO_NOT_RELY = 1
EXIT_COULD_NOT_FINISH = 2
EXIT_UNREADABLE = 3

_SHOWN = 200
_Made = TypeVar("_Made")
_RANK = (EXIT_DONE, EXIT_COULD_NOT_FINISH, EXIT_DO_NOT_RELY, EXIT_UNREADABLE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The time of the command, and a `Fetch` for the origins that are allowed beside public addresses."""

    now: datetime
    outbound: Callable[[frozenset[str]], Fetch]


def worst(codes: "list[int]") -> int:
    """Give the exit code of several files: the worst of theirs."""
    return max(codes, key=_RANK.index, default=EXIT_DONE)


def attempted(work: Callable[[], _Made]) -> _Made | CredentialError:
    """Give what the work on one of many files makes, or why there is nothing.

    A mistake of this program is the code internal, with the place to look at; it ends no run over others.
    """
    try:
        return work()
    except CredentialError as error:
        return error
    except Exception as error:  # noqa: BLE001 - told by its code, and the exit code is that of a failure
        last = extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return CredentialError("internal", error=repr(error)[:_SHOWN], place=place)


class Once:
    """A `Fetch` that asks for each address once, however many files need it, and knows some by itself."""

    def __init__(self, fetch: Fetch, known: Mapping[str, bytes]) -> None:
        """`known` gives bodies by address, for which nobody is asked."""
        self._fetch = fetch
        self._known = known
        self._answers: dict[tuple[str, str, int, bool], Fetched | FetchError] = {}

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch, or give what was fetched before. Raises `FetchError` again where it was raised."""
        if url in self._known:
            return Fetched(url, self._known[url], "application/json")
        key = (url, accept, redirects, same_host)
        if key not in self._answers:
            try:
                self._answers[key] = self._fetch(url, accept=accept, redirects=redirects, same_host=same_host)
            except FetchError as error:
                self._answers[key] = error
        answer = self._answers[key]
        if isinstance(answer, FetchError):
            raise answer
        return answer
