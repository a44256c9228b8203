"""A template: one document with places that are filled per recipient, canonicalised when it is compiled."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from credentials.canonical import canonicalise_checked
from credentials.errors import CredentialError
from credentials.proofs.issue_rules import late_members
from credentials.templates import lines, places
from credentials.templates.arrangement import FORMS_BYTES_MAX, CanonicalForm
from credentials.templates.lines import Open
from credentials.templates.refusals import RowRefusedError, TemplateRefusedError
from credentials.templates.row import RowSpelling, Slot

_TRIALS = 3  # random rows that a new template must get as the full algorithm does


class Template:
    """A document whose canonical form is known but for its slots."""

    def __init__(
        self,
        document: Mapping[str, Any],
        slots: Mapping[str, str],
        *,
        most_bytes: int = FORMS_BYTES_MAX,
        most_statements: int | None = None,
    ) -> None:
        """See `compile`. With `most_statements` a document that has more of them, or is rare, is refused."""
        if "proof" in document:
            raise TemplateRefusedError("already_signed")
        if any("proof" in pointer.split("/") for pointer in slots):
            raise TemplateRefusedError("slot_in_proof")  # it may hold a term, which has two spellings
        try:
            self._example = orjson.dumps(document)
        except TypeError as error:
            raise TemplateRefusedError("not_json") from error
        self._paths = [places.steps(document, pointer) for pointer in slots]
        marks = self._marks(slots)
        marked = self.document(list(marks))
        canonical = canonicalise_checked(marked, at_issue=True, may_be_rare=most_statements is None)
        if any(late_members(marked)):
            raise TemplateRefusedError("term_too_new")
        _refuse_silent(marked, canonical)
        if most_statements is not None and canonical.count(b"\n") > most_statements:
            raise TemplateRefusedError("too_many_statements")
        statements = lines.parse(canonical, marks)
        self.slots = _slots(slots, statements)
        beginnings = [slot.beginning for slot in self.slots]
        self._form = CanonicalForm(statements, beginnings, most_bytes=most_bytes)
        self._row = RowSpelling(self.slots)
        self._text, self._order = _form(orjson.dumps(marked)[:-1].decode(), marks)
        self._chosen = lines.choosing(self._order)

    @classmethod
    def compile(cls, document: Mapping[str, Any], slots: Mapping[str, str]) -> "Template":
        """Give the template of an unsigned document, proven on random rows against the full algorithm.

        `slots` are JSON pointers of texts that differ between recipients, in the order of their values, each
        with the beginning that an address always has (`urn:uuid:`), or "". Raises `CredentialError`: as
        `canonicalise_checked` for what cannot be signed at all, `template_refused` with a `reason` when the
        full algorithm is needed for each recipient.
        """
        template = cls(document, slots)
        try:
            for _ in range(_TRIALS):
                template._try([slot.drawn() for slot in template.slots])
        except RowRefusedError as error:
            raise TemplateRefusedError(str(error.facts["reason"])) from error
        return template

    @property
    def example(self) -> dict[str, Any]:
        """The document that the template was made of."""
        document: dict[str, Any] = orjson.loads(self._example)
        return document

    def document(self, values: Sequence[str]) -> dict[str, Any]:
        """Give the unsigned document with its slots filled, in the order in which they were given."""
        filled = self.example
        for path, value in zip(self._paths, values, strict=True):
            places.put(filled, path, value)
        return filled

    def values(self, document: Mapping[str, Any]) -> list[str] | None:
        """Give what a document has in the slots; None when it lacks one."""
        try:
            return [places.at(document, path) for path in self._paths]
        except (KeyError, IndexError, TypeError):
            return None

    def filled(self, values: Sequence[str]) -> tuple[bytes, bytes]:
        """Give the unsigned JSON but for its last brace, and the SHA-256 of the canonical form.

        Raises `RowRefusedError` for a row that only the full algorithm can sign, if at all.
        """
        in_quads, in_json = self._row.spelled(values)
        return self._text % self._chosen(in_json), self._form.digest(in_quads)

    def digests(
        self, rows: Sequence[Sequence[str]]
    ) -> tuple[list[Sequence[bytes]], list[bytes | RowRefusedError]]:
        """Give for each row its values in JSON, and the digest that `filled` gives or why it is refused."""
        plain = self._row.all_plain(rows)
        if plain is not None:
            return plain, self._form.digests(plain)
        spelled = list(map(self._row.spelled_or_not, rows))
        good = [one for one in spelled if not isinstance(one, RowRefusedError)]
        found = iter(self._form.digests([in_quads for in_quads, _ in good]))
        digests = [one if isinstance(one, RowRefusedError) else next(found) for one in spelled]
        return [() if isinstance(one, RowRefusedError) else one[1] for one in spelled], digests

    def ending(self, begun: bytes, ended: bytes) -> Callable[[Sequence[bytes], bytes], bytes]:
        """Give what writes a row in JSON and one value more, which goes between two texts at the end."""
        form = self._text + begun.replace(b"%", b"%%") + b"%b" + ended.replace(b"%", b"%%")
        if len(self._order) <= 1:
            return lambda values, last: form % (*values, last)
        chosen = lines.choosing(self._order)
        return lambda values, last: form % (*chosen(values), last)

    def digest(self, values: Sequence[bytes]) -> bytes | None:
        """Give the SHA-256 of the canonical form for values as they stand in a JSON text.

        None where only the full algorithm can judge: a value with an escape, a time that is none, a tie, ...
        """
        if not self._row.are_plain(values):
            return None
        try:
            return self._form.digest(values)
        except RowRefusedError:
            return None

    def _try(self, values: Sequence[str]) -> None:
        document = self.document(values)
        expected = hashlib.sha256(canonicalise_checked(document, at_issue=True)).digest()
        if self.filled(values) != (orjson.dumps(document)[:-1], expected):
            raise CredentialError("template_disagrees")

    def _marks(self, slots: Mapping[str, str]) -> dict[str, int]:
        """Give a text for every slot that stands nowhere in the document."""
        nonce = places.nonce()
        return {f"{begun}{nonce}{place}x": place for place, begun in enumerate(slots.values())}


def _refuse_silent(document: Any, canonical: bytes) -> None:
    """Raise for a node of which nothing is said: with what else its id is the same, no statement shows."""
    subjects = {line.partition(b" ")[0] for line in canonical.split(b"\n")}
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if len(value) > 1 and "id" in value and f"<{value['id']}>".encode() not in subjects:
                raise TemplateRefusedError("silent_node")
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _slots(given: Mapping[str, str], statements: Sequence[lines.Statement]) -> list[Slot]:
    """Give each slot with the kind that the graph shows. Raises when one is not in the graph."""
    terms = {term.slot: term for statement in statements for term in statement if isinstance(term, Open)}
    slots = []
    for place, (pointer, beginning) in enumerate(given.items()):
        if place not in terms:
            raise TemplateRefusedError("slot_not_signed", pointer=pointer)
        if terms[place].is_address:
            slots.append(Slot(pointer, "address", beginning))
        else:
            slots.append(Slot(pointer, "time" if terms[place].is_time else "text", ""))
    return slots


def _form(text: str, marks: Mapping[str, int]) -> tuple[bytes, list[int]]:
    """Give the JSON text to be filled with `%`, and its slots in their order."""
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", text) if marks else [text]
    escaped = "".join("%b" if part in marks else part.replace("%", "%%") for part in parts)
    return escaped.encode(), [marks[part] for part in parts if part in marks]
