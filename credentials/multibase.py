"""Text forms of bytes: multibase base58btc and base64url, both read strictly.

A signature or key has exactly one spelling here, so that two different texts never mean the same bytes.
"""

import base64
import binascii
from functools import cache

from credentials.errors import UnreadableError

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHARACTERS = _DIGITS.encode().ljust(256, b"\0")
_BLOCK_DIGITS = 16
_BLOCK, _HALF, _WHOLE = 58**_BLOCK_DIGITS, 58 ** (3 * _BLOCK_DIGITS), 58 ** (6 * _BLOCK_DIGITS)
_LANES = 6
_LANE_BITS = 192  # holds a block, and the product by which it is divided
_LANE_BYTES = _LANE_BITS // 8
_NO_DIGIT = 0xFF
_VALUES = bytes(_DIGITS.find(chr(byte)) & _NO_DIGIT for byte in range(256))

# base64url to base64, where what is not base64url becomes something that is neither.
_TO_BASE64 = bytes.maketrans(b"-_+/=", b"+/!!!")
_LAST_BASE64URL = {
    0: None,
    2: "AQgw",
    3: "AEIMQUYcgkosw048",
}  # the characters without spare bits, by length % 4


def encode_base58(data: bytes) -> str:
    """Give multibase base58btc: `z` and the digits (Controlled Identifiers 1.0, section 2.4)."""
    return base58_bytes(data).decode()


def base58_bytes(data: bytes) -> bytes:
    """Give what `encode_base58` gives, in ASCII."""
    number, digits = int.from_bytes(data), b""
    while number >= _WHOLE:
        number, rest = divmod(number, _WHOLE)
        digits = _digits(rest) + digits
    digits = (_digits(number) + digits).lstrip(b"1")
    if data[:1] != b"\0":
        return b"z" + digits
    return b"z" + b"1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def decode_base58(text: str, max_bytes: int = 128) -> bytes:
    """Give the bytes of a multibase base58btc text.

    Raises `UnreadableError` for another prefix, a foreign character, or more than `max_bytes`.
    """
    # One byte needs at most 1.37 base58 digits.
    if not isinstance(text, str) or not text.startswith("z") or len(text) > max_bytes * 138 // 100 + 2:
        raise UnreadableError("multibase_invalid")
    digits = text[1:].encode("utf-8", "replace").translate(_VALUES)
    if not digits or _NO_DIGIT in digits:
        raise UnreadableError("multibase_invalid")
    number, zeros = _number(digits), len(digits) - len(digits.lstrip(b"\0"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
    if len(data) > max_bytes:
        raise UnreadableError("multibase_invalid")
    return data


def _digits(number: int) -> bytes:
    """Give the 96 base58 digits of a number, those before it as `1`: blocks in lanes, all split at once."""
    upper, lower = divmod(number, _HALF)
    (upper, fourth), (lower, first) = divmod(upper, _BLOCK), divmod(lower, _BLOCK)
    (sixth, fifth), (third, second) = divmod(upper, _BLOCK), divmod(lower, _BLOCK)
    high = (sixth << _LANE_BITS | fifth) << _LANE_BITS | fourth
    low = (third << _LANE_BITS | second) << _LANE_BITS | first
    lanes = high << 3 * _LANE_BITS | low
    for reciprocal, shift, quotients, apart in _SPLITS:
        lanes += (lanes * reciprocal >> shift & quotients) * apart
    digits: bytes = (lanes | _SPARE).to_bytes(_LANES * _LANE_BYTES).translate(_CHARACTERS, _SPARE_BYTE)
    return digits


def _number(digits: bytes) -> int:
    """Give the number of base58 digits, joining all neighbours at once: to pairs, to fours, to eights."""
    number = int.from_bytes(digits)
    for width, base, low in _joins((len(digits) - 1).bit_length()):
        number = (number & low) + base * (number >> width & low)
    return number


def _splits() -> tuple[tuple[int, int, int, int], ...]:
    """Give how all lanes of one number are split at once, until each has two digits in its last two bytes.

    Each round divides by half the digits: the reciprocal of that and its shift, the mask of the quotients,
    and what one quotient adds when it moves to the upper half of its lane and is taken out of the lower.
    """
    splits, width, digits = [], _LANE_BITS, _BLOCK_DIGITS // 2
    while digits:
        half = 58**digits
        # Rounded up, the reciprocal is exact for every number below the square of `half`.
        shift = (half * half).bit_length() + half.bit_length()
        quotients = sum(((1 << half.bit_length()) - 1) << at for at in range(0, _LANES * _LANE_BITS, width))
        moved = 8 if digits == 1 else width // 2
        splits.append((-(-(1 << shift) // half), shift, quotients, (1 << moved) - half))
        width, digits = width // 2, digits // 2
    return tuple(splits)


_SPLITS = _splits()
# The first of every three bytes is in no use then: it is marked, and left out.
_SPARE_BYTE = b"\xff"
_SPARE = int.from_bytes((_SPARE_BYTE + b"\0\0") * (_LANES * _LANE_BYTES // 3))


@cache
def _joins(rounds: int) -> tuple[tuple[int, int, int], ...]:
    """Give for each round: width in bits, worth of the higher neighbour, mask of all lower ones."""
    joins, width, base, bits = [], 8, 58, 8 << rounds
    for _ in range(rounds):
        low = sum(((1 << width) - 1) << at for at in range(0, bits, 2 * width))
        joins.append((width, base, low))
        width, base = 2 * width, base * base
    return tuple(joins)


def b64url(data: bytes) -> str:
    """Give base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """Give the bytes of base64url without padding.

    Raises `UnreadableError` for padding, white space, foreign characters, or spare bits that are not zero.
    """
    if not isinstance(text, str):
        raise UnreadableError("base64url_invalid")
    try:
        raw = text.encode("ascii").translate(_TO_BASE64)
        data = binascii.a2b_base64(raw + b"=" * (-len(raw) % 4), strict_mode=True)
    except ValueError as error:
        raise UnreadableError("base64url_invalid") from error
    last = _LAST_BASE64URL[len(raw) % 4]
    if last and text[-1] not in last:
        raise UnreadableError("base64url_invalid")
    return data
