"""PyLD in safe mode: expansion and compaction that raise where data would be lost or changed.

PyLD drops undefined terms silently and resolves relative addresses against an invented base. A signature
made or checked over that would cover less than a reader sees, so both raise here (Data Integrity,
DATA_LOSS_DETECTION_ERROR).
"""

import threading
from collections.abc import Mapping
from typing import Any, NoReturn

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from credentials.canonical.limits import ABSOLUTE_IRI
from credentials.contexts import load_context
from credentials.errors import CredentialError, UnsafeDocumentError

_PROCESSED_MAX = 1024  # one award needs about 40, a hostile mix of contexts and types many more
_TERMS_MAX = 8192  # one award needs some 200
_TERM_CHARACTERS_MAX = 300  # so that a hostile document cannot fill the memory with long names
_TERMS: dict[Any, Any] = {}  # names already worked out, by active context
_PROCESSED: dict[Any, tuple[Any, Any]] = {}  # see SafeProcessor._process_context
# PyLD's own caches are not safe among threads, and it never lets go of the interpreter.
LOCK = threading.RLock()
_CACHE: dict[str, Any] = {}  # of parsed bundled contexts: their number is fixed, so it cannot grow


class SafeProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """The PyLD processor with every silent loss turned into `UnsafeDocumentError`."""

    def __init__(self, processed: dict[Any, tuple[Any, Any]], terms: dict[Any, Any]) -> None:
        """`processed` remembers active contexts; share it only among operations with the same loader.

        `terms` remembers names within an active context, which is known by an id that is never used again.
        """
        super().__init__(on_property_dropped=_refuse_property)
        self._processed, self._terms = processed, terms

    def _process_context(  # noqa: PLR0917 (PyLD's signature)
        self,
        active_ctx: Any,
        local_ctx: Any,
        options: Any,
        override_protected: bool = False,
        propagate: bool = True,
        validate_scoped: bool = True,
        cycles: Any = None,
    ) -> Any:
        """Process a context once: PyLD forgets most of what it did, and that is most of its time.

        A scoped context is known by identity. Its entry holds it, so the identity cannot be reused.
        """
        again = (active_ctx, local_ctx, options, override_protected, propagate, validate_scoped, cycles)
        if cycles is not None or "_uuid" not in active_ctx:
            return super()._process_context(*again)
        key = (active_ctx["_uuid"], _identity(local_ctx), override_protected, propagate, validate_scoped)
        known = self._processed.get(key)
        if known is None:
            if len(self._processed) >= _PROCESSED_MAX:
                self._processed.clear()
            known = self._processed[key] = (local_ctx, super()._process_context(*again))
        return known[1]

    def _expand(  # noqa: PLR0917 (PyLD's signature)
        self,
        active_ctx: Any,
        active_property: Any,
        element: Any,
        options: Any,
        inside_list: bool = False,
        inside_index: bool = False,
        type_scoped_ctx: Any = None,
    ) -> Any:
        """Expand as PyLD does, and remember which nodes brought a context of their own."""
        again = (inside_list, inside_index, type_scoped_ctx)
        expanded = super()._expand(active_ctx, active_property, element, options, *again)
        if active_property is not None and isinstance(element, dict) and "@context" in element:
            options["own_contexts"][id(expanded)] = (expanded, element["@context"])
        return expanded

    def _compact(self, active_ctx: Any, active_property: Any, element: Any, options: Any) -> Any:
        """Compact as PyLD does, but a node that brought its own context with that context.

        PyLD compacts everything with the outermost one, in which a credential inside a presentation has no
        short names at all.
        """
        _, own = options["own_contexts"].get(id(element), (None, None))
        if own is None or not isinstance(element, dict) or element.keys() == {"@id"}:
            return super()._compact(active_ctx, active_property, element, options)
        inner = self.place(active_ctx, active_property, options)[1]
        return super()._compact(self._process_context(inner, own, options), None, element, options)

    def place(self, active_ctx: Any, term: str, options: Any) -> tuple[Any, Any]:
        """Give the active contexts of a value of `term`, and of a node that is its value."""
        outer = self._scoped(active_ctx, active_ctx, term, options)
        inner = self._revert_to_previous_context(outer)
        return outer, self._scoped(inner, outer, term, options)

    def _scoped(self, active_ctx: Any, defining: Any, term: str, options: Any) -> Any:
        scoped = self.get_context_value(defining, term, "@context")
        if scoped is None:
            return active_ctx
        return self._process_context(active_ctx, scoped, options, override_protected=True)

    def _expand_iri(  # noqa: PLR0917 (PyLD's signature)
        self,
        active_ctx: Any,
        value: Any,
        base: Any = None,
        vocab: bool = False,
        local_ctx: Any = None,
        defined: Any = None,
    ) -> Any:
        """Expand as PyLD does, but never against a base; ids and types must come out absolute."""
        if base is None and local_ctx is None and vocab and _is_short(value) and "_uuid" in active_ctx:
            key = (active_ctx["_uuid"], value)
            if key not in self._terms:
                self._remember(key, super()._expand_iri(active_ctx, value, None, vocab))
            return self._terms[key]
        expanded = super()._expand_iri(active_ctx, value, None, vocab, local_ctx, defined)
        if base is None or (vocab and expanded == "@json"):
            return expanded
        if not isinstance(expanded, str) or not ABSOLUTE_IRI.match(expanded):
            raise UnsafeDocumentError(
                "type_undefined" if vocab else "id_not_absolute", value=str(value)[:200]
            )
        return expanded

    def _compact_iri(  # noqa: PLR0917 (PyLD's signature)
        self,
        active_ctx: Any,
        iri: Any,
        value: Any = None,
        vocab: bool = False,
        base: Any = None,
        reverse: bool = False,
    ) -> Any:
        """Compact terms as PyLD does, but leave addresses whole: a shortened id is another spelling."""
        if not vocab and isinstance(iri, str) and not iri.startswith("@"):
            return iri
        form = _form(value)
        if form is None or base is not None or not _is_short(iri) or "_uuid" not in active_ctx:
            chosen = super()._compact_iri(active_ctx, iri, value, vocab, base, reverse)
            is_nameless = chosen == iri and vocab and not reverse
            return _only_name(active_ctx, iri) if is_nameless and _is_node(value) else chosen
        key = (active_ctx["_uuid"], iri, form, vocab, reverse)
        if key not in self._terms:
            self._remember(key, super()._compact_iri(active_ctx, iri, value, vocab, base, reverse))
        return self._terms[key]

    def _remember(self, key: Any, name: Any) -> None:
        if len(self._terms) >= _TERMS_MAX:
            self._terms.clear()
        self._terms[key] = name


