"""ecdsa-sd-2023 as one of the suites: a new proof is a base proof, a proof to verify a derived one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from credentials.errors import UnsupportedError
from credentials.keys import PublicKey, Signer
from credentials.proofs.configuration import Contexts
from credentials.proofs.sd import derived
from credentials.proofs.sd.base import base_proof_value
from credentials.proofs.sd.pointers import mandatory_pointers, with_ends


@dataclass(frozen=True, slots=True)
class SelectiveSuite:
    """Makes base proofs and checks derived ones.

    `pointers` select what every derived proof must show, beside what ends or withdraws the credential; None
    leaves it to `mandatory_pointers`.
    """

    pointers: tuple[str, ...] | None = None
    repeats_context: bool = False

    def value(
        self,
        document: Mapping[str, Any],
        config: Mapping[str, Any],
        signer: Signer,
        contexts: Contexts | None,
    ) -> str:
        """Give the proofValue of a base proof over a document without proofs."""
        self._refuse_chain(config)
        chosen = mandatory_pointers(document) if self.pointers is None else self.pointers
        pointers = with_ends(document, chosen)
        return base_proof_value(document, config, signer, pointers, contexts)

    def prepared(
        self,
        document: Mapping[str, Any],
        proof: Mapping[str, Any],
        contexts: Contexts | None,
        _body_hash: bytes | None = None,
        /,
    ) -> Callable[[PublicKey], bool]:
        """Give the question whether a key made the base proof that this one is derived from."""
        self._refuse_chain(proof)
        return derived.prepared(document, proof, contexts)

    def _refuse_chain(self, proof: Mapping[str, Any]) -> None:
        # A holder cannot show a part of a document that other proofs are a part of.
        if "previousProof" in proof:
            raise UnsupportedError("proof_chain", cryptosuite="ecdsa-sd-2023")
