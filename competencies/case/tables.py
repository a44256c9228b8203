"""A framework as a spreadsheet, CSV or XLSX: rows in, a CASE package and problems by row out. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from competencies.case import values
from competencies.case.findings import Findings
from competencies.case.reading import MOST_BYTES, VERSION, Read
from competencies.case.shapes import CHILD
from competencies.case.table_files import MOST_ROWS, lines_of
from foundation.text import clean, clean_line

COLUMNS = ("identifier", "parent", "code", "title", "full statement", "item type", "language", "sequence")
_NEEDED = "full statement"
_NAMES = {name: name for name in COLUMNS} | {
    "id": "identifier",
    "statement": "full statement",
    "fullstatement": "full statement",
    "type": "item type",
    "order": "sequence",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
SAMPLE = (
    COLUMNS,
    ("A", "", "A", "Working together", "Works well with others, near and far.", "Area", "en", "1"),
    ("A1", "A", "A1", "Listening", "Listens before answering and asks what is meant.", "Skill", "en", "1"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the form says of a framework that comes as a table. `home`: the address that its names hang on."""

    title: str
    creator: str
    edition: str
    language: str
    home: str
    now: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """Give what the row is called; without an identifier it is what it says, and where."""
        cells = self.cells
        return cells["identifier"] or "\n".join((cells["parent"], cells["code"], cells[_NEEDED]))


