"""Pinned contexts, processed once: what every term means where it stands, as plain tables for the walk.

PyLD alone says what a context means. Here it is asked once for each term and form of value, both ways: what
the value expands to, and whether compaction would give the same term and the same value back. Only then does
the table say yes, so that what the walk accepts is a fixpoint by construction.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from credentials.canonical import budget, processor
from credentials.canonical.fixpoint import CREDENTIAL, same_type
from credentials.canonical.issue_rules import is_doubtful
from credentials.canonical.limits import ABSOLUTE_IRI, TYPES_MAX, contexts
from credentials.canonical.quads import TYPE
from credentials.canonical.tables import IGNORED, VALUE_MEMBERS, Kind, Row, Unusual
from credentials.canonical.term import Term, asking
from credentials.contexts import BUNDLED
from credentials.errors import TooComplexError, UnsafeDocumentError

# Active contexts kept; one award needs some 25. All are dropped when a hostile mix of types has made more.
ACTIVE_MAX = 512
KINDS_MAX = 128  # spellings of `type` kept for one place
_SCHEMES = ("https://", "http://", "urn:", "did:", "mailto:")
_IGNORED = Row(IGNORED, "", "", (), cast("Term", None))  # has no values to ask about


class Compiler:
    """Makes the tables of every list of contexts that documents name, when they name it."""

    def __init__(self, extra_contexts: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Know the bundled contexts and those given in."""
        self.options = processor.options(extra_contexts)
        self.pyld = processor.SafeProcessor(self.options["processed"], self.options["terms"])
        self.known = frozenset({*BUNDLED, *(extra_contexts or {})})
        self._forget()

    def root(self, given: Any) -> "Place":
        """Give the place of a document with this `@context`.

        Raises `UnknownContextError`, `TooComplexError`, and `Unusual` for what only the reference can judge.
        """
        named = contexts(given, self.known)
        place = self._roots.get(named)
        if place is None:
            budget.spend_list(named)
            with asking():
                active = self.process(self.pyld._get_initial_context(self.options), named)  # noqa: SLF001
                place = self._roots[named] = self.place(active, active)
        return place

    def process(self, active: Any, named: tuple[str, ...]) -> Any:
        """Give the active context with further contexts."""
        if not named:
            raise Unusual
        return self.pyld._process_context(active, list(named), self.options)  # noqa: SLF001

    def place(self, outer: Any, inner: Any) -> "Place":
        """Give the one table for a value's and a node's active context."""
        key = outer["_uuid"], inner["_uuid"]
        if key not in self._places:
            self._places[key] = Place(self, outer, inner)
        return self._places[key]

    def terms(self, active: Any) -> "Terms":
        """Give the one table of an active context."""
        key = active["_uuid"]
        if key not in self._terms:
            if len(self._terms) >= ACTIVE_MAX:
                self._forget()  # whoever holds a table keeps using it
            self._terms[key] = Terms(self, active)
        return self._terms[key]

    def _forget(self) -> None:
        self._roots: dict[tuple[str, ...], Place] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._terms: dict[str, Terms] = {}


