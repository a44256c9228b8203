"""The canonical form of a template: sorted lines for each order in which its blank nodes can come.

RDFC-1.0 with blank nodes whose first-degree hashes all differ: labels follow the order of the hashes, and
that is the whole algorithm (4.4, steps 3 and 4). Rows with equal hashes are left to the full algorithm.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from credentials.templates import order
from credentials.templates.lines import HashedText, Line, Open, Statement, filled, first_degree, nodes
from credentials.templates.refusals import RowRefusedError, TemplateRefusedError

OPEN_NODES_MAX = 6  # blank nodes with slots; the orders in which they can come grow with their factorial
FORMS_BYTES_MAX = 16 * 1024 * 1024  # of all texts that are kept for one template, of some 10 kB each
_ANSWERS_MAX = 64
_NO_LABELS: Mapping[int, str] = {}


class CanonicalForm:
    """Gives the SHA-256 of the canonical N-Quads of a template filled with values."""

    def __init__(
        self, statements: Sequence[Statement], beginnings: Sequence[str], *, most_bytes: int = FORMS_BYTES_MAX
    ) -> None:
        """Raises `TemplateRefusedError` when orders or labels depend on too much."""
        self._statements, self._most_bytes = statements, most_bytes
        self._near = [lines for _, lines in sorted(first_degree(statements).items())]
        asked = (order.questions(lines, beginnings) for lines in (statements, *self._near))
        self._answers = order.Answers(order.joined(asked), len(beginnings))
        self._open = [node for node, lines in enumerate(self._near) if _has_slot(lines)]
        if len(self._open) > OPEN_NODES_MAX:
            raise TemplateRefusedError("too_many_open_nodes", nodes=len(self._open))
        self._kept: dict[tuple[bool, ...], _Arranged] = {}
        self._bytes = 0

    def digest(self, values: Sequence[bytes]) -> bytes:
        """Give the digest for values in N-Quads spelling.

        Raises `RowRefusedError` for equal addresses, for blank nodes that only look alike, and for one order
        more than are kept.
        """
        arranged = self._arranged(self._answers.of(values), values)
        text = arranged.texts.get(ranked := arranged.ranked(values))
        return (text or self._added(arranged, ranked)).digest(values)

    def digests(self, rows: Sequence[Sequence[bytes]]) -> list[bytes | RowRefusedError]:
        """Give for each row what `digest` gives, or why it is refused; faster than one by one."""
        try:
            return self._together(rows)
        except RowRefusedError:  # one is too long, or has the same address twice
            return list(map(self._digest_or_not, rows))

    def _together(self, rows: Sequence[Sequence[bytes]]) -> list[bytes | RowRefusedError]:
        """Give `digests`, rows with one text in turn, as all texts do not fit into the nearer caches.

        Raises as `HashedText.digests` and `Answers.of_all`.
        """
        found: dict[int, bytes | RowRefusedError] = {}
        alike: dict[HashedText, list[int]] = {}
        for arranged, places in self._by_answers(rows, found).items():
            ranks = arranged.ranks([rows[place] for place in places])
            for place, ranked in zip(places, ranks, strict=True):
                try:
                    text = arranged.texts.get(ranked) or self._added(arranged, ranked)
                    alike.setdefault(text, []).append(place)
                except RowRefusedError as error:
                    found[place] = error
        for text, places in alike.items():
            found.update(zip(places, text.digests([rows[place] for place in places]), strict=True))
        return [found[place] for place in range(len(rows))]

    def _by_answers(
        self, rows: Sequence[Sequence[bytes]], found: dict[int, bytes | RowRefusedError]
    ) -> dict["_Arranged", list[int]]:
        """Give the places of rows that give the same answers; refusals go into `found`."""
        alike: dict[tuple[bool, ...], list[int]] = {}
        for place, answers in enumerate(self._answers.of_all(rows)):
            alike.setdefault(answers, []).append(place)
        arranged: dict[_Arranged, list[int]] = {}
        for answers, places in alike.items():
            try:
                arranged[self._arranged(answers, rows[places[0]])] = places
            except RowRefusedError as error:
                found.update(dict.fromkeys(places, error))
        return arranged

    def _digest_or_not(self, values: Sequence[bytes]) -> bytes | RowRefusedError:
        try:
            return self.digest(values)
        except RowRefusedError as error:
            return error

    def _arranged(self, answers: tuple[bool, ...], values: Sequence[bytes]) -> "_Arranged":
        arranged = self._kept.get(answers)
        if arranged is None:
            if len(self._kept) >= _ANSWERS_MAX or self._bytes > self._most_bytes:
                raise RowRefusedError("too_many_orders")
            arranged = _Arranged(self._statements, self._near, self._open, values)
            self._kept[answers] = arranged
            self._bytes += arranged.bytes
        return arranged

    def _added(self, arranged: "_Arranged", ranked: tuple[int, ...]) -> HashedText:
        """Make the text of an order that was not met before. Nodes that look alike have one place twice."""
        if len(set(ranked)) != len(ranked):
            raise RowRefusedError("tied")
        if self._bytes > self._most_bytes:
            raise RowRefusedError("too_many_orders")
        text, more = arranged.add(ranked)
        self._bytes += more
        return text


class _Arranged:
    """One way to answer all questions; `values` are of the first row that gave these answers.

    Lines stand for every such row in the order that they have for this one.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        near: Sequence[Sequence[Statement]],
        open_nodes: Sequence[int],
        values: Sequence[bytes],
    ) -> None:
        self._values = [value.decode() for value in values]
        self._unlabelled = [self._line(one) for one in statements if not nodes(one)]
        self._labelled = [(one, nodes(one)) for one in statements if nodes(one)]
        texts = [HashedText(sorted(map(self._line, lines))) for lines in near]
        self._hashes = [text.digest(values) for text in texts]
        self._open = [(node, texts[node]) for node in open_nodes]
        self.texts: dict[tuple[int, ...], HashedText] = {}
        self._lines: dict[tuple[int, tuple[str, ...]], Line] = {}
        self.bytes = 4 * sum(len(line.text) for line in self._unlabelled)  # what is kept beside the texts

    def ranked(self, values: Sequence[bytes]) -> tuple[int, ...]:
        """Give the blank nodes in the order of their hashes; one of them twice when two are equal."""
        hashes = self._hashes.copy()
        for node, lines in self._open:
            hashes[node] = lines.digest(values)
        return _order(hashes)

    def ranks(self, rows: Sequence[Sequence[bytes]]) -> list[tuple[int, ...]]:
        """Give `ranked` for each row."""
        columns: list[Iterable[bytes]] = [repeat(known) for known in self._hashes]
        for node, lines in self._open:
            columns[node] = lines.digests(rows)
        if not self._open:
            return [_order(self._hashes)] * len(rows)
        return list(map(_order, zip(*columns, strict=False)))  # what is known has no end

    def add(self, ranked: tuple[int, ...]) -> tuple[HashedText, int]:
        """Make the text with labels by rank, and keep it; give also how many bytes more are kept now."""
        more = 0
        labels = {node: f"_:c14n{place}" for place, node in enumerate(ranked)}
        lines = self._unlabelled.copy()
        for place, (statement, named) in enumerate(self._labelled):
            key = (place, tuple([labels[node] for node in named]))
            if key not in self._lines:
                self._lines[key] = self._line(statement, labels)
                more += 2 * len(self._lines[key].text)
            lines.append(self._lines[key])
        text = self.texts[ranked] = HashedText(sorted(lines))
        return text, more + text.bytes

    def _line(self, statement: Statement, labels: Mapping[int, str] = _NO_LABELS) -> Line:
        return filled(statement, labels, self._values)


def _has_slot(statements: Iterable[Statement]) -> bool:
    return any(isinstance(term, Open) for statement in statements for term in statement)


def _order(hashes: Sequence[bytes]) -> tuple[int, ...]:
    return tuple(map(hashes.index, sorted(hashes)))
