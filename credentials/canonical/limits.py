"""What a document may cost and how it may be spelled, looked at before any JSON-LD work.

The caps are far above an ordinary credential (20 nodes, 150 values) and far below what hurts.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from credentials.errors import CredentialError, TooComplexError, UnknownContextError, UnsafeDocumentError
from credentials.json_pointer import Path, escaped, pointer_of

NODES_MAX = 224
VALUES_MAX = 2048
DEPTH_MAX = 40
BLANK_NODES_MAX = 64
TYPES_MAX = 5  # of one node: each may bring its own terms
CONTEXTS_MAX = 10  # in one list
# For what only the reference can judge, at some thirty times the cost: a small credential fits.
RARE_NODES_MAX = 18
RARE_VALUES_MAX = 130
ASKED_MAX = 64  # values that the walk has no table for: JSON literals, texts of odd types
BYTES_MAX = 320_000  # of the canonical form, in which a picture stands twice: 110 kB of it
ESCAPED_BYTES_MAX = 120_000  # with control characters in it, each of which costs more than a letter
ESCAPE_COST = 7  # bytes that a line end or a quotation mark counts for beside those that it is written in
CONTEXT_LISTS_MAX = 6  # different ones: each makes PyLD work through every term again
_ESCAPES_FEW = 64
SURELY_SHORT = BYTES_MAX // (1 + ESCAPE_COST)  # bytes, even if each was an escape

# N-Quads cannot write the excluded characters in an IRI, so one with them would be dropped or altered.
ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]*\Z")

# Keywords that a credential has a use for. Every other one (@graph, @reverse, @included, @id, @type ...)
# is a second spelling of something that has a plain one, and hides it from whoever reads plain JSON.
_KEYWORDS = frozenset({"@context", "@value", "@language", "@direction"})


def check_shape(document: Any, known: Container[str], *, at_issue: bool, is_rare: bool = False) -> None:
    """Refuse what is too big, spelled with hidden keywords, or names a context that is not in `known`.

    `is_rare` asks for the smaller caps of what the reference must judge.
    Raises `TooComplexError`, `UnsafeDocumentError` (keyword_used, blank_node_predicate, null_value at issue)
    or `UnknownContextError` (`inline_context` for one that is no address).
    """
    if not isinstance(document, Mapping):
        raise UnsafeDocumentError("not_an_object")
    nodes_max, values_max = (RARE_NODES_MAX, RARE_VALUES_MAX) if is_rare else (NODES_MAX, VALUES_MAX)
    nodes = 0
    lists: set[tuple[str, ...]] = set()
    for value, values, depth, path in _walk(document):
        nodes += isinstance(value, Mapping)
        if nodes > nodes_max or values > values_max or depth > DEPTH_MAX:
            raise TooComplexError("too_many_values", nodes=nodes, values=values, depth=depth)
        if isinstance(value, Mapping):
            lists |= _contexts_of(value, known, path)
        elif value is None and at_issue:
            raise UnsafeDocumentError("null_value", pointer=pointer_of(path))
    if len(lists) > CONTEXT_LISTS_MAX:
        raise TooComplexError("too_many_contexts", lists=len(lists))


def check_length(canonical: bytes) -> bytes:
    """Give a canonical form that is not too long. Raises `TooComplexError` (too_long)."""
    if len(canonical) > SURELY_SHORT and is_too_long(canonical):
        raise TooComplexError("too_long", bytes=len(canonical))
    return canonical


def is_too_long(*canonical: bytes) -> bool:
    """Tell whether these pieces of a canonical form are together too long."""
    size = sum(map(len, canonical))
    escapes = sum(piece.count(b"\\") for piece in canonical)
    if escapes and size > ESCAPED_BYTES_MAX and any(map(_has_control, canonical)):
        return True
    return size + ESCAPE_COST * escapes > BYTES_MAX


def _has_control(canonical: bytes) -> bool:
    """Tell whether a character is written by its number; a backslash of the text itself is written twice."""
    pieces = canonical.split(b"\\", _ESCAPES_FEW)  # to look for one character is fast, for two it is not
    if len(pieces) > _ESCAPES_FEW:
        return b"\\u" in canonical.replace(b"\\\\", b"")
    is_pair = False
    for piece in pieces[1:]:
        if not is_pair and piece.startswith(b"u"):
            return True
        is_pair = not is_pair and not piece
    return False


def _walk(document: Any) -> Iterator[tuple[Any, int, int, Path]]:
    """Give every value of the document but those inside `@context`.

    With each go the values known to be there so far, its depth, and its path.
    """
    waiting: list[tuple[Any, int, Path]] = [(document, 1, None)]
    values = 1
    while waiting:
        value, depth, path = waiting.pop()
        members: Iterable[tuple[str | int, Any]] = ()
        if isinstance(value, Mapping):
            members = [(name, member) for name, member in value.items() if name != "@context"]
            values += len(members)
        elif isinstance(value, list):
            members = enumerate(value)
            values += len(value)
        yield value, values, depth, path
        waiting.extend((member, depth + 1, (path, name)) for name, member in members)


def _contexts_of(node: Mapping[str, Any], known: Container[str], path: Path) -> set[tuple[str, ...]]:
    """Look at the members of a node, and give the list of contexts that it names, if it does."""
    try:
        _check_members(node)
        return {contexts(node["@context"], known)} if "@context" in node else set()
    except CredentialError as error:
        error.facts = {**error.facts, "pointer": f"{pointer_of(path)}{error.facts.get('pointer', '')}"}
        raise


def _check_members(node: Mapping[str, Any]) -> None:
    for name in node:
        if name.startswith("@") and name not in _KEYWORDS:
            raise UnsafeDocumentError("keyword_used", member=name[:100], pointer=_step(name))
        if name.startswith("_:"):
            raise UnsafeDocumentError("blank_node_predicate", member=name[:100], pointer=_step(name))
    if "@value" in node and node["@value"] is None:
        raise UnsafeDocumentError("null_value", pointer="/@value")
    types = node.get("type")
    if isinstance(types, list) and len(types) > TYPES_MAX:
        raise TooComplexError("too_many_types", types=len(types), pointer="/type")


def _step(name: str) -> str:
    return f"/{escaped(name)[:100]}"


def contexts(given: Any, known: Container[str]) -> tuple[str, ...]:
    """Give the addresses of a `@context`.

    Raises `TooComplexError` or `UnknownContextError` with the `pointer` as seen from the node.
    """
    named = given if isinstance(given, list) else [given]
    if len(named) > CONTEXTS_MAX:
        raise TooComplexError("too_many_contexts", contexts=len(named), pointer="/@context")
    for place, context in enumerate(named):
        pointer = f"/@context/{place}" if named is given else "/@context"
        if not isinstance(context, str):
            # An inline context can rename any term that is not protected, so we do not look into it.
            raise UnknownContextError("inline_context", pointer=pointer)
        if context not in known:
            raise UnknownContextError(url=context[:300], pointer=pointer)
    return tuple(named)