class Place:
    """Where a node stands, by the active contexts of a value there (`outer`) and of a node (`inner`)."""

    def __init__(self, compiler: Compiler, outer: Any, inner: Any) -> None:
        self._compiler, self._outer, self._inner = compiler, outer, inner
        self._with_context: dict[tuple[str, ...], Place] = {}
        outer_terms, inner_terms = compiler.terms(outer), compiler.terms(inner)
        # A type that is no term stays as it is, unless something renames it; PyLD would try every prefix.
        self._terms = outer_terms.named | inner_terms.named
        self._is_rigid = not (outer_terms.may_rename or inner_terms.may_rename)
        self._named: dict[tuple[str, ...], Kind] = {}
        self.kinds: dict[str | tuple[str, ...], Kind] = {}
        self.bare = Kind((), compiler.terms(inner), is_credential=False)
        self.is_aliased = self.bare.terms.is_aliased and compiler.terms(outer).is_aliased

    def kind(self, types: Any) -> Kind:
        """Give the kind of a node with a new `type`."""
        names = [types] if isinstance(types, str) else types
        if not isinstance(names, list):
            raise Unusual
        if len(names) > TYPES_MAX:
            raise TooComplexError("too_many_types", types=len(names))
        if not names or not all(isinstance(name, str) for name in names):
            raise Unusual
        if len(self.kinds) >= KINDS_MAX:
            self.kinds.clear()
        kind = self.kinds[types if isinstance(types, str) else tuple(types)] = self._kind(names)
        return kind

    def with_context(self, given: Any) -> "Place":
        """Give the place of a node with a `@context` of its own."""
        named = contexts(given, self._compiler.known)
        place = self._with_context.get(named)
        if place is None:
            budget.spend_list()
            with asking():
                active = self._compiler.process(self._inner, named)
                if "previousContext" in active:
                    raise Unusual
                place = self._with_context[named] = self._compiler.place(active, active)
        return place

    def _kind(self, names: list[str]) -> Kind:
        """Give the kind of types of which only those that the context names bring terms."""
        own: list[str] = []
        if self._is_rigid:
            own = [name for name in names if name not in self._terms and ABSOLUTE_IRI.match(name)]
        if is_doubtful(" ".join(own)):
            raise Unusual
        named = tuple(name for name in names if name not in own)
        kind = self._named.get(named)
        if kind is None:
            budget.spend_kind()
            with asking():
                if len(self._named) >= KINDS_MAX:
                    self._named.clear()
                kind = self._named[named] = self._named_kind(named)
        lines = dict.fromkeys([*kind.lines, *(f" {TYPE} <{name}>" for name in own)])
        return Kind(tuple(lines), kind.terms, kind.is_credential, len(own))

    def _named_kind(self, names: tuple[str, ...]) -> Kind:
        pyld = self._compiler.pyld
        iris = [pyld._expand_iri(self._inner, name, "", vocab=True) for name in names]  # noqa: SLF001
        back = [pyld._compact_iri(self._outer, iri, vocab=True) for iri in iris]  # noqa: SLF001
        if any(iri.startswith("@") or is_doubtful(iri) for iri in iris):
            raise Unusual
        if sorted(map(same_type, names)) != sorted(map(same_type, back)):
            raise UnsafeDocumentError("not_fixpoint")
        terms = self._compiler.terms(self._active(names, iris))
        return Kind(tuple(f" {TYPE} <{iri}>" for iri in iris), terms, is_credential=CREDENTIAL in names)

    def _active(self, names: Sequence[str], iris: list[str]) -> Any:
        """Give the active context of a node of these types, if expansion and compaction agree about it."""
        pyld = self._compiler.pyld
        back = [pyld._compact_iri(self._inner, iri, vocab=True) for iri in sorted(iris)]  # noqa: SLF001
        expanding, compacting = self._typed(sorted(names), self._inner), self._typed(back, self._outer)
        if not _is_same(expanding, compacting):
            raise Unusual
        return expanding

    def _typed(self, types: list[str], defining: Any) -> Any:
        active = self._inner
        for name in types:
            scoped = self._compiler.pyld.get_context_value(defining, name, "@context")
            if scoped is False:
                raise Unusual
            if scoped is not None:
                active = self._compiler.pyld._process_context(  # noqa: SLF001
                    active, scoped, self._compiler.options, propagate=False
                )
        return active


class Terms:
    """What names mean in a node with one active context."""

    def __init__(self, compiler: Compiler, active: Any) -> None:
        self._compiler, self._active = compiler, active
        mappings = active["mappings"]
        self._prefixes = frozenset(name for name, term in mappings.items() if term and term["_prefix"])
        self.named = mappings.keys() | {term["@id"] for term in mappings.values() if term}
        self.schemes = tuple(s for s in _SCHEMES if s.endswith("//") or s[:-1] not in self._prefixes)
        self.rows: dict[str, Row] = {}
        self.is_aliased = all(
            (mappings.get(name) or {}).get("@id") == f"@{name}"
            and compiler.pyld._compact_iri(active, f"@{name}") == name  # noqa: SLF001
            for name in ("id", "type")
        )
        if self.is_aliased:
            self.rows |= {"id": _IGNORED, "type": _IGNORED, "@context": _IGNORED}

    @property
    def is_speechless(self) -> bool:
        """Tell whether no term has a language of its own, so that all languages are alike."""
        terms = filter(None, self._active["mappings"].values())
        return not any(
            name in place for place in (self._active, *terms) for name in ("@language", "@direction")
        )

    @property
    def may_rename(self) -> bool:
        """Tell whether types without a term may be made longer or shorter."""
        return bool(self._prefixes) or "@vocab" in self._active

    def row(self, name: str) -> Row:
        """Give the row of a defined term."""
        if name.startswith("@") and name not in VALUE_MEMBERS:
            raise UnsafeDocumentError("keyword_used", member=name[:100])
        if name.startswith("_:"):
            raise UnsafeDocumentError("blank_node_predicate", member=name[:100])
        mapping = self._active["mappings"].get(name)
        if mapping is None and ":" not in name and name[:1] != "@" and "@vocab" not in self._active:
            raise UnsafeDocumentError("term_undefined", term=name[:200])
        with asking():
            row = self.rows[name] = Term(self._compiler, self._active, name, mapping).row()
        return row

    def check_address(self, value: object) -> None:
        """Return for an absolute IRI that is not a compact one."""
        if not isinstance(value, str) or not ABSOLUTE_IRI.match(value):
            raise UnsafeDocumentError("id_not_absolute", value=str(value)[:200])
        scheme, _, rest = value.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise Unusual


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two active contexts mean the same, also to the nodes below."""
    if one is other:
        return True
    if one is None or other is None or one.keys() != other.keys():
        return False
    return all(
        one[name] == other[name] for name in one if name not in ("_uuid", "previousContext")
    ) and _is_same(one.get("previousContext"), other.get("previousContext"))
