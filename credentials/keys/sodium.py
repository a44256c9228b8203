"""Ed25519 by libsodium: the engine used wherever PyNaCl can be imported (twice as fast)."""

from collections.abc import Callable
from functools import partial

from nacl import bindings
from nacl.exceptions import BadSignatureError

_SIGNATURE_BYTES = 64


def is_strong_point(raw: bytes) -> bool:
    """Tell whether 32 bytes are a canonical point of the prime-order group, and not of small order."""
    return bool(bindings.crypto_core_ed25519_is_valid_point(raw))


def opened(seed: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Give the public key of a 32-byte seed, and the function that signs with it (64 bytes)."""
    public, secret = bindings.crypto_sign_seed_keypair(seed)
    return public, partial(_sign, secret)


def is_signature(raw: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether 64 bytes are the signature of the key `raw` (a strong point) over `message`."""
    try:
        bindings.crypto_sign_open(signature + message, raw)
    except BadSignatureError:
        return False
    return True


def _sign(secret: bytes, message: bytes) -> bytes:
    return bindings.crypto_sign(message, secret)[:_SIGNATURE_BYTES]
