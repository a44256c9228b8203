"""The fast path: from a document straight to its statements, by tables made once from its contexts.

One walk does the RDF conversion, the safe mode, the caps and the fixpoint rule: a name has a row only where
compaction would choose it for such a value, and a value is written only where compaction would give it back.
Whatever else is either refused with the place where it stands, or is `Unusual` and left to the reference.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from credentials.canonical import kept
from credentials.canonical.blank_nodes import Edge, Group
from credentials.canonical.issue_rules import check_values, is_portable
from credentials.canonical.limits import (
    ASKED_MAX,
    BLANK_NODES_MAX,
    CONTEXT_LISTS_MAX,
    DEPTH_MAX,
    NODES_MAX,
    VALUES_MAX,
)
from credentials.canonical.quads import FIRST, NIL, REST
from credentials.canonical.tables import ADDRESS, IGNORED, LITERAL, Kind, Row, Unusual
from credentials.errors import CredentialError, TooComplexError, UnsafeDocumentError
from credentials.json_pointer import POINTER_MAX, escaped

if TYPE_CHECKING:
    from credentials.canonical.compiled import Place, Terms

_FIRST, _REST = f" {FIRST} ", f" {REST} "

# The node that statements are made of: its number or its IRI in brackets, the text its lines begin with (none
# for a blank node), its graph, what ends a line, and where lines go.
_Here = tuple[int | str, str, int | None, str, Callable[[str], None]]


class Walk:
    """The statements of one document.

    `lines` are finished; `groups` and `edges` want labels (see `blank_nodes`). `quote` writes a text as a
    literal and `addresses` gets every IRI of the document, so what they look at is up to the caller.
    `no_texts` are the literals that were made of numbers, booleans and JSON; `hashes` the first-degree hashes
    (SHA-256) that are known already. `is_quick` says that texts and addresses are taken as they are: then
    parts that come again need not be walked again (see `kept`).
    """

    def __init__(
        self, quote: Callable[[str], str], addresses: list[str], *, at_issue: bool, is_quick: bool = False
    ) -> None:
        self.lines: list[str] = []
        self.groups: list[Group] = []
        self.edges: list[Edge] = []
        self.addresses = addresses
        self.blank_nodes = 0
        self.no_texts: list[str] = []
        self.hashes: dict[int, bytes] = {}
        self._quote, self._at_issue, self._is_quick = quote, at_issue, is_quick
        self._graphs: dict[int, list[str]] = {}
        self.described: set[str] = set()
        self.again: set[str] = set()
        self.credentials: list[str] = []
        self._contexts: set[str] = set()
        self._nodes, self._values, self._asked = 0, 1, 0
        self._values_max = VALUES_MAX if is_quick else VALUES_MAX // 2  # a careful walk is a second one
        self._path: list[str | int] = []

    def write(self, document: Mapping[str, Any], place: "Place") -> None:
        """Collect the statements of a document that stands at `place`.

        Raises `UnsafeDocumentError` with a `pointer`, `TooComplexError`, `UnknownContextError`, `Unusual`.
        """
        if not document.keys() - {"id", "@context"}:
            raise Unusual  # such a document says nothing
        try:
            self._node(document, place, None, 1)
        except CredentialError as error:
            path = (escaped(str(step)[:POINTER_MAX]) for step in reversed(self._path))
            pointer = "".join(f"/{step}" for step in path)[:POINTER_MAX]
            error.facts = {**error.facts, "pointer": f"{pointer}{error.facts.get('pointer', '')}"}
            raise

    @property
    def has_credential_twice(self) -> bool:
        """Tell whether there is a second place with the id of a credential, or what looks like it."""
        return not self.again.isdisjoint(self.credentials)

    def _node(self, node: Mapping[str, Any], place: "Place", graph: int | None, depth: int) -> int | str:
        """Write the statements of a node; give its number if it is blank, else its IRI in brackets."""
        self._nodes += 1
        self._values += len(node)
        if "@context" in node:
            place = self._with_context(node, place, depth)
        if self._nodes > NODES_MAX or self._values > self._values_max or depth >= DEPTH_MAX:
            raise self._too_much(depth)
        kind = self._kind(node["type"], place) if "type" in node else place.bare
        if kind.strange:
            self._count(3 * kind.strange, 0)  # each may make a kind anew
        here = self._subject(node, kind.terms, graph)
        name, subject, _, end, add = here
        if kind.is_credential or depth == 1:
            self.credentials.append(subject)
        for line in kind.lines:
            add(f"{subject}{line}{end}")
        self._members(node, kind.terms, here, depth + 1)
        return name

    def counts(self) -> tuple[int, int, int]:
        """Give how many nodes and values were met, and how often no table had an answer."""
        return self._nodes, self._values, self._asked

    def _part(self, node: dict[str, Any], place: "Place", graph: int | None, depth: int) -> int | str:
        """Write a node as `_node` does, or as it was written before."""
        is_kept = self._is_quick and graph is None and depth <= kept.DEEPEST
        key = kept.key_of(node, place, depth, at_issue=self._at_issue) if is_kept else None
        if key is None:
            return self._node(node, place, graph, depth)
        found = kept.find(key)
        if found is not None and self._has_room(found):
            return self._repeat(found)
        if not kept.is_wanted(key):
            return self._node(node, place, graph, depth)
        recording, apart = kept.Recording(self), (len(self._graphs), len(self._contexts))
        name = self._node(node, place, graph, depth)
        part = recording.part(place, str(name))
        if apart == (len(self._graphs), len(self._contexts)):
            kept.keep(key, part)
        return name

    def _has_room(self, part: kept.Part) -> bool:
        """Tell whether the part stays within the caps; the walk through it says where it would not."""
        nodes, values = self._nodes + part.nodes, self._values + part.values
        blank_nodes, asked = self.blank_nodes + part.blank_nodes, self._asked + part.asked
        is_small = nodes <= NODES_MAX and values <= self._values_max
        return is_small and blank_nodes <= BLANK_NODES_MAX and asked <= ASKED_MAX

    def _repeat(self, part: kept.Part) -> str:
        first = self.blank_nodes
        self.blank_nodes += part.blank_nodes
        self._nodes += part.nodes
        self._values += part.values
        self._asked += part.asked
        self.lines += part.lines
        self.groups += [(kept.moved(subject, first), None, said) for subject, _, said in part.groups]
        self.edges += [
            (kept.moved(subject, first), said, node + first, None) for subject, said, node, _ in part.edges
        ]
        self.addresses += part.addresses
        self.no_texts += part.no_texts
        self.credentials += part.credentials
        self.again |= part.again | (self.described & part.described)
        self.described |= part.described
        self.hashes.update(enumerate(part.hashes, start=first))
        return part.name

    # The hot loop. What it repeats of `_value` it repeats for speed: four of five values end here.
    def _members(self, node: Mapping[str, Any], terms: "Terms", here: _Here, depth: int) -> None:  # noqa: C901
        _, subject, graph, end, add = here
        rows, quote = terms.rows, self._quote
        name = ""
        try:
            for name, value in node.items():
                try:
                    row = rows[name]
                except KeyError:
                    row = terms.row(name)
                how, kind = row.string, value.__class__
                if kind is str and how == LITERAL:
                    add(f"{subject}{row.predicate}{quote(value)}{row.suffix}{end}")
                elif how == IGNORED:
                    continue
                elif kind is str and how == ADDRESS and value.startswith(row.schemes):
                    self.addresses.append(value)
                    add(f"{subject}{row.predicate}<{value}>{end}")
                elif kind is dict and row.place is not None and len(value) > 1 and "@value" not in value:
                    self._say(here, row.predicate, self._part(value, row.place, graph, depth))
                elif kind is list:
                    self._array(value, row, here, depth)
                elif value is not None or self._at_issue:
                    self._say(here, row.predicate, self._value(value, row, graph, depth))
        except CredentialError:
            self._path.append(name)
            raise

    def _say(self, here: _Here, predicate: str, value: int | str) -> None:
        name, subject, graph, end, add = here
        if isinstance(value, str):
            add(f"{subject}{predicate}{value}{end}")
        else:
            self.edges.append((name, predicate, value, graph))

    def _array(self, values: list[Any], row: Row, here: _Here, depth: int) -> None:
        self._values += len(values)
        if self._values > self._values_max or (depth >= DEPTH_MAX and values):
            raise self._too_much(depth)
        if row.term.is_json:
            raise Unusual
        if row.term.is_list:
            self._say(here, row.predicate, self._list(values, row, here[2]))
            return
        if not values:
            row.term.check_length(0)
        index = 0
        try:
            for value in values:
                self._say(here, row.predicate, self._value(value, row, here[2], depth + 1))
                index += 1
        except CredentialError:
            self._path.append(index)
            raise

    def _value(self, value: Any, row: Row, graph: int | None, depth: int) -> int | str:
        """Write what belongs to a value that is no array; give it as an object."""
        if value.__class__ is str:
            return self._string(value, row) if not row.term.is_list else self._list([value], row, graph)
        if value.__class__ is dict:
            return (
                self._json(value, row, depth) if row.term.is_json else self._object(value, row, graph, depth)
            )
        if value is None and self._at_issue:
            raise UnsafeDocumentError("null_value")
        if value.__class__ not in (int, float, bool):
            raise Unusual
        if self._at_issue and not is_portable(value):
            raise UnsafeDocumentError("number_not_portable", number=repr(value)[:50])
        self.no_texts.append(row.term.number(value))
        return self.no_texts[-1]

    def _string(self, value: str, row: Row) -> str:
        if row.term.is_literal:
            return f"{self._quote(value)}{row.suffix}"
        if row.string == ADDRESS and value.startswith(row.schemes):
            self.addresses.append(value)
            return f"<{value}>"
        self._count(2, 0)  # it costs three times what others do
        if row.string != ADDRESS:
            self._ask()
        text = row.term.string(value)
        if text.startswith("<"):
            self.addresses.append(text[1:-1])
        return text

    def _object(self, value: dict[str, Any], row: Row, graph: int | None, depth: int) -> int | str:
        if depth >= DEPTH_MAX:
            raise self._too_much(depth)
        if "@value" in value:
            return self._spoken(value, row)
        place = row.term.place()
        if len(value) == 1 and "id" in value:
            return self._reference(value["id"], row, place)
        if not value:
            raise Unusual
        if not row.term.is_graph:
            row.place = place
            return self._node(value, place, graph, depth)
        number = self._blank_node()
        self._graphs[number] = []
        self.groups.append((None, number, self._graphs[number]))
        self._node(value, place, number, depth)
        return number

    def _reference(self, name: Any, row: Row, place: "Place") -> str:
        self._count(1)
        if row.term.is_graph or not place.is_aliased:
            raise Unusual
        self._take(name, place.bare.terms)
        return f"<{name}>"

    def _spoken(self, value: dict[str, Any], row: Row) -> str:
        self._count(len(value))
        if value["@value"] is None:
            raise UnsafeDocumentError("null_value")
        return row.term.spoken(value)

    def _json(self, value: dict[str, Any], row: Row, depth: int) -> str:
        self._count_json(value, depth)
        self._ask()
        if self._at_issue:
            check_values(value)
        self.no_texts.append(row.term.json(value))
        return self.no_texts[-1]

    def _list(self, values: list[Any], row: Row, graph: int | None) -> int | str:
        """Write the cells of a list of strings; give the first (JSON-LD 1.1 API, section 8.2)."""
        if not all(value.__class__ is str for value in values):
            raise Unusual
        row.term.check_length(len(values))
        end = " .\n" if graph is None else " "
        cells = [self._blank_node() for _ in values]
        rest: int | str = NIL
        for cell, value in zip(reversed(cells), reversed(values), strict=True):
            lines = [f"{_FIRST}{self._string(value, row)}{end}"]
            self.groups.append((cell, graph, lines))
            self._say((cell, "", graph, end, lines.append), _REST, rest)
            rest = cell
        return rest

    def _subject(self, node: Mapping[str, Any], terms: "Terms", graph: int | None) -> _Here:
        if not terms.is_aliased:
            raise Unusual
        if "id" not in node:
            number, lines = self._blank_node(), list[str]()
            self.groups.append((number, graph, lines))
            return number, "", graph, " .\n" if graph is None else " ", lines.append
        name = node["id"]
        self._take(name, terms)
        subject = f"<{name}>"
        if subject in self.described:
            self.again.add(subject)
        self.described.add(subject)
        if graph is None:
            return subject, subject, None, " .\n", self.lines.append
        return subject, subject, graph, " ", self._graphs[graph].append

    def _take(self, name: Any, terms: "Terms") -> None:
        """Note the `id` of a node, an absolute IRI."""
        try:
            if name.__class__ is not str or not name.startswith(terms.schemes):
                terms.check_address(name)
            self.addresses.append(name)
        except CredentialError:
            self._path.append("id")
            raise

    def _kind(self, types: Any, place: "Place") -> Kind:
        try:
            key = tuple(types) if types.__class__ is list else types
            return place.kinds.get(key) or place.kind(types)
        except TypeError as error:  # something in the list cannot be a name
            raise Unusual from error
        except CredentialError:
            self._path.append("type")
            raise

    def _with_context(self, node: Mapping[str, Any], place: "Place", depth: int) -> "Place":
        self._values -= 1
        if depth == 1:
            return place
        if node.keys() <= {"@context", "id"}:
            raise Unusual  # a reference or none, depending on whom one asks
        self._contexts.add(repr(node["@context"]))
        if len(self._contexts) >= CONTEXT_LISTS_MAX:
            raise TooComplexError("too_many_contexts", lists=len(self._contexts))
        return place.with_context(node["@context"])

    def _blank_node(self) -> int:
        self.blank_nodes += 1
        if self.blank_nodes > BLANK_NODES_MAX:
            raise TooComplexError("too_many_blank_nodes", blank_nodes=self.blank_nodes)
        return self.blank_nodes - 1

    def _count(self, members: int, nodes: int = 1) -> None:
        self._nodes += nodes
        self._values += members
        if self._nodes > NODES_MAX or self._values > self._values_max:
            raise self._too_much(0)

    def _count_json(self, value: Any, depth: int) -> None:
        if value.__class__ is dict:
            if any(name[:1] == "@" or name[:2] == "_:" or name == "type" for name in value):
                raise Unusual
            self._count(len(value))
            self.again.add(f"<{value.get('id')}>")  # to a reader it looks like a node
            members = list(value.values())
        else:
            members = value if value.__class__ is list else []
            self._values += len(members)
        if depth >= DEPTH_MAX and members:
            raise self._too_much(depth)
        for member in members:
            if member is None and self._at_issue:
                raise UnsafeDocumentError("null_value")
            self._count_json(member, depth + 1)

    def _ask(self) -> None:
        """Count what no table can answer: each costs as much as some ten statements."""
        self._asked += 1
        if self._asked > ASKED_MAX:
            raise Unusual

    def _too_much(self, depth: int) -> TooComplexError:
        return TooComplexError("too_many_values", nodes=self._nodes, values=self._values, depth=depth)
