"""What a program has seen of a thing before it writes it: `If-Match`, with the mark that the ETag told.

Another mark answers 409 (`draft_changed`, with the mark that stands now), none at all 428.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import PreconditionRequired

from competencies import queries
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from schemas.definitions import Published, in_force

ETAG = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "The mark of how it stands, for `If-Match`.",
    }
}
Told = tuple[Any, dict[str, str]]
ToldPublished = tuple[Published, dict[str, str]]


def signed_in() -> None:
    """Raise SignInNeededError for a stranger, who is told that before anything else."""
    if not current_actor().signed_in:
        raise SignInNeededError


def mark_of(seen: Mapping[str, str | None]) -> str:
    """Give the mark of `If-Match: "1-5f…-2"`. Raises PreconditionRequired without one."""
    sent = seen["if_match"]
    if sent is None:
        raise PreconditionRequired
    return sent.strip().removeprefix("W/").strip('"')


def tagged(document: Any, mark: str) -> Told:
    """Give an answer with its mark as ETag."""
    return document, {"ETag": f'"{mark}"'}


def published(thing: Any) -> ToldPublished:
    """Give a role, competency or badge as it is in force, with its mark."""
    return tagged(in_force(thing), queries.version_mark(thing))
