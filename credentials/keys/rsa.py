"""RSA for RS256 (RSASSA-PKCS1-v1_5 with SHA-256): keys as DER SubjectPublicKeyInfo."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from credentials.errors import ProofError, UnreadableError

BITS_MIN = 2048  # below this a signature can be forged with money
BITS_MAX = 8192  # above this one check costs an attacker nothing and us much
EXPONENT_MIN = 65537
EXPONENT_LIMIT = 1 << 33  # a larger one only makes checking slow

_DER, _SPKI = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo


@lru_cache(maxsize=256)
def strong(der: bytes) -> rsa.RSAPublicKey:
    """Give the key of a DER SubjectPublicKeyInfo.

    Raises `UnreadableError("key_invalid")` when it is none or not its only spelling, `ProofError("key_weak")`
    for a modulus that is short or even, or an exponent that is small or even.
    """
    key = _loaded(der)
    if key.public_bytes(_DER, _SPKI) != der:
        raise UnreadableError("key_invalid")
    _refuse_weak(key.public_numbers())
    return key


def from_pkcs1(der: bytes) -> bytes:
    """Give the SubjectPublicKeyInfo of a PKCS #1 public key. Raises `UnreadableError("key_invalid")`."""
    key = _loaded(der)
    if key.public_bytes(_DER, serialization.PublicFormat.PKCS1) != der:
        raise UnreadableError("key_invalid")
    return spki(key)


def pkcs1(der: bytes) -> bytes:
    """Give the PKCS #1 form of a SubjectPublicKeyInfo."""
    return strong(der).public_bytes(_DER, serialization.PublicFormat.PKCS1)


def from_numbers(n: bytes, e: bytes) -> bytes:
    """Give the SubjectPublicKeyInfo of a modulus and an exponent, big-endian. Raises as `strong`."""
    numbers = rsa.RSAPublicNumbers(int.from_bytes(e, "big"), int.from_bytes(n, "big"))
    _refuse_weak(numbers)
    try:
        return spki(numbers.public_key())
    except ValueError as error:
        raise UnreadableError("key_invalid") from error


def numbers(der: bytes) -> tuple[bytes, bytes]:
    """Give (modulus, exponent), big-endian and without leading zeros."""
    found = strong(der).public_numbers()
    return _minimal(found.n), _minimal(found.e)


def spki(key: rsa.RSAPublicKey) -> bytes:
    """Give the DER SubjectPublicKeyInfo of a key."""
    return key.public_bytes(_DER, _SPKI)


def is_signature(der: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether this is the RS256 signature of the key `der` over `message`."""
    try:
        strong(der).verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _loaded(der: bytes) -> rsa.RSAPublicKey:
    try:
        key = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableError("key_invalid") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise UnreadableError("key_invalid")
    return key


def _refuse_weak(found: rsa.RSAPublicNumbers) -> None:
    is_sized = BITS_MIN <= found.n.bit_length() <= BITS_MAX and EXPONENT_MIN <= found.e < EXPONENT_LIMIT
    if not is_sized or found.n % 2 == 0 or found.e % 2 == 0:
        raise ProofError("key_weak")


def _minimal(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
