"""Reading a list of recipients that a person uploads or pastes. Pure: text in, rows and problems out.

Spreadsheets write many dialects: UTF-8 with or without a mark, Latin-1, UTF-16; commas, semicolons
or tabs. All are read alike. What is wrong is told by row and column, everything at once.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from foundation.text import clean, clean_line

MOST_ROWS = 5_000  # a conference has fewer; a longer list is divided
MOST_BYTES = 5 * 1024 * 1024  # 5 000 rows of 1 kB
MOST_REASON_CHARACTERS = 2_000
MOST_EVIDENCE_CHARACTERS = 1_000
MOST_RECIPIENT_CHARACTERS = 254  # an e-mail address cannot be longer (RFC 5321)

COLUMNS = ("recipient", "reason", "evidence")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "recipient": (
        "recipient", "user", "username", "user name", "e-mail", "email", "address",
        "mottagare", "användare", "användarnamn", "e-post", "adress",
        "destinatario", "usuario", "nombre de usuario", "correo", "correo electrónico",
        "المستلم", "المستخدم", "اسم المستخدم", "البريد الإلكتروني", "البريد",
    ),
    "reason": ("reason", "why", "skäl", "anledning", "motivering", "razón", "motivo", "السبب"),
    "evidence": (
        "evidence", "link", "underlag", "bevis", "länk", "evidencia", "prueba", "enlace", "الدليل", "الأدلة",
    ),
}  # fmt: skip
_NAMES = {alias: column for column, aliases in _HEADERS.items() for alias in aliases}
# What a spreadsheet would run; a user name may begin with a sign, so a sign alone is not enough.
_FORMULA = re.compile(r"[=@|%]|[+-].*[(!]")

_SAMPLE = (
    ("recipient", "reason", "evidence"),
    ("Example user", "Ran the newcomers' desk at the spring meeting", "https://example.org/spring-meeting"),
    ("recipient@example.org", "Reviewed forty translations", ""),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One recipient, cleaned. `number` is the line as a spreadsheet counts it (the header is line 1)."""

    number: int
    recipient: str
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One thing wrong: the row as a spreadsheet counts it (0: the whole file), the column, a code."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: rows with a recipient, and every problem found."""

    rows: tuple[Row, ...]
    problems: tuple[TableProblem, ...]


def read_table(given: bytes | str) -> Table:
    """Give the rows of a CSV file (bytes) or of pasted lines (text, which may lack a header).

    Problem codes: too_big, encoding, empty, header_missing, header_doubled, too_many_rows, quoting,
    too_many_cells, recipient_missing, formula, too_long.
    """
    if len(given) > MOST_BYTES:
        return _refused("too_big")
    text = given if isinstance(given, str) else _decoded(given)
    if text is None or "\x00" in text:
        return _refused("encoding")
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return _refused("empty")
    try:
        lines = list(_lines(text))
    except csv.Error:
        return _refused("quoting")
    return _table(lines, needs_header=isinstance(given, bytes))


def sample_file() -> bytes:
    """Give an example to start from: UTF-8 with a mark, so that spreadsheets open it rightly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(_SAMPLE)
    return written.getvalue().encode("utf-8-sig")


def _refused(code: str) -> Table:
    return Table((), (TableProblem(0, "", code),))


def _decoded(given: bytes) -> str | None:
    """Give the text: by its mark, else UTF-8, else Latin-1 as older spreadsheets on Windows write it."""
    if given.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return given.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give (line number, cells) of every line that is not blank. Raises csv.Error."""
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _table(lines: list[tuple[int, list[str]]], *, needs_header: bool) -> Table:
    if not lines:  # separators and nothing between them
        return _refused("empty")
    columns = [_NAMES.get(clean_line(cell).lower(), "") for cell in lines[0][1]]
    if "recipient" in columns:
        lines = lines[1:]
    elif needs_header:
        return _refused("header_missing")
    else:
        columns = list(COLUMNS)
    if any(columns.count(column) > 1 for column in COLUMNS):
        return _refused("header_doubled")
    if not lines:
        return _refused("empty")
    if len(lines) > MOST_ROWS:
        return _refused("too_many_rows")
    return _read_rows(lines, columns)


def _read_rows(lines: list[tuple[int, list[str]]], columns: list[str]) -> Table:
    rows: list[Row] = []
    problems: list[TableProblem] = []
    for number, cells in lines:
        found = dict(zip(columns, cells, strict=False))
        row = Row(
            number,
            clean_line(found.get("recipient", "")),
            clean(found.get("reason", "")),
            clean_line(found.get("evidence", "")),
        )
        problems += [TableProblem(number, column, code) for column, code in _wrong(row, cells, columns)]
        rows.append(row)
    return Table(tuple(rows), tuple(problems))


def _wrong(row: Row, cells: list[str], columns: list[str]) -> Iterator[tuple[str, str]]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        yield "", "too_many_cells"
    if not row.recipient:
        yield "recipient", "recipient_missing"
    elif _FORMULA.match(row.recipient):
        yield "recipient", "formula"
    most = (MOST_RECIPIENT_CHARACTERS, MOST_REASON_CHARACTERS, MOST_EVIDENCE_CHARACTERS)
    for column, limit in zip(COLUMNS, most, strict=True):
        if len(getattr(row, column)) > limit:
            yield column, "too_long"
