"""Bytes flipped in several places of one signed credential."""

from collections.abc import Iterator

STRIDES = 24  # places spread evenly, so that every part of a document is hit over the cases


def flipped(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Give (offset, bytes) with the lowest bit of one byte changed, from the first byte to the signature's.

    The last byte is left alone: in a token it holds bits that are no part of the signature.
    """
    last = len(raw) - 2
    places = {last * step // STRIDES for step in range(STRIDES + 1)} | _marked(raw)
    for place in sorted(places):
        yield place, raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _marked(raw: bytes) -> set[int]:
    """Places that matter most to a forger, in a document with an embedded proof."""
    marks = (
        b'"name":"',
        b'"validFrom":"',
        b'"issuer":{',
        b'"proofValue":"z',
        b'"created":"',
        b'"achievedLevel":"',
    )
    return {found + len(mark) + 3 for mark in marks if (found := raw.find(mark)) >= 0}
