"""In which order lines with slots stand, whatever fills the slots: decided by fixed text, or a question.

Two lines first differ at some term. When that difference lies in fixed text, their order is the same for
every recipient. When it lies where an address is filled in, the order is the answer to a question about that
one recipient: is this address less than that one?
"""

from collections.abc import Iterable, Sequence
from operator import eq, lt

from credentials.templates.lines import Blank, Fixed, Open, Statement, Term
from credentials.templates.refusals import RowRefusedError, TemplateRefusedError

QUESTIONS_MAX = 12  # each doubles the number of arrangements at worst; a badge has one or two

Question = tuple[int, int | str]  # a slot, and another slot or the text of an address with its `>`


def questions(statements: Sequence[Statement], beginnings: Sequence[str]) -> set[Question]:
    """Give all questions on which the order of these statements depends.

    `beginnings` are the fixed beginnings of the slots that are addresses. Raises
    `TemplateRefusedError` when two literals of one member could stand either way.
    """
    found: set[Question] = set()
    _ask(statements, 0, beginnings, found)
    return found


def _ask(
    statements: Iterable[Statement], place: int, beginnings: Sequence[str], found: set[Question]
) -> None:
    """Collect the questions between statements that are the same before the term at `place`."""
    groups: dict[Term, list[Statement]] = {}
    for one in statements:
        if place < len(one):
            groups.setdefault(one[place], []).append(one)
    for left in groups:
        if isinstance(left, Open):
            found.update(*(_between(left, right, beginnings) for right in groups if right is not left))
    for group in groups.values():
        if len(group) > 1:
            _ask(group, place + 1, beginnings, found)


def joined(asked: Iterable[set[Question]]) -> list[Question]:
    """Give all questions once, in a fixed order. Raises `CredentialError` when there are too many."""
    found = sorted(set().union(*asked), key=repr)
    if len(found) > QUESTIONS_MAX:
        raise TemplateRefusedError("too_many_questions", questions=len(found))
    return found


class Answers:
    """Answers all questions for one recipient."""

    def __init__(self, asked: Sequence[Question], slots: int) -> None:
        """`slots` is the number of values in a row."""
        self._slots = slots
        fixed = [other for _, other in asked if isinstance(other, str)]
        self._fixed = [text.removesuffix(">").encode() for text in fixed]
        places = iter(range(slots, slots + len(fixed)))
        self._pairs = [(slot, other if isinstance(other, int) else next(places)) for slot, other in asked]

    def of(self, values: Sequence[bytes]) -> tuple[bool, ...]:
        """Tell of each question whether the left address is less than the right one.

        `values` are whole addresses. Raises `RowRefusedError` when two are the same one, as two statements
        would become one.
        """
        both = [*values, *self._fixed] if self._fixed else values
        found = []
        for left, right in self._pairs:
            ours, theirs = both[left], both[right]
            if ours == theirs:
                raise RowRefusedError("same_address")
            found.append(ours + b">" < theirs + b">")
        return tuple(found)

    def of_all(self, rows: Sequence[Sequence[bytes]]) -> list[tuple[bool, ...]]:
        """Give for each row what `of` gives. Raises `RowRefusedError` when that does for any."""
        found = []
        for left, right in self._pairs:
            ours, theirs = self._column(rows, left), self._column(rows, right)
            if any(map(eq, ours, theirs)):
                raise RowRefusedError("same_address")
            found.append(map(lt, ours, theirs))
        return list(zip(*found, strict=True)) if found else [()] * len(rows)

    def _column(self, rows: Sequence[Sequence[bytes]], place: int) -> list[bytes]:
        if place < self._slots:
            return [values[place] + b">" for values in rows]
        return [self._fixed[place - self._slots] + b">"] * len(rows)


def _between(left: Open, right: Term, beginnings: Sequence[str]) -> tuple[Question, ...]:
    """Ask when fixed text does not decide; the first character tells address, literal and blank apart."""
    if left.before != _first(right):
        return ()
    if not left.is_address:
        raise TemplateRefusedError("order_of_literals")
    ours = f"<{beginnings[left.slot]}"
    if isinstance(right, Open):
        theirs = f"<{beginnings[right.slot]}"
        meet = ours.startswith(theirs) or theirs.startswith(ours)
        return ((min(left.slot, right.slot), max(left.slot, right.slot)),) if meet else ()
    if isinstance(right, Fixed) and right.text.startswith(ours):
        return ((left.slot, right.text[1:]),)
    return ()


def _first(term: Term) -> str:
    match term:
        case Fixed(text):
            return text[0]
        case Blank():
            return "_"
        case Open(_, before, _):
            return before
