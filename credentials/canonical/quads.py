"""From expanded JSON-LD to quads, each component already spelled as canonical N-Quads.

This is JSON-LD 1.1 API, sections 7.2 and 8 (node map, RDF conversion), for what `limits` and `processor` let
through: no @reverse, @included, @index or explicit blank node. Doing it in one walk, without a node map,
keeps the cost linear.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from credentials.canonical.plain import jcs
from credentials.errors import UnsafeDocumentError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_XSD_DOUBLE = _XSD + "double"
_XSD_STRING = _XSD + "string"
RDF_JSON = _RDF + "JSON"
TYPE, FIRST, REST, NIL = (f"<{_RDF}{name}>" for name in ("type", "first", "rest", "nil"))
DIRECTED = "https://www.w3.org/ns/i18n#"
_NUMBER_MAX = sys.float_info.max
_INTEGER_LIMIT = 1e21  # from here on JSON-LD writes a number as a double

LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff]')
_SHORT_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\""}
_LONG_ESCAPES = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
_ESCAPES = {"\\": r"\\", **_LONG_ESCAPES, **_SHORT_ESCAPES}  # first what the others write
_ESCAPES_BY_CODE = str.maketrans(_ESCAPES)
_SHORT = 24  # characters, up to which one by one is the quicker way
_DOUBLE = re.compile(r"(\d)0*E\+?(-)?0*(\d)")


class Quad(NamedTuple):
    """One statement. `graph` is empty for the default graph; blank nodes are `_:n0`, `_:n1`, ..."""

    subject: str
    predicate: str
    object: str
    graph: str


class Writer:
    """Collects the quads of one expanded document, in document order.

    `respelled` becomes true when one statement is made twice with different JSON values, such as a number and
    the same as typed text: others keep both.
    """

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self.respelled = False
        self._spelled: dict[Quad, Mapping[str, Any]] = {}
        self._blank_nodes = 0

    def write(self, expanded: Iterable[Any]) -> list[Quad]:
        """Give the quads of the document. Raises `UnsafeDocumentError` for what RDF cannot hold."""
        for node in expanded:
            self._node(node, "")
        return self.quads

    def _node(self, node: Mapping[str, Any], graph: str) -> str:
        name = f"<{node['@id']}>" if "@id" in node else self._blank()
        for member, values in node.items():
            if member == "@type":
                self._types(name, values, graph)
            elif member == "@graph":
                for inner in values:
                    self._node(inner, name)
            elif not member.startswith("@"):
                self._property(name, f"<{member}>", values, graph)
            elif member != "@id":
                raise UnsafeDocumentError("keyword_used", member=member)
        return name

    def _types(self, name: str, types: Iterable[str], graph: str) -> None:
        for kind in types:
            if kind.startswith("@"):
                raise UnsafeDocumentError("type_undefined", value=kind)
            self._add(name, TYPE, f"<{kind}>", graph)

    def _property(self, name: str, predicate: str, values: Iterable[Any], graph: str) -> None:
        for value in values:
            quad = Quad(name, predicate, self._object(value, graph), graph)
            self.quads.append(quad)
            if "@value" in value and repr(self._spelled.setdefault(quad, value)) != repr(value):
                self.respelled = True

    def _object(self, value: Mapping[str, Any], graph: str) -> str:
        if "@value" in value:
            return literal(value)
        if "@list" in value:
            return self._list(value["@list"], graph)
        return self._node(value, graph)

    def _list(self, members: Iterable[Any], graph: str) -> str:
        cells = [(self._blank(), self._object(member, graph)) for member in members]
        for place, (cell, item) in enumerate(cells):
            rest = cells[place + 1][0] if place + 1 < len(cells) else NIL
            self._add(cell, FIRST, item, graph)
            self._add(cell, REST, rest, graph)
        return cells[0][0] if cells else NIL

    def _add(self, subject: str, predicate: str, obj: str, graph: str) -> None:
        self.quads.append(Quad(subject, predicate, obj, graph))

    def _blank(self) -> str:
        self._blank_nodes += 1
        return f"_:n{self._blank_nodes - 1}"


def literal(value: Mapping[str, Any]) -> str:
    """Give the canonical N-Quads literal of a JSON-LD value object (JSON-LD 1.1 API, section 8.2.2)."""
    raw, datatype = value["@value"], value.get("@type")
    if "@language" in value and not LANGUAGE.match(str(value["@language"])):
        raise UnsafeDocumentError("language_invalid", value=str(value["@language"])[:100])
    if datatype == "@json":
        return _typed(jcs(raw).decode(), RDF_JSON)
    if isinstance(raw, bool):
        return _typed("true" if raw else "false", datatype or _XSD + "boolean")
    if isinstance(raw, int | float):
        return _number(raw, datatype)
    if "@direction" in value:
        return _typed(raw, f"{DIRECTED}{value.get('@language', '')}_{value['@direction']}")
    if "@language" in value:
        return f'"{escape(raw)}"@{value["@language"]}'
    return _typed(_double_text(raw) if datatype == _XSD_DOUBLE else raw, datatype or _XSD_STRING)


def escape(text: str) -> str:
    """Give the text inside a canonical N-Quads literal (RDF Dataset Canonicalization, section 5)."""
    if not _ESCAPED.search(text):
        return text
    if len(text) <= _SHORT:
        return text.translate(_ESCAPES_BY_CODE)
    for mark, written in _ESCAPES.items():
        if mark in text:
            text = text.replace(mark, written)
    return text


def _typed(text: str, datatype: str) -> str:
    return f'"{escape(text)}"' if datatype == _XSD_STRING else f'"{escape(text)}"^^<{datatype}>'


def _number(number: float, datatype: str | None) -> str:
    if not -_NUMBER_MAX <= number <= _NUMBER_MAX:  # nor NaN
        raise UnsafeDocumentError("number_not_portable", number=repr(number)[:50])
    whole = isinstance(number, int) or number.is_integer()
    if whole and abs(number) < _INTEGER_LIMIT and datatype != _XSD_DOUBLE:
        return _typed(str(int(number)), datatype or _XSD + "integer")
    return _typed(_double(float(number)), datatype or _XSD_DOUBLE)


def _double(number: float) -> str:
    return _DOUBLE.sub(r"\1E\2\3", f"{number:1.15E}")


def _double_text(text: str) -> str:
    try:
        return _double(float(text))
    except ValueError:
        return text
