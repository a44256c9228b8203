"""Requests of programs that begin something: sent again with one `Idempotency-Key`, they begin it once."""

from collections.abc import Callable
from typing import Any

from flask import request

from foundation.acting import current_actor
from foundation.idempotency import MOST_KEY_CHARACTERS, once

HEADER = "Idempotency-Key"
DESCRIBED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "schema": {"type": "string", "maxLength": MOST_KEY_CHARACTERS},
            "description": "A word of your own for this request: sent again with it, nothing is begun anew.",
        }
    ]
}


def begun_once(do: Callable[[], object]) -> str:
    """Give the name of what `do` begins, which gives it; asked again with one key, that of the first time.

    Raises as `once`: ConflictError("idempotency_key_reused") for another request with the key.
    """
    person_id, key = current_actor().person_id, request.headers.get(HEADER)
    if person_id is None:
        return str(do())
    asked = request.path.encode() + b"\0" + request.get_data()
    return str(once(person_id, key, asked, lambda: {"name": str(do())})["name"])
