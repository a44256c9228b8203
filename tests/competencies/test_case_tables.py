"""A framework as a spreadsheet: rows become items, and what is wrong is told by row."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from competencies.case.reading import read_package
from competencies.case.table_files import sample_csv, sample_xlsx
from competencies.case.tables import COLUMNS, SAMPLE, About, read_table
from competencies.case.tree import check
from tests.competencies.case_samples import uuid, written

ABOUT = About(
    title="Skills",
    creator="Workshop",
    edition="2",
    language="en",
    home="https://here.example/groups/workshop/reference",
    now=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)


def table(*rows, header="identifier,parent,code,title,full statement,item type,language,sequence"):
    return "\n".join((header, *rows)).encode()


def book(*rows, header=COLUMNS):
    made = Workbook()
    for row in (header, *rows):
        made.active.append(row)
    written_book = io.BytesIO()
    made.save(written_book)
    return written_book.getvalue()


def problems(given):
    return [
        (one.row, one.pointer.rpartition("/")[2], one.code)
        for one in read_table(given, ABOUT).findings.problems
    ]


@pytest.mark.parametrize("given", [sample_csv(SAMPLE), sample_xlsx(SAMPLE)], ids=["csv", "xlsx"])
def test_the_sample_reads_as_a_package_that_fits(given):
    found = read_table(given, ABOUT)
    assert found.findings.problems == []
    again = read_package(written(found.package))
    tree = check(again.package, again.findings)
    assert (again.findings.problems, again.findings.notes) == ([], [])
    area, skill = again.package["CFItems"]
    assert (area["humanCodingScheme"], skill["abbreviatedStatement"]) == ("A", "Listening")
    assert tree.places[skill["identifier"]].parent == area["identifier"]
    assert again.package["CFDocument"]["lastChangeDateTime"] == "2026-01-02T03:04:05Z"


def test_the_same_names_lead_to_the_same_identifiers_and_a_uuid_is_kept():
    given = table(f"{uuid('a')},,,,One,,,", "B,,,,Two,,,", ",,,,Three,,,")
    first, second = (read_table(given, ABOUT).package["CFItems"] for _ in range(2))
    assert [one["identifier"] for one in first] == [one["identifier"] for one in second]
    assert first[0]["identifier"] == uuid("a")


def test_formulas_are_a_problem_of_their_row_in_both_kinds():
    given = book(("A", "", "", "", "Good", "", "", ""), ("B", "", "", "", "=1+1", "", "", ""))
    assert problems(given) == [(3, "full statement", "formula")]
    assert problems(table("B,,,,=HYPERLINK(1),,,")) == [(2, "full statement", "formula")]


def test_everything_wrong_is_told_at_once():
    given = table(
        "A,,,,Good,,,",
        "A,,,,Again,,,",
        "B,X,,,Orphan,,,",
        "C,D,,,One,,,",
        "D,C,,,Other,,,",
        "E,,,,,,,",
        "F,,,,Text,,not a language,many",
        "G,,,,\u202etxet,,,",
        "018f3c5a-7b2e-7000-8000-000000000000,,,,Text,,,",
    )
    assert sorted(problems(given)) == sorted(
        [
            (3, "identifier", "identifier_doubled"),
            (4, "parent", "parent_missing"),
            (5, "parent", "circle"),
            (6, "parent", "circle"),
            (7, "full statement", "missing_field"),
            (8, "language", "language_unreadable"),
            (8, "sequence", "number_expected"),
            (9, "full statement", "bidi_characters"),
            (10, "identifier", "identifier_invalid"),
        ]
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"identifier,title\nA,B", "header_missing"),
        (b"full statement,full statement\nA,B", "header_doubled"),
        (b"full statement", "table_empty"),
        (b"\n\n", "table_empty"),
        (b'full statement\n"open', "quoting"),
        (b"full statement\n\x00", "not_text"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
    ],
)
def test_what_is_no_table_is_told(given, code):
    assert [one[2] for one in problems(given)] == [code]


def test_a_workbook_that_unpacks_to_a_mountain_is_not_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * (161 * 1024 * 1024))
    assert [one[2] for one in problems(packed.getvalue())] == ["file_too_big"]


def test_spreadsheets_of_other_countries_are_read_alike():
    rows = "identifier;full statement\r\nA;Hör på först\r\n"
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        found = read_table(rows.encode(encoding), ABOUT)
        assert found.findings.problems == [], encoding
        assert found.package["CFItems"][0]["fullStatement"] == "Hör på först"
