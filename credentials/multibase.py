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
_BLOCK = 58**_BLOCK_DIGITS
_LANE_BITS = 256  # holds a block, and the product by which it is divided
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
    number, blocks = int.from_bytes(data), []
    while number:
        number, block = divmod(number, _BLOCK)
        blocks.append(block)
    lanes = 0
    for block in reversed(blocks):
        lanes = lanes << _LANE_BITS | block
    for reciprocal, shift, low, apart in _splits(len(blocks)):
        lanes += (lanes * reciprocal >> shift & low) * apart
    digits = lanes.to_bytes(len(blocks) * 2 * _BLOCK_DIGITS)[1::2].lstrip(b"\0")
    zeros = len(data) - len(data.lstrip(b"\0"))
    return f"z{'1' * zeros}{digits.translate(_CHARACTERS).decode()}"


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


def _number(digits: bytes) -> int:
    """Give the number of base58 digits, joining all neighbours at once: to pairs, to fours, to eights."""
    number = int.from_bytes(digits)
    for width, base, low in _joins((len(digits) - 1).bit_length()):
        number = (number & low) + base * (number >> width & low)
    return number


@cache
def _splits(blocks: int) -> tuple[tuple[int, int, int, int], ...]:
    """Give how all lanes of one number are split at once, until each holds one digit in two bytes.

    Each round divides by half the digits: the reciprocal of that and its shift, the mask of the quotients,
    and what one quotient adds when it moves to the upper half of its lane and is taken out of the lower.
    """
    splits, lanes, width, digits = [], blocks, _LANE_BITS, _BLOCK_DIGITS
    while digits > 1:
        half = 58 ** (digits // 2)
        # Rounded up, the reciprocal is exact for every number below 58**digits.
        shift = (58**digits).bit_length() + half.bit_length()
        low = sum(((1 << half.bit_length()) - 1) << at for at in range(0, lanes * width, width))
        splits.append((-(-(1 << shift) // half), shift, low, (1 << width // 2) - half))
        lanes, width, digits = lanes * 2, width // 2, digits // 2
    return tuple(splits)


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
