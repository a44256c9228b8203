"""A template: one document with places that are filled per recipient, canonicalised when it is compiled."""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from credentials.bulk import lines, places
from credentials.bulk.arrangement import CanonicalForm
from credentials.bulk.lines import Open
from credentials.bulk.refusals import RowRefusedError, TemplateRefusedError
from credentials.bulk.row import RowSpelling, Slot
from credentials.canonical import canonicalise_checked
from credentials.errors import CredentialError
from credentials.keys import Signer, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity

_TRIALS = 3  # random rows that a new template must get as the full algorithm does


class Template:
    """A document whose canonical form is known but for its slots."""

    def __init__(self, document: Mapping[str, Any], slots: Mapping[str, str]) -> None:
        """See `compile`."""
        if "proof" in document:
            raise TemplateRefusedError("already_signed")
        try:
            self._example = orjson.dumps(document)
        except TypeError as error:
            raise TemplateRefusedError("not_json") from error
        self._paths = [places.steps(document, pointer) for pointer in slots]
        marks = self._marks(slots)
        marked = self.document(list(marks))
        statements = lines.parse(canonicalise_checked(marked, at_issue=True), marks)
        self.slots = _slots(slots, statements)
        self._form = CanonicalForm(statements, [slot.beginning for slot in self.slots])
        self._row = RowSpelling(self.slots)
        self._text, self._chosen = _form(orjson.dumps(marked)[:-1].decode(), marks)

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

    def batch(self, signer: Signer, *, verification_method: str, created: datetime) -> "Batch":
        """Give what signs rows with this key at this time. Raises as `data_integrity.sign`."""
        return Batch(self, signer, verification_method, created)

    def _try(self, values: Sequence[str]) -> None:
        document = self.document(values)
        expected = hashlib.sha256(canonicalise_checked(document, at_issue=True)).digest()
        if self.filled(values) != (orjson.dumps(document)[:-1], expected):
            raise CredentialError("template_disagrees")

    def _marks(self, slots: Mapping[str, str]) -> dict[str, int]:
        """Give a text for every slot that stands nowhere in the document."""
        nonce = secrets.token_hex(8)
        return {f"{begun}slot{nonce}x{place}x": place for place, begun in enumerate(slots.values())}


class Batch:
    """Signs rows of one template with one key and one time of signing."""

    def __init__(self, template: Template, signer: Signer, method: str, created: datetime) -> None:
        """See `Template.batch`. The document of the template is signed once, to have the proof's options."""
        self.template = template
        self._signer = signer
        document = template.example
        signed = data_integrity.sign(document, signer, verification_method=method, created=created)
        proof = signed["proof"][-1]
        contexts = {"@context": document["@context"]}  # all that the options take from the document
        self._options_hash, _ = data_integrity.hash_parts(contexts, proof, at_issue=True)
        begun, ended = orjson.dumps({"proof": [proof]}).split(proof["proofValue"].encode())
        self._begun, self._ended = b"," + begun[1:], ended

    def issue(self, values: Sequence[str]) -> bytes:
        """Give the signed credential of one row, UTF-8 JSON with the proof last.

        Raises `RowRefusedError` as `Template.filled`.
        """
        text, digest = self.template.filled(values)
        return self._sealed(text, digest)

    def issue_like(self, document: Mapping[str, Any]) -> bytes | None:
        """Give the signed form of a document that differs from the template in its slots only, else None.

        Raises `RowRefusedError` as `Template.filled`, TypeError when it is not JSON.
        """
        values = self.template.values(document)
        if values is None:
            return None
        text, digest = self.template.filled(values)
        return self._sealed(text, digest) if text + b"}" == orjson.dumps(document) else None

    def _sealed(self, text: bytes, digest: bytes) -> bytes:
        signature = encode_base58(self._signer.sign(self._options_hash + digest))
        return b"".join((text, self._begun, signature.encode(), self._ended))

    def check(self, document: Mapping[str, Any], signed: bytes) -> None:
        """Return when `signed` is `document` with a good proof, found by the full algorithm.

        Raises `CredentialError("template_disagrees")`: then nothing of the batch may leave.
        """
        found = orjson.loads(signed)
        proof = found.pop("proof")[-1]
        hashes = data_integrity.hash_parts(found, proof, at_issue=True)
        signature, key = decode_base58(proof["proofValue"]), self._signer.public
        good = verify_signature(key, key.algorithm, signature, b"".join(hashes))
        if not good or found != document:
            raise CredentialError("template_disagrees")


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


def _form(text: str, marks: Mapping[str, int]) -> tuple[bytes, Callable[[Sequence[bytes]], Any]]:
    """Give the JSON text to be filled with `%`, and what chooses its values."""
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", text) if marks else [text]
    escaped = "".join("%b" if part in marks else part.replace("%", "%%") for part in parts)
    return escaped.encode(), lines.choosing([marks[part] for part in parts if part in marks])
