"""A zip with exactly one spelling: entries stored as they are, in order, and nothing around them.

Without compression there is no bomb, and whatever this module would not write itself it does not read: no
second entry of a name, no comment, no bytes before, between or after.
"""

import io
import re
import struct
import zipfile
from collections.abc import Mapping

from credentials.errors import UnreadableError

MAX_BYTES = 32 * 1024 * 1024  # a picture of 5 MiB and sixteen answers of 2 MiB at most
MAX_ENTRIES = 20

_NAME = re.compile(r"[a-z]+(?:/[0-9]{2})?\.[a-z0-9]{2,5}")
_OLDEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16
# What the standard library is known to raise on broken archives.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    KeyError,
    IndexError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    struct.error,
)


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Give the zip of the entries, in the order of their names; equal entries give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name in sorted(entries):
            place = zipfile.ZipInfo(name, _OLDEST)
            place.create_system, place.external_attr = _UNIX, _READABLE
            archive.writestr(place, entries[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Give the entries by name.

    Raises `UnreadableError`: bundle_too_big, bundle_broken, bundle_not_as_written (anything that `pack`
    would not have written, such as compression or a name with a path of its own).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError("bundle_too_big", max_bytes=MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
    except _BROKEN as error:
        raise UnreadableError("bundle_broken") from error
    if pack(entries) != data:
        raise UnreadableError("bundle_not_as_written")
    return entries


def _entries(archive: zipfile.ZipFile) -> dict[str, bytes]:
    places = archive.infolist()
    if len(places) > MAX_ENTRIES:
        raise UnreadableError("bundle_not_as_written", reason="too_many_entries")
    for place in places:
        is_stored = place.compress_type == zipfile.ZIP_STORED and place.file_size == place.compress_size
        if not is_stored or place.flag_bits or not _NAME.fullmatch(place.filename):
            raise UnreadableError("bundle_not_as_written", name=place.filename[:100])
    if sum(place.file_size for place in places) > MAX_BYTES:  # entries that share their bytes
        raise UnreadableError("bundle_too_big", max_bytes=MAX_BYTES)
    return {place.filename: archive.read(place) for place in places}
