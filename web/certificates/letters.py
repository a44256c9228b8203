"""Which letters our fonts can draw: read from the character maps of the fonts themselves (OpenType, cmap)."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
STAND_IN = "\N{REPLACEMENT CHARACTER}"
_SEGMENTS, _GROUPS = 4, 12  # the two formats of a character map in use
_LAYOUT = "\n\t "


def lacking(text: str) -> set[str]:
    """Give the characters of a text that our fonts cannot draw; empty where no fonts are installed."""
    known = drawable()
    return {one for one in text if known and ord(one) not in known and one not in _LAYOUT}


def without(text: str, lacked: set[str]) -> str:
    """Give the text with a mark for each character that cannot be drawn."""
    return "".join(STAND_IN if one in lacked else one for one in text)


@cache
def drawable() -> frozenset[int]:
    """Give the code points that our fonts have between them."""
    return frozenset(point for path in FONTS.glob("*-Regular.ttf") for point in _points(path.read_bytes()))


def _points(font: bytes) -> Iterator[int]:
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * number + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == _SEGMENTS:
            yield from _segments(font, start + offset)
        elif kind == _GROUPS:
            yield from _groups(font, start + offset)


def _table(font: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == wanted:
            return int(offset)
    raise ValueError(wanted)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Format 4: runs of code points below 65 536; the last one is only an end mark."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, at + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def _groups(font: bytes, at: int) -> Iterator[int]:
    """Format 12: runs of code points of any plane."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    for number in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        yield from range(first, last + 1)
