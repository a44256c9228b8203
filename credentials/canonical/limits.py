"""What a document may cost and how it may be spelled, looked at before any JSON-LD work.

The caps are far above an ordinary credential (20 nodes, 150 values) and far below what hurts.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from credentials.errors import TooComplexError, UnknownContextError, UnsafeDocumentError

NODES_MAX = 256
VALUES_MAX = 4096
DEPTH_MAX = 40
BLANK_NODES_MAX = 64
CONTEXTS_MAX = 10  # in one list
CONTEXT_LISTS_MAX = 6  # different ones: each makes PyLD work through every term again

# Keywords that a credential has a use for. Every other one (@graph, @reverse, @included, @id, @type ...)
# is a second spelling of something that has a plain one, and hides it from whoever reads plain JSON.
_KEYWORDS = frozenset({"@context", "@value", "@language", "@direction"})


def check_shape(document: Any, known: Container[str], *, at_issue: bool) -> None:
    """Refuse what is too big, spelled with hidden keywords, or names a context that is not in `known`.

    Raises `TooComplexError`, `UnsafeDocumentError` (keyword_used, blank_node_predicate, null_value at issue)
    or `UnknownContextError` (`inline_context` for one that is no address).
    """
    if not isinstance(document, Mapping):
        raise UnsafeDocumentError("not_an_object")
    nodes = 0
    lists: set[tuple[str, ...]] = set()
    for values, (value, depth) in enumerate(_walk(document), start=1):
        nodes += isinstance(value, Mapping)
        if nodes > NODES_MAX or values > VALUES_MAX or depth > DEPTH_MAX:
            raise TooComplexError("too_many_values", nodes=nodes, values=values, depth=depth)
        if isinstance(value, Mapping):
            _check_members(value)
            if "@context" in value:
                lists.add(_contexts(value["@context"], known))
        elif value is None and at_issue:
            raise UnsafeDocumentError("null_value")
    if len(lists) > CONTEXT_LISTS_MAX:
        raise TooComplexError("too_many_contexts", lists=len(lists))


def _walk(document: Any) -> Iterator[tuple[Any, int]]:
    """Every value below the document but those inside `@context`, with its depth."""
    waiting = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, Mapping):
            waiting.extend((member, depth + 1) for name, member in value.items() if name != "@context")
        elif isinstance(value, list):
            waiting.extend((member, depth + 1) for member in value)


def _check_members(node: Mapping[str, Any]) -> None:
    for name in node:
        if name.startswith("@") and name not in _KEYWORDS:
            raise UnsafeDocumentError("keyword_used", member=name[:100])
        if name.startswith("_:"):
            raise UnsafeDocumentError("blank_node_predicate", member=name[:100])
    if "@value" in node and node["@value"] is None:
        raise UnsafeDocumentError("null_value")


def _contexts(given: Any, known: Container[str]) -> tuple[str, ...]:
    contexts = given if isinstance(given, list) else [given]
    if len(contexts) > CONTEXTS_MAX:
        raise TooComplexError("too_many_contexts", contexts=len(contexts))
    for context in contexts:
        if not isinstance(context, str):
            # An inline context can rename any term that is not protected, so we do not look into it.
            raise UnknownContextError("inline_context")
        if context not in known:
            raise UnknownContextError(url=context[:300])
    return tuple(contexts)
