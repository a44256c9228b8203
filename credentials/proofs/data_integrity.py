"""Embedded proofs: Data Integrity 1.0, one proof at a time (see `sets` for all proofs of a document)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from credentials.canonical import check_descriptions
from credentials.canonical.descriptions import IsProven, issuer_id_of
from credentials.errors import CredentialError, ProofError, UnsupportedError
from credentials.fetch import Fetch
from credentials.instants import timestamp
from credentials.keys import Signer
from credentials.proofs import options
from credentials.proofs.chains import MAX_PROOFS, covered, proofs_of
from credentials.proofs.configuration import Contexts
from credentials.proofs.options import ASSERTION
from credentials.proofs.sd.derived import disclosed
from credentials.proofs.sd.suite import SelectiveSuite
from credentials.proofs.suites import SUITES, suite_name, suite_of
from credentials.proofs.whole import WholeSuite
from credentials.resolve import VerificationMethod, resolve_method
from credentials.resolve.methods import Purpose

__all__ = ["Verified", "derive", "hash_parts", "sign", "verify"]

_SELECTIVE = "ecdsa-sd-2023"


class Verified(NamedTuple):
    """A good proof: the method that made it, its suite, and when it says it was made (RFC 3339 text).

    `challenge` and `domain` are the occasion that was signed along, as they stand in the proof.
    """

    method: VerificationMethod
    suite: str
    created: str | None
    challenge: object = None
    domain: object = None


def sign(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
    purpose: Purpose = ASSERTION,
    proof_id: str | None = None,
    previous_proof: str | Sequence[str] | None = None,
    expires: datetime | None = None,
    challenge: str | None = None,
    domain: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
    extra_contexts: Contexts | None = None,
) -> dict[str, Any]:
    """Give a new document with one more proof at the end of its `proof` array.

    `previous_proof` (ids of proofs in the document) makes a chain. `mandatory_pointers` are for ecdsa-sd-2023
    only: what every derived proof must show, by default `sd.pointers.mandatory_pointers`; the end of validity
    and the status are shown in any case.

    Raises `UnsupportedError` for another suite or one that is only read, `ProofError("algorithm_mismatch")`
    for a key of another kind, other codes as `chains.covered`, `UnsafeDocumentError("term_too_new")`, and as
    `canonicalise_checked` for what cannot be signed safely.

    See Data Integrity 1.0, add proof.
    """
    members: dict[str, Any] = {
        "id": proof_id,
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": timestamp(created),
        "expires": timestamp(expires) if expires else None,
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
        "challenge": challenge,
        "domain": domain,
        "previousProof": previous_proof if previous_proof is None else _plain(previous_proof),
    }
    proof = {name: member for name, member in members.items() if member is not None}
    suite = suite_of(proof)
    if mandatory_pointers is not None:
        if cryptosuite != _SELECTIVE:
            raise UnsupportedError("pointers_not_selectable", cryptosuite=cryptosuite)
        suite = SelectiveSuite(tuple(mandatory_pointers))
    if suite.repeats_context:
        proof = {"@context": document.get("@context"), **proof}
    value = suite.value(covered(document, proof), proof, signer, extra_contexts)
    return {**document, "proof": [*proofs_of(document), {**proof, "proofValue": value}]}


def verify(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    fetch: Fetch,
    *,
    controller: str,
    now: datetime,
    purpose: Purpose = ASSERTION,
    challenge: str | None = None,
    domain: str | None = None,
    extra_contexts: Contexts | None = None,
    body_hash: bytes | None = None,
) -> Verified:
    """Give who made `proof` when it is `controller`'s good signature over `document` without its proofs.

    With `previousProof` the proofs named there are signed along. `body_hash` is the SHA-256 of the canonical
    document without proofs, where it was found already. The document is canonicalised and compared
    with its graph before the network is asked for a key. Raises `ProofError`, `UnsupportedError` (also
    described_differently, of what is signed but may have changed places),
    `UnsafeDocumentError`, `UnknownContextError`, `TooComplexError`, `KeyUnavailableError`.
    """
    suite = suite_of(proof)
    options.check(proof, now=now, purpose=purpose, challenge=challenge, domain=domain)
    signed = covered(document, proof)
    is_signed_by = suite.prepared(
        signed, proof, extra_contexts, None if "previousProof" in proof else body_hash
    )
    method = resolve_method(proof["verificationMethod"], controller, fetch, purpose=purpose)
    if not is_signed_by(method.key):
        raise ProofError("signature_wrong")
    # Where the JSON itself is signed every place says what it says; a known hash is of no such document.
    if not suite.repeats_context and body_hash is None:
        check_descriptions(signed, _is_proven(fetch, now))
    told = (proof.get(name) for name in ("created", "challenge", "domain"))
    return Verified(method, suite_name(proof), *told)


def _is_proven(fetch: Fetch, now: datetime) -> IsProven:
    """Give the question whether a piece inside a document is still as its issuer signed it."""

    def is_proven(piece: Mapping[str, Any]) -> bool:
        issuer_id = issuer_id_of(piece)
        for proof in [one for one in proofs_of(piece)[:MAX_PROOFS] if isinstance(one, Mapping)]:
            try:
                verify(piece, proof, fetch, controller=str(issuer_id), now=now)
            except CredentialError:  # of another, or changed
                continue
            return True
        return False

    return is_proven


def hash_parts(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    digest: str = "sha256",
    extra_contexts: Contexts | None = None,
    at_issue: bool = False,
) -> tuple[bytes, bytes]:
    """Give (proof hash, document hash); what a whole-document suite signs is the first, then the second.

    `proof` may hold its `proofValue`, `document` its proofs: these are left out. `digest` is "sha256", for
    P-384 keys "sha384". Raises `UnsupportedError` for an unknown or selective suite, and as
    `canonicalise_checked`.

    See Data Integrity 1.0, hashing of each suite.
    """
    suite = suite_of(proof)
    if not isinstance(suite, WholeSuite):
        raise UnsupportedError("cryptosuite", cryptosuite=suite_name(proof))
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    return suite.hash_parts(covered(document, proof), config, extra_contexts, at_issue, digest)


def derive(
    document: Mapping[str, Any], pointers: Sequence[str], *, extra_contexts: Contexts | None = None
) -> dict[str, Any]:
    """Give the part of a credential that a holder shows, with a derived ecdsa-sd-2023 proof and no other.

    `pointers` (RFC 6901) name what is shown beside what the issuer made mandatory; an optional object that
    has required members is best named as a whole, and a result with its description, or the badge will lack
    those. Raises `ProofError`:
    no_base_proof, not_a_base_proof, pointer_without_match, pointer_not_selectable, nothing_selected, ...
    """
    bases = [
        proof
        for proof in proofs_of(document)
        if isinstance(proof, Mapping) and proof.get("cryptosuite") == _SELECTIVE
    ]
    if len(bases) != 1 or suite_of(bases[0]) is not SUITES[_SELECTIVE]:
        raise ProofError("no_base_proof", found=len(bases))
    [base] = bases
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    shown, value = disclosed(unsecured, base, pointers, extra_contexts)
    return {**shown, "proof": [{**base, "proofValue": value}]}


def _plain(names: str | Sequence[str]) -> str | list[str]:
    return names if isinstance(names, str) else list(names)
