"""PNG: the credential is one uncompressed iTXt chunk (Open Badges 3.0, 5.3.2.1).

Our own chunk reader: pictures come from strangers, so every length, checksum and position is checked and no
pixel is ever decoded here. Older badges say the same of compression: a compressed text is not theirs either.
"""

import re
import struct
from dataclasses import dataclass
from zlib import crc32

from credentials.baking.marks import MARKS, Baked, Standard
from credentials.errors import BakingError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 5 * 1024 * 1024

_FRAME = 12  # length, type and checksum around the content of a chunk
_MAX_LENGTH = 2**31 - 1  # PNG, 5.3
_MAX_CHUNKS = 20_000  # honest pictures have some hundred
_HEADER_LENGTH = 13
_TEXT_CHUNKS = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_WEB_ADDRESS = re.compile(rb"\s*https?://\S+\s*")
_STANDARDS: dict[bytes, Standard] = {mark.keyword: standard for standard, mark in MARKS.items()}
_length_and_kind = struct.Struct(">I4s").unpack_from
_checksum = struct.Struct(">I").unpack_from


_Chunk = tuple[bytes, int, int]  # its kind, and where its content begins and ends


@dataclass(frozen=True, slots=True)
class _Text:
    """A chunk whose keyword marks a credential: its kind, its standard and what follows the keyword."""

    kind: bytes
    standard: Standard
    rest: bytes


def bake_png(image: bytes, credential: bytes, standard: Standard = "ob3") -> bytes:
    """Give the PNG with `credential` (JSON or compact JWS, UTF-8) right after its header (OB 3.0, 5.3.2.1).

    All other bytes stay as they are, so the picture's own data is not read: that was done when the picture
    was taken in. Raises `BakingError`: a code of `read_png` for a broken picture, already_baked,
    credential_not_utf8, standard_not_written (an older badge).
    """
    if standard == "ob2":
        raise BakingError("standard_not_written", standard=standard)
    try:
        credential.decode()
    except UnicodeDecodeError as error:
        raise BakingError("credential_not_utf8") from error
    if _marked(image, skip_checksum_of=b"IDAT"):
        raise BakingError("already_baked")
    after_header = len(SIGNATURE) + _FRAME + _HEADER_LENGTH
    chunk = _framed(b"iTXt", MARKS[standard].keyword + b"\x00\x00\x00\x00\x00" + credential)
    return b"".join((image[:after_header], chunk, memoryview(image)[after_header:]))


def unbake_png(data: bytes) -> bytes:
    """Give the bytes of the one credential in a PNG (OB 3.0, 5.3.2.1). Raises as `read_png`."""
    return read_png(data).content


def read_png(data: bytes) -> Baked:
    """Give the one credential in a PNG, of whichever standard (OB 3.0, 5.3.2.1).

    Raises `BakingError` with the code picture_too_big, not_png, png_truncated, png_length,
    png_checksum, png_order, png_trailing, png_doubled, png_ambiguous (marks of two standards),
    png_compressed, png_wrong_chunk, png_malformed_text or no_credential.
    """
    found = _marked(data)
    if not found:
        raise BakingError("no_credential")
    if len(found) > 1:
        same = len({text.standard for text in found}) == 1
        raise BakingError("png_doubled" if same else "png_ambiguous", count=len(found))
    return Baked(found[0].standard, _content(found[0]))


def _content(text: _Text) -> bytes:
    """Give the text of a chunk: in iTXt after flag, method, language, 0, translated keyword and 0."""
    if text.kind == b"zTXt":
        raise BakingError("png_compressed")
    if text.kind == b"tEXt":
        if text.standard == "ob2" and _WEB_ADDRESS.fullmatch(text.rest):
            return text.rest
        raise BakingError("png_wrong_chunk", chunk="tEXt")
    if text.rest[:2] != b"\x00\x00":
        raise BakingError("png_compressed" if len(text.rest) > 1 else "png_malformed_text")
    parts = text.rest[2:].split(b"\x00", 2)
    if len(parts) != 3:  # noqa: PLR2004 - language tag, translated keyword, text
        raise BakingError("png_malformed_text")
    return parts[2]


def _marked(data: bytes, skip_checksum_of: bytes = b"") -> list[_Text]:
    """Give every chunk that marks a credential, after a walk through the whole of a well-formed PNG."""
    if len(data) > MAX_BYTES:
        raise BakingError("picture_too_big", max_bytes=MAX_BYTES)
    if not data.startswith(SIGNATURE):
        raise BakingError("not_png")
    chunks = _chunks(data, skip_checksum_of)
    _check_order(chunks)
    found = []
    for kind, start, end in chunks:
        if kind in _TEXT_CHUNKS:
            keyword, _, rest = data[start:end].partition(b"\x00")
            if keyword in _STANDARDS:
                found.append(_Text(kind, _STANDARDS[keyword], rest))
    return found


def _chunks(data: bytes, skip_checksum_of: bytes) -> list[_Chunk]:
    """Give all chunks up to the end mark, which must be the end."""
    view, size, at = memoryview(data), len(data), len(SIGNATURE)
    found: list[_Chunk] = []
    for _ in range(_MAX_CHUNKS):
        if size - at < _FRAME:
            raise BakingError("png_truncated", offset=at)
        length, kind = _length_and_kind(data, at)
        if length > _MAX_LENGTH or not kind.isalpha():
            raise BakingError("png_length", offset=at)
        start, end = at + 8, at + 8 + length
        if end + 4 > size:
            raise BakingError("png_truncated", offset=at)
        if kind != skip_checksum_of and crc32(view[start - 4 : end]) != _checksum(data, end)[0]:
            raise BakingError("png_checksum", offset=at)
        found.append((kind, start, end))
        at = end + 4
        if kind == b"IEND":
            if at != size:
                raise BakingError("png_trailing", extra_bytes=size - at)
            return found
    raise BakingError("png_order", max_chunks=_MAX_CHUNKS)


def _check_order(chunks: list[_Chunk]) -> None:
    """Refuse what no encoder writes: the header first and once, picture bytes together, an empty end."""
    kinds = [kind for kind, _, _ in chunks]
    (first, start, end), (_, last_start, last_end) = chunks[0], chunks[-1]
    pictures = kinds.count(b"IDAT")
    wrong = (
        first != b"IHDR"
        or end - start != _HEADER_LENGTH
        or kinds.count(b"IHDR") != 1
        or not pictures
        or kinds[kinds.index(b"IDAT") :][:pictures].count(b"IDAT") != pictures
        or last_end != last_start
    )
    if wrong:
        raise BakingError("png_order")


def _framed(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", crc32(body))
