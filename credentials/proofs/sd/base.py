"""Base proofs: the issuer signs what must be shown, and every other statement on its own."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from credentials.errors import ProofError, TooComplexError
from credentials.keys import ECDSASigner, Signer, new_ec_secret
from credentials.proofs.configuration import Contexts, canonical_configuration
from credentials.proofs.issue_rules import check_members
from credentials.proofs.sd.groups import canonicalise_and_group
from credentials.proofs.sd.pointers import check_pointers
from credentials.proofs.sd.proof_value import (
    HMAC_BYTES,
    SIGNED_MAX,
    BaseValue,
    encode_base,
    key_bytes,
)


def base_proof_value(
    document: Mapping[str, Any],
    config: Mapping[str, Any],
    signer: Signer,
    pointers: Sequence[str],
    contexts: Contexts | None = None,
    *,
    hmac_key: bytes | None = None,
    proof_signer: Signer | None = None,
) -> str:
    """3.6.1 Create Base Proof: the proofValue for a document without proof.

    `pointers` select what every derived proof must show. `hmac_key` (32 bytes) and `proof_signer` are made
    fresh; only a published vector gives them. Raises `ProofError("algorithm_mismatch")` for a key that is not
    P-256, as `canonicalise_and_group`, and `TooComplexError("too_many_statements")`.
    """
    if signer.public.kind != "P-256":
        raise ProofError("algorithm_mismatch", key=signer.public.kind)
    hmac_key = hmac_key or secrets.token_bytes(HMAC_BYTES)
    proof_signer = proof_signer or ECDSASigner("P-256", new_ec_secret("P-256"))
    # 3.6.2 Base Proof Transformation
    definitions = {"mandatory": check_pointers(pointers)}
    grouped = canonicalise_and_group(document, hmac_key, definitions, contexts, at_issue=True)
    check_members(document, "".join(grouped.lines).encode())
    mandatory = set(grouped.groups["mandatory"].indexes)
    shown = [line for index, line in enumerate(grouped.lines) if index in mandatory]
    others = [line for index, line in enumerate(grouped.lines) if index not in mandatory]
    if len(others) > SIGNED_MAX:
        raise TooComplexError("too_many_statements", max=SIGNED_MAX)
    # 3.6.3 Base Proof Hashing, 3.6.5 Base Proof Serialization
    key = key_bytes(proof_signer.public)
    signature = signer.sign(sign_data(document.get("@context"), config, key, shown, contexts))
    signatures = tuple(proof_signer.sign(line.encode()) for line in others)
    return encode_base(BaseValue(signature, key, hmac_key, signatures, tuple(pointers)))


def sign_data(
    document_contexts: Any,
    config: Mapping[str, Any],
    key: bytes,
    mandatory: Sequence[str],
    contexts: Contexts | None,
) -> bytes:
    """3.5.1 serializeSignData: proof hash, key of this proof, hash of the mandatory lines (3.4.17)."""
    lines = canonical_configuration(
        document_contexts, config, extra_contexts=contexts, at_issue=False, digest="sha256"
    )
    shown = "".join(mandatory).encode()
    return hashlib.sha256(lines).digest() + key + hashlib.sha256(shown).digest()
