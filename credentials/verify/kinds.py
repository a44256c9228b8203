"""The kinds of single values that the table in `shapes` names: what each admits, told without a reason."""

import re
from collections.abc import Callable, Mapping

from credentials.verify.dates import instant
from credentials.verify.shapes import WORDS

# An absolute address without characters that end one; the first alternative is the usual case, found sooner.
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[!#-;=?-\[\]_a-z~]+|[^\s<>\"{}|\\^`\x00-\x1f]+)")
_EXTENSION_WORD = re.compile(r"ext:[\w.|-].*", re.ASCII | re.DOTALL)  # the schemas look at its beginning
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


def is_uri(value: object) -> bool:
    """Tell whether this is an absolute address."""
    return isinstance(value, str) and ABSOLUTE.fullmatch(value) is not None


def is_word(value: object, kind: str) -> bool:
    """Tell whether this is a word of the list `kind`, or one of somebody's own where that is open."""
    words, is_open = WORDS[kind]
    if not isinstance(value, str):
        return False
    return value in words or (is_open and _EXTENSION_WORD.fullmatch(value) is not None)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_date(value: object) -> bool:
    return instant(value) is not None


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_jws(value: object) -> bool:
    return isinstance(value, str) and _COMPACT_JWS.fullmatch(value) is not None


SIMPLE: Mapping[str, Callable[[object], bool]] = {
    "text": _is_text,
    "uri": is_uri,
    "date": _is_date,
    "bool": _is_bool,
    "number": _is_number,
    "object": _is_object,
    "jws": _is_jws,
}
