"""A template and the JSON text around its slots: how values are read out of a document."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from credentials.templates import places
from credentials.templates.refusals import TemplateRefusedError
from credentials.templates.template import Template

TRIALS = 3
MOST_STATEMENTS = 200  # an award has a hundred; compiling takes longer with more
MOST_FORMS_BYTES = 1536 * 1024

# What differs in every proof, and is signed by nobody or in the proof's own options.
_OF_PROOFS = re.compile(r"/proof(?:/0)?/(?:proofValue|created)")
_PLAIN_ASCII = re.compile(rb"[\x20\x21\x23-\x5b\x5d-\x7e]*")


class Framed:
    """Documents that differ from one another in slots only, with or without their one proof."""

    def __init__(self, document: Mapping[str, Any], slots: Mapping[str, str]) -> None:
        """`document` may have a proof, which the template has not. Raises as `Template.compile`.

        Nothing is tried: `on_trial` is how often it must yet be compared with the full algorithm.
        """
        self.example = document
        self.on_trial = TRIALS
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        signed = {pointer: begun for pointer, begun in slots.items() if not pointer.startswith("/proof/")}
        self.template = Template(
            unsecured, signed, most_bytes=MOST_FORMS_BYTES, most_statements=MOST_STATEMENTS
        )
        further = [pointer for pointer in slots if pointer not in signed]
        if not all(map(_OF_PROOFS.fullmatch, further)):
            raise TemplateRefusedError("slot_in_proof")
        self._signed = len(signed)
        self._frame = _Frame(document, [*signed, *further])

    def digest(self, text: bytes) -> bytes | None:
        """Give the SHA-256 of the canonical form without the proof, for JSON as `orjson.dumps` writes it.

        None for a document that differs in more than the slots; nothing (`b""`) for one that only the full
        algorithm can judge.
        """
        values = self._frame.values(text)
        if values is None:
            return None
        if not _PLAIN_ASCII.fullmatch(b"".join(values[self._signed :])):
            return b""
        return self.template.digest(values[: self._signed]) or b""

    def drawn(self) -> dict[str, Any]:
        """Give a document with random values in the slots of the template."""
        filled = self.template.document([slot.drawn() for slot in self.template.slots])
        return {name: filled.get(name, value) for name, value in self.example.items()}


class _Frame:
    """Everything of a text that is not in a slot, in pieces."""

    def __init__(self, document: Mapping[str, Any], pointers: Sequence[str]) -> None:
        marked = orjson.loads(orjson.dumps(document))
        nonce = places.nonce()
        for slot, pointer in enumerate(pointers):
            places.put(marked, places.steps(marked, pointer), f"{nonce}{slot}.")
        parts = re.split(rf"{nonce}(\d+)\.".encode(), orjson.dumps(marked))
        self._first, self._others = parts[0], [(piece, len(piece)) for piece in parts[2::2]]
        found = [int(slot) for slot in parts[1::2]]
        self._order = [found.index(slot) for slot in range(len(pointers))]

    def values(self, text: bytes) -> list[bytes] | None:
        """Give what stands in the slots; None when anything else differs.

        A value ends at the first quote: one with a quote in it has a backslash before it.
        """
        if not text.startswith(self._first):
            return None
        begin, found = len(self._first), []
        find, is_next = text.find, text.startswith
        for piece, size in self._others:
            end = find(b'"', begin)
            if not is_next(piece, end):
                return None
            found.append(text[begin:end])
            begin = end + size
        return [found[place] for place in self._order] if begin == len(text) else None
