"""What we refuse to sign although a verifier may accept it: where implementations are known to differ."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from credentials.canonical.quads import Writer
from credentials.errors import UnsafeDocumentError

_INTEGER_MAX = 2**53 - 1
_FLOAT_MIN, _FLOAT_MAX = 1e-6, 1e21
_FLOAT_DIGITS = 15
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_NON_CHARACTER = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_PLANE_LAST = 0xFFFE  # the last two code points of every plane are no characters
# RFC 3987: a percent sign starts two hex digits, brackets stand only around an IPv6 host.
_IRI_DOUBTFUL = re.compile(r"%(?![0-9A-Fa-f]{2})|[\[\]]")


def check_values(value: Any) -> None:
    """Refuse numbers and characters that canonicalisers spell differently.

    Raises `UnsafeDocumentError` (number_not_portable, non_character).
    """
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name != "@context":
                check_values(member)
    elif isinstance(value, list):
        for member in value:
            check_values(member)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _check_number(value)


def check_quads(writer: Writer) -> None:
    """Refuse a statement said twice with different JSON values, and a doubtful address.

    Raises `UnsafeDocumentError` (duplicate_statement, iri_invalid).
    """
    if writer.respelled:
        raise UnsafeDocumentError("duplicate_statement")
    for quad in writer.quads:
        for part in (quad.subject, quad.object):
            if part.startswith("<") and _IRI_DOUBTFUL.search(part):
                raise UnsafeDocumentError("iri_invalid", value=part[:200])


def check_order(lines: Sequence[str]) -> None:
    """Refuse lines that sort otherwise by UTF-16 unit, as JavaScript does. Raises `UnsafeDocumentError`."""
    if any(_ASTRAL.search(line) for line in lines):
        by_unit = sorted(lines, key=lambda line: line.encode("utf-16-be"))
        if by_unit != list(lines):
            raise UnsafeDocumentError("order_not_portable")


def _check_text(text: str) -> None:
    if _NON_CHARACTER.search(text) or any(
        ord(mark) & _PLANE_LAST == _PLANE_LAST for mark in _ASTRAL.findall(text)
    ):
        raise UnsafeDocumentError(
            "non_character", text=text[:50].encode("ascii", "backslashreplace").decode()
        )


def _check_number(number: float) -> None:
    if isinstance(number, int):
        portable = abs(number) <= _INTEGER_MAX
    else:
        portable = math.isfinite(number) and (number == 0 or _FLOAT_MIN <= abs(number) < _FLOAT_MAX)
        portable = portable and float(f"{number:.{_FLOAT_DIGITS}g}") == number
    if not portable:
        raise UnsafeDocumentError("number_not_portable", number=repr(number)[:50])
