"""Badges of a kind that was verified before: what all of them say needs no second look.

The same achievement is given to many. Once some were found good, the next that differs from them in texts
only is known to be strict JSON and well-formed, and the digest of its canonical form is filled in instead of
walked (see `templates.recurring`). Signature, times, status and everything else are examined as ever.
"""

import hashlib
from typing import Any

from credentials.canonical import canonicalise_checked
from credentials.templates.recurring import Look, Recurring
from credentials.verify.case import Recognised
from credentials.verify.checks import structure
from credentials.verify.report import Outcome, Report

_PROVEN = frozenset({"structure", "proof"})

_memory = Recurring(lambda document: not structure.problems(document))  # one of the process


class Glance:
    """The first look at one document, while it is read. Fits `strict_json.IsKnown`."""

    __slots__ = ("_document", "_look", "recognised")

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._look: Look | None = None
        self._document: Any = None
        self.recognised: Recognised | None = None

    def __call__(self, document: Any, text: bytes) -> bool:
        """Tell whether a document, with its text, is of a known kind."""
        look = _memory.look(document, text) if document.__class__ is dict else None
        if look is None or look.digest is None:
            self._look, self._document = look, document
            return False
        self.recognised = Recognised(document, look.digest)
        return True

    def remember(self, report: Report) -> None:
        """Remember a document that was examined in full and found good."""
        document = report.document
        if self._look is None or document != self._document:
            return
        good = {finding.check for finding in report.findings if finding.outcome is Outcome.PASSED}
        if good >= _PROVEN:
            unsecured = {name: value for name, value in document.items() if name != "proof"}
            _memory.learn(self._look, lambda: hashlib.sha256(canonicalise_checked(unsecured)).digest())
