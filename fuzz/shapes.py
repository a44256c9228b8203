"""Strategies that make what the parsers expect, nearly, so that an attack gets past the first check."""

import base64
import gzip
import struct
import zlib

import cbor2
from hypothesis import strategies as st

from credentials.bundle import zipped
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from fuzz import samples

_WORDS = st.sampled_from(
    [
        *("@context", "id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject"),
        *("achievement", "criteria", "proof", "credentialStatus", "endorsement", "evidence", "result"),
        *("@id", "@type", "@graph", "@included", "@reverse", "@nest", "@value", "@language", "_:b0"),
        *("alg", "kid", "jwk", "crit", "b64", "vc", "iss", "sub", "nbf", "exp", "jti"),
        *("Profile", "AchievementCredential", "VerifiableCredential", "DataIntegrityProof"),
        *(CREDENTIALS_V2, OPEN_BADGES, "2026-01-01T00:00:00Z", "did:key:z6Mk", "urn:uuid:0", "\ud7ff\ue000"),
    ]
)
_TEXTS = st.one_of(_WORDS, st.text(max_size=12))
_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS)


def values() -> st.SearchStrategy[object]:
    """Any JSON value, with the words of our documents in it."""
    return st.recursive(
        _LEAVES,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_TEXTS, inner, max_size=5)),
        max_leaves=25,
    )


def json_texts() -> st.SearchStrategy[bytes]:
    """JSON of any shape, and the same with a few bytes spoiled."""
    return st.one_of(values().map(samples.json), spoiled(values().map(samples.json)))


def documents(*honest: bytes) -> st.SearchStrategy[bytes]:
    """The signed badge, or one of those given, with members put, replaced or dropped at a few places."""
    changes = st.lists(st.tuples(st.integers(0, 200), st.one_of(st.none(), _TEXTS), values()), max_size=4)
    return st.builds(samples.changed, changes, st.sampled_from(honest or (samples.signed(),)))


def tokens() -> st.SearchStrategy[bytes]:
    """Three parts as in a compact JWS, each right or not."""
    part = st.one_of(json_texts().map(_b64url), st.binary(max_size=40).map(_b64url), st.binary(max_size=20))
    return st.lists(part, min_size=2, max_size=4).map(b".".join)


def spoiled(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """The same with bytes cut out and put in."""
    return st.tuples(inner, st.integers(0, 2_000), st.integers(0, 8), st.binary(max_size=8)).map(_spoil)


def disclosures() -> st.SearchStrategy[bytes]:
    """What looks like an ecdsa-sd-2023 proofValue: CBOR behind one of its headers, or nearly."""
    leaves = st.one_of(st.binary(max_size=70), st.integers(-5, 300), st.text(max_size=8), st.booleans())
    parts = st.one_of(leaves, st.lists(leaves, max_size=4), st.dictionaries(st.integers(-1, 70), leaves))
    sealed = st.tuples(st.sampled_from([b"\xd9\x5d\x00", b"\xd9\x5d\x01"]), st.lists(parts, max_size=6))
    packed = sealed.map(lambda given: given[0] + cbor2.dumps(given[1], canonical=True))
    return st.one_of(packed, spoiled(packed)).map(lambda data: b"u" + _b64url(data))


def repacked(*honest: bytes) -> st.SearchStrategy[bytes]:
    """Zip files of an honest one's entries, with one of them replaced; digests stay as they were."""
    name = st.sampled_from(
        ["manifest.json", "seal.jwt", "receipt.jwt", "credential.json", "documents/00.bin"]
    )
    body = st.one_of(json_texts(), tokens(), st.binary(max_size=30))
    packed = st.builds(_repacked, st.sampled_from(honest), st.dictionaries(name, body, max_size=2))
    return st.one_of(packed, spoiled(packed))


def pictures() -> st.SearchStrategy[bytes]:
    """PNG chunks in any order, most of them well made."""
    kind = st.sampled_from([b"IHDR", b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IEND", b"eXIf"])
    keyword = st.sampled_from([b"openbadgecredential", b"openbadges", b"clrcredential", b"Title"])
    text = st.tuples(keyword, st.binary(max_size=6), st.one_of(json_texts(), tokens())).map(_text)
    chunk = st.tuples(kind, st.one_of(text, st.binary(max_size=30)), st.booleans()).map(_chunk)
    return st.lists(chunk, max_size=7).map(lambda chunks: b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def drawings() -> st.SearchStrategy[bytes]:
    """SVG with the elements that carry badges."""
    element = st.sampled_from(samples.SVG_PARTS)
    return st.lists(st.one_of(element, json_texts(), tokens()), max_size=8).map(
        lambda parts: samples.SVG_OPEN + b"".join(parts) + b"</svg>"
    )


def bit_lists() -> st.SearchStrategy[bytes]:
    """`encodedList` texts: gzip of something, or nearly."""
    packed = st.binary(max_size=200).map(lambda bits: b"u" + _b64url(gzip.compress(bits, mtime=0)))
    return st.one_of(packed, spoiled(packed))


def tables() -> st.SearchStrategy[bytes]:
    """Lines of a list of people, separated by this or that."""
    cell = st.one_of(st.sampled_from(["email", "a@example.org", "=1+1", '"', "\r"]), st.text(max_size=10))
    row = st.tuples(st.lists(cell, max_size=5), st.sampled_from([",", ";", "\t"]))
    return st.lists(row, max_size=8).map(
        lambda rows: "\n".join(mark.join(cells) for cells, mark in rows).encode("utf-8", "surrogatepass")
    )


def addresses() -> st.SearchStrategy[bytes]:
    """Web addresses as tricksters write them."""
    scheme = st.sampled_from(
        ["https://", "http://", "https:", "//", "file:///", "https://user:pw@", "gopher://"]
    )
    host = st.one_of(st.sampled_from(samples.HOSTS), st.text(max_size=12))
    rest = st.one_of(st.just(""), st.text(max_size=12).map(lambda text: "/" + text))
    port = st.one_of(st.just(""), st.integers(-1, 70_000).map(lambda number: f":{number}"))
    return st.tuples(scheme, host, port, rest).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )


def _joined(parts: tuple[str, ...]) -> bytes:
    return "".join(parts).encode("utf-8", "surrogatepass")


def _repacked(honest: bytes, entries: dict[str, bytes]) -> bytes:
    return zipped.pack({**zipped.unpack(honest), **entries})


def _b64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _spoil(given: tuple[bytes, int, int, bytes]) -> bytes:
    data, at, cut, put = given
    place = at % (len(data) + 1)
    return data[:place] + put + data[place + cut :]


def _text(given: tuple[bytes, bytes, bytes]) -> bytes:
    keyword, flags, text = given
    return keyword + b"\0" + (flags or b"\0\0\0\0") + text


def _chunk(given: tuple[bytes, bytes, bool]) -> bytes:
    kind, body, is_right = given
    if kind == b"IHDR" and is_right:
        body = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    check = zlib.crc32(kind + body) if is_right else 0
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
