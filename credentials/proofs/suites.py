"""The cryptosuites we know, by the words of a proof."""

from collections.abc import Mapping
from typing import Any, Protocol

from credentials.errors import UnsupportedError
from credentials.keys import Signer
from credentials.proofs.configuration import Contexts
from credentials.proofs.hashing import jcs_parts, rdfc_parts
from credentials.proofs.sd.suite import SelectiveSuite
from credentials.proofs.whole import ECDSA, ED25519, SignedBy, WholeSuite


class Suite(Protocol):
    """How a proof is made and checked."""

    @property
    def repeats_context(self) -> bool:
        """Whether a proof holds a copy of the document's contexts."""
        ...

    def value(
        self,
        document: Mapping[str, Any],
        config: Mapping[str, Any],
        signer: Signer,
        contexts: Contexts | None,
    ) -> str:
        """Give the proofValue of a new proof."""
        ...

    def prepared(
        self,
        document: Mapping[str, Any],
        proof: Mapping[str, Any],
        contexts: Contexts | None,
        body_hash: bytes | None = None,
        /,
    ) -> SignedBy:
        """Give the question whether a key made the proof; `body_hash` as in `whole`."""
        ...


SUITES: Mapping[str, Suite] = {
    "eddsa-rdfc-2022": WholeSuite(rdfc_parts, ED25519),
    "eddsa-jcs-2022": WholeSuite(jcs_parts, ED25519, repeats_context=True),
    "ecdsa-rdfc-2019": WholeSuite(rdfc_parts, ECDSA),
    "ecdsa-jcs-2019": WholeSuite(jcs_parts, ECDSA, repeats_context=True),
    "ecdsa-sd-2023": SelectiveSuite(),
    "eddsa-2022": WholeSuite(rdfc_parts, ED25519, may_sign=False),
}
# Types from before there were cryptosuites.
TYPES: Mapping[str, Suite] = {"Ed25519Signature2020": WholeSuite(rdfc_parts, ED25519, may_sign=False)}
_SHOWN = 100


def suite_of(proof: Mapping[str, Any]) -> Suite:
    """Give the suite that a proof names. Raises `UnsupportedError` (proof_type, cryptosuite)."""
    kind, name = proof.get("type"), proof.get("cryptosuite")
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    if kind == "DataIntegrityProof":
        suite = SUITES.get(name) if isinstance(name, str) else None
        if suite is None:
            raise UnsupportedError("cryptosuite", cryptosuite=str(name)[:_SHOWN])
        return suite
    if isinstance(kind, str) and kind in TYPES and name is None:
        return TYPES[kind]
    raise UnsupportedError("proof_type", type=str(kind)[:_SHOWN])


def suite_name(proof: Mapping[str, Any]) -> str:
    """Give the name of a proof's suite, or of its type when it has none, for a reader."""
    return str(proof.get("cryptosuite") or proof.get("type"))[:_SHOWN]
