"""Embedded proofs: Data Integrity 1.0 with the EdDSA cryptosuites, and Ed25519Signature2020 for reading.

One proof is made or checked at a time, always over the document without any proof (a proof set).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from credentials.canonical import canonicalise_checked, jcs, rdfc
from credentials.canonical.quads import escape
from credentials.contexts import CREDENTIALS_V2
from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.fetch import Fetch
from credentials.instants import read_instant, timestamp
from credentials.keys import Signer, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.resolve import resolve_method

CLOCK_SKEW = timedelta(minutes=5)  # clocks of honest issuers differ by less
_SIGNATURE_BYTES = 64
_PURPOSE = "assertionMethod"

_SEC = "https://w3id.org/security#"
_PLAIN_MEMBERS = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"})
_PLAIN_IRI = re.compile(r"(?:did:(?:key|web)|https):[A-Za-z0-9._:/#%~-]+\Z")

Contexts = Mapping[str, Mapping[str, Any]]
HashParts = Callable[[Mapping[str, Any], Mapping[str, Any], Contexts | None, bool], tuple[bytes, bytes]]


def sign(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
) -> dict[str, Any]:
    """Give a new document with one more proof at the end of its `proof` array.

    Raises `UnsupportedError` for another suite, `ProofError("algorithm_mismatch")` for a key that is not
    Ed25519, and as `canonicalise_checked` for what cannot be signed safely.
    """
    if signer.public.kind != "Ed25519":
        raise ProofError("algorithm_mismatch", key=signer.public.kind)
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": timestamp(created),
        "verificationMethod": verification_method,
        "proofPurpose": _PURPOSE,
    }
    if cryptosuite == "eddsa-jcs-2022":
        proof = {"@context": document.get("@context"), **proof}
    proof_hash, document_hash = hash_parts(document, proof, at_issue=True)
    proof["proofValue"] = encode_base58(signer.sign(proof_hash + document_hash))
    return {**document, "proof": [*_existing(document), proof]}


def hash_parts(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    extra_contexts: Contexts | None = None,
    at_issue: bool = False,
) -> tuple[bytes, bytes]:
    """Give (proof hash, document hash), 32 bytes each; what is signed is the first, then the second.

    `proof` may hold its `proofValue`, `document` its proofs: both are left out. Raises `UnsupportedError`
    for an unknown suite, and as `canonicalise_checked`.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    return _suite(proof)(unsecured, config, extra_contexts, at_issue)


def verify(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    fetch: Fetch,
    *,
    issuer_id: str,
    now: datetime,
    extra_contexts: Contexts | None = None,
) -> None:
    """Return when `proof` is `issuer_id`'s good signature over `document` without its proofs.

    The document is canonicalised and compared with its graph before the network is asked for a key. Raises
    `ProofError`, `UnsupportedError`, `UnsafeDocumentError`, `UnknownContextError`, `TooComplexError`,
    `KeyUnavailableError`.
    """
    _suite(proof)
    _check_options(proof, now)
    signature = _signature(proof)
    proof_hash, document_hash = hash_parts(document, proof, extra_contexts=extra_contexts)
    method = resolve_method(proof["verificationMethod"], issuer_id, fetch)
    if not verify_signature(method.key, "EdDSA", signature, proof_hash + document_hash):
        raise ProofError("signature_wrong")


def _suite(proof: Mapping[str, Any]) -> HashParts:
    """Give the hashing of the proof's suite."""
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    if kind == "Ed25519Signature2020" and suite is None:
        return _rdfc_parts
    if kind != "DataIntegrityProof":
        raise UnsupportedError("proof_type", type=str(kind)[:100])
    if suite in ("eddsa-rdfc-2022", "eddsa-2022"):
        return _rdfc_parts
    if suite == "eddsa-jcs-2022":
        return _jcs_parts
    raise UnsupportedError("cryptosuite", cryptosuite=str(suite)[:100])


