"""Proof configuration: the canonical N-Quads of a proof without its value, in its document's contexts."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from credentials.canonical import canonicalise_checked
from credentials.canonical.quads import escape
from credentials.contexts import CREDENTIALS_V2
from credentials.errors import ProofError
from credentials.proofs.options import ASSERTION, items

Contexts = Mapping[str, Mapping[str, Any]]

_SEC = "https://w3id.org/security#"
_PLAIN_MEMBERS = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"})
_REMEMBERED_CHARACTERS_MAX = 1000  # so that hostile proofs cannot fill the memory with long names
_PLAIN_IRI = re.compile(r"(?:did:(?:key|web)|https):[A-Za-z0-9._:/#%~-]+\Z")


def canonical_configuration(
    contexts: Any, config: Mapping[str, Any], *, extra_contexts: Contexts | None, at_issue: bool, digest: str
) -> bytes:
    """Give the canonical N-Quads of proof options, UTF-8; `contexts` are those of the document.

    `digest` is the hash that RDFC-1.0 works with. Raises as `canonicalise_checked`: options that
    plain JSON does not show (the end of the proof under a longer name) are refused.
    """
    lines = plain_lines(contexts, config)
    if lines is not None:
        return lines
    check_contexts(contexts, config)
    options = {**config, "@context": [] if contexts is None else contexts}
    return canonicalise_checked(options, at_issue=at_issue, extra_contexts=extra_contexts, digest=digest)


def check_contexts(contexts: Any, config: Mapping[str, Any]) -> None:
    """Raise `ProofError("context_mismatch")` for options in other contexts than the document begins with."""
    if "@context" in config:
        ours, theirs = items(contexts), items(config["@context"])
        if ours[: len(theirs)] != theirs:
            raise ProofError("context_mismatch")


def plain_lines(contexts: Any, config: Mapping[str, Any]) -> bytes | None:
    """Give the five fixed lines of ordinary proof options, None when these are not ordinary.

    The terms are protected in credentials/v2, so contexts after it cannot change them, and with one blank
    node the hash inside RDFC-1.0 decides nothing. A test compares with the general way.
    """
    if not isinstance(contexts, list) or contexts[:1] != [CREDENTIALS_V2] or config.keys() != _PLAIN_MEMBERS:
        return None
    if config["type"] != "DataIntegrityProof" or config["proofPurpose"] != ASSERTION:
        return None
    created, suite, method = config["created"], config["cryptosuite"], config["verificationMethod"]
    if not (isinstance(created, str) and isinstance(suite, str) and isinstance(method, str)):
        return None
    if len(created) + len(suite) + len(method) > _REMEMBERED_CHARACTERS_MAX:
        return None
    return _lines(created, suite, method)


@lru_cache(maxsize=1024)
def _lines(created: str, suite: str, method: str) -> bytes | None:
    if not _PLAIN_IRI.match(method):
        return None
    return (
        f'_:c14n0 <http://purl.org/dc/terms/created> "{escape(created)}"'
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
        f"_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{_SEC}DataIntegrityProof> .\n"
        f'_:c14n0 <{_SEC}cryptosuite> "{escape(suite)}"^^<{_SEC}cryptosuiteString> .\n'
        f"_:c14n0 <{_SEC}proofPurpose> <{_SEC}assertionMethod> .\n"
        f"_:c14n0 <{_SEC}verificationMethod> <{method}> .\n"
    ).encode()
