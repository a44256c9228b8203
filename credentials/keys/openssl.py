"""Ed25519 by the cryptography package: the engine used where PyNaCl cannot be imported.

It signs the same bytes and takes exactly the signatures that libsodium takes. OpenSSL checks no point, so
this is done here, on the curve of RFC 8032, section 5.1.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # a square root of -1
_NEUTRAL: Point = (0, 1, 1, 0)
_NEUTRAL_BYTES = b"\x01" + bytes(31)


def is_strong_point(raw: bytes) -> bool:
    """Tell whether 32 bytes are a canonical point of the prime-order group, and not of small order."""
    point = _decoded(raw)
    if point is None or _is_neutral(point):
        return False
    return _is_neutral(_times(_ORDER, point))


def opened(seed: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Give the public key of a 32-byte seed, and the function that signs with it (64 bytes)."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return raw, key.sign


def is_signature(raw: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether 64 bytes are the signature of the key `raw` (a strong point) over `message`."""
    # For a strong key OpenSSL takes no other R of small order, as it compares bytes and never the cofactor.
    if signature.startswith(_NEUTRAL_BYTES):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _decoded(raw: bytes) -> Point | None:
    """RFC 8032, section 5.1.3; None for what is no point or not its only spelling."""
    # 1. The sign bit, and y in its range.
    sign, y = raw[31] >> 7, int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _P:
        return None
    # 2. A candidate root of x² = (y² - 1) / (d y² + 1).
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    # 3. The root, if there is one.
    if (v * x * x + u) % _P == 0:
        x = x * _ROOT % _P
    if (v * x * x - u) % _P or (x == 0 and sign):
        return None
    # 4. The root with the right sign.
    x = x if x & 1 == sign else _P - x
    return x, y, 1, x * y % _P


def _plus(one: Point, other: Point) -> Point:
    """RFC 8032, section 5.1.4."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    total = _NEUTRAL
    while number:
        if number & 1:
            total = _plus(total, point)
        point, number = _plus(point, point), number >> 1
    return total


def _is_neutral(point: Point) -> bool:
    return point[0] == 0 and point[1] == point[2]
