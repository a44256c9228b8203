"""What one verification finds out once, however often a document asks for it.

One upload may name the same status list or key document in hundreds of places. What was made of its bytes is
kept until the verification ends, a refusal as well.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar, cast

from credentials.errors import CredentialError

Answer = TypeVar("Answer")

_found: ContextVar[dict[Hashable, object] | None] = ContextVar("found", default=None)


class Remembering:
    """Remembers what is asked by `once` inside; outside nothing is remembered."""

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = _found.set({})

    def __exit__(self, *_error: object) -> None:
        _found.reset(self._before)


def once(question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """Give what `answer` gives, or gave before to this question; a `CredentialError` is raised again."""
    found = _found.get()
    if found is None:
        return answer()
    if question not in found:
        found[question] = _outcome(answer)
    known = found[question]
    if isinstance(known, CredentialError):
        raise known.with_traceback(None)
    return cast("Answer", known)


def _outcome(answer: Callable[[], Answer]) -> Answer | CredentialError:
    try:
        return answer()
    except CredentialError as error:
        return error