def read_table(given: bytes, about: About) -> Read:
    """Give the package that a CSV or XLSX file stands for. Never raises; `findings` say what is wrong."""
    findings = Findings()
    if len(given) > MOST_BYTES:
        findings.problem("", "file_too_big", megabytes=MOST_BYTES // 1024**2)
        return Read(None, findings, "")
    lines = lines_of(given, findings)
    rows = list(_rows(lines, findings)) if findings.is_good else []
    if findings.is_good and not rows:
        findings.problem("", "table_empty")
    _check(rows, findings)
    package = _package(rows, about) if findings.is_good else None
    return Read(package, findings, "", tuple(row.number for row in rows))


def _rows(lines: Sequence[tuple[int, list[str]]], findings: Findings) -> Iterator[_Row]:
    if not lines:
        return
    names = [_NAMES.get(clean_line(cell).lower().replace("_", " "), "") for cell in lines[0][1]]
    if _NEEDED not in names:
        findings.problem("", "header_missing", column=_NEEDED)
        return
    if any(names.count(name) > 1 for name in COLUMNS):
        findings.problem("", "header_doubled")
        return
    if len(lines) > MOST_ROWS + 1:
        findings.problem("", "too_many", most=MOST_ROWS)
        return
    for number, cells in lines[1:]:
        found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        yield _Row(number, _cleaned(number, found, findings))


def _cleaned(number: int, cells: Mapping[str, str], findings: Findings) -> dict[str, str]:
    made = dict.fromkeys(COLUMNS, "")
    for name, cell in cells.items():
        at = f"/rows/{number}/{name}"
        text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        if code := values.hidden(text):
            findings.problem(at, code, number)
        elif len(text) > (values.MOST_CHARACTERS if name == _NEEDED else values.MOST_NODE_CHARACTERS):
            findings.problem(at, "text_too_long", number)
        elif text.startswith("="):
            findings.problem(at, "formula", number)
        made[name] = clean(text) if name == _NEEDED else clean_line(text)
    return made


def _check(rows: Sequence[_Row], findings: Findings) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        at, name = f"/rows/{row.number}", row.name
        if name in seen:
            findings.problem(f"{at}/identifier", "identifier_doubled", row.number, first=seen[name])
        seen.setdefault(name, row.number)
        for code, column in _wrong(row.cells):
            findings.problem(f"{at}/{column}", code, row.number)
    circling = _circling({row.name: row.cells["parent"] for row in rows})
    for row in rows:
        if row.cells["parent"] and row.cells["parent"] not in seen:
            findings.problem(f"/rows/{row.number}/parent", "parent_missing", row.number)
        elif row.name in circling:
            findings.problem(f"/rows/{row.number}/parent", "circle", row.number)


def _wrong(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not cells[_NEEDED]:
        yield "missing_field", _NEEDED
    if cells["sequence"] and values.whole(cells["sequence"]) is None:
        yield "number_expected", "sequence"
    if cells["language"] and not _LANGUAGE.fullmatch(cells["language"]):
        yield "language_unreadable", "language"
    if _looks_like_uuid(cells["identifier"]) and not values.is_uuid(cells["identifier"].lower()):
        yield "identifier_invalid", "identifier"


def _circling(above: Mapping[str, str]) -> set[str]:
    """Give the names that are above themselves; every name has one parent at most."""
    circling: set[str] = set()
    done: set[str] = set()
    for name in above:
        way: dict[str, int] = {}
        here = name
        while here and here in above and here not in done and here not in way:
            way[here] = len(way)
            here = above[here]
        if here in way:
            circling |= {one for one, place in way.items() if place >= way[here]}
        done |= way.keys()
    return circling


def _looks_like_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def document_identifier(about: About) -> str:
    """Give the identifier of the framework: the same title of the same group is the same framework."""
    return str(uuid5(NAMESPACE_URL, f"{about.home}#{about.title.casefold()}"))


def _package(rows: Iterable[_Row], about: About) -> dict[str, Any]:
    made = _Maker(about)
    listed = list(rows)
    known = {row.cells["identifier"]: made.identifier(row) for row in listed if row.cells["identifier"]}
    return {
        "CFDocument": made.document(),
        "CFItems": [made.item(row) for row in listed],
        "CFAssociations": [
            made.place(row, place, known.get(row.cells["parent"]))
            for place, row in enumerate(listed, start=1)
        ],
    }


class _Maker:
    def __init__(self, about: About) -> None:
        self._about = about
        self._document = document_identifier(about)
        self._now = about.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def identifier(self, row: _Row) -> str:
        """Give the identifier that a row brings, or one that its name (else its text) always leads to."""
        if values.is_uuid(row.name.lower()):
            return row.name.lower()
        return str(uuid5(UUID(self._document), row.name))

    def document(self) -> dict[str, Any]:
        """Give the CFDocument."""
        about = self._about
        made = {
            **self._core(self._document),
            "caseVersion": VERSION,
            "creator": about.creator,
            "title": about.title,
            "version": about.edition,
            "language": about.language,
        }
        return {name: value for name, value in made.items() if value}

    def item(self, row: _Row) -> dict[str, Any]:
        """Give the CFItem of a row."""
        cells = row.cells
        made = {
            **self._core(self.identifier(row)),
            "fullStatement": cells[_NEEDED],
            "abbreviatedStatement": cells["title"],
            "humanCodingScheme": cells["code"],
            "CFItemType": cells["item type"],
            "language": cells["language"] or self._about.language,
        }
        return {name: value for name, value in made.items() if value}

    def place(self, row: _Row, place: int, parent: str | None) -> dict[str, Any]:
        """Give the association that says where an item stands."""
        child = self.identifier(row)
        above = parent or self._document
        sequence = values.whole(row.cells["sequence"]) if row.cells["sequence"] else place
        return {
            **self._core(str(uuid5(UUID(self._document), f"{child} {CHILD}"))),
            "associationType": CHILD,
            "sequenceNumber": sequence,
            "originNodeURI": _node(child, row.cells["title"] or row.cells[_NEEDED]),
            "destinationNodeURI": _node(above, self._about.title if parent is None else row.cells["parent"]),
        }

    def _core(self, identifier: str) -> dict[str, str]:
        return {"identifier": identifier, "uri": f"urn:uuid:{identifier}", "lastChangeDateTime": self._now}


def _node(identifier: str, title: str) -> dict[str, str]:
    return {
        "title": title[: values.MOST_NODE_CHARACTERS],
        "identifier": identifier,
        "uri": f"urn:uuid:{identifier}",
    }