def _rdfc_parts(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    extra_contexts: Contexts | None,
    at_issue: bool,
) -> tuple[bytes, bytes]:
    lines = _plain_options(document.get("@context"), config)
    if lines is None:
        options = {**config, "@context": document.get("@context", [])}
        lines = rdfc(options, at_issue=at_issue, extra_contexts=extra_contexts)
    body = canonicalise_checked(document, at_issue=at_issue, extra_contexts=extra_contexts)
    return hashlib.sha256(lines).digest(), hashlib.sha256(body).digest()


def _jcs_parts(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    extra_contexts: Contexts | None,
    at_issue: bool,
) -> tuple[bytes, bytes]:
    """eddsa-jcs-2022: the proof repeats the contexts, and the document's must begin with them."""
    if "@context" in config:
        ours, theirs = _items(document.get("@context")), _items(config["@context"])
        if ours[: len(theirs)] != theirs:
            raise ProofError("context_mismatch")
        document = {**document, "@context": config["@context"]}
    # The signature is over the JSON itself; the graph is checked all the same, since others will read it.
    canonicalise_checked(document, at_issue=at_issue, extra_contexts=extra_contexts)
    try:
        return hashlib.sha256(jcs(config)).digest(), hashlib.sha256(jcs(document)).digest()
    except CredentialError as error:
        raise ProofError(error.code) from error


def _plain_options(contexts: Any, config: Mapping[str, Any]) -> bytes | None:
    """Give the five fixed lines of ordinary proof options, None when these are not ordinary.

    The terms are protected in credentials/v2, so contexts after it cannot change them. A test compares
    with the general way.
    """
    if not isinstance(contexts, list) or contexts[:1] != [CREDENTIALS_V2] or config.keys() != _PLAIN_MEMBERS:
        return None
    texts = [config[name] for name in sorted(_PLAIN_MEMBERS)]
    if not all(isinstance(text, str) for text in texts) or config["proofPurpose"] != _PURPOSE:
        return None
    if config["type"] != "DataIntegrityProof" or not _PLAIN_IRI.match(config["verificationMethod"]):
        return None
    created, suite = escape(config["created"]), escape(config["cryptosuite"])
    return (
        f'_:c14n0 <http://purl.org/dc/terms/created> "{created}"'
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
        f"_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{_SEC}DataIntegrityProof> .\n"
        f'_:c14n0 <{_SEC}cryptosuite> "{suite}"^^<{_SEC}cryptosuiteString> .\n'
        f"_:c14n0 <{_SEC}proofPurpose> <{_SEC}assertionMethod> .\n"
        f"_:c14n0 <{_SEC}verificationMethod> <{config['verificationMethod']}> .\n"
    ).encode()


def _check_options(proof: Mapping[str, Any], now: datetime) -> None:
    if proof.get("proofPurpose") != _PURPOSE:
        raise ProofError("proof_purpose", purpose=str(proof.get("proofPurpose"))[:100])
    if not isinstance(proof.get("verificationMethod"), str):
        raise ProofError("method_invalid")
    if "previousProof" in proof:
        raise UnsupportedError("proof_chain")
    if "created" in proof and _instant(proof["created"], "created") > now + CLOCK_SKEW:
        raise ProofError("created_in_future", created=proof["created"])
    if "expires" in proof and _instant(proof["expires"], "expires") < now:
        raise ProofError("proof_expired", expires=proof["expires"])


def _instant(text: object, member: str) -> datetime:
    try:
        return read_instant(text)
    except UnreadableError as error:
        raise ProofError("time_invalid", member=member) from error


def _signature(proof: Mapping[str, Any]) -> bytes:
    try:
        signature = decode_base58(proof.get("proofValue", ""), max_bytes=_SIGNATURE_BYTES)
    except UnreadableError as error:
        raise ProofError("proof_value_invalid") from error
    if len(signature) != _SIGNATURE_BYTES:
        raise ProofError("proof_value_invalid")
    return signature


def _existing(document: Mapping[str, Any]) -> list[Any]:
    return _items(document["proof"]) if "proof" in document else []


def _items(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]