class _Loader:
    """Contexts from the bundle, or those handed in by a test; tagged static so that PyLD keeps them."""

    def __init__(self, extra: Mapping[str, Mapping[str, Any]]) -> None:
        self._extra = extra

    def __call__(self, url: str, _options: Any) -> dict[str, Any]:
        document = dict(self._extra[url]) if url in self._extra else load_context(url)
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
            "tag": "static",
        }


def options(extra_contexts: Mapping[str, Mapping[str, Any]] | None) -> dict[str, Any]:
    """Give the PyLD options of one operation: bundled contexts only, plus those given in."""
    loader = _Loader(extra_contexts or {})
    return {
        "documentLoader": loader,
        "contextResolver": ContextResolver({} if extra_contexts else _CACHE, loader),
        "base": "",
        "processingMode": "json-ld-1.1",
        "processed": {} if extra_contexts else _PROCESSED,
        "terms": {} if extra_contexts else _TERMS,
        "own_contexts": {},
    }


def expand(document: Mapping[str, Any], chosen: dict[str, Any]) -> list[Any]:
    """Give the expanded document. Raises `UnsafeDocumentError` or `UnknownContextError`."""
    try:
        with LOCK:
            expanded: list[Any] = SafeProcessor(chosen["processed"], chosen["terms"]).expand(document, chosen)
    except Exception as error:  # PyLD also raises TypeError, KeyError and the like on odd shapes
        raise _translated(error) from error
    return expanded


def compact(expanded: list[Any], context: Any, chosen: dict[str, Any]) -> Any:
    """Give the compacted form of an expanded document. Raises as `expand` does."""
    try:
        with LOCK:
            processor = SafeProcessor(chosen["processed"], chosen["terms"])
            return processor.compact(expanded, context, {**chosen, "skipExpansion": True})
    except Exception as error:
        raise _translated(error) from error


def _is_short(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= _TERM_CHARACTERS_MAX


def _is_node(value: Any) -> bool:
    return isinstance(value, dict) and not {"@value", "@list", "@set"} & value.keys()


def _only_name(active_ctx: Any, iri: Any) -> Any:
    """Give the term of a property where there is just one, else its address.

    The learner record's context gives its nodes the type of a literal, so that by the letter no term fits
    them; where a property has one name, no reader can take it for another.
    """
    mappings = active_ctx["mappings"].items()
    names = [name for name, term in mappings if term and term["@id"] == iri and not term["reverse"]]
    return names[0] if len(names) == 1 else iri


def _form(value: Any) -> Any:
    """Give all that the choice of a term looks at in a value, None where it may look at more."""
    if value is None:
        return "none"
    if not isinstance(value, dict) or "@value" not in value or "@index" in value:
        return None
    kinds = tuple(value.get(name) for name in ("@type", "@language", "@direction"))
    return (*kinds, len(value)) if all(kind is None or _is_short(kind) for kind in kinds) else None


def _identity(local_ctx: Any) -> Any:
    """Addresses by value, as documents name them; everything else is a part of a bundled context."""
    if isinstance(local_ctx, list) and all(isinstance(context, str) for context in local_ctx):
        return tuple(local_ctx)
    return local_ctx if isinstance(local_ctx, str) else id(local_ctx)


def _refuse_property(expanded: Any) -> NoReturn:
    raise UnsafeDocumentError("term_undefined", term=str(expanded)[:200])


def _translated(error: Exception) -> CredentialError:
    """Give our error for PyLD's: the innermost of ours if one caused it, else what PyLD calls it."""
    cause: BaseException | None = error
    code = None
    while cause is not None:
        if isinstance(cause, CredentialError):
            return cause
        code = getattr(cause, "code", None) or code
        cause = cause.__cause__
    return UnsafeDocumentError("json_ld", reason=str(code or type(error).__name__))
