"""The finish of the fast path: what is cheaper to look at in the finished text than in every value.

A quick walk takes every text and address as it is. Only where the result shows that one of them needs a
closer look does a careful walk follow, which escapes it, or refuses it where it stands.
"""

from collections.abc import Mapping
from itertools import pairwise
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

import orjson

from credentials.canonical import blank_nodes, fixpoint, issue_rules
from credentials.canonical.descriptions import check_descriptions
from credentials.canonical.limits import ABSOLUTE_IRI, check_length
from credentials.canonical.quads import DIRECTED, escape
from credentials.canonical.tables import Unusual
from credentials.canonical.walk import Walk
from credentials.errors import UnsafeDocumentError

if TYPE_CHECKING:
    from credentials.canonical.compiled import Place

_ESCAPES_FEW = 64
_LONG = 2048  # characters
_NOT_IN_IRI = bytes(range(0x21)) + b'<>"{}|\\^`'
# The last bytes of every non-character in UTF-8, and of some characters; the first bytes of astral ones.
_NON_CHARACTERS = (b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")
_DIRECTED = DIRECTED.encode()
_ASTRAL = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_AFTER_SURROGATES = (b"\xee", b"\xef")  # U+E000 to U+FFFF, which UTF-16 sorts after the astral ones


class _Addresses(list[str]):
    """Addresses that are looked at when they come in."""

    def __init__(self, *, at_issue: bool) -> None:
        super().__init__()
        self._at_issue = at_issue

    def append(self, value: str) -> None:
        if not ABSOLUTE_IRI.match(value):
            raise UnsafeDocumentError("id_not_absolute", value=value[:200])
        if self._at_issue and issue_rules.is_doubtful(value):
            raise UnsafeDocumentError("iri_invalid", value=value[:200])
        _check_characters(value)
        super().append(value)


def nquads(document: Mapping[str, Any], place: "Place", *, at_issue: bool, digest: str) -> bytes:
    """Give the canonical N-Quads of a document that is a fixpoint, UTF-8.

    Raises as `canonicalise_checked`, or `Unusual` for what the reference must decide.
    """
    try:
        walk = Walk(_as_json, [], at_issue=at_issue, is_quick=True)
        lines, written = _written(walk, document, place, digest, at_issue=at_issue)
        is_plain = _is_plain(written) and _has_plain_addresses(walk.addresses, at_issue=at_issue)
        canonical = check_length(written.encode())
    except UnicodeError:
        is_plain = False
    if not is_plain:
        walk = Walk(_quoted, _Addresses(at_issue=at_issue), at_issue=at_issue)
        lines, written = _written(walk, document, place, digest, at_issue=at_issue)
        try:
            canonical = check_length(written.encode())
        except UnicodeError as error:
            raise UnsafeDocumentError("lone_surrogate") from error
    if walk.has_credential_twice:
        fixpoint.check_places(document)
    if at_issue:
        _check_issue(document, lines, canonical, is_plain=is_plain)
        if walk.again or _is_issuer_described(document, walk.described):
            check_descriptions(document, at_issue=True)
    return canonical


def _is_issuer_described(document: Mapping[str, Any], described: set[str]) -> bool:
    """Tell whether an issuer that is only named is described somewhere else."""
    issuer = document.get("issuer")
    return isinstance(issuer, str) and f"<{issuer}>" in described


def _written(
    walk: Walk, document: Mapping[str, Any], place: "Place", digest: str, *, at_issue: bool
) -> tuple[list[str], str]:
    """Give the canonical lines of a walk, and all of them as one text."""
    walk.write(document, place)
    lines = walk.lines
    if walk.blank_nodes:
        lines += blank_nodes.canonical_lines(walk.groups, walk.edges, walk.blank_nodes, digest, walk.hashes)
    lines.sort()
    doubled = [line for line, following in pairwise(lines) if line == following]
    if doubled:  # a dataset is a set
        if at_issue:
            issue_rules.check_doubled(doubled)
        if at_issue and any(f" {value} " in line for line in doubled for value in walk.no_texts):
            raise Unusual  # one statement in two spellings, perhaps: a number, and the same as text
        lines = list(dict.fromkeys(lines))
    return lines, "".join(lines)


def _is_plain(written: str) -> bool:
    """Tell whether `_as_json` has written all texts as canonical N-Quads are."""
    escapes = written.split("\\", _ESCAPES_FEW)  # to look for one character is fast, for four it is not
    if len(escapes) > _ESCAPES_FEW:
        has_controls = "\\u00" in written
    else:
        has_controls = any(after[:3] == "u00" for after in escapes[1:])
    if has_controls or "\x7f" in written:
        return False
    return written.isascii() or not ("\ufffe" in written or "\uffff" in written)


def _has_plain_addresses(addresses: list[str], *, at_issue: bool) -> bool:
    joined = "/".join(addresses).encode()
    if len(joined.translate(None, _NOT_IN_IRI)) != len(joined):
        return False
    is_odd = at_issue and any(mark in joined for mark in (b"%", b"[", b"]"))
    return not is_odd or not issue_rules.is_doubtful("/".join(addresses))


def _check_issue(document: Mapping[str, Any], lines: list[str], canonical: bytes, *, is_plain: bool) -> None:
    """Look at what `issue_rules` asks for, as far as the bytes show that there may be something."""
    if _DIRECTED in canonical:
        issue_rules.check_directions(lines)
    if is_plain and canonical.isascii():
        return
    if not is_plain or any(mark in canonical for mark in _NON_CHARACTERS):
        issue_rules.check_values(document)
    if any(mark in canonical for mark in _AFTER_SURROGATES) and any(mark in canonical for mark in _ASTRAL):
        issue_rules.check_order(lines)


def _as_json(text: str) -> str:
    if len(text) < _LONG:
        return encode_basestring(text)
    try:
        return orjson.dumps(text).decode()  # twenty times as fast where nothing is escaped
    except TypeError:  # a lone surrogate, for the careful walk to name
        return encode_basestring(text)


def _quoted(text: str) -> str:
    _check_characters(text)
    return f'"{escape(text)}"'


def _check_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeError as error:
        raise UnsafeDocumentError("lone_surrogate") from error
