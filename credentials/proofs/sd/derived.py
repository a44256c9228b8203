"""Derived proofs: what a holder shows, made from a base proof, and how a verifier looks at it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from credentials.canonical import canonicalise_checked
from credentials.canonical.labels import labelled
from credentials.errors import ProofError, TooComplexError
from credentials.keys import PublicKey, verify_signature
from credentials.proofs.configuration import Contexts
from credentials.proofs.sd.base import sign_data
from credentials.proofs.sd.groups import Grouped, canonicalise_and_group
from credentials.proofs.sd.lines import blank_nodes, relabelled, split
from credentials.proofs.sd.pointers import check_pointers, selected
from credentials.proofs.sd.proof_value import (
    SHOWN_MAX,
    BaseValue,
    DerivedValue,
    decode_base,
    decode_derived,
    encode_derived,
    proof_key,
)

_ALGORITHM = "ES256"


def disclosed(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    pointers: Sequence[str],
    contexts: Contexts | None = None,
) -> tuple[dict[str, Any], str]:
    """3.6.6 Add Derived Proof: (the part that is shown, the derived proofValue).

    `document` is without proof, `proof` its base proof, `pointers` what to show beside the mandatory part.
    Raises `ProofError` (not_a_base_proof, base_proof_mismatch, nothing_selected),
    `TooComplexError("too_many_statements")` and as the selection.
    """
    base = decode_base(proof.get("proofValue"))  # 3.5.4 createDisclosureData: 1.
    mandatory, selective = list(base.mandatory_pointers), check_pointers(pointers)
    combined = [*mandatory, *selective]  # 4.
    if not combined:
        raise ProofError("nothing_selected")
    definitions = {"mandatory": mandatory, "selective": selective, "combined": combined}  # 5.
    grouped = canonicalise_and_group(document, base.hmac_key, definitions, contexts, at_issue=False)  # 6.
    value = DerivedValue(
        base.signature,
        base.public_key,
        _filtered(base, grouped),
        _verifier_labels(grouped),
        _relative(grouped.groups["mandatory"].indexes, grouped.groups["combined"].indexes),
    )
    return selected(document, combined) or {}, encode_derived(value)  # 11.


def prepared(
    document: Mapping[str, Any], proof: Mapping[str, Any], contexts: Contexts | None
) -> Callable[[PublicKey], bool]:
    """3.6.7 Verify Derived Proof, up to the issuer's key: gives the question whether a key made the proof.

    Raises `ProofError` (base_proof_shown, proof_value_invalid, disclosure_mismatch) and as canonicalisation.
    """
    value = decode_derived(proof.get("proofValue"))  # 3.5.9 createVerifyData: 2.
    config = {name: member for name, member in proof.items() if name != "proofValue"}
    lines = split(canonicalise_checked(document, extra_contexts=contexts))
    # Every label given is used and none is missing, so the statements have one spelling.
    if blank_nodes(lines) != value.labels.keys():
        raise ProofError("disclosure_mismatch")
    lines = relabelled(lines, value.labels)  # 4.
    chosen = set(value.mandatory_indexes)
    mandatory = [line for index, line in enumerate(lines) if index in chosen]  # 7.
    others = [line for index, line in enumerate(lines) if index not in chosen]
    # 3.6.7 step 4: as many signatures as statements, and no index beyond the last statement.
    if len(mandatory) != len(chosen) or len(others) != len(value.signatures):
        raise ProofError("disclosure_mismatch")
    data = sign_data(document.get("@context"), config, value.public_key, mandatory, contexts)
    return lambda key: verify_signature(key, _ALGORITHM, value.signature, data) and _are_signed(value, others)


def _are_signed(value: DerivedValue, lines: Sequence[str]) -> bool:
    """3.6.7 step 6: every statement that need not be shown is signed by the key of this proof."""
    key = proof_key(value.public_key)
    pairs = zip(value.signatures, lines, strict=True)
    return all(verify_signature(key, _ALGORITHM, signature, line.encode()) for signature, line in pairs)


def _filtered(base: BaseValue, grouped: Grouped) -> tuple[bytes, ...]:
    """3.5.4 step 9: the signatures of the statements that are shown by choice."""
    mandatory = set(grouped.groups["mandatory"].indexes)
    selective = set(grouped.groups["selective"].indexes)
    signed = [index for index in range(len(grouped.lines)) if index not in mandatory]
    if len(signed) != len(base.signatures):
        raise ProofError("base_proof_mismatch")
    shown = tuple(
        signature for index, signature in zip(signed, base.signatures, strict=True) if index in selective
    )
    if len(shown) > SHOWN_MAX:
        raise TooComplexError("too_many_statements", max=SHOWN_MAX)
    return shown


def _relative(mandatory: Sequence[int], combined: Sequence[int]) -> tuple[int, ...]:
    """3.5.4 step 8: where the mandatory statements stand among those that are shown."""
    return tuple(place for place, index in enumerate(combined) if index in set(mandatory))


def _verifier_labels(grouped: Grouped) -> dict[str, str]:
    """3.5.4 steps 12 to 14: from the labels a verifier will find to those that were signed."""
    _, canonical = labelled(grouped.groups["combined"].quads)
    return {label: grouped.labels[node] for node, label in canonical.items()}
