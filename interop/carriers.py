"""The ways a credential travels: bare, or inside a picture."""

import struct
import zlib

from credentials.baking import bake_png, bake_svg, unbake_png, unbake_svg

CARRIERS = ("bare", "PNG", "SVG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def carried(carrier: str, raw: bytes) -> bytes:
    """Give the credential inside its carrier. Raises `BakingError` for bytes that no picture takes."""
    if carrier == "PNG":
        return bake_png(_picture(), raw)
    return bake_svg(SVG, raw, is_jws=not raw.startswith(b"{")) if carrier == "SVG" else raw


def unbaked(carrier: str, content: bytes) -> bytes:
    """Give the credential's own bytes."""
    if carrier == "bare":
        return content
    return unbake_png(content) if carrier == "PNG" else unbake_svg(content)


def _picture() -> bytes:
    """Give a PNG of one grey pixel."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )
