"""JSON read strictly: one text has one meaning, or it is refused.

Two parsers that disagree about a document are how a signature over one meaning is shown with
another, so everything on which parsers are known to differ is refused before anything is looked at.
"""

import json
import math
import re
from typing import Any

from credentials.errors import UnreadableError

MAX_BYTES = 1_048_576  # a credential with embedded pictures is rarely over 300 kB
MAX_DEPTH = 40  # an Open Badges document with endorsements nests about 12 deep
MAX_INTEGER_DIGITS = 17  # more does not survive a double, and the canonical forms use doubles

_BOM = "\ufeff"
# Strings are swallowed whole (also one that never ends, which keeps the scan linear).
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def loads(data: bytes | str, *, max_bytes: int = MAX_BYTES) -> Any:
    """Give the value of a JSON text.

    `data` is UTF-8 (a leading byte order mark is tolerated). Raises `UnreadableError` with the code
    too_big, not_utf8, too_deep, not_json, duplicate_member, not_finite, integer_too_long or
    lone_surrogate.
    """
    text = _decoded(data, max_bytes)
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not_json", **_place(error)) from error
    if _SURROGATE_ESCAPE.search(text):
        _refuse_lone_surrogates(value)
    return value


def _decoded(data: bytes | str, max_bytes: int) -> str:
    try:
        raw = data.encode() if isinstance(data, str) else data
        if len(raw) > max_bytes:
            raise UnreadableError("too_big", max_bytes=max_bytes)
        return raw.decode().removeprefix(_BOM)
    except UnicodeError as error:
        raise UnreadableError("not_utf8") from error


def _refuse_depth(text: str) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableError("too_deep", max_depth=MAX_DEPTH)
        elif mark in "]}":
            depth -= 1


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise UnreadableError("duplicate_member", member=name[:100])
            seen.add(name)
    return found


def _refuse_constant(name: str) -> Any:
    raise UnreadableError("not_finite", number=name)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_INTEGER_DIGITS:
        raise UnreadableError("integer_too_long", max_digits=MAX_INTEGER_DIGITS)
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise UnreadableError("not_finite", number=digits[:40])
    return number


def _refuse_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("lone_surrogate") from error


def _place(error: Exception) -> dict[str, object]:
    if isinstance(error, json.JSONDecodeError):
        return {"line": error.lineno, "column": error.colno}
    return {}
