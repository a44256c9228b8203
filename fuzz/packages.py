"""Honest inputs that hold more than a badge: records, presentations, bundles, receipts, keys, disclosures."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from credentials import bundle, receipt
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.fetch import offline
from credentials.keys import ECDSASigner
from credentials.proofs import data_integrity, presentation
from credentials.resolve import did_key, method_id
from credentials.secret_keys import new_method
from credentials.verify import verify
from fuzz import samples

_CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_P256 = ECDSASigner("P-256", bytes(range(1, 33)))
_PEM = serialization.Encoding.PEM
_PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo


@cache
def record() -> bytes:
    """Give a signed learner record with one signed badge and one that rests on the record."""
    subject = {
        "id": "urn:uuid:1",
        "type": ["ClrSubject"],
        "verifiableCredential": [orjson.loads(samples.signed()), {**samples.unsigned(), "id": "urn:uuid:2"}],
    }
    whole = {
        "@context": [CREDENTIALS_V2, _CLR, OPEN_BADGES],
        "id": "urn:uuid:3",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record",
        "issuer": {"id": samples.ISSUER, "type": ["Profile"], "name": "The workshop"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": subject,
    }
    return orjson.dumps(_signed(whole))


@cache
def presentations() -> Sequence[bytes]:
    """Give presentations of a badge and of a token: as a folder, with a proof, and as a token."""
    folder = presentation.build(
        [orjson.loads(samples.signed()), samples.token().decode()], holder=samples.ISSUER
    )
    shown = {"created": samples.NOW, "challenge": "c", "verification_method": samples.METHOD}
    proven = presentation.sign(folder, samples.SIGNER, **shown)
    token = presentation.sign_token(
        folder, samples.SIGNER, kid=samples.METHOD, issued_at=samples.NOW, challenge="c"
    )
    return orjson.dumps(folder), orjson.dumps(proven), token.encode()


@cache
def bundles() -> Sequence[bytes]:
    """Give a bundle with a seal and one without."""
    keeper = bundle.record(offline, now=samples.NOW)
    report = verify(samples.signed(), fetch=keeper, now=samples.NOW)
    sealed = bundle.write(
        samples.signed(), report, keeper, signer=samples.SIGNER, kid=samples.METHOD, sealer=samples.ISSUER
    )
    return bundle.write(samples.signed(), report, keeper), sealed


@cache
def receipts() -> Sequence[bytes]:
    """Give a receipt as a token and as JSON."""
    report = verify(samples.signed(), fetch=offline, now=samples.NOW)
    made = receipt.make(report, samples.signed(), service=samples.ISSUER)
    token = receipt.sign(made, samples.SIGNER, kid=samples.METHOD)
    return token.encode(), orjson.dumps(receipt.as_json(made))


@cache
def disclosures() -> Sequence[bytes]:
    """Give the proofValue of a base proof and that of a derived one."""
    issuer = did_key(_P256.public)
    unsigned = {**samples.unsigned(), "issuer": {"id": issuer, "type": ["Profile"], "name": "A"}}
    method = method_id(issuer, _P256.public)
    base = data_integrity.sign(
        unsigned, _P256, verification_method=method, created=samples.NOW, cryptosuite="ecdsa-sd-2023"
    )
    derived = data_integrity.derive(base, ["/evidence"])
    return tuple(_value(document) for document in (base, derived))


@cache
def key_files() -> Sequence[bytes]:
    """Give a verification method with its secret, of every kind."""
    return tuple(orjson.dumps(new_method(kind)) for kind in ("Ed25519", "P-256", "P-384", "RSA"))


def small_key_files() -> Sequence[bytes]:
    """Give those that are no RSA keys: one of these takes as long to check as a thousand others."""
    return tuple(one for one in key_files() if b"privateKeyJwk" not in one)


@cache
def pems() -> Sequence[bytes]:
    """Give public keys in PEM."""
    keys = (ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, 2048))
    return tuple(key.public_key().public_bytes(_PEM, _PUBLIC) for key in keys)


def _signed(document: dict[str, Any]) -> dict[str, Any]:
    return data_integrity.sign(
        document, samples.SIGNER, verification_method=samples.METHOD, created=samples.NOW
    )


def _value(document: dict[str, Any]) -> bytes:
    proof = document["proof"]
    first = proof[0] if isinstance(proof, list) else proof
    return str(first["proofValue"]).encode()
