"""The values of one recipient: what may stand in each slot, and how it is spelled in N-Quads and in JSON."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import orjson

from credentials.canonical.quads import escape
from credentials.errors import UnreadableError
from credentials.instants import read_instant
from credentials.templates.refusals import RowRefusedError

_Spelled = tuple[Sequence[bytes], Sequence[bytes]]  # in N-Quads and in JSON
Kind = Literal["address", "time", "text"]

# What every canonicaliser and every JSON writer spells alike, and as it is. Any other character in an address
# is left to the full algorithm, which knows whether it may be signed. What was taken is kept (`+`).
_PLAIN = {
    "address": rb"[A-Za-z0-9._~:/?#=&+,;@!$()*-]{1,300}+",  # an address can be on every line: no longer ones
    "time": rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",  # as `instants.timestamp` writes it
    "text": rb"[\x20\x21\x23-\x5b\x5d-\x7e\x80-\xee]*+",  # UTF-8 of most scripts; no non-character begins so
}
_LAST_TWO = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# Issuers write no non-characters, and a document with controls (or what looks like one) may be less large.
_ODD = re.compile(rf"[\x00-\x07\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff{_LAST_TWO}]|\\u00")
_SEPARATOR = "\x1e"  # stands in no address, time or plain text


@dataclass(frozen=True, slots=True)
class Slot:
    """One place that is filled per recipient. `beginning` is that of an address, fixed, else ""."""

    pointer: str
    kind: Kind
    beginning: str

    @property
    def plain(self) -> bytes:
        """The regular expression of what is spelled alike everywhere, over UTF-8."""
        return re.escape(self.beginning.encode()) + _PLAIN[self.kind]

    def drawn(self) -> str:
        """Give a random value, to try a template with: awkward, so that it fits only where anything does."""
        if self.kind == "address":
            return self.beginning + random.randbytes(12).hex() + "._~:/?#=&+,;@!$()*-"
        if self.kind == "time":
            return (
                f"20{random.randrange(10, 99)}-0{random.randrange(1, 9)}-11T09:{random.randrange(10, 59)}:00Z"
            )
        return "".join(random.choices('ab "\\\n\r\t\b\f%éß中ا\u2028🚲', k=12)) + random.randbytes(4).hex()


class RowSpelling:
    """Gives both spellings of the values of one row."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        """`slots` in the order of the values."""
        self._slots = slots
        self._times = [place for place, slot in enumerate(slots) if slot.kind == "time"]
        self._separator = _SEPARATOR.encode()
        plain = self._separator.join(slot.plain for slot in slots)
        self._plain = re.compile(plain)
        self._plain_rows = re.compile(b"%b(?:%b%b)*+" % (plain, self._separator, plain))

    def are_plain(self, values: Sequence[bytes]) -> bool:
        """Tell whether texts of a JSON document, without their quotes, are spelled alike in N-Quads."""
        if self._plain.fullmatch(self._separator.join(values)) is None:
            return False
        try:
            for place in self._times:
                read_instant(values[place].decode())
        except UnreadableError:
            return False
        return True

    def spelled(self, values: Sequence[str]) -> _Spelled:
        """Give the values as N-Quads and as JSON texts without quotes, UTF-8.

        Raises `RowRefusedError` with the pointer of a value that cannot stand there.
        """
        try:
            row = _SEPARATOR.join(values).encode()
        except (TypeError, UnicodeError) as error:
            raise RowRefusedError("not_text") from error
        if self._plain.fullmatch(row):  # nearly always: one look at all values at once
            plain = row.split(self._separator)
            return plain, plain
        return self._escaped(values)

    def spelled_or_not(self, row: Sequence[str]) -> _Spelled | RowRefusedError:
        """Give what `spelled` gives, or why it is refused."""
        try:
            return self.spelled(row)
        except RowRefusedError as error:
            return error

    def all_plain(self, rows: Sequence[Sequence[str]]) -> list[Sequence[bytes]] | None:
        """Give the one spelling of all rows, by one look at all their values; None when a row has two."""
        size = len(self._slots)
        try:
            together = _SEPARATOR.join(chain.from_iterable(rows)).encode()
            if any(len(row) != size for row in rows) or not self._plain_rows.fullmatch(together):
                return None
        except (TypeError, UnicodeError):
            return None
        values = together.split(self._separator)
        if len(values) != len(rows) * size:  # a value that looks like several
            return None
        return [values[begin : begin + size] for begin in range(0, len(values), size)]

    def _escaped(self, values: Sequence[str]) -> tuple[list[bytes], list[bytes]]:
        if len(values) != len(self._slots):
            raise RowRefusedError("number_of_values", values=len(values))
        for slot, value in zip(self._slots, values, strict=True):
            is_text = slot.kind == "text"
            if _ODD.search(value) if is_text else not re.fullmatch(slot.plain, value.encode()):
                raise RowRefusedError("value", pointer=slot.pointer)
        return [escape(value).encode() for value in values], [orjson.dumps(value)[1:-1] for value in values]
