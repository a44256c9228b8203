"""What somebody typed into a form of definitions: flat fields, lists of ticks, and rows that repeat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from web.language import CODES
from web.pages import picking

YES = "yes"
ROWS_SHOWN = 5
ROWS_MAX = 60  # more than any list of ours may hold, so that a refusal can name the row
WRONG_NUMBER = -1  # outside every range of ours: the service says so at the right field


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the form that repeats: its name, its fields, and those that make a row count when filled."""

    name: str
    fields: tuple[str, ...]
    deciding: tuple[str, ...]


@dataclass(slots=True)
class Typed:
    """`fields`: name -> text; `ticks`: -> values; `rows`: -> filled rows; `shown`: rows drawn."""

    fields: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give one field without the white space around it; "" when it was not sent."""
        return self.fields.get(name, "").strip()

    def texts(self, name: str) -> dict[str, str]:
        """Give one text in the languages it was written in."""
        return {code: self.fields[f"{name}.{code}"] for code in CODES if self.text(f"{name}.{code}")}

    def number(self, name: str, blank: int | None = None) -> int | None:
        """Give a whole number, `blank` for nothing, WRONG_NUMBER for anything else."""
        return whole_number(self.text(name), blank)

    def ticked(self, name: str) -> bool:
        """Tell whether a single box is ticked."""
        return YES in self.ticks.get(name, [])

    def set_texts(self, name: str, texts: Mapping[str, str]) -> None:
        """Fill the fields of one text."""
        self.fields |= {f"{name}.{code}": text for code, text in texts.items()}


def whole_number(text: str, blank: int | None = None) -> int | None:
    """Give a whole number, `blank` for nothing, WRONG_NUMBER for anything else."""
    if not text.strip():
        return blank
    return int(text) if text.strip().isdecimal() and len(text.strip()) < 7 else WRONG_NUMBER  # noqa: PLR2004 - six digits are beyond every range of ours


def read_form(form: "MultiDict[str, str]", rows: Sequence[Rows]) -> Typed:
    """Give what was typed. Rows left empty are dropped, so that a pointer's index is the row's place."""
    typed = Typed(fields=form.to_dict(), ticks={name: form.getlist(name) for name in form})
    for kind in rows:
        sent = list(_sent_rows(form, kind))
        typed.rows[kind.name] = [row for row in sent if any(row[name].strip() for name in kind.deciding)]
        more = ROWS_SHOWN if form.get("more") == kind.name else 0
        typed.shown[kind.name] = min(ROWS_MAX, max(ROWS_SHOWN, len(sent)) + more)
    _put_in(typed, picking.row_for(form.get("more", "")))
    return typed


def _put_in(typed: Typed, picked: dict[str, str] | None) -> None:
    """Put a picked item into the first empty row of the alignments, where a form has them."""
    if picked is not None and "alignments" in typed.rows:
        typed.rows["alignments"].append(picked)
        typed.shown["alignments"] = max(typed.shown["alignments"], len(typed.rows["alignments"]))


def stored(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Typed:
    """Give a form filled with the rows of a published version."""
    typed = Typed()
    for name, found in rows.items():
        typed.rows[name] = [{key: _as_typed(value) for key, value in row.items()} for row in found]
        typed.shown[name] = max(ROWS_SHOWN, len(typed.rows[name]) + 1)
    return typed


def _sent_rows(form: Mapping[str, str], kind: Rows) -> Iterable[dict[str, str]]:
    for index in range(ROWS_MAX):
        at = f"{kind.name}.{index}."
        if at + kind.deciding[0] not in form:
            return
        yield {name: form.get(at + name, "") for name in kind.fields}


def _as_typed(value: object) -> str:
    if value is None or value is False:
        return ""
    return YES if value is True else str(value)
