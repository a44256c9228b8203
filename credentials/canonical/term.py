"""One term of a context, and what PyLD says of every form of value that it may have."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from credentials.canonical import processor
from credentials.canonical.fixpoint import SAME_MEMBER
from credentials.canonical.limits import ABSOLUTE_IRI
from credentials.canonical.quads import LANGUAGE, literal
from credentials.canonical.tables import ADDRESS, LITERAL, OTHER, VALUE_MEMBERS, Row, Unusual
from credentials.errors import CredentialError, UnsafeDocumentError

if TYPE_CHECKING:
    from credentials.canonical.compiled import Compiler, Place

_CONTAINERS: tuple[list[str], ...] = ([], ["@set"], ["@list"], ["@graph"], ["@graph", "@set"])
_REWRITTEN = "http://www.w3.org/2001/XMLSchema#double"  # its texts are written anew
_IRI = "urn:x:y"  # stands for every absolute IRI


@contextmanager
def asking() -> Iterator[None]:
    """Hold PyLD for a question. What it cannot answer is `Unusual`: the reference will tell the error."""
    with processor.LOCK:
        try:
            yield
        except (CredentialError, Unusual):
            raise
        except Exception as error:
            raise Unusual from error


class Term:
    """One term in one active context, with PyLD to ask."""

    def __init__(self, compiler: "Compiler", active: Any, name: str, mapping: Any) -> None:
        """Raise `Unusual` unless the term is of an ordinary kind."""
        self._compiler, self._active, self._name = compiler, active, name
        self._pyld = compiler.pyld
        self._iri, container = _property(name, mapping)
        self._outer, self._inner = self._pyld.place(active, name, compiler.options)
        self._kind = self._pyld.get_context_value(self._outer, name, "@type")
        self.is_json = self._pyld.get_context_value(active, name, "@type") == "@json"
        if self._kind == "@none" or self.is_json != (self._kind == "@json"):
            raise Unusual
        self.is_list, self.is_graph = "@list" in container, "@graph" in container
        self.is_literal = False  # strings are, with the suffix of the row
        self._place: Place | None = None
        self._takes_addresses, self._names = False, compiler.terms(self._outer)
        self._words: dict[str, str] = {}
        self._number: dict[str, Any] | None = None
        self._lengths: set[int] = set()
        self._forms: set[tuple[str, ...]] = set()

    def row(self) -> Row:
        """Give the row, with what is known at once of strings."""
        row = Row(OTHER, f" <{self._iri}> ", "", self._compiler.terms(self._outer).schemes, self)
        if self.is_json or self.is_graph or self._kind in {"@vocab", _REWRITTEN}:
            return row
        expanded = self._expanded(_IRI)
        is_chosen = self._is_chosen({"@list": [expanded]} if self.is_list else expanded)
        if not is_chosen or self._compacted(expanded) != _IRI:
            return row
        if "@value" in expanded:
            self.is_literal, row.suffix = True, literal(expanded).removeprefix(f'"{_IRI}"')
            row.string = OTHER if self.is_list else LITERAL
        elif not self.is_list and self._is_chosen({"@id": self._iri}):
            row.string = ADDRESS
        return row

    def place(self) -> "Place":
        """Give the place of a node, or of a reference to one, as value of this term."""
        if self._place is None:
            nodes = [{"@id": _IRI}, {"@id": self._iri}, {"@type": []}]
            values = [{"@graph": [node]} for node in nodes] if self.is_graph else nodes
            with asking():
                if self._kind == "@vocab" or self.is_json or self.is_list:
                    raise Unusual
                self._check([self._is_chosen(value) for value in values])
                self._place = self._compiler.place(self._outer, self._inner)
        return self._place

    def json(self, value: dict[str, Any]) -> str:
        """Give the object for a JSON value."""
        raw = {"@type": "@json", "@value": value}
        with asking():
            self._check([self._is_chosen(raw)])
        return literal(raw)

    def string(self, value: str) -> str:
        """Give the object for a string."""
        if self._takes_addresses:
            return self._address(value)
        with asking():
            if self.is_json or self.is_graph:
                raise Unusual
            if self._kind in ("@id", "@vocab"):
                return self._word(value) if self._kind == "@vocab" else self._address(value)
            expanded = self._expanded(value)
            self._check(
                [self.is_list or self._is_chosen(expanded)], is_back=self._compacted(expanded) == value
            )
            return literal(expanded)

    def number(self, value: float) -> str:
        """Give the object for a number or a boolean."""
        if self._number is None:
            with asking():
                if self.is_json or self.is_list or self.is_graph:
                    raise Unusual
                expanded = self._expanded(True)
                self._check([self._is_chosen(expanded)], is_back=self._compacted(expanded) is True)
                self._number = expanded
        return literal({**self._number, "@value": value})

    def spoken(self, value: Mapping[str, Any]) -> str:
        """Give the object for a value with a language or a direction."""
        text, language, direction = (value.get(name) for name in ("@value", "@language", "@direction"))
        if not value.keys() <= VALUE_MEMBERS or len(value) == 1 or not isinstance(text, str):
            raise Unusual
        if "@direction" in value and direction not in ("ltr", "rtl"):
            raise Unusual
        if "@language" in value and not isinstance(language, str):
            raise Unusual
        if isinstance(language, str) and not LANGUAGE.match(language):
            raise UnsafeDocumentError("language_invalid", value=language[:100])
        self._check_form(tuple(sorted(value)))
        return literal({**value, "@language": language.lower()} if isinstance(language, str) else value)

    def check_length(self, length: int) -> None:
        """Return when an array of so many strings may be the value."""
        length = min(length, 2)
        if length in self._lengths:
            return
        with asking():
            if self.is_json or self._kind == "@vocab":
                raise Unusual
            if self.is_list:
                items = [self._expanded(_IRI)] * length
                is_back = all(self._compacted(item) == _IRI for item in items)
                self._check([self._is_chosen({"@list": items})], is_back=is_back)
            elif not length:
                self._check([self._is_chosen([])])
        self._lengths.add(length)

    def _check_form(self, form: tuple[str, ...]) -> None:
        if form in self._forms:
            return
        texts = {"@value": "x", "@language": "en", "@direction": "ltr"}
        value = {name: texts[name] for name in form}
        with asking():
            if self.is_json or self.is_list or self.is_graph:
                raise Unusual
            if not all(self._compiler.terms(active).is_speechless for active in (self._active, self._outer)):
                raise Unusual
            self._check([self._is_chosen(value)], is_back=self._compacted(value) == value)
        self._forms.add(form)

    def _word(self, value: str) -> str:
        if value not in self._words:
            if value not in self._outer["mappings"]:
                if ":" in value:
                    raise Unusual
                raise UnsafeDocumentError("type_undefined", value=value[:200])
            expanded = self._expanded(value)
            self._check([self._is_chosen(expanded)], is_back=self._compacted(expanded) == value)
            self._words[value] = f"<{expanded['@id']}>"
        return self._words[value]

    def _address(self, value: str) -> str:
        self._names.check_address(value)
        if not self.is_list and not self._takes_addresses:
            self._check([self._is_chosen({"@id": _IRI}), self._is_chosen({"@id": self._iri})])
            self._takes_addresses = True
        return f"<{value}>"

    def _expanded(self, value: Any) -> dict[str, Any]:
        expanded: dict[str, Any] = self._pyld._expand_value(  # noqa: SLF001
            self._outer, self._name, value, self._compiler.options
        )
        return expanded

    def _compacted(self, expanded: Any) -> Any:
        return self._pyld._compact_value(  # noqa: SLF001
            self._outer, self._name, expanded, self._compiler.options
        )

    def _is_chosen(self, value: Any) -> bool:
        """Tell whether compaction chooses this very term for a value of its property."""
        chosen = self._pyld._compact_iri(self._active, self._iri, value, vocab=True)  # noqa: SLF001
        if SAME_MEMBER.get(chosen) == self._name:
            raise Unusual
        return bool(chosen == self._name)

    @staticmethod
    def _check(chosen: list[bool], *, is_back: bool = True) -> None:
        """Refuse when compaction never chooses the term; where it depends, more than the form decides."""
        if not any(chosen):
            raise UnsafeDocumentError("not_fixpoint")
        if not all(chosen) or not is_back:
            raise Unusual


def _property(name: str, mapping: Any) -> tuple[str, list[str]]:
    """Give the IRI and the containers of a term definition of an ordinary kind."""
    if not mapping or ":" in name or mapping["reverse"] or {"@nest", "@index"} & mapping.keys():
        raise Unusual
    iri, container = mapping["@id"], sorted(mapping.get("@container", []))
    if not isinstance(iri, str) or not ABSOLUTE_IRI.match(iri) or container not in _CONTAINERS:
        raise Unusual
    return iri, container
