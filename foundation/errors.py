"""What a service may raise. Codes and facts, never prose: sentences for people live in `web/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was sent: where (RFC 6901 JSON pointer) and a stable code."""

    pointer: str
    code: str
    facts: Mapping[str, object] | None = None


class ServiceError(Exception):
    """Base of everything the rooms raise. `code` is stable; `facts` are safe to show and log."""

    code = "service_error"

    def __init__(self, code: str = "", **facts: object) -> None:
        """Remember a finer code than the class has, and the facts that explain it."""
        super().__init__(code or self.code)
        self.code = code or self.code
        self.facts: Mapping[str, object] = facts


class NotFoundError(ServiceError):
    """It does not exist, or you may not know that it does."""

    code = "not_found"


class SignInNeededError(ServiceError):
    """Nobody is signed in, and this needs somebody."""

    code = "sign_in_needed"


class ForbiddenError(ServiceError):
    """You may see it, but not do this to it."""

    code = "forbidden"


class ConflictError(ServiceError):
    """The thing is in another state than this action needs."""

    code = "conflict"


class GoneError(ServiceError):
    """It was here and is not any more (an expired link, a lapsed offer)."""

    code = "gone"


class TooBigError(ServiceError):
    """More was sent than is taken here; nothing of it was kept."""

    code = "file_too_big"


class LimitedError(ServiceError):
    """Too many, too often: try again later."""

    code = "too_many"


class OutsideError(ServiceError):
    """A service elsewhere did not answer as it should. Nothing was changed here."""

    code = "outside_down"


class InvalidError(ServiceError):
    """What was sent does not fit; `problems` say where and why. Nothing was written."""

    code = "invalid"

    def __init__(self, problems: Sequence[Problem], code: str = "", **facts: object) -> None:
        """Carry every problem at once, so that a person mends a file in one go."""
        super().__init__(code, **facts)
        self.problems = tuple(problems)


def invalid(pointer: str, code: str, **facts: object) -> InvalidError:
    """Give an `InvalidError` with one problem."""
    return InvalidError([Problem(pointer, code, facts or None)])
