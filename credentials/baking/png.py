"""PNG: the credential is one uncompressed iTXt chunk (Open Badges 3.0, 5.3.2.1).

Our own chunk reader: pictures come from strangers, so every length, checksum and position is
checked and no pixel is ever decoded here.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from credentials.errors import BakingError

KEYWORD = b"openbadgecredential"
OLD_KEYWORD = b"openbadges"  # Open Badges 1 and 2
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 5 * 1024 * 1024

_FRAME = 12  # length, type and checksum around the content of a chunk
_MAX_LENGTH = 2**31 - 1  # PNG, 5.3
_MAX_CHUNKS = 100_000  # a chunk has 12 bytes at least; honest pictures have some hundred
_HEADER_LENGTH = 13
_TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    content: bytes
    end: int  # offset of the first byte after the chunk


def bake_png(image: bytes, credential: bytes) -> bytes:
    """Give the PNG with `credential` (JSON or compact JWS, UTF-8) right after its header.

    All other bytes stay as they are. Raises `BakingError`: a code of `unbake_png` for a broken
    picture, already_baked, credential_not_utf8.
    """
    try:
        credential.decode()
    except UnicodeDecodeError as error:
        raise BakingError("credential_not_utf8") from error
    chunks = list(_chunks(image))
    if any(_keyword(chunk) == KEYWORD for chunk in chunks):
        raise BakingError("already_baked")
    content = KEYWORD + b"\x00" + b"\x00\x00" + b"\x00" + b"\x00" + credential
    after_header = chunks[0].end
    return image[:after_header] + _framed(b"iTXt", content) + image[after_header:]


def unbake_png(data: bytes) -> bytes:
    """Give the bytes of the one credential in a PNG.

    Raises `BakingError` with the code picture_too_big, not_png, png_truncated, png_length,
    png_checksum, png_order, png_trailing, png_doubled, png_compressed, png_wrong_chunk,
    png_malformed_text, open_badges_2 (an older badge) or no_credential.
    """
    texts = [chunk for chunk in _chunks(data) if chunk.kind in _TEXT_CHUNKS]
    found = [chunk for chunk in texts if _keyword(chunk) == KEYWORD]
    if not found:
        old = any(_keyword(chunk) == OLD_KEYWORD for chunk in texts)
        raise BakingError("open_badges_2" if old else "no_credential")
    if len(found) > 1:
        raise BakingError("png_doubled", count=len(found))
    return _text(found[0])


def _text(chunk: _Chunk) -> bytes:
    """Give the text of an iTXt chunk: keyword 0 flag method language 0 translated-keyword 0 text."""
    if chunk.kind == b"zTXt":
        raise BakingError("png_compressed")
    if chunk.kind != b"iTXt":
        raise BakingError("png_wrong_chunk", chunk=chunk.kind.decode())
    rest = chunk.content[len(KEYWORD) + 1 :]
    if rest[:2] != b"\x00\x00":
        raise BakingError("png_compressed" if len(rest) > 1 else "png_malformed_text")
    parts = rest[2:].split(b"\x00", 2)
    if len(parts) != 3:  # noqa: PLR2004 - language tag, translated keyword, text
        raise BakingError("png_malformed_text")
    return parts[2]


def _keyword(chunk: _Chunk) -> bytes:
    return chunk.content.split(b"\x00", 1)[0] if chunk.kind in _TEXT_CHUNKS else b""


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Give every chunk of a well-formed PNG, in order."""
    if len(data) > MAX_BYTES:
        raise BakingError("picture_too_big", max_bytes=MAX_BYTES)
    if not data.startswith(SIGNATURE):
        raise BakingError("not_png")
    kinds: list[bytes] = []
    at = len(SIGNATURE)
    while not kinds or kinds[-1] != b"IEND":
        chunk = _chunk(data, at)
        _check_order(chunk, kinds)
        kinds.append(chunk.kind)
        at = chunk.end
        yield chunk
    if at != len(data):
        raise BakingError("png_trailing", extra_bytes=len(data) - at)


def _chunk(data: bytes, at: int) -> _Chunk:
    if len(data) - at < _FRAME:
        raise BakingError("png_truncated", offset=at)
    length, kind = struct.unpack_from(">I4s", data, at)
    if length > _MAX_LENGTH or not kind.isalpha():
        raise BakingError("png_length", offset=at)
    end = at + _FRAME + length
    if end > len(data):
        raise BakingError("png_truncated", offset=at)
    content = data[at + 8 : end - 4]
    if zlib.crc32(kind + content) != struct.unpack_from(">I", data, end - 4)[0]:
        raise BakingError("png_checksum", offset=at)
    return _Chunk(kind, content, end)


def _check_order(chunk: _Chunk, before: list[bytes]) -> None:
    """Refuse what no encoder writes: the header first and once, picture bytes together, an empty end."""
    kind = chunk.kind
    wrong = (
        (kind == b"IHDR") != (not before)
        or (kind == b"IHDR" and len(chunk.content) != _HEADER_LENGTH)
        or (kind == b"IDAT" and before[-1:] != [b"IDAT"] and b"IDAT" in before)
        or (kind == b"IEND" and (chunk.content != b"" or b"IDAT" not in before))
        or len(before) >= _MAX_CHUNKS
    )
    if wrong:
        raise BakingError("png_order", chunk=kind.decode("latin-1"))


def _framed(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
