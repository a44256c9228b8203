"""Signers: one interface, whichever kind of key; and fresh secrets for them."""

import secrets
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric import rsa as rsa_keys

from credentials.errors import UnreadableError
from credentials.keys import ed25519, elliptic, rsa
from credentials.keys.public import PublicKey


class Signer(Protocol):
    """Something that signs; where the private key lives is its own matter."""

    @property
    def public(self) -> PublicKey:
        """The key that checks what `sign` makes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Give the raw signature of `message`, which is hashed as the algorithm of the key says."""
        ...


class Ed25519Signer:
    """Pure Ed25519 with a seed of 32 bytes (RFC 8032)."""

    def __init__(self, seed: bytes) -> None:
        """Raises `UnreadableError` when the seed is not 32 bytes."""
        if len(seed) != ed25519.KEY_BYTES:
            raise UnreadableError("seed_invalid")
        raw, self._sign = ed25519.opened(seed)
        self.public = PublicKey("Ed25519", raw)

    def sign(self, message: bytes) -> bytes:
        """Give the 64-byte signature."""
        return self._sign(message)


class ECDSASigner:
    """ES256 or ES384 with a big-endian secret of 32 or 48 bytes (RFC 7518, section 3.4)."""

    def __init__(self, kind: elliptic.CurveName, secret: bytes) -> None:
        """Raises `UnreadableError("private_key_invalid")` when this is no secret of the curve."""
        raw, self._key = elliptic.opened(kind, secret)
        self._kind: elliptic.CurveName = kind
        self.public = PublicKey(kind, raw)

    def sign(self, message: bytes) -> bytes:
        """Give r‖s: 64 bytes for P-256, 96 for P-384. The same message gives the same bytes."""
        return elliptic.sign(self._kind, self._key, message)


class RSASigner:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RS256) from a PEM or DER private key without a password (RFC 8017)."""

    def __init__(self, pem_or_der: bytes) -> None:
        """Raises `UnreadableError` when this is no RSA private key, `ProofError("key_weak")`."""
        pem = pem_or_der.lstrip().startswith(b"-----")
        load = serialization.load_pem_private_key if pem else serialization.load_der_private_key
        try:
            key = load(pem_or_der, password=None)
        except (ValueError, TypeError) as error:
            raise UnreadableError("private_key_invalid") from error
        if not isinstance(key, rsa_keys.RSAPrivateKey):
            raise UnreadableError("private_key_invalid")
        self._key = key
        self.public = PublicKey("RSA", rsa.spki(key.public_key()))

    def sign(self, message: bytes) -> bytes:
        """Give the signature, as long as the modulus."""
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def new_ed25519_seed() -> bytes:
    """Give 32 fresh random bytes (RFC 8032)."""
    return secrets.token_bytes(ed25519.KEY_BYTES)


def new_ec_secret(kind: elliptic.CurveName) -> bytes:
    """Give a fresh secret of the curve, big-endian, 32 or 48 bytes (FIPS 186-5)."""
    shape = elliptic.CURVES[kind]
    value = ec.generate_private_key(shape.curve).private_numbers().private_value
    return value.to_bytes(shape.size_bytes, "big")


def new_rsa_der() -> bytes:
    """Give a fresh RSA private key of 2048 bits as PKCS #8 DER, unencrypted (RFC 8017)."""
    key = rsa_keys.generate_private_key(rsa.EXPONENT_MIN, rsa.BITS_MIN)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
