"""JSON read strictly: one text has one meaning, or it is refused.

Two parsers that disagree about a document are how a signature over one meaning is shown with
another, so everything on which parsers are known to differ is refused before anything is looked at.

Nearly every text is proven harmless after a quick reading. One that is not is read again with care, member by
member, which decides and names the error; the two never give different values.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from credentials.errors import UnreadableError
from credentials.json_place import Digits, IsRefused, Members, place_of

MAX_BYTES = 1_048_576  # a credential with embedded pictures is rarely over 300 kB
MAX_CAREFUL_BYTES = 32_768  # of what only care can read, at ten times the cost
MAX_DEPTH = 40  # an Open Badges document with endorsements nests about 12 deep
MAX_INTEGER_DIGITS = 17  # more does not survive a double, and the canonical forms use doubles

IsKnown = Callable[[Any, bytes], bool]

_BOM = "\ufeff"
_MARK = _BOM.encode()
# What is between is swallowed whole and strings too (also one that never ends, which keeps the scan linear).
_STRING_OR_BRACKET = re.compile(r'[^"\[\]{}]*+("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]|\Z)', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_COLON_ESCAPES = (rb"\u003a", rb"\u003A")
_ESCAPES_FEW = 64
_TOO_DEEP = b"\n" + b"  " * MAX_DEPTH  # how a line begins that is inside so many brackets
_TAME_NUMBER = 10**MAX_INTEGER_DIGITS  # every integer with more digits is at least this far from zero


def loads(data: bytes | str, *, max_bytes: int = MAX_BYTES, is_known: IsKnown | None = None) -> Any:
    """Give the value of a JSON text (RFC 8259, RFC 7493).

    `data` is UTF-8 (a leading byte order mark is tolerated). `is_known` tells of a value and its text that
    they differ from others, which were read with care, in plain characters of strings only. Raises
    `UnreadableError` with the code too_big, too_big_for_care, not_utf8, not_json (with line and column) or,
    with a JSON pointer where the text is short, too_deep, duplicate_member, not_finite, integer_too_long or
    lone_surrogate.
    """
    raw = _encoded(data, max_bytes)
    if len(raw) > MAX_CAREFUL_BYTES:  # a short text with a mark is read with care
        raw = raw.removeprefix(_MARK)
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        value = _with_care(raw)  # names what is wrong, however long
        _refuse_long(raw)
        return value
    if is_known is not None and is_known(value, raw):
        return value
    if _is_same_again(raw, value) or (_is_tame(value) and _kept_all(raw, value)):
        return value
    _refuse_long(raw)
    return _with_care(raw)


def _refuse_long(raw: bytes) -> None:
    if len(raw) > MAX_CAREFUL_BYTES:
        raise UnreadableError("too_big_for_care", max_bytes=MAX_CAREFUL_BYTES)


def _is_same_again(raw: bytes, value: Any) -> bool:
    """Tell whether the value is written as this very text, in which nothing is too long or nested too deep.

    Then no member was lost and no number rounded.
    """
    try:
        written = orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except orjson.JSONEncodeError:  # an integer over 53 bits, or nested deeper than can be written
        return False
    return written == raw and _TOO_DEEP not in orjson.dumps(value, option=orjson.OPT_INDENT_2)


def _kept_all(raw: bytes, value: Any) -> bool:
    """Tell whether no member of the text was lost to another of the same name.

    Every member has its colon: as long as none is written as an escape, a lost one leaves fewer.
    """
    written = orjson.dumps(value)
    return written.count(b":") == raw.count(b":") and not _may_hide_colon(raw)


def _may_hide_colon(raw: bytes) -> bool:
    pieces = raw.split(b"\\", _ESCAPES_FEW)  # to look for one character is fast, for six it is not
    if len(pieces) > _ESCAPES_FEW:
        return any(escape in raw for escape in _COLON_ESCAPES)
    return any(piece[:5].lower() == b"u003a" for piece in pieces[1:])


def _is_tame(value: Any) -> bool:
    """Tell whether the value is not nested too deep and holds no number of too many digits."""
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        inner: list[Any] = []
        for node in level:
            for entry in node.values() if node.__class__ is dict else node:
                kind = entry.__class__
                if kind is str:
                    continue
                if kind is dict or kind is list:
                    inner.append(entry)
                elif entry is not None and not -_TAME_NUMBER < entry < _TAME_NUMBER:
                    return False
        if not inner:
            return True
        level = inner
    return False


def _with_care(raw: bytes) -> Any:
    """Read with a look at every member and number; errors as `loads`."""
    text = _decoded(raw)
    try:
        return _careful(text)
    except UnreadableError as error:
        # To tell the place must not cost more than to refuse.
        if error.code in _REFUSED and len(raw) <= MAX_CAREFUL_BYTES:
            error.facts = {**error.facts, **place_of(text, _REFUSED[error.code])}
        raise


def _careful(text: str) -> Any:
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


def _encoded(data: bytes | str, max_bytes: int) -> bytes:
    try:
        raw = data.encode() if isinstance(data, str) else data
    except UnicodeError as error:
        raise UnreadableError("not_utf8") from error
    if len(raw) > max_bytes:
        raise UnreadableError("too_big", max_bytes=max_bytes)
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode().removeprefix(_BOM)
    except UnicodeError as error:
        raise UnreadableError("not_utf8") from error


def _refuse_depth(text: str) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        mark = match[1]
        if mark in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableError("too_deep", max_depth=MAX_DEPTH)
        elif mark in ("]", "}"):
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


def _is_too_long(digits: str) -> bool:
    bare = digits.lstrip("-")
    return bare.isdecimal() and len(bare) > MAX_INTEGER_DIGITS


def _integer(digits: str) -> int:
    if _is_too_long(digits):
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


def _is_lone(value: Any, _depth: int) -> bool:
    return isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)


# What is looked for in a text that was refused, to tell where it stands.
_REFUSED: Mapping[str, IsRefused] = {
    "too_deep": lambda value, depth: depth >= MAX_DEPTH and isinstance(value, list),
    "duplicate_member": lambda value, _depth: isinstance(value, Members) and value.is_doubled,
    "not_finite": lambda value, _depth: isinstance(value, Digits) and not math.isfinite(float(value)),
    "integer_too_long": lambda value, _depth: isinstance(value, Digits) and _is_too_long(value),
    "lone_surrogate": _is_lone,
}


def _place(error: Exception) -> dict[str, object]:
    if isinstance(error, json.JSONDecodeError):
        return {"line": error.lineno, "column": error.colno}
    return {}
