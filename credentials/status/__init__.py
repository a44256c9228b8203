"""Bitstring Status List v1.0 (https://www.w3.org/TR/vc-bitstring-status-list/): making, reading, looking up.

Who signed a list, and where it was found, is the caller's to check. Errors are `StatusListError` and
`UnsupportedError`; `PROBLEMS` gives the standard's own name for each code.
"""

from credentials.status.bits import LIST_BITS, decode_bits, encode_bits, is_set, value_at
from credentials.status.entries import Purpose, StatusEntry, address_at, entry, read_entry
from credentials.status.lists import StatusList, build_list, check_list, read_list
from credentials.status.problems import PROBLEMS

__all__ = [
    "LIST_BITS",
    "PROBLEMS",
    "Purpose",
    "StatusEntry",
    "StatusList",
    "address_at",
    "build_list",
    "check_list",
    "decode_bits",
    "encode_bits",
    "entry",
    "is_set",
    "read_entry",
    "read_list",
    "value_at",
]
