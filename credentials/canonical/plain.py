"""JCS, the JSON Canonicalization Scheme (RFC 8785)."""

from typing import Any

import orjson
import rfc8785

from credentials.errors import CredentialError

_INTEGER_MAX = 2**53 - 1
_DEPTH_MAX = 100  # orjson writes deeper ones still, but we need not go there


def jcs(value: Any) -> bytes:
    """Give the one UTF-8 spelling of a JSON value.

    Raises `CredentialError("not_canonicalisable")` for what JSON in a double cannot hold (an integer beyond
    2^53, NaN), a lone surrogate, or a value that is no JSON.
    """
    try:
        if _is_simple(value, _DEPTH_MAX):
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, orjson.JSONEncodeError, UnicodeError, RecursionError) as error:
        raise CredentialError("not_canonicalisable") from error


def _is_simple(value: Any, depth: int) -> bool:
    """Tell whether sorting by code point and writing as JSON is all there is to do.

    It is not where a number has several spellings, or where a name is beyond ASCII: JCS sorts by UTF-16 unit.
    """
    kind = value.__class__
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict and depth:
        for name, member in value.items():
            if name.__class__ is not str or not name.isascii():
                return False
            if member.__class__ is not str and not _is_simple(member, depth - 1):
                return False
        return True
    if kind is list and depth:
        return all(member.__class__ is str or _is_simple(member, depth - 1) for member in value)
    return kind is int and -_INTEGER_MAX <= value <= _INTEGER_MAX
