"""Canonical N-Quads taken apart into terms: fixed text, blank nodes, and slots that are filled later."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from credentials.canonical.limits import SURELY_SHORT, is_too_long
from credentials.templates.refusals import RowRefusedError, TemplateRefusedError

_TERM = re.compile(r'<[^>]*>|_:c14n\d+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|\.')
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CLOSING = re.compile(r'>|"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?')
_DATE_TIME = re.compile(r'"\^\^<[^>]*dateTime>')  # Open Badges has several spellings of the datatype
_JSON = '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
# A literal of this type does not carry its text as it is: numbers are spelled anew.
_DOUBLE = '"^^<http://www.w3.org/2001/XMLSchema#double>'


@dataclass(frozen=True, slots=True)
class Fixed:
    """Text that is the same for every recipient."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node, by its number."""

    node: int


@dataclass(frozen=True, slots=True)
class Open:
    """A term that is filled from a slot: an address in `<>`, or a literal up to its closing quote."""

    slot: int
    before: str
    after: str

    @property
    def is_address(self) -> bool:
        """Tell whether the term is an IRI."""
        return self.before == "<"

    @property
    def is_time(self) -> bool:
        """Tell whether the term is an xsd:dateTime."""
        return bool(_DATE_TIME.fullmatch(self.after))


Term = Fixed | Blank | Open
_OURS, _OTHERS = Fixed("_:a"), Fixed("_:z")
Statement = tuple[Term, ...]  # subject, predicate, object, maybe graph, the full stop


class Line(NamedTuple):
    """One line: as it is for some row, as a form for every row (to be filled with `%`), and its slots."""

    text: str
    form: str
    slots: tuple[int, ...]


def parse(canonical: bytes, bodies: Mapping[str, int]) -> list[Statement]:
    """Give the statements of canonical N-Quads in which each of `bodies` stands for a slot.

    Equal terms are one object. Raises `TemplateRefusedError` for a slot in a type, in a part of a term, or in
    a literal that is not spelled as it is given, and for a JSON literal: an `id` in it can look like that of
    a credential, which only the full algorithm sees.
    """
    terms: dict[str, Term] = {}
    statements = []
    for line in canonical.decode().split("\n")[:-1]:
        for text in _TERM.findall(line):
            if text not in terms:
                terms[text] = _term(text, bodies)
        statement = tuple(terms[text] for text in _TERM.findall(line))
        if statement[1] == Fixed(_TYPE) and isinstance(statement[2], Open):
            raise TemplateRefusedError("slot_in_type")
        statements.append(statement)
    return statements


def nodes(statement: Statement) -> list[int]:
    """Give the blank nodes of a statement by their numbers."""
    return [term.node for term in statement if isinstance(term, Blank)]


def first_degree(statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    """Give each node's statements with itself as `_:a`, others as `_:z` (RDFC-1.0, 4.6)."""
    of: dict[int, list[Statement]] = {}
    for one in statements:
        for node in dict.fromkeys(nodes(one)):
            of.setdefault(node, []).append(tuple(_seen_from(node, term) for term in one))
    return of


def _seen_from(node: int, term: Term) -> Term:
    if not isinstance(term, Blank):
        return term
    return _OURS if term.node == node else _OTHERS


def filled(statement: Statement, labels: Mapping[int, str], values: Sequence[str]) -> Line:
    """Give one line, each blank node by its label, each slot by its value in N-Quads."""
    text, escaped, slots = [], [], []
    for term in statement:
        match term:
            case Fixed(fixed):
                text.append(fixed)
                escaped.append(fixed.replace("%", "%%"))
            case Blank(node):
                text.append(labels[node])
                escaped.append(labels[node])
            case Open(slot, before, after):
                text.append(before + values[slot] + after)
                escaped.append(f"{before}%b{after}")
                slots.append(slot)
    return Line(" ".join(text) + "\n", " ".join(escaped) + "\n", tuple(slots))


class HashedText:
    """The SHA-256 of lines with slots; those before the first slot are hashed only once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """`lines` in their order."""
        self.bytes = sum([len(line.form) for line in lines])
        first = next((place for place, line in enumerate(lines) if line.slots), len(lines))
        self._form = "".join([line.form for line in lines[first:]]).encode()
        self._chosen = choosing([slot for line in lines[first:] for slot in line.slots])
        begun = "".join([line.text for line in lines[:first]]).encode()
        self._begun, self._begun_text = hashlib.sha256(begun), begun
        self._surely_short = SURELY_SHORT - len(begun)

    def digest(self, values: Sequence[bytes]) -> bytes:
        """Give the digest, 32 bytes, with the slots filled from `values`.

        Raises `RowRefusedError` for a text over the length cap.
        """
        text = self._form % self._chosen(values)
        if len(text) > self._surely_short:
            self._check_length(text)
        hashed = self._begun.copy()
        hashed.update(text)
        return hashed.digest()

    def digests(self, rows: Iterable[Sequence[bytes]]) -> list[bytes]:
        """Give the digest for each row of values. Raises `RowRefusedError` for a text over the length cap."""
        begun, form, chosen, found = self._begun, self._form, self._chosen, []
        for values in rows:
            text = form % chosen(values)
            if len(text) > self._surely_short:
                self._check_length(text)
            hashed = begun.copy()
            hashed.update(text)
            found.append(hashed.digest())
        return found

    def _check_length(self, text: bytes) -> None:
        if is_too_long(self._begun_text, text):
            raise RowRefusedError("too_long")


def choosing(slots: Sequence[int]) -> Callable[[Sequence[bytes]], Any]:
    """Give what takes the values of these slots out of a row, for `%`: a tuple, or just the one."""
    return itemgetter(*slots) if slots else lambda _values: ()


def _term(text: str, bodies: Mapping[str, int]) -> Term:
    if text.startswith("_:"):
        return Blank(int(text.removeprefix("_:c14n")))
    if text.endswith(_JSON):
        raise TemplateRefusedError("json_literal")
    for body, slot in bodies.items():
        if body in text:
            return _open(text, body, slot)
    return Fixed(text)


def _open(text: str, body: str, slot: int) -> Open:
    before, after = text[:1], text[1 + len(body) :]
    if text[1 : 1 + len(body)] != body or not _CLOSING.fullmatch(after):
        raise TemplateRefusedError("slot_in_part")
    if after == _DOUBLE:
        raise TemplateRefusedError("slot_datatype", after=after[:100])
    return Open(slot, before, after)
