"""The dearest ways to write and to carry a credential that is genuine, beside an ordinary one.

`python -m benchmarks.worst_spelled`. The unit is the whole verification, with what it asks for at hand.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from benchmarks import ours, sample
from benchmarks.worst import Document, full_nodes, largest, tell_one
from credentials.errors import CredentialError
from credentials.proofs import data_integrity, jwt
from credentials.verify import Verdict, verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.proven_lists import ProvenListsCache

_SHAPE: Mapping[str, Any] = {"verification_method": sample.METHOD, "created": sample.NOW}
_ARABIC, _BICYCLE = "\u0628", "\U0001f6b2"


def measure() -> float:
    """Print one line per way, as big as it may be, and give the highest ratio to an ordinary one."""
    ordinary = ours.verifying(ours.signed_credentials(200))
    return max(
        tell_one("worst genuine", f"{name} ({size})", _verifying(made(size)), ordinary)
        for name, made, size in _ways()
    )


def _ways() -> Iterator[tuple[str, Callable[[int], bytes], int]]:
    for name, (made, upper) in _WAYS.items():
        yield name, made, largest(lambda size, made=made: _is_genuine(made, size), upper)  # type: ignore[misc]


def _is_genuine(made: Callable[[int], bytes], size: int) -> bool:
    try:
        return _report(made(size), Knowledge(lists=ProvenListsCache())).verdict is Verdict.GENUINE
    except CredentialError:
        return False


def _verifying(raw: bytes) -> Callable[[], object]:
    knowledge = Knowledge(lists=ProvenListsCache())
    if _report(raw, knowledge).verdict is not Verdict.GENUINE:
        raise AssertionError(raw[:100])
    return lambda: _report(raw, knowledge)


def _report(raw: bytes, knowledge: Knowledge) -> Any:
    return verify(raw, fetch=sample.fetching(sample.pages()), now=sample.LATER, knowledge=knowledge)


def _text(text: str) -> Document:
    document = sample.document()
    subject = document["credentialSubject"]
    achievement = {**subject["achievement"], "description": text}
    return {**document, "credentialSubject": {**subject, "achievement": achievement}}


def _embedded(document: Document, cryptosuite: str = "eddsa-rdfc-2022") -> bytes:
    return orjson.dumps(data_integrity.sign(document, sample.SIGNER, cryptosuite=cryptosuite, **_SHAPE))


def _by_jcs(document: Document) -> bytes:
    return _embedded(document, "eddsa-jcs-2022")


def _token(document: Document) -> bytes:
    return jwt.sign(document, sample.SIGNER, kid=sample.METHOD).encode()


def _escaped(document: Document) -> bytes:
    """Every character beyond ASCII as an escape."""
    return json.dumps(orjson.loads(_embedded(document))).encode()


def _strokes(document: Document) -> bytes:
    return _embedded(document).replace(b"/", rb"\/")


def _spaced(raw: bytes, spaces: int) -> bytes:
    return raw[:-1] + b" " * spaces + b"}"


def _with_care(document: Document) -> bytes:
    """A colon as an escape: then members cannot be counted, and all is read with care."""
    return _embedded(document).replace(b"https:", rb"https\u003a", 1)


def _texts(write: Callable[[Document], bytes], mark: str) -> tuple[Callable[[int], bytes], int]:
    return lambda size: write(_text(mark * size)), 1_100_000


def _nodes(write: Callable[[Document], bytes]) -> tuple[Callable[[int], bytes], int]:
    return lambda size: write(full_nodes(size)), 300


def _padded_text(write: Callable[[Document], bytes], text: str) -> tuple[Callable[[int], bytes], int]:
    raw = write(_text(text))
    return lambda size: _spaced(raw, size), 1_100_000


def _padded(write: Callable[[Document], bytes]) -> tuple[Callable[[int], bytes], int]:
    return lambda size: _spaced(write(sample.document()), size), 1_100_000


_WAYS: dict[str, tuple[Callable[[int], bytes], int]] = {
    "JSON with spaces": _padded(_embedded),
    "JSON of letters, with spaces": _padded_text(_embedded, "x" * 300_000),
    "JSON of escapes, with spaces": _padded_text(_escaped, _ARABIC * 65_000),
    "JSON of escapes": _texts(_escaped, _ARABIC),
    "JSON of paired escapes": _texts(_escaped, _BICYCLE),
    "JSON of escaped strokes": _texts(_strokes, "/"),
    "JSON with line ends": _texts(_embedded, "\n"),
    "JSON of letters": _texts(_embedded, "x"),
    "JSON read with care, with spaces": _padded(_with_care),
    "JSON read with care, of letters": _texts(_with_care, "x"),
    "JSON read with care, of line ends": _texts(_with_care, "\n"),
    "JSON read with care, of full nodes": _nodes(_with_care),
    "JSON by JCS, of letters": _texts(_by_jcs, "x"),
    "JSON by JCS, of line ends": _texts(_by_jcs, "\n"),
    "JSON by JCS, of full nodes": _nodes(_by_jcs),
    "token of letters": _texts(_token, "x"),
    "token of line ends": _texts(_token, "\n"),
    "token of letters beyond ASCII": _texts(_token, _ARABIC),
    "token with an odd character": _texts(_token, "\x7f"),
    "token of full nodes": _nodes(_token),
}

if __name__ == "__main__":
    measure()
