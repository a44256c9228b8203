"""The slow path and the yardstick: PyLD expands and compacts, and the fixpoint rule is taken at its word.

Every rare feature of JSON-LD is decided here. It costs some thirty times what the walk does, and so it takes
less: a document that needs it must be small.
"""

from collections.abc import Mapping
from typing import Any

from credentials.canonical import fixpoint, issue_rules, processor
from credentials.canonical.descriptions import check_descriptions
from credentials.canonical.labels import canonical_lines
from credentials.canonical.limits import check_length, check_shape
from credentials.canonical.quads import Writer
from credentials.contexts import BUNDLED
from credentials.errors import UnsafeDocumentError

Contexts = Mapping[str, Mapping[str, Any]]


class Reading:
    """One document, expanded."""

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        at_issue: bool,
        extra_contexts: Contexts | None = None,
        is_rare: bool = False,
    ) -> None:
        """Check the shape (`is_rare`: by smaller caps) and expand. Raises as `canonical.rdfc`."""
        check_shape(document, {*BUNDLED, *(extra_contexts or {})}, at_issue=at_issue, is_rare=is_rare)
        self._document, self._at_issue = document, at_issue
        self._options = processor.options(extra_contexts)
        self._expanded = processor.expand(document, self._options)

    def check_fixpoint(self) -> None:
        """Raise `UnsafeDocumentError` unless plain JSON and graph say the same (see `canonical.fixpoint`)."""
        compacted = processor.compact(self._expanded, self._document.get("@context", []), self._options)
        fixpoint.check_same(self._document, compacted)
        fixpoint.check_graphs(self._expanded)
        fixpoint.check_places(self._document)

    def nquads(self, digest: str) -> bytes:
        """Give the canonical N-Quads, UTF-8. Raises `UnsafeDocumentError`, `TooComplexError`."""
        writer = Writer()
        quads = writer.write(self._expanded)
        if self._at_issue:
            issue_rules.check_values(self._document)
            issue_rules.check_quads(writer)
        try:
            lines = canonical_lines(quads, digest)
            if self._at_issue:
                issue_rules.check_order(lines)
                issue_rules.check_directions(lines)
                check_descriptions(self._document, at_issue=True)
            return check_length("".join(lines).encode())
        except UnicodeError as error:
            raise UnsafeDocumentError("lone_surrogate") from error
