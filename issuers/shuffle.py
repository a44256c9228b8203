"""A keyed shuffle of the places of a status list: which number comes out says nothing about when.

Feistel network over 18 bits (two halves of 9), walked in a cycle until the value falls below the list's
131 072 places. That is a bijection, so no place is given twice.
"""

import hmac
from functools import lru_cache

from credentials.status import LIST_BITS

_HALF_BITS = 9
_MASK = (1 << _HALF_BITS) - 1
_ROUNDS = 8  # well above what a small domain needs to look random to anybody without the key


def place_of(count: int, key: bytes) -> int:
    """Give the place (0 to 131 071) of the `count`-th entry, itself 0 to 131 071, under a 32-byte key."""
    if not 0 <= count < LIST_BITS:
        raise ValueError(count)
    place = _permute(count, key)
    while place >= LIST_BITS:
        place = _permute(place, key)
    return place


def _permute(value: int, key: bytes) -> int:
    left, right = value >> _HALF_BITS, value & _MASK
    for number in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, number, right)
    return left << _HALF_BITS | right


@lru_cache(maxsize=_ROUNDS << _HALF_BITS)
def _mixed(key: bytes, number: int, right: int) -> int:
    """Give what one round mixes in; kept for one key, as every list of places asks the same few thousand."""
    mixed = hmac.digest(key, bytes([number]) + right.to_bytes(2, "big"), "sha256")
    return int.from_bytes(mixed[:2], "big") & _MASK
