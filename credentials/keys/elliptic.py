"""ECDSA on P-256 and P-384: points as 33 or 49 bytes, signatures as r‖s (RFC 7518, section 3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from credentials.errors import UnreadableError

CurveName = Literal["P-256", "P-384"]


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve: `size_bytes` of a coordinate and of a secret, and the hash that goes with it."""

    curve: ec.EllipticCurve
    size_bytes: int
    hash: hashes.HashAlgorithm


CURVES: Mapping[CurveName, Curve] = {
    "P-256": Curve(ec.SECP256R1(), 32, hashes.SHA256()),
    "P-384": Curve(ec.SECP384R1(), 48, hashes.SHA384()),
}


@lru_cache(maxsize=1024)
def point(name: CurveName, raw: bytes) -> ec.EllipticCurvePublicKey:
    """Give the key of a compressed point. Raises `UnreadableError("key_invalid")` when it is none."""
    shape = CURVES[name]
    if len(raw) != shape.size_bytes + 1 or raw[0] not in (2, 3):
        raise UnreadableError("key_invalid")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(shape.curve, raw)
    except ValueError as error:
        raise UnreadableError("key_invalid") from error


def compressed(name: CurveName, x: bytes, y: bytes) -> bytes:
    """Give the compressed point of two whole coordinates. Raises `UnreadableError("key_invalid")`."""
    size = CURVES[name].size_bytes
    if len(x) != size or len(y) != size:
        raise UnreadableError("key_invalid")
    raw = bytes([2 + (y[-1] & 1)]) + x
    if coordinates(name, raw) != (x, y):
        raise UnreadableError("key_invalid")
    return raw


def coordinates(name: CurveName, raw: bytes) -> tuple[bytes, bytes]:
    """Give x and y of a compressed point, each of full length."""
    numbers, size = point(name, raw).public_numbers(), CURVES[name].size_bytes
    return numbers.x.to_bytes(size, "big"), numbers.y.to_bytes(size, "big")


def opened(name: CurveName, secret: bytes) -> tuple[bytes, ec.EllipticCurvePrivateKey]:
    """Give the compressed point and the private key of a big-endian secret of full length.

    Raises `UnreadableError("private_key_invalid")` for a wrong length, zero, or the order and above.
    """
    shape = CURVES[name]
    if len(secret) != shape.size_bytes:
        raise UnreadableError("private_key_invalid")
    try:
        key = ec.derive_private_key(int.from_bytes(secret, "big"), shape.curve)
    except ValueError as error:
        raise UnreadableError("private_key_invalid") from error
    form = serialization.PublicFormat.CompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form), key


def sign(name: CurveName, key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Give r‖s, each of full length; the nonce is derived from key and message (RFC 6979)."""
    # So the same document gives the same bytes, and no poor random number can give the key away.
    der = key.sign(message, ec.ECDSA(CURVES[name].hash, deterministic_signing=True))
    size = CURVES[name].size_bytes
    return b"".join(number.to_bytes(size, "big") for number in utils.decode_dss_signature(der))


def is_signature(name: CurveName, raw: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether r‖s is the signature of the key `raw` over `message`."""
    shape, size = CURVES[name], CURVES[name].size_bytes
    if len(signature) != 2 * size:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
    try:
        point(name, raw).verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(shape.hash))
    except InvalidSignature:
        return False
    return True
