"""Canonical bytes of a document: JCS for JSON, RDFC-1.0 N-Quads for the graph, and the fixpoint rule."""

from collections.abc import Mapping
from typing import Any

from credentials.canonical import fixpoint, issue_rules, processor
from credentials.canonical.labels import canonical_lines
from credentials.canonical.limits import check_shape
from credentials.canonical.plain import jcs
from credentials.canonical.quads import Writer
from credentials.contexts import BUNDLED
from credentials.errors import UnsafeDocumentError

__all__ = ["canonicalise_checked", "check_fixpoint", "jcs", "rdfc"]

Contexts = Mapping[str, Mapping[str, Any]]


def rdfc(
    document: Mapping[str, Any], *, at_issue: bool = False, extra_contexts: Contexts | None = None
) -> bytes:
    """Give the canonical N-Quads of a JSON-LD document, UTF-8 (RDFC-1.0, SHA-256, JSON-LD safe mode).

    Contexts come from the bundle and from `extra_contexts` only. `at_issue` also refuses what other
    implementations canonicalise differently. Raises `UnsafeDocumentError`, `UnknownContextError`,
    `TooComplexError`.
    """
    return _nquads(document, _expanded(document, at_issue, extra_contexts), at_issue=at_issue)


def check_fixpoint(document: Mapping[str, Any], *, extra_contexts: Contexts | None = None) -> None:
    """Raise unless plain JSON and graph say the same (see `canonical.fixpoint`); errors as `rdfc`."""
    expanded = _expanded(document, at_issue=False, extra_contexts=extra_contexts)
    _check_fixpoint(document, expanded, extra_contexts)


def canonicalise_checked(
    document: Mapping[str, Any], *, at_issue: bool = False, extra_contexts: Contexts | None = None
) -> bytes:
    """Give what `rdfc` gives after `check_fixpoint`, expanding once; errors as both."""
    expanded = _expanded(document, at_issue, extra_contexts)
    _check_fixpoint(document, expanded, extra_contexts)
    return _nquads(document, expanded, at_issue=at_issue)


def _expanded(document: Mapping[str, Any], at_issue: bool, extra_contexts: Contexts | None) -> list[Any]:
    check_shape(document, {*BUNDLED, *(extra_contexts or {})}, at_issue=at_issue)
    return processor.expand(document, processor.options(extra_contexts))


def _check_fixpoint(
    document: Mapping[str, Any], expanded: list[Any], extra_contexts: Contexts | None
) -> None:
    context = document.get("@context", [])
    compacted = processor.compact(expanded, context, processor.options(extra_contexts))
    fixpoint.check_same(document, compacted)


def _nquads(document: Mapping[str, Any], expanded: list[Any], *, at_issue: bool) -> bytes:
    writer = Writer()
    quads = writer.write(expanded)
    if at_issue:
        issue_rules.check_values(document)
        issue_rules.check_quads(writer)
    try:
        lines = canonical_lines(quads)
        if at_issue:
            issue_rules.check_order(lines)
        return "".join(lines).encode()
    except UnicodeError as error:
        raise UnsafeDocumentError("lone_surrogate") from error
