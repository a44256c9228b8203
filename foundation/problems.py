"""Errors as RFC 9457 problem details: one table from exception to status and type."""

from typing import Any

from credentials.errors import CredentialError, UnreadableError
from foundation.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    LimitedError,
    NotFoundError,
    OutsideError,
    ServiceError,
    SignInNeededError,
    TooBigError,
)

MEDIA_TYPE = "application/problem+json"

TABLE: dict[type[Exception], tuple[int, str]] = {
    SignInNeededError: (401, "Sign in first"),
    ForbiddenError: (403, "Not allowed"),
    NotFoundError: (404, "Not found"),
    ConflictError: (409, "Not possible in this state"),
    GoneError: (410, "No longer here"),
    TooBigError: (413, "Too big"),
    InvalidError: (422, "Something in the request does not fit"),
    LimitedError: (429, "Too many requests"),
    OutsideError: (502, "A service elsewhere did not answer as it should"),
    UnreadableError: (422, "This cannot be read as a credential"),
    CredentialError: (422, "The credential cannot be processed"),
    ServiceError: (400, "The request cannot be done"),
}


def status_of(error: Exception) -> int:
    """Give the HTTP status of an error of ours; 500 for anything else."""
    return _row(error)[0]


def as_problem(error: Exception) -> dict[str, Any]:
    """Give the problem details of an error of ours: type, title, status, code, and pointers if any."""
    status, title = _row(error)
    code = getattr(error, "code", "internal")
    problem: dict[str, Any] = {"type": f"about:blank#{code}", "title": title, "status": status, "code": code}
    if isinstance(error, InvalidError):
        problem["errors"] = [
            {"pointer": one.pointer, "code": one.code, **({"facts": dict(one.facts)} if one.facts else {})}
            for one in error.problems
        ]
    facts = dict(getattr(error, "facts", {}))
    return {**problem, "facts": facts} if facts else problem


def _row(error: Exception) -> tuple[int, str]:
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    return 500, "Something went wrong here"
