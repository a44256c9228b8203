"""Ed25519 (RFC 8032) behind one door, whichever engine there is."""

from functools import lru_cache

try:
    from credentials.keys import sodium as engine
except ImportError:  # PyNaCl is not there
    from credentials.keys import openssl as engine  # type: ignore[no-redef] # the same three functions

KEY_BYTES = 32
SIGNATURE_BYTES = 64

opened = engine.opened


@lru_cache(maxsize=1024)
def is_strong_point(raw: bytes) -> bool:
    """Tell whether 32 bytes are a canonical point of the prime-order group, and not of small order."""
    return len(raw) == KEY_BYTES and engine.is_strong_point(raw)


def is_signature(raw: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` is that of the key `raw` (a strong point) over `message`."""
    # The engines take the lengths on trust.
    if len(signature) != SIGNATURE_BYTES or len(raw) != KEY_BYTES:
        return False
    return engine.is_signature(raw, signature, message)
