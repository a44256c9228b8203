"""Neighbours of one input: small changes of what hypothesis drew, as drawing takes longer than reading."""

import random
import re
from collections.abc import Iterator

_TOKEN = re.compile(rb'"[^"\\]{0,300}"|-?[0-9][0-9.eE+-]*|true|false|null|[{}\[\],:.]')
_PUT: tuple[bytes, ...] = (
    *(b"", b"null", b"[]", b"{}", b'""', b"0", b"-1", b"1e999", b"9007199254740993", b"true", b"[[[[[[[["),
    *(b'"@context"', b'"@id"', b'"@type"', b'"@graph"', b'"@included"', b'"@value"', b'"@language"', b'"id"'),
    *(
        b'"type"',
        b'"proof"',
        b'"_:b0"',
        b'"https://example.org/"',
        b'"did:key:z6Mk"',
        b'"2026-01-01T00:00:00Z"',
    ),
    *(
        b'"https://["',
        b'"https://[x]/"',
        '"https://ex\u2100mple.org/"'.encode(),
        b'"https://h:99999/"',
        b'"did:web:["',
    ),
    *(b'{"id":{}}', b'["x"]', b"[{}]", b'{"type":[[]]}'),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"%00", b"\r\n", b"=", b",", b":", b'"'),
)
_MOST_CHANGES = 3


def variants(drawn: bytes, count: int) -> Iterator[bytes]:
    """Give what was drawn and then others near to it, `count` in all; the same ones for the same input."""
    yield drawn
    choose = random.Random(drawn)
    tokens = [match.span() for match in _TOKEN.finditer(drawn)]
    for _ in range(count - 1):
        changed = drawn
        for change in range(choose.randint(1, _MOST_CHANGES)):
            changed = _changed(changed, tokens if not change else [], choose)
        yield changed


def _changed(data: bytes, tokens: list[tuple[int, int]], choose: random.Random) -> bytes:
    """Put something, or something else of the same input, in the place of a token or of a few bytes."""
    if tokens and choose.random() < 0.7:  # noqa: PLR2004 - most changes leave it well formed
        begin, end = choose.choice(tokens)
        other = data[slice(*choose.choice(tokens))] if choose.random() < 0.5 else choose.choice(_PUT)  # noqa: PLR2004
        return data[:begin] + other + data[end:]
    begin = choose.randrange(len(data) + 1)
    end = begin + choose.choice((0, 1, 1, 2, 8, 64))
    match choose.randrange(4):
        case 0:  # cut
            return data[:begin] + data[end:]
        case 1:  # twice
            return data[:end] + data[begin:]
        case 2:  # one bit
            if begin < len(data):
                return data[:begin] + bytes([data[begin] ^ 1 << choose.randrange(8)]) + data[begin + 1 :]
            return data
    return data[:begin] + choose.choice(_PUT) + data[end:]
