"""The canonical form of a template: sorted lines for each order in which its blank nodes can come.

RDFC-1.0 with blank nodes whose first-degree hashes all differ: labels follow the order of the hashes, and
that is the whole algorithm (4.4, steps 3 and 4). Rows with equal hashes are left to the full algorithm.
"""

from collections.abc import Iterable, Mapping, Sequence

from credentials.templates import order
from credentials.templates.lines import Blank, HashedText, Line, Open, Statement, filled, first_degree
from credentials.templates.refusals import RowRefusedError, TemplateRefusedError

OPEN_NODES_MAX = 6  # blank nodes with slots; the orders in which they can come grow with their factorial
FORMS_MAX = 1024  # texts kept for one template, of some 10 kB each
_ANSWERS_MAX = 64
_NO_LABELS: Mapping[int, str] = {}


class CanonicalForm:
    """Gives the SHA-256 of the canonical N-Quads of a template filled with values."""

    def __init__(
        self, statements: Sequence[Statement], beginnings: Sequence[str], *, most_forms: int = FORMS_MAX
    ) -> None:
        """Raises `TemplateRefusedError` when orders or labels depend on too much."""
        self._statements, self._most_forms = statements, most_forms
        nodes = {node for one in statements for node in _nodes(one)}
        self._near = [first_degree(statements, node) for node in sorted(nodes)]
        asked = (order.questions(lines, beginnings) for lines in (statements, *self._near))
        self._answers = order.Answers(order.joined(asked), len(beginnings))
        self._open = [node for node, lines in enumerate(self._near) if _has_slot(lines)]
        if len(self._open) > OPEN_NODES_MAX:
            raise TemplateRefusedError("too_many_open_nodes", nodes=len(self._open))
        self._kept: dict[tuple[bool, ...], _Arranged] = {}
        self._forms = 0

    def digest(self, values: Sequence[bytes]) -> bytes:
        """Give the digest for values in N-Quads spelling.

        Raises `RowRefusedError` for equal addresses, for blank nodes that only look alike, and for one order
        more than are kept.
        """
        answers = self._answers.of(values)
        arranged = self._kept.get(answers)
        if arranged is None:
            if len(self._kept) >= _ANSWERS_MAX:
                raise RowRefusedError("too_many_orders")
            arranged = _Arranged(self._statements, self._near, self._open, values)
            self._kept[answers] = arranged
        ranked = arranged.ranked(values)
        text = arranged.texts.get(ranked)
        if text is None:
            if self._forms >= self._most_forms:
                raise RowRefusedError("too_many_orders")
            self._forms += 1
            text = arranged.add(ranked)
        return text.digest(values)


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
        self._unlabelled = [self._line(one) for one in statements if not _nodes(one)]
        self._labelled = [(one, _nodes(one)) for one in statements if _nodes(one)]
        texts = [HashedText(sorted(map(self._line, lines))) for lines in near]
        self._hashes = [text.digest(values) for text in texts]
        self._open = [(node, texts[node]) for node in open_nodes]
        self.texts: dict[tuple[int, ...], HashedText] = {}
        self._lines: dict[tuple[int, tuple[str, ...]], Line] = {}

    def ranked(self, values: Sequence[bytes]) -> tuple[int, ...]:
        """Give the blank nodes in the order of their hashes. Raises `RowRefusedError` for equal ones."""
        hashes = self._hashes.copy()
        for node, lines in self._open:
            hashes[node] = lines.digest(values)
        if len(set(hashes)) != len(hashes):
            raise RowRefusedError("tied")
        return tuple(sorted(range(len(hashes)), key=hashes.__getitem__))

    def add(self, ranked: tuple[int, ...]) -> HashedText:
        """Make the text with labels by rank, and keep it."""
        labels = {node: f"_:c14n{place}" for place, node in enumerate(ranked)}
        lines = self._unlabelled.copy()
        for place, (statement, nodes) in enumerate(self._labelled):
            key = (place, tuple([labels[node] for node in nodes]))
            if key not in self._lines:
                self._lines[key] = self._line(statement, labels)
            lines.append(self._lines[key])
        text = self.texts[ranked] = HashedText(sorted(lines))
        return text

    def _line(self, statement: Statement, labels: Mapping[int, str] = _NO_LABELS) -> Line:
        return filled(statement, labels, self._values)


def _nodes(statement: Statement) -> list[int]:
    return [term.node for term in statement if isinstance(term, Blank)]


def _has_slot(statements: Iterable[Statement]) -> bool:
    return any(isinstance(term, Open) for statement in statements for term in statement)
