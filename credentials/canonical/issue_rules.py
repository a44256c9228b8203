"""What we refuse to sign although a verifier may accept it: where implementations are known to differ."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from credentials.canonical.quads import DIRECTED, NIL, RDF_JSON, Writer
from credentials.errors import UnsafeDocumentError
from credentials.json_pointer import Path, pointer_of

_INTEGER_MAX = 2**53 - 1
_FLOAT_MIN, _FLOAT_MAX = 1e-6, 1e21
_FLOAT_DIGITS = 15
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_NON_CHARACTER = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_BLANK = re.compile(r"(?<!\S)_:c14n[0-9]+(?= )")
_IN_BLANK_GRAPH = re.compile(r" (_:c14n[0-9]+) \.\n?\Z")
_JSON = f"^^<{RDF_JSON}>"
_PLANE_LAST = 0xFFFE  # the last two code points of every plane are no characters
# RFC 3987: a percent sign starts two hex digits, brackets stand only around an IPv6 host.
_IRI_DOUBTFUL = re.compile(r"%(?![0-9A-Fa-f]{2})|[\[\]]")


def check_values(value: Any, path: Path = None) -> None:
    """Refuse numbers and characters that canonicalisers spell differently.

    Raises `UnsafeDocumentError` (number_not_portable, non_character).
    """
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name != "@context":
                check_values(member, (path, name))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            check_values(member, (path, index))
    elif isinstance(value, str):
        _check_text(value, path)
    elif not is_portable(value):
        raise UnsafeDocumentError("number_not_portable", number=repr(value)[:50], pointer=pointer_of(path))


def is_portable(value: object) -> bool:
    """Tell whether a value that is no text is spelled by everybody as by us."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    if isinstance(value, int):
        return abs(value) <= _INTEGER_MAX
    portable = math.isfinite(value) and (value == 0 or _FLOAT_MIN <= abs(value) < _FLOAT_MAX)
    return portable and float(f"{value:.{_FLOAT_DIGITS}g}") == value


def is_doubtful(iri: str) -> bool:
    """Tell whether an absolute IRI is one by RFC 3987 too."""
    return _IRI_DOUBTFUL.search(iri) is not None


def check_quads(writer: Writer) -> None:
    """Refuse a statement said twice with different JSON values, and a doubtful address.

    Raises `UnsafeDocumentError` (duplicate_statement, iri_invalid).
    """
    if writer.respelled:
        raise UnsafeDocumentError("duplicate_statement")
    check_doubled(quad.object for quad, times in Counter(writer.quads).items() if times > 1)
    for quad in writer.quads:
        for part in (quad.subject, quad.object):
            if part.startswith("<") and is_doubtful(part):
                raise UnsafeDocumentError("iri_invalid", value=part[:200])


def check_doubled(said_twice: Iterable[str]) -> None:
    """Refuse what others write twice when it is said twice: a JSON literal, an empty ordered list.

    Takes statements or their objects. Raises `UnsafeDocumentError("duplicate_statement")`.
    """
    if any(_JSON in said or NIL in said for said in said_twice):
        raise UnsafeDocumentError("duplicate_statement")


def check_directions(lines: Sequence[str]) -> None:
    """Refuse two texts of one node that differ in their direction: of these, others drop one.

    `lines` are all different. Raises `UnsafeDocumentError("duplicate_statement")`.
    """
    directed = [line for line in lines if DIRECTED in line]
    texts = Counter(_up_to_text(line) for line in lines) if directed else Counter()
    if any(texts[_up_to_text(line)] > 1 for line in directed):
        raise UnsafeDocumentError("duplicate_statement")


def check_order(lines: Sequence[str]) -> None:
    """Refuse lines that sort otherwise by UTF-16 unit, as JavaScript does.

    Those of the document, and those by which a blank node is known that names a graph. Raises
    `UnsafeDocumentError("order_not_portable")`.
    """
    if not any(_ASTRAL.search(line) for line in lines):
        return
    graphs: dict[str, list[str]] = {"": list(lines)}
    for line in lines:
        named = _IN_BLANK_GRAPH.search(line)
        if named:  # RDFC-1.0, 4.6: all others are _:z there
            graphs.setdefault(named[1], []).append(_BLANK.sub("_:z", line))
    if any(sorted(some) != sorted(some, key=_by_unit) for some in graphs.values()):
        raise UnsafeDocumentError("order_not_portable")


def _by_unit(line: str) -> bytes:
    return line.encode("utf-16-be")


def _up_to_text(line: str) -> str:
    """Give subject, predicate and text of a statement, without the datatype or language."""
    return line[: line.rfind('"') + 1] or line


def _check_text(text: str, path: Path) -> None:
    if _NON_CHARACTER.search(text) or any(
        ord(mark) & _PLANE_LAST == _PLANE_LAST for mark in _ASTRAL.findall(text)
    ):
        shown = text[:50].encode("ascii", "backslashreplace").decode()
        raise UnsafeDocumentError("non_character", text=shown, pointer=pointer_of(path))
