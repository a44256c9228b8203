"""What one proof of a set covers: the document alone, or with the proofs it was put on top of.

Data Integrity 1.0, section 2.1.2 (proof chains) and section 4.5 (Verify Proof Sets and Chains).
"""

from collections.abc import Mapping
from typing import Any

from credentials.errors import ProofError
from credentials.proofs.options import items

MAX_PROOFS = 4  # each costs a canonicalisation; honest documents carry one or two


def proofs_of(document: Mapping[str, Any]) -> list[Any]:
    """Give the entries of a document's `proof` member, none when it has no such member."""
    return items(document["proof"]) if "proof" in document else []


def covered(document: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, Any]:
    """Give what `proof` covers: the document without proofs, but with those that `previousProof` names.

    Raises `ProofError`: previous_proof_invalid, previous_proof_missing, previous_proof_ambiguous (two proofs
    of one id), proof_chain_cycle, too_many_proofs.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if "previousProof" not in proof:
        return unsecured
    known = proofs_of(document)
    if len(known) > MAX_PROOFS:
        raise ProofError("too_many_proofs", max=MAX_PROOFS)
    _refuse_cycle(proof, known, ())
    return {**unsecured, "proof": _previous(proof, known)}


def _previous(proof: Mapping[str, Any], known: list[Any]) -> list[Mapping[str, Any]]:
    """Give the proofs that `previousProof` names, in its order: that of the document is nobody's word."""
    wanted = items(proof["previousProof"])
    if not wanted or not all(isinstance(name, str) for name in wanted) or len(set(wanted)) < len(wanted):
        raise ProofError("previous_proof_invalid")
    named = [one for one in known if isinstance(one, Mapping) and _id(one) in wanted]
    if missing := set(wanted) - {_id(one) for one in named}:
        raise ProofError("previous_proof_missing", id=min(missing)[:200])
    if len(named) > len(wanted):
        raise ProofError("previous_proof_ambiguous")
    return sorted(named, key=lambda one: wanted.index(_id(one)))


def _refuse_cycle(proof: Mapping[str, Any], known: list[Any], above: tuple[Mapping[str, Any], ...]) -> None:
    """Follow the chain downwards; no proof may stand on itself."""
    if proof in above:
        raise ProofError("proof_chain_cycle")
    if "previousProof" in proof:
        for below in _previous(proof, known):
            _refuse_cycle(below, known, (*above, proof))


def _id(proof: Mapping[str, Any]) -> str:
    name = proof.get("id")
    return name if isinstance(name, str) else ""
