"""Checking one signature with one key."""

from credentials.errors import ProofError
from credentials.keys import ed25519, elliptic, rsa
from credentials.keys.public import PublicKey


def verify_signature(key: PublicKey, alg: str, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` (JOSE form: raw, r‖s for ES256 and ES384) is `key`'s over `message`.

    `message` is hashed as the algorithm says. Raises `ProofError("algorithm_mismatch")` when `alg` is not
    the algorithm of the key's kind; `Ed25519` is another name of `EdDSA` (RFC 9864).
    """
    if alg != key.algorithm and not alg == key.kind == "Ed25519":
        raise ProofError("algorithm_mismatch", alg=alg, key=key.kind)
    if key.kind == "Ed25519":
        return ed25519.is_signature(key.raw, signature, message)
    if key.kind == "RSA":
        return rsa.is_signature(key.raw, signature, message)
    return elliptic.is_signature(key.kind, key.raw, signature, message)
