"""Canonical bytes of a document: JCS for JSON, RDFC-1.0 N-Quads for the graph, and the fixpoint rule.

`fast` walks a document by tables made once from its contexts (`compiled`, `tables`, `walk`, `blank_nodes`).
What it has no table for goes to `reference`, where PyLD does the same step by step (`processor`, `fixpoint`,
`quads`, `labels`).
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from credentials.canonical import budget, fast
from credentials.canonical.descriptions import check_descriptions
from credentials.canonical.plain import jcs
from credentials.canonical.tables import Unusual
from credentials.errors import UnsafeDocumentError, UnsupportedError

if TYPE_CHECKING:
    from credentials.canonical.compiled import Compiler
    from credentials.canonical.reference import Reading

__all__ = ["canonicalise_checked", "check_descriptions", "check_fixpoint", "jcs", "rdfc"]

Contexts = Mapping[str, Mapping[str, Any]]


def rdfc(
    document: Mapping[str, Any],
    *,
    at_issue: bool = False,
    extra_contexts: Contexts | None = None,
    digest: str = "sha256",
) -> bytes:
    """Give the canonical N-Quads of a JSON-LD document, UTF-8 (RDFC-1.0, JSON-LD safe mode).

    Contexts come from the bundle and from `extra_contexts` only. `at_issue` also refuses what other
    implementations canonicalise differently. `digest` is the hash that RDFC-1.0 works with, "sha256" or
    "sha384". Raises `UnsafeDocumentError`, `UnknownContextError`, `TooComplexError`.
    """
    try:
        return _fast(document, at_issue, extra_contexts, digest)
    except Unusual:
        pass
    except UnsafeDocumentError as error:
        if error.code not in {"not_fixpoint", "described_twice"}:
            raise
    return _read(document, at_issue, extra_contexts).nquads(digest)


def check_fixpoint(document: Mapping[str, Any], *, extra_contexts: Contexts | None = None) -> None:
    """Raise unless plain JSON and graph say the same (see `canonical.fixpoint`); errors as `rdfc`.

    They have a `pointer` to the place, where it can be told.

    See JSON-LD 1.1 API, compaction.
    """
    try:
        _fast(document, False, extra_contexts, "sha256")
    except Unusual:
        _read(document, False, extra_contexts).check_fixpoint()


def canonicalise_checked(
    document: Mapping[str, Any],
    *,
    at_issue: bool = False,
    extra_contexts: Contexts | None = None,
    digest: str = "sha256",
    may_be_rare: bool = True,
) -> bytes:
    """Give what `rdfc` gives after `check_fixpoint`, looking once; errors as both.

    At issue also as `check_descriptions`. Without `may_be_rare` also `UnsupportedError("rare_document")` for
    what is left to the slow path.

    See RDFC-1.0, JSON-LD 1.1 API safe mode.
    """
    try:
        return _fast(document, at_issue, extra_contexts, digest)
    except Unusual as unusual:
        if not may_be_rare:
            raise UnsupportedError("rare_document") from unusual
        reading = _read(document, at_issue, extra_contexts)
        reading.check_fixpoint()
        return reading.nquads(digest)


def _fast(document: Mapping[str, Any], at_issue: bool, extra_contexts: Contexts | None, digest: str) -> bytes:
    if extra_contexts or document.__class__ is not dict or "@context" not in document:
        raise Unusual  # contexts of one call are not worth compiling
    place = _compiler().root(document["@context"])
    return fast.nquads(document, place, at_issue=at_issue, digest=digest)


def _read(document: Mapping[str, Any], at_issue: bool, extra_contexts: Contexts | None) -> "Reading":
    from credentials.canonical.reference import Reading  # noqa: PLC0415 (as in `_compiler`)

    if not extra_contexts:
        budget.spend_reading()
    return Reading(document, at_issue=at_issue, extra_contexts=extra_contexts, is_rare=not extra_contexts)


@cache
def _compiler() -> "Compiler":
    """Give the one compiler. PyLD takes longer to import than all the rest, so the first document pays."""
    from credentials.canonical.compiled import Compiler  # noqa: PLC0415

    return Compiler()
