"""Forms that begin something: sent twice, by an impatient hand or over a bad line, they begin it once.

The form carries a word of its own (`once()` in macros/forms.html). The same word with the same fields is the
same wish; with other fields it is another one. What was begun is kept for a day.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from uuid import uuid4

from flask import Flask, request

from foundation.acting import current_actor
from foundation.errors import ConflictError
from foundation.idempotency import once

FIELD = "once"
_WORD = re.compile(r"[0-9a-f]{32}")


def made_once(do: Callable[[], str]) -> str:
    """Give the address that `do` gives; for the same form sent again the same one, without doing it again."""
    person_id, word = current_actor().person_id, request.form.get(FIELD, "")
    if person_id is None or not _WORD.fullmatch(word):
        return do()
    key = f"form:{word}:{_digest()}"
    try:
        return str(once(person_id, key, b"", lambda: {"to": do()})["to"])
    except ConflictError as error:
        if error.code != "try_again":
            raise
    return str(once(person_id, key, b"", lambda: {"to": do()})["to"])  # the other one is stored by now


def init_once(app: Flask) -> None:
    """Give templates the word of a form: that which was sent, where it comes back to be mended."""
    app.jinja_env.globals["form_word"] = _word


def _word() -> str:
    sent = request.form.get(FIELD, "")
    return sent if _WORD.fullmatch(sent) else uuid4().hex


def _digest() -> str:
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return sha256(repr((request.path, fields)).encode("utf-8", "backslashreplace")).hexdigest()[:32]
