"""Signs what a template fills, with one key and one time of signing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from credentials.errors import CredentialError
from credentials.keys import Signer, verify_signature
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from credentials.templates import Digested, RowRefusedError, Template

Signed = Sequence[bytes]  # the values of a row in JSON, and its signature


class Batch:
    """Signs rows of one template with one key and one time of signing."""

    def __init__(
        self, template: Template, signer: Signer, *, verification_method: str, created: datetime
    ) -> None:
        """The contexts of the template are signed once, to have the proof's options.

        Raises as `data_integrity.sign`.
        """
        self.template = template
        self._signer = signer
        contexts = {"@context": template.example["@context"]}  # all that the options take from the document
        signed = data_integrity.sign(
            contexts, signer, verification_method=verification_method, created=created
        )
        proof = signed["proof"][-1]
        self._options_hash, _ = data_integrity.hash_parts(contexts, proof, at_issue=True)
        begun, ended = orjson.dumps({"proof": [proof]}).split(proof["proofValue"].encode())
        self._begun, self._ended = b"," + begun[1:], ended
        self._written = template.ending(self._begun, self._ended)

    def issue(self, values: Sequence[str]) -> bytes:
        """Give the signed credential of one row, UTF-8 JSON with the proof last.

        Raises `RowRefusedError` as `Template.filled`.
        """
        text, digest = self.template.filled(values)
        return self._sealed(text, digest)

    def issue_all(self, rows: Sequence[Sequence[str]]) -> list[bytes | RowRefusedError]:
        """Give for each row what `issue` gives, or why it is refused; faster than one by one."""
        return [one if isinstance(one, RowRefusedError) else self.written(one) for one in self.sign_all(rows)]

    def sign_all(self, rows: Sequence[Sequence[str]]) -> list[Signed | RowRefusedError]:
        """Give for each row what `written` makes its credential of, or why it is refused."""
        digested = self.template.digests(rows)
        good = [one for one in digested if not isinstance(one, RowRefusedError)]
        signed = iter(self._signed_all(good))
        return [one if isinstance(one, RowRefusedError) else next(signed) for one in digested]

    def written(self, signed: Signed) -> bytes:
        """Give the signed credential of one row, as `issue` does."""
        return self._written(signed)

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

    def _signed_all(self, digested: Sequence[Digested]) -> list[Signed]:
        sign, options = self._signer.sign, self._options_hash
        signatures = [sign(options + digest) for _, digest in digested]
        texts = [encode_base58(signature).encode() for signature in signatures]
        return [[*values, text] for (values, _), text in zip(digested, texts, strict=True)]

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
