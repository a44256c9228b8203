"""Beside every bad row of our own tables stands its honest twin, and beside every rule where both are."""

import json
import re
from pathlib import Path

import pytest

from tests.vectors.tables import OWN

ROOT = OWN.parents[2]
INDEX = (OWN / "README.md").read_text(encoding="utf-8")
GROUPS = {"jws": ["tokens"], "ed25519": ["signatures", "keys"]}
TABLES = sorted(path.stem for path in OWN.glob("*.json"))
ROW = re.compile(r"^\| (R\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PLACE = re.compile(r"`([^`]+)`: `([^`]+)`")
RULES = [f"R{number}" for number in range(1, 18)]


def groups(name):
    document = json.loads((OWN / f"{name}.json").read_bytes())
    return [document[part] for part in GROUPS.get(name, ["rows"])]


def is_honest(row):
    return row.get("valid", row.get("code") is None)


@pytest.mark.parametrize("name", TABLES)
def test_every_bad_row_names_an_honest_one_beside_it(name):
    for rows in groups(name):
        honest = {row["name"] for row in rows if is_honest(row)}
        assert [row["name"] for row in rows if not is_honest(row) and row.get("twin") not in honest] == []
        assert len({row["name"] for row in rows}) == len(rows)


def places():
    return [
        pytest.param(rule, cell, side, id=f"{rule} {side}")
        for rule, *cells in ROW.findall(INDEX)
        for side, cell in zip(("bad", "honest"), cells, strict=True)
    ]


def test_the_index_names_every_rule_once():
    assert [rule for rule, *_ in ROW.findall(INDEX)] == RULES


@pytest.mark.parametrize(("rule", "cell", "side"), places())
def test_what_the_index_names_is_there(rule, cell, side):
    named = PLACE.findall(cell)
    assert named
    for file, what in named:
        assert is_there(ROOT / file, what, side), (rule, file, what)


def is_there(path: Path, what, side):
    if path.suffix == ".json":
        found = [row for rows in groups(path.stem) for row in rows if row["name"] == what]
        return [is_honest(row) for row in found] == [side == "honest"]
    text = path.read_text(encoding="utf-8")
    return re.search(rf"^def {what}\(", text, re.MULTILINE) is not None or f'("{what}"' in text
