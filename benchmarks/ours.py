"""Our own operations on embedded proofs: one at a time, and many by a template."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from benchmarks import sample
from benchmarks.measuring import Operation, timed
from credentials.bulk import Template, issue_many, issue_rows
from credentials.canonical import canonicalise_checked
from credentials.proofs import data_integrity
from credentials.verify import Verdict, verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.proven_lists import ProvenListsCache

SIGNED = 1000  # different credentials to verify
BULK = 1000  # rows of one bulk issue
BATCHES = 5  # different ones
_SHAPE: dict[str, Any] = {"verification_method": sample.METHOD, "created": sample.NOW}


def operations(signed: list[bytes]) -> Iterator[Operation]:
    """Give the operations; `signed` are credentials to verify."""
    fresh = sample.fresh_documents()

    def issue() -> bytes:
        return orjson.dumps(data_integrity.sign(fresh(), sample.SIGNER, **_SHAPE))

    yield Operation("barnstar", "ed25519-sign", timed(lambda: sample.SIGNER.sign(bytes(64))))
    yield Operation("barnstar", "canonicalise", timed(lambda: canonicalise_checked(fresh())))
    yield Operation("barnstar", "issue", timed(issue))
    yield Operation("barnstar", "verify", timed(verifying(signed)))
    yield from _bulk()


def verifying(signed: list[bytes]) -> Callable[[], None]:
    """Give what verifies the next credential: everything that the standard policy asks for."""
    texts, fetch = sample.cycled(signed), sample.fetching(sample.pages())
    knowledge = Knowledge(lists=ProvenListsCache())

    def check() -> None:
        report = verify(texts(), fetch=fetch, now=sample.LATER, knowledge=knowledge)
        if report.verdict is not Verdict.GENUINE:
            raise AssertionError(report)

    return check


def signed_credentials(count: int = SIGNED) -> list[bytes]:
    """Give so many different signed credentials."""
    template = Template.compile(sample.document(), sample.SLOTS)
    made = issue_rows(template, map(sample.row, range(count)), sample.SIGNER, **_SHAPE)
    return [one for one in made if isinstance(one, bytes)]


def _bulk() -> Iterator[Operation]:
    """Rows through a template, with its guards; and whole documents, whose template is found on the way."""
    template = Template.compile(sample.document(), sample.SLOTS)
    batches = [
        [sample.row(start + place) for place in range(BULK)] for start in range(0, BULK * BATCHES, BULK)
    ]
    rows, documents = sample.cycled(batches), [template.document(values) for values in batches[0]]

    def by_rows() -> None:
        for _ in issue_rows(template, rows(), sample.SIGNER, **_SHAPE):
            pass

    def by_documents() -> None:
        for _ in issue_many(documents, sample.SIGNER, **_SHAPE):
            pass

    for op, work in (("bulk-issue", by_rows), ("bulk-issue-documents", by_documents)):
        yield Operation("barnstar", op, _per_row(timed(work)))


def _per_row(run: Callable[[int], float]) -> Callable[[int], float]:
    """Give what counts rows: whole batches are done, and their time is shared out."""

    def counted(count: int) -> float:
        batches = -(-count // BULK)
        return run(batches) * count / (batches * BULK)

    return counted
