"""Signs what a template fills, with one key and one time of signing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from credentials.errors import CredentialError
from credentials.keys import Signer, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from credentials.templates import RowRefusedError, Template

_TOGETHER = 50  # rows that take each step together: their texts fit into the nearer caches


class Batch:
    """Signs rows of one template with one key and one time of signing."""

    def __init__(
        self, template: Template, signer: Signer, *, verification_method: str, created: datetime
    ) -> None:
        """The document of the template is signed once, to have the proof's options.

        Raises as `data_integrity.sign`.
        """
        self.template = template
        self._signer = signer
        document = template.example
        signed = data_integrity.sign(
            document, signer, verification_method=verification_method, created=created
        )
        proof = signed["proof"][-1]
        contexts = {"@context": document["@context"]}  # all that the options take from the document
        self._options_hash, _ = data_integrity.hash_parts(contexts, proof, at_issue=True)
        begun, ended = orjson.dumps({"proof": [proof]}).split(proof["proofValue"].encode())
        self._begun, self._ended = b"," + begun[1:], ended

    def issue(self, values: Sequence[str]) -> bytes:
        """Give the signed credential of one row, UTF-8 JSON with the proof last.

        Raises `RowRefusedError` as `Template.filled`.
        """
        text, digest = self.template.filled(values)
        return self._sealed(text, digest)

    def issue_all(self, rows: Sequence[Sequence[str]]) -> list[bytes | RowRefusedError]:
        """Give for each row what `issue` gives, or why it is refused; faster than one by one."""
        issued: list[bytes | RowRefusedError] = []
        for start in range(0, len(rows), _TOGETHER):
            filled = self.template.filled_all(rows[start : start + _TOGETHER])
            good = [one for one in filled if not isinstance(one, RowRefusedError)]
            sealed = iter(self._sealed_all(good))
            issued += [one if isinstance(one, RowRefusedError) else next(sealed) for one in filled]
        return issued

    def issue_like(self, document: Mapping[str, Any]) -> bytes | None:
        """Give the signed form of a document that differs from the template in its slots only, else None.

        Raises `RowRefusedError` as `Template.filled`, TypeError when it is not JSON.
        """
        values = self.template.values(document)
        if values is None:
            return None
        text, digest = self.template.filled(values)
        return self._sealed(text, digest) if text + b"}" == orjson.dumps(document) else None

    def _sealed(self, text: bytes, digest: bytes) -> bytes:
        signature = encode_base58(self._signer.sign(self._options_hash + digest))
        return b"".join((text, self._begun, signature.encode(), self._ended))

    def _sealed_all(self, filled: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        sign, options, begun, ended = self._signer.sign, self._options_hash, self._begun, self._ended
        signatures = [sign(options + digest) for _, digest in filled]
        values = [encode_base58(signature).encode() for signature in signatures]
        return [
            b"".join((text, begun, value, ended)) for (text, _), value in zip(filled, values, strict=True)
        ]

    def check(self, document: Mapping[str, Any], signed: bytes) -> None:
        """Return when `signed` is `document` with a good proof, found by the full algorithm.

        Raises `CredentialError("template_disagrees")`: then nothing of the batch may leave.
        """
        found = orjson.loads(signed)
        proof = found.pop("proof")[-1]
        hashes = data_integrity.hash_parts(found, proof, at_issue=True)
        signature, key = decode_base58(proof["proofValue"]), self._signer.public
        good = verify_signature(key, key.algorithm, signature, b"".join(hashes))
        if not good or found != document:
            raise CredentialError("template_disagrees")
