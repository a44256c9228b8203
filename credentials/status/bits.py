"""The bitstring itself: packed into text, unpacked with a bound, looked up.

Bit 0 is the most significant bit of byte 0.
"""

import gzip
import zlib

from credentials.errors import StatusListError, UnreadableError
from credentials.multibase import b64url, unb64url

LIST_BITS = 131_072  # the least the standard allows: a single entry hides among that many
INFLATED_BYTES_MAX = 16 * 1024 * 1024
_GZIP = 31  # zlib's window bits for exactly the gzip wrapper


def encode_bits(bits: bytes) -> str:
    """Give the `encodedList` text: `u` and base64url of the gzip of `bits`; equal bits give equal text.

    See Bitstring Status List 1.0, 3.3.
    """
    return "u" + b64url(gzip.compress(bits, compresslevel=6, mtime=0))


def decode_bits(encoded: object) -> bytes:
    """Give the bits of an `encodedList` (Bitstring Status List 1.0, 3.4).

    Raises `StatusListError` unless it is one gzip member that inflates to at most 16 MiB.
    """
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise StatusListError("encoded_list_invalid")
    try:
        packed = unb64url(encoded[1:])
        inflate = zlib.decompressobj(_GZIP)
        bits = inflate.decompress(packed, INFLATED_BYTES_MAX + 1)
    except (UnreadableError, zlib.error) as error:
        raise StatusListError("encoded_list_invalid") from error
    if len(bits) > INFLATED_BYTES_MAX:
        raise StatusListError("encoded_list_too_long")
    if not inflate.eof or inflate.unused_data:
        raise StatusListError("encoded_list_invalid")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Tell whether bit `index` is 1. Raises `StatusListError("index_out_of_range")`.

    See Bitstring Status List 1.0, 3.2.
    """
    return value_at(bits, index, 1) == 1


def value_at(bits: bytes, index: int, size: int) -> int:
    """Give entry `index` of `size` bits each, the first bit the most significant.

    Raises `StatusListError("index_out_of_range")`.
    """
    first = index * size
    if index < 0 or first + size > len(bits) * 8:
        raise StatusListError("index_out_of_range", index=index, bits=len(bits) * 8)
    if size == 1:
        return bits[first >> 3] >> (7 - (first & 7)) & 1
    end = first + size
    window = int.from_bytes(bits[first >> 3 : (end + 7) >> 3], "big")
    return window >> (-end % 8) & ((1 << size) - 1)
