import pytest

from badges.table_file import MOST_ROWS, read_table, sample_file


def codes(table):
    return [(one.row, one.column, one.code) for one in table.problems]


def test_the_sample_file_is_read_without_problems():
    table = read_table(sample_file())
    assert [row.recipient for row in table.rows] == ["Example user", "recipient@example.org"]
    assert table.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_dialect_of_a_spreadsheet_is_read_alike(encoding, delimiter):
    lines = ["Mottagare|Skäl", "Åsa Öberg|Höll i mötet", "Ben|"]
    table = read_table("\r\n".join(lines).replace("|", delimiter).encode(encoding))
    assert [(row.number, row.recipient, row.reason) for row in table.rows] == [
        (2, "Åsa Öberg", "Höll i mötet"),
        (3, "Ben", ""),
    ]
    assert table.problems == ()


@pytest.mark.parametrize("header", ["destinatario", "المستلم", "E-MAIL", "Recipient"])
def test_the_header_may_be_in_any_of_our_languages(header):
    assert read_table(f"{header}\nBen\n".encode()).rows[0].recipient == "Ben"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b";", "empty"),
        (b",,\r\n,,", "empty"),
        (b"recipient,reason\r\n", "empty"),
        (b"name;shoe size\r\nBen;42\r\n", "header_missing"),
        (b"user,e-mail\r\nBen,ben@example.org\r\n", "header_doubled"),
        (b'recipient,reason\r\nBen,"open\r\n', "quoting"),
        (b"recipient\x00\r\nBen", "encoding"),
        (b"\xff\xfeabc", "encoding"),
        (b"recipient\n" + b"x" * (5 * 1024 * 1024), "too_big"),
    ],
)
def test_a_file_that_cannot_be_a_list_gets_one_clear_code(given, code):
    assert codes(read_table(given)) == [(0, "", code)]


def test_more_than_the_most_rows_are_refused_and_the_most_are_read():
    lines = b"recipient\n" + b"".join(b"user %d\n" % number for number in range(MOST_ROWS + 1))
    assert codes(read_table(lines)) == [(0, "", "too_many_rows")]
    assert len(read_table(lines[: lines.rindex(b"user")]).rows) == MOST_ROWS


def test_formulas_stay_text_and_are_never_a_recipient():
    table = read_table(b'recipient,reason\n"=HYPERLINK(1)",a\nBen,=1+1\n+SUM(A1),c\n')
    assert codes(table) == [(2, "recipient", "formula"), (4, "recipient", "formula")]
    assert table.rows[1].reason == "=1+1"


def test_problems_are_told_by_row_and_column_all_at_once():
    table = read_table(b"recipient,reason\n,lost\nBen,fine\nAnn,a,b\n" + b"Cid," + b"x" * 2001 + b"\n")
    assert codes(table) == [
        (2, "recipient", "recipient_missing"),
        (4, "", "too_many_cells"),
        (5, "reason", "too_long"),
    ]


def test_pasted_names_need_no_header():
    assert [row.recipient for row in read_table("Ben\nAnn\n\nCid@example.org").rows] == [
        "Ben",
        "Ann",
        "Cid@example.org",
    ]
