"""The Python peers: cryptography and PyNaCl for the bare signature, PyLD and openbadgeslib for the whole."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import nacl.signing
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import OB3LdpVerifier, add_data_integrity_proof
from pyld import jsonld

from benchmarks import sample
from benchmarks.measuring import Operation, timed
from credentials.contexts import load_context
from credentials.multibase import decode_base58, encode_base58

SEED = bytes(range(32))  # of `sample.SIGNER`

Named = Iterator[tuple[str, str, Callable[[], object]]]


def operations(signed: list[bytes]) -> Iterator[Operation]:
    """Give the operations; `signed` are credentials to verify."""
    for name, op, work in (*_raw(), *_pyld(signed), *_openbadgeslib(signed)):
        yield Operation(name, op, timed(work))


def _raw() -> Named:
    message = bytes(64)
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    signature, public = private.sign(message), private.public_key()
    yield "cryptography", "ed25519-sign", partial(private.sign, message)
    yield "cryptography", "ed25519-verify", partial(public.verify, signature, message)
    sodium = nacl.signing.SigningKey(SEED)
    yield "pynacl", "ed25519-sign", partial(sodium.sign, message)
    yield "pynacl", "ed25519-verify", partial(sodium.verify_key.verify, message, signature)


def _pyld(signed: list[bytes]) -> Named:
    """PyLD as it comes: no safe mode, no structure, no dates, no status."""
    fresh, texts = sample.fresh_documents(), sample.cycled(signed)
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    proof = json.loads(signed[0])["proof"][0]
    config = {name: value for name, value in proof.items() if name != "proofValue"}

    def canonical(document: Any) -> bytes:
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
        return jsonld.normalize(document, options).encode()

    def hashed(document: Any) -> bytes:
        own = canonical({"@context": document["@context"], **config})
        return hashlib.sha256(own).digest() + hashlib.sha256(canonical(document)).digest()

    def issue() -> bytes:
        document = fresh()
        value = encode_base58(private.sign(hashed(document)))
        return json.dumps({**document, "proof": [{**config, "proofValue": value}]}).encode()

    def check() -> None:
        document = json.loads(texts())
        given = document.pop("proof")[0]
        private.public_key().verify(decode_base58(given["proofValue"]), hashed(document))

    yield "pyld", "canonicalise", lambda: canonical(fresh())
    yield "pyld", "issue", issue
    yield "pyld", "verify", check


def _load(url: str, _options: object) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": load_context(url), "tag": "static"}


def _openbadgeslib(signed: list[bytes]) -> Named:
    fresh, texts = sample.fresh_documents(), sample.cycled(signed)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    pem = private.private_bytes(encoding, form, serialization.NoEncryption())
    verifier = OB3LdpVerifier.for_issuer_did(sample.ISSUER)

    def issue() -> bytes:
        made = add_data_integrity_proof(fresh(), pem, sample.METHOD, created=sample.NOW)
        return json.dumps(made).encode()

    def check() -> None:
        verifier.verify(texts())

    yield "openbadgeslib", "issue", issue
    yield "openbadgeslib", "verify", check
