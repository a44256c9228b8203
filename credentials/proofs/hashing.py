"""Transformation and hashing of the suites that sign a document as a whole.

What is signed is the hash of the proof configuration, then the hash of the document (vc-di-eddsa, section
3.2.4; vc-di-ecdsa, section 3.2.4).
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from credentials.canonical import canonicalise_checked, jcs
from credentials.errors import CredentialError, ProofError
from credentials.proofs.configuration import Contexts, canonical_configuration, check_contexts
from credentials.proofs.issue_rules import check_members

_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}

# (document without proofs, proof without value, contexts beside the bundle, at issue, digest) → two hashes
HashParts = Callable[[Mapping[str, Any], Mapping[str, Any], Contexts | None, bool, str], tuple[bytes, bytes]]


def rdfc_parts(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    extra_contexts: Contexts | None,
    at_issue: bool,
    digest: str,
) -> tuple[bytes, bytes]:
    """Give (hash of the configuration, hash of the document), both canonicalised as graphs."""
    options = rdfc_options(document, config, extra_contexts, at_issue, digest)
    return options, rdfc_body(document, extra_contexts, at_issue, digest)


def rdfc_options(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    extra_contexts: Contexts | None,
    at_issue: bool,
    digest: str,
) -> bytes:
    """Give the hash of the configuration alone; of the document it takes the contexts."""
    lines = canonical_configuration(
        document.get("@context"), config, extra_contexts=extra_contexts, at_issue=at_issue, digest=digest
    )
    return _HASHES[digest](lines).digest()


def rdfc_body(
    document: Mapping[str, Any], extra_contexts: Contexts | None, at_issue: bool, digest: str
) -> bytes:
    """Give the hash of the document alone."""
    body = canonicalise_checked(document, at_issue=at_issue, extra_contexts=extra_contexts, digest=digest)
    if at_issue:
        check_members(document, body)
    return _HASHES[digest](body).digest()


def jcs_parts(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    extra_contexts: Contexts | None,
    at_issue: bool,
    digest: str,
) -> tuple[bytes, bytes]:
    """Give the same of the JSON itself: the proof repeats the contexts that the document begins with."""
    if "@context" in config:
        check_contexts(document.get("@context"), config)
        document = {**document, "@context": config["@context"]}
    # The signature is over the JSON itself; the graph is checked all the same, since others will read it.
    body = canonicalise_checked(document, at_issue=at_issue, extra_contexts=extra_contexts)
    if at_issue:
        check_members(document, body)
    try:
        return hashlib.new(digest, jcs(config)).digest(), hashlib.new(digest, jcs(document)).digest()
    except CredentialError as error:
        raise ProofError(error.code) from error
