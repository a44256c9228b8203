"""Embedded proofs for `inspect`: the members of each, and the very text that its suite hashes."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from credentials.canonical import canonicalise_checked, jcs
from credentials.cli.wording import Told, plain, section
from credentials.errors import CredentialError, ProofError
from credentials.multibase import decode_base58
from credentials.proofs import data_integrity
from credentials.proofs.chains import MAX_PROOFS, covered, proofs_of
from credentials.proofs.configuration import canonical_configuration
from credentials.proofs.hashing import jcs_parts
from credentials.proofs.sd.groups import canonicalise_and_group
from credentials.proofs.sd.lines import blank_nodes, relabelled, split
from credentials.proofs.sd.proof_value import decode_base, decode_derived, proof_key
from credentials.proofs.suites import suite_of
from credentials.proofs.whole import WholeSuite

_P384_SIGNATURE_BYTES = 96

Proof = Mapping[str, Any]


def of(document: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines on every proof, the first of them where there are too many to be verified."""
    for at, proof in enumerate(proofs_of(document)[:MAX_PROOFS]):
        yield f"  proof {at}"
        if isinstance(proof, Mapping):
            yield from (f"    {line}" for line in _proof(document, proof))


def statements(canonical: bytes, digest: str) -> Iterator[str]:
    """Give canonical N-Quads line by line, with their number and hash."""
    lines = split(canonical)
    yield from (f"  {line.rstrip()}" for line in lines)
    yield f"  {len(lines)} statements, {digest} {hashlib.new(digest, canonical).hexdigest()}"


def _proof(document: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    for name, value in proof.items():
        yield f"{name:18} {plain(value)}"
    try:
        suite = suite_of(proof)
    except CredentialError as error:
        yield error.code.replace("_", " ")
        return
    if not isinstance(suite, WholeSuite):
        yield from _selective(document, proof)
        return
    told = _by_jcs if suite.hash_parts is jcs_parts else _by_rdfc
    for title, lines in told(document, proof):
        yield from section(title, lines)
    yield from section("hashes", partial(_hashes, document, proof))


def _by_rdfc(document: Mapping[str, Any], proof: Proof) -> Iterator[tuple[str, Told]]:
    digest = _digest(proof)
    yield "configuration, canonical form (RDFC-1.0)", lambda: statements(_options(document, proof), digest)
    body = partial(canonicalise_checked, digest=digest)
    yield "document, canonical form (RDFC-1.0)", lambda: statements(body(covered(document, proof)), digest)


def _by_jcs(document: Mapping[str, Any], proof: Proof) -> Iterator[tuple[str, Told]]:
    config = _without_value(proof)
    yield "configuration, canonical form (JCS)", lambda: iter([f"  {jcs(config).decode()}"])
    yield "document, canonical form (JCS)", lambda: iter([f"  {jcs(_in_contexts(document, proof)).decode()}"])


def _in_contexts(document: Mapping[str, Any], proof: Proof) -> dict[str, Any]:
    """Give what is covered, in the contexts that the proof repeats."""
    repeated = {"@context": proof["@context"]} if "@context" in proof else {}
    return {**covered(document, proof), **repeated}


def _hashes(document: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    digest = _digest(proof)
    proof_hash, document_hash = data_integrity.hash_parts(document, proof, digest=digest)
    yield f"  {digest}  proof {proof_hash.hex()}"
    yield f"  {digest}  document {document_hash.hex()}"


def _digest(proof: Proof) -> str:
    """Give the hash that goes with the key, as the length of the signature tells."""
    try:
        length = len(decode_base58(proof.get("proofValue", "")))
    except CredentialError:
        length = 0
    return "sha384" if length == _P384_SIGNATURE_BYTES else "sha256"


def _options(document: Mapping[str, Any], proof: Proof) -> bytes:
    return canonical_configuration(
        document.get("@context"),
        _without_value(proof),
        extra_contexts=None,
        at_issue=False,
        digest=_digest(proof),
    )


def _without_value(proof: Proof) -> dict[str, Any]:
    return {name: value for name, value in proof.items() if name != "proofValue"}


def _selective(document: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    yield from section(
        "configuration, canonical form (RDFC-1.0)", lambda: statements(_options(document, proof), "sha256")
    )
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    try:
        decode_derived(proof.get("proofValue"))
        title, told = "derived proof", _derived
    except ProofError as error:
        is_base = error.code == "base_proof_shown"
        title, told = ("base proof, for its holder alone", _base) if is_base else ("proof value", _derived)
    yield from section(title, partial(told, unsecured, proof))
    yield from section("hashes", lambda: _line("proof", _options(document, proof)))


def _base(unsecured: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    value = decode_base(proof.get("proofValue"))
    yield f"  key of this proof   {proof_key(value.public_key).multibase}"
    yield f"  mandatory pointers  {plain(list(value.mandatory_pointers))}"
    yield f"  signatures          {len(value.signatures)} beside the issuer's own"
    pointers = {"mandatory": value.mandatory_pointers}
    grouped = canonicalise_and_group(unsecured, value.hmac_key, pointers, None, at_issue=False)
    yield from _grouped(grouped.lines, grouped.groups["mandatory"].indexes)


def _derived(unsecured: Mapping[str, Any], proof: Proof) -> Iterator[str]:
    value = decode_derived(proof.get("proofValue"))
    yield f"  key of this proof   {proof_key(value.public_key).multibase}"
    yield f"  signatures          {len(value.signatures)} beside the issuer's own"
    for name, label in value.labels.items():
        yield f"  label               {name} was signed as {label}"
    lines = split(canonicalise_checked(unsecured))
    if not blank_nodes(lines) <= value.labels.keys():
        raise ProofError("disclosure_mismatch")
    yield from _grouped(relabelled(lines, value.labels), value.mandatory_indexes)


def _grouped(lines: Sequence[str], mandatory: Collection[int]) -> Iterator[str]:
    """Give each statement with its group: hashed together with others, or signed alone."""
    for index, line in enumerate(lines):
        yield f"  {index:3} {'mandatory' if index in mandatory else 'alone':9} {line.rstrip()}"
    together = "".join(line for index, line in enumerate(lines) if index in mandatory)
    yield from _line("mandatory", together.encode())


def _line(name: str, hashed: bytes) -> Iterator[str]:
    yield f"  sha256  {name} {hashlib.sha256(hashed).hexdigest()}"
