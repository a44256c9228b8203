"""Requests that no database can hold are refused before, or told plainly after, never a failure of ours.

A NUL is a character in JSON, in SQLite and in an address, but never in a text of PostgreSQL; a number
of twenty digits fits no column. Both come from programs that probe, never from people.
"""

from flask import Flask, abort, request
from sqlalchemy.exc import DataError

from credentials import strict_json
from foundation.errors import invalid
from web.complaints import Answer, answer_to

_NUL = "\x00"
# Any bytes may be a credential, or a framework: whoever reads them judges them.
_READS_ITSELF = ("/api/v1/verify", "/reference-imports")


def init_unstorable(app: Flask) -> None:
    """Look at every request before it is served, and catch what only the database notices."""

    @app.before_request
    def _refuse() -> None:
        if _NUL in request.path:
            abort(404)
        if any(_NUL in text for pair in request.args.items(multi=True) for text in pair):
            abort(400)
        reads_itself = request.path.endswith(_READS_ITSELF)
        if request.path.startswith("/api/") and not reads_itself and request.is_json:
            body = request.get_data()
            _refuse_nul(strict_json.loads(body) if body else None, "")

    @app.errorhandler(DataError)
    def _told(_error: DataError) -> Answer:
        return answer_to(invalid("", "value_invalid"))


def _refuse_nul(value: object, pointer: str) -> None:
    """Raise InvalidError where a NUL stands in a text or in the name of a member."""
    if isinstance(value, str) and _NUL in value:
        raise invalid(pointer, "text_invalid")
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_nul(name, pointer)
            _refuse_nul(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_nul(inner, f"{pointer}/{index}")
