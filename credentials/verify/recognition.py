"""Badges of a kind that was verified before: what all of them say needs no second look.

The same achievement is given to many. Once some were found good, the next that differs from them in texts
only is known to be strict JSON and well-formed, and the digest of its canonical form is filled in instead of
walked (see `templates.recurring`). Signature, times, status and everything else are examined as ever.
"""

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from credentials.canonical import canonicalise_checked
from credentials.errors import CredentialError
from credentials.templates.recurring import Look, Recurring
from credentials.verify.case import Recognised
from credentials.verify.checks import structure
from credentials.verify.report import Outcome, Report

_log = logging.getLogger(__name__)
_PROVEN = frozenset({"structure", "proof"})

MEMORY = Recurring(lambda document: not structure.problems(document))  # one of the process


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
        look = MEMORY.look(document, text) if document.__class__ is dict else None
        if look is None or look.digest is None:
            self._look, self._document = look, document
            return False
        self.recognised = Recognised(document, look.digest)
        return True

    def remember(self, report: Report) -> None:
        """Remember a document that was examined in full and found good."""
        look, document = self._look, self._document
        if look is None:
            return
        if look.checked is not None and not MEMORY.is_right(look, _digest(document)):
            # What this report says was found without the template; what others say is why it must be known.
            _log.error("template_disagrees digest=%s", report.digest)
        good = {finding.check for finding in report.findings if finding.outcome is Outcome.PASSED}
        if report.document is document and good >= _PROVEN:
            MEMORY.note(look)


def _digest(document: Mapping[str, Any]) -> bytes | None:
    """Give the digest by the full algorithm, None for a document that is not sound."""
    try:
        if structure.problems(document):
            return None
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        return hashlib.sha256(canonicalise_checked(unsecured)).digest()
    except CredentialError:
        return None
