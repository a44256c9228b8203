"""Signs what a template fills, with one key and one time of signing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from credentials.errors import CredentialError
from credentials.keys import Signer, verify_signature
from credentials.multibase import base58_bytes, decode_base58
from credentials.proofs import data_integrity
from credentials.templates import RowRefusedError, Template

# A row in JSON, and its signature or why there is none.
Signed = tuple[Sequence[bytes], bytes | RowRefusedError]


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
        # All that the options take from a document are its contexts; one with a type has compiled tables.
        bare = {name: value for name, value in template.example.items() if name in ("@context", "type")}
        signed = data_integrity.sign(bare, signer, verification_method=verification_method, created=created)
        proof = signed["proof"][-1]
        self._options_hash, _ = data_integrity.hash_parts(bare, proof, at_issue=True)
        begun, ended = orjson.dumps({"proof": [proof]}).split(proof["proofValue"].encode())
        self._begun, self._ended = b"," + begun[1:], ended
        self.written = template.ending(self._begun, self._ended)
        """Gives the credential of a row in JSON and its signature, as `issue` does."""

    def issue(self, values: Sequence[str]) -> bytes:
        """Give the signed credential of one row, UTF-8 JSON with the proof last.

        Raises `RowRefusedError` as `Template.filled`.
        """
        text, digest = self.template.filled(values)
        return self._sealed(text, digest)

    def issue_all(self, rows: Sequence[Sequence[str]]) -> list[bytes | RowRefusedError]:
        """Give for each row what `issue` gives, or why it is refused; faster than one by one."""
        signed = self.sign_all(rows)
        return [one if isinstance(one, RowRefusedError) else self.written(row, one) for row, one in signed]

    def sign_all(self, rows: Sequence[Sequence[str]]) -> list[Signed]:
        """Give for each row what `written` makes its credential of, or why it is refused.

        All rows go through one step before the next step begins: so its code and its tables stay near.
        """
        in_json, digests = self.template.digests(rows)
        sign, options = self._signer.sign, self._options_hash
        signatures = [one if isinstance(one, RowRefusedError) else sign(options + one) for one in digests]
        texts = [one if isinstance(one, RowRefusedError) else base58_bytes(one) for one in signatures]
        return list(zip(in_json, texts, strict=True))

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
        signature = base58_bytes(self._signer.sign(self._options_hash + digest))
        return b"".join((text, self._begun, signature, self._ended))

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
