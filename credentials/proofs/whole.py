"""Suites that sign a document as a whole: eddsa-rdfc, eddsa-jcs, ecdsa-rdfc, ecdsa-jcs and the older names.

They differ in how document and proof become bytes, and in the kinds of keys; the length of a signature tells
the kind, and the kind the hash (vc-di-ecdsa: SHA-256 for P-256, SHA-384 for P-384, inside RDFC-1.0 too).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.keys import ALGORITHMS, Kind, PublicKey, Signer, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs.configuration import Contexts
from credentials.proofs.hashing import HashParts, rdfc_body, rdfc_options, rdfc_parts
from credentials.templates.recurring import Look, Recurring

ED25519: Mapping[int, Kind] = {64: "Ed25519"}
ECDSA: Mapping[int, Kind] = {64: "P-256", 96: "P-384"}
DIGESTS: Mapping[Kind, str] = {"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"}

SignedBy = Callable[[PublicKey], bool]

_issued = Recurring()  # one memory of the process


@dataclass(frozen=True, slots=True)
class WholeSuite:
    """One suite: its hashing, and the kind of key by bytes of a signature. Older names are only read."""

    hash_parts: HashParts
    kinds: Mapping[int, Kind]
    may_sign: bool = True
    repeats_context: bool = False

    def value(
        self,
        document: Mapping[str, Any],
        config: Mapping[str, Any],
        signer: Signer,
        contexts: Contexts | None,
    ) -> str:
        """Give the proofValue: base58btc of the signature. Raises `ProofError("algorithm_mismatch")`."""
        kind = signer.public.kind
        if not self.may_sign:
            raise UnsupportedError("cryptosuite_only_read", cryptosuite=str(config.get("cryptosuite")))
        if kind not in self.kinds.values():
            raise ProofError("algorithm_mismatch", key=kind)
        look = _issued.look(document) if self._recurs(document, contexts, kind) else None
        if look is None:
            options, body_hash = self.hash_parts(document, config, contexts, True, DIGESTS[kind])
        else:
            options = rdfc_options(document, config, contexts, True, DIGESTS[kind])
            body_hash = look.digest or self._learnt(look, document, contexts, kind)
        return encode_base58(signer.sign(options + body_hash))

    def _learnt(
        self, look: Look, document: Mapping[str, Any], contexts: Contexts | None, kind: Kind
    ) -> bytes:
        """Give the hash of the document by the full algorithm, and let the memory know."""
        try:
            found = rdfc_body(document, contexts, True, DIGESTS[kind])
        except CredentialError:
            _issued.is_right(look, None)
            raise
        if not _issued.is_right(look, found):
            raise CredentialError("template_disagrees")
        _issued.note(look)
        return found

    def prepared(
        self,
        document: Mapping[str, Any],
        proof: Mapping[str, Any],
        contexts: Contexts | None,
        body_hash: bytes | None = None,
        /,
    ) -> SignedBy:
        """Give the question whether a key made the proof, after all the work that needs no key.

        `body_hash` is the SHA-256 of the canonical document, where it was found already.

        Raises `ProofError("proof_value_invalid")` and as the hashing.
        """
        signature = self._signature(proof.get("proofValue", ""))
        kind = self.kinds[len(signature)]
        config = {name: value for name, value in proof.items() if name != "proofValue"}
        if body_hash is not None and self._recurs(document, contexts, kind):
            parts = rdfc_options(document, config, contexts, False, DIGESTS[kind]), body_hash
        else:
            parts = self.hash_parts(document, config, contexts, False, DIGESTS[kind])
        return lambda key: verify_signature(key, ALGORITHMS[kind], signature, b"".join(parts))

    def _recurs(self, document: Mapping[str, Any], contexts: Contexts | None, kind: Kind) -> bool:
        """Tell whether what is signed can be known from documents of the same kind."""
        is_graph = self.hash_parts is rdfc_parts and DIGESTS[kind] == "sha256"
        return is_graph and not contexts and "proof" not in document

    def _signature(self, text: Any) -> bytes:
        try:
            signature = decode_base58(text, max_bytes=max(self.kinds))
        except UnreadableError as error:
            raise ProofError("proof_value_invalid") from error
        if len(signature) not in self.kinds:
            raise ProofError("proof_value_invalid")
        return signature
