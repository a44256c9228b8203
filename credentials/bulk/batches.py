"""Issuing many: by a template where one can be had, else one by one, with equal bytes either way.

Rows go in batches. Of each, one that a template signed is drawn at random and checked by the full algorithm
before any of the batch leaves.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import orjson

from credentials.bulk.batch import Batch
from credentials.errors import CredentialError, UnreadableError
from credentials.keys import Signer
from credentials.proofs import data_integrity
from credentials.templates import Template, places
from credentials.templates.refusals import RowRefusedError

BATCH_ROWS = 1000  # one full check costs as much as some ten rows; a batch takes some 2 MB
WORTH_ROWS = 50  # below this, compiling costs more than it saves
TEMPLATES_MAX = 8  # kept at once; a list of credentials is rarely of more kinds
COMPARED_ROWS = 16  # so many others show where the credentials of one kind differ

Document = Mapping[str, Any]
Issued = bytes | CredentialError


def issue_rows(
    template: Template,
    rows: Iterable[Sequence[str]],
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
) -> Iterator[Issued]:
    """Give for each row of values the signed credential, or the error that refuses to sign it.

    Bytes are those that `data_integrity.sign` gives, as UTF-8 JSON. Raises
    `CredentialError("template_disagrees")`, which only an error in this package can cause.
    """
    alone = _Alone(signer, verification_method, created)
    batch = alone.batch(template)
    rows = iter(rows)
    while drawn := list(islice(rows, BATCH_ROWS)):
        signed, written = batch.sign_all(drawn), batch.written
        pressed = [
            (values, row, one)
            for values, (row, one) in zip(drawn, signed, strict=True)
            if not isinstance(one, RowRefusedError)
        ]
        if pressed:
            values, row, chosen = random.choice(pressed)
            batch.check(template.document(values), written(row, chosen))
        for values, (row, one) in zip(drawn, signed, strict=True):
            if isinstance(one, RowRefusedError):
                yield _row_alone(alone, template, values, one)
            else:
                yield written(row, one)


def issue_many(
    documents: Iterable[Document], signer: Signer, *, verification_method: str, created: datetime
) -> Iterator[Issued]:
    """Give for each unsigned document the signed credential, or the error that refuses to sign it.

    Documents of one kind differ in texts only (ids, times, identity hashes, status indexes, ...) and share a
    template, which is found on the way. Else as `issue_rows`.
    """
    alone = _Alone(signer, verification_method, created)
    batches: list[Batch] = []
    documents = iter(documents)
    while drawn := list(islice(documents, BATCH_ROWS)):
        yield from _Drawn(drawn, alone, batches).issued()


class _Alone:
    """The full algorithm, with one key and one time of signing."""

    def __init__(self, signer: Signer, method: str, created: datetime) -> None:
        self._signer, self._method, self._created = signer, method, created

    def issue(self, document: Document) -> Issued:
        method, created = self._method, self._created
        try:
            signed = data_integrity.sign(document, self._signer, verification_method=method, created=created)
            return orjson.dumps(signed)
        except CredentialError as error:
            return error
        except TypeError:
            return UnreadableError("not_json")

    def batch(self, template: Template) -> Batch:
        return Batch(template, self._signer, verification_method=self._method, created=self._created)


class _Drawn:
    """Documents drawn together. `batches` are the templates found so far; new ones are added."""

    def __init__(self, documents: Sequence[Document], alone: _Alone, batches: list[Batch]) -> None:
        self._documents, self._alone, self._batches = documents, alone, batches
        self._issued: dict[int, Issued] = {}
        self._pressed: dict[int, tuple[bytes, Batch]] = {}

    def issued(self) -> Iterator[Issued]:
        waiting = list(range(len(self._documents)))
        for batch in self._batches:
            waiting = self._left_by(batch, waiting)
        for _ in range(TEMPLATES_MAX):
            if len(waiting) < WORTH_ROWS:
                break
            new = self._compiled(waiting)
            waiting = self._left_by(new, waiting) if new else waiting[1:]
        for place in set(range(len(self._documents))) - self._issued.keys():
            self._issued[place] = self._alone.issue(self._documents[place])
        if self._pressed:
            place = random.choice(list(self._pressed))
            signed, batch = self._pressed[place]
            batch.check(self._documents[place], signed)
        return (self._issued[place] for place in range(len(self._documents)))

    def _left_by(self, batch: Batch, waiting: Iterable[int]) -> list[int]:
        """Sign what the template fits; give the places of the others."""
        left = []
        for place in waiting:
            try:
                signed = batch.issue_like(self._documents[place])
            except (RowRefusedError, TypeError):
                signed = None
            if signed is None:
                left.append(place)
            else:
                self._issued[place] = signed
                self._pressed[place] = (signed, batch)
        return left

    def _compiled(self, waiting: Sequence[int]) -> Batch | None:
        """Give a template of the first that waits and those like it, None when there can be none."""
        first, *others = (self._documents[place] for place in waiting)
        compared = random.sample(others, min(COMPARED_ROWS, len(others)))
        try:
            batch = self._alone.batch(Template.compile(first, places.varying(first, compared)))
        except (CredentialError, TypeError):
            return None
        self._batches[:] = [batch, *self._batches][:TEMPLATES_MAX]
        return batch


def _row_alone(alone: _Alone, template: Template, values: Sequence[str], refused: CredentialError) -> Issued:
    if len(values) != len(template.slots) or not all(isinstance(value, str) for value in values):
        return refused
    return alone.issue(template.document(values))
