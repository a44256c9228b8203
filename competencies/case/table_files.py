"""Files of tables, CSV and XLSX: bytes in, numbered lines of cells out; and samples to start from. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from competencies.case.findings import Findings

MOST_ROWS = 30_000
MOST_UNPACKED_BYTES = 160 * 1024 * 1024  # a workbook is packed: what it takes when it is opened
MOST_COLUMNS = 20

Lines = list[tuple[int, list[str]]]


def lines_of(given: bytes, findings: Findings) -> Lines:
    """Give (number as a spreadsheet counts it, cells) of every line that is not blank; a formula is "="."""
    return _workbook(given, findings) if given.startswith(b"PK") else _text(given, findings)


def sample_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Give a file to start from: UTF-8 with a mark, so that spreadsheets open it rightly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def sample_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Give the same as a workbook."""
    book = Workbook()
    sheet = book.active
    if sheet is not None:
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text(given: bytes, findings: Findings) -> Lines:
    text = _decoded(given)
    if text is None or "\x00" in text:
        findings.problem("", "not_text")
        return []
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(number, cells) for number, cells in enumerate(read, start=1) if any(map(str.strip, cells))]
    except csv.Error:
        findings.problem("", "quoting")
        return []


def _decoded(given: bytes) -> str | None:
    encodings = ["utf-16"] if given.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return given.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _workbook(given: bytes, findings: Findings) -> Lines:
    """Give the lines of the first sheet; a formula stays as it is written, and is a problem of its row."""
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            findings.problem("", "file_too_big", megabytes=MOST_UNPACKED_BYTES // 1024**2)
            return []
        book = load_workbook(io.BytesIO(given), read_only=True, data_only=False, keep_links=False)
        return list(_cells(book.worksheets[0]))
    except Exception:  # noqa: BLE001 - openpyxl and its parser raise many kinds for a broken file
        findings.problem("", "not_a_workbook")
        return []


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        found = [_as_text(cell) for cell in cells]
        if any(one.strip() for one in found):
            yield number, found


def _as_text(cell: Any) -> str:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return "="  # what it would come to is not in the cell
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
