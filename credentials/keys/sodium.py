"""Ed25519 by libsodium: the engine used wherever PyNaCl can be imported (twice as fast)."""

from collections.abc import Callable
from functools import partial

from nacl import bindings  # begins with libsodium's own beginning
from nacl._sodium import ffi, lib  # type: ignore[import-not-found] # what `bindings` wraps, at a cost

_SIGNATURE_BYTES = 64
_BYTES = ffi.typeof("char[]")


def is_strong_point(raw: bytes) -> bool:
    """Tell whether 32 bytes are a canonical point of the prime-order group, and not of small order."""
    return bool(bindings.crypto_core_ed25519_is_valid_point(raw))


def opened(seed: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Give the public key of a 32-byte seed, and the function that signs with it (64 bytes)."""
    public, secret = bindings.crypto_sign_seed_keypair(seed)
    return public, partial(_sign, secret)


def is_signature(raw: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether 64 bytes are the signature of the key `raw` (a strong point) over `message`."""
    signed = signature + message
    return bool(lib.crypto_sign_open(ffi.NULL, ffi.NULL, signed, len(signed), raw) == 0)


def _sign(secret: bytes, message: bytes) -> bytes:
    signed = ffi.new(_BYTES, _SIGNATURE_BYTES + len(message))
    if lib.crypto_sign(signed, ffi.NULL, message, len(message), secret) != 0:
        raise RuntimeError
    signature: bytes = ffi.unpack(signed, _SIGNATURE_BYTES)
    return signature
