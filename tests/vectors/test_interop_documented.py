"""docs/interop.md names every test of what others and we can both express, and no test that is not there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs/interop.md").read_text(encoding="utf-8")
# Of the tables themselves.
APART = {"test_nothing_else_was_left_out_of_the_suites_that_agree"}


def test_the_page_and_the_tests_are_of_one_mind():
    files = [path for path in HERE.glob("test_interop*.py") if path.name != Path(__file__).name]
    there = {
        name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", PAGE)) == there - APART


def test_every_reference_of_the_first_table_is_a_row_of_the_second():
    first, second = PAGE.split("## Where we differ")
    numbers = {
        int(number) for number in re.findall(r"\b(\d+)\b", " ".join(re.findall(r"see ([\d, ]+)", first)))
    }
    rows = [int(number) for number in re.findall(r"^\| (\d+) \|", second, re.MULTILINE)]
    assert rows == list(range(1, len(rows) + 1))
    assert numbers <= set(rows)
