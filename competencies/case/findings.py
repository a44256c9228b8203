"""What is wrong with an import, and what was read differently than it was written; by row. Pure."""

from dataclasses import dataclass, field
from typing import Any

MOST_KEPT = 200  # nobody mends more at once; the others are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: where (JSON pointer), a stable code, the row as the file counts it (0: the whole file)."""

    pointer: str
    code: str
    row: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {"pointer": self.pointer, "code": self.code, "row": self.row, "facts": self.facts}


@dataclass(slots=True)
class Findings:
    """The first problems and notes, and how many there are. A note does not keep anybody from importing."""

    problems: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    problem_count: int = 0
    note_count: int = 0

    def problem(self, pointer: str, code: str, row: int = 0, **facts: Any) -> None:
        """Write down something that must be mended first."""
        self.problem_count += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append(Finding(pointer, code, row, facts))

    def note(self, pointer: str, code: str, row: int = 0, **facts: Any) -> None:
        """Write down something that was read differently than it was written."""
        self.note_count += 1
        if len(self.notes) < MOST_KEPT:
            self.notes.append(Finding(pointer, code, row, facts))

    @property
    def is_good(self) -> bool:
        """Tell whether nothing must be mended."""
        return not self.problem_count
