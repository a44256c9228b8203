"""The commands, as whoever runs the service types them."""

import json

import pytest
from flask import Flask

from accounts.services import joining
from competencies import queries as competencies
from foundation.errors import NotFoundError
from web.commands import STARTER

PASSWORD = "a long and calm sentence"


def run(app: Flask, *words: str, typed: str | None = None):
    return app.test_cli_runner().invoke(args=list(words), input=typed)


@pytest.fixture
def group(sqlite_app: Flask) -> str:
    joining.join(user_name="First Steward", password=PASSWORD, language="en")
    assert run(sqlite_app, "first-group", "Wiki Example", "--steward", "First Steward").exit_code == 0
    return "wiki-example"


def test_the_first_group_needs_a_steward_who_has_joined(sqlite_app: Flask):
    answer = run(sqlite_app, "first-group", "Wiki Example", "--steward", "Nobody")
    assert answer.exit_code == 1
    assert "they must join first" in answer.output


def test_the_starter_content_is_loaded_for_a_group_and_loading_again_changes_nothing(sqlite_app, group):
    first = run(sqlite_app, "load-content", "--group", group)
    again = run(sqlite_app, "load-content", "--group", group)
    assert "competencies=20" in first.output
    assert (again.exit_code, again.output) == (0, first.output)
    assert len(competencies.role("peer-mentor").versions) == 1


def test_a_broken_content_file_is_refused_whole_with_pointers(sqlite_app, group, tmp_path):
    document = json.loads(STARTER.read_text(encoding="utf-8"))
    document["roles"][0]["requirements"][0]["level"] = 9
    del document["badges"][0]["criteria"]
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    answer = run(sqlite_app, "load-content", str(file), "--group", group)
    assert answer.exit_code == 1
    assert "/roles/0/requirements/0/level: not_allowed" in answer.output
    assert "/badges/0/criteria: missing_field" in answer.output
    with pytest.raises(NotFoundError):
        competencies.role("peer-mentor")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"format": 1, "format": 2}', "duplicate_member"),
        (b'{"format":', "not_json"),
        (b"\xff\xfe", "not_utf8"),
    ],
)
def test_a_content_file_that_is_not_plain_json_is_refused(sqlite_app, group, tmp_path, content, why):
    file = tmp_path / "content.json"
    file.write_bytes(content)
    answer = run(sqlite_app, "load-content", str(file), "--group", group)
    assert answer.exit_code == 1
    assert why in answer.output


def test_an_operator_gets_recovery_codes(sqlite_app: Flask):
    answer = run(sqlite_app, "operator", "Ope Rator", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert answer.exit_code == 0
    assert len(answer.output.strip().splitlines()) >= 8
