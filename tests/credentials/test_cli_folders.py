"""Folders on the command line: nothing is lost, and no file stands in the way of another."""

import json
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from credentials.__main__ import main
from credentials.cli.arguments import parser
from credentials.cli.surroundings import Surroundings
from tests.credentials.test_cli_issuing import CREATED, NOW, Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_two_files_that_would_become_one_are_refused_before_anything_is_written(desk, capsys):
    key = desk.key()
    for name in ("0.json", "0.txt", "1.json"):
        desk.save(f"in/{name}", desk.unsigned(key))
    asked = ["issue", desk.path("in"), "--key", key, "--output", desk.path("out"), *CREATED]
    assert main([*asked, "--jwt", "EdDSA"]) == 3
    told = capsys.readouterr().err
    assert "same output" in told
    assert all(name in told for name in ("0.json", "0.txt", "0.jwt"))
    assert not (desk.folder / "out").exists()
    assert main(asked) == 0
    assert sorted(path.name for path in (desk.folder / "out").iterdir()) == ["0.json", "0.txt", "1.json"]


def broken_outbound(_also):
    def fetch(_url, **_shape):
        raise ZeroDivisionError("\x1b[2Jnobody thought of this")

    return fetch


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_mistake_of_ours_in_one_file_is_told_and_the_others_are_verified(desk, capsys, form):
    world = desk.world
    desk.save("in/a.json", world.issue(world.issuer("did:web:badges.example.org")))
    desk.save("in/b.json", world.issue(world.issuer()))
    options = parser().parse_args(["verify", desk.path("in"), *NOW, *form])
    assert options.run(options, Surroundings(datetime.now(UTC), broken_outbound)) == 3
    first, second = capsys.readouterr().out.splitlines()
    assert "internal" in first
    assert "ZeroDivisionError" in first
    assert "test_cli_folders.py" in first
    assert "\x1b" not in first
    assert (json.loads(second)["verdict"] if form else second.split()[0]) == "genuine"


class Stumbling(tzinfo):
    """The zone of a clock that breaks whoever reads it first, and nobody after."""

    def __init__(self) -> None:
        self.is_broken = True

    def utcoffset(self, _moment):
        if self.is_broken:
            self.is_broken = False
            raise ZeroDivisionError("nobody thought of this")
        return timedelta(0)


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022"])
def test_a_mistake_of_ours_is_told_and_the_others_are_signed(desk, capsys, suite):
    key = desk.key()
    for name in ("a.json", "b.json"):
        desk.save(f"in/{name}", desk.unsigned(key))
    asked = ["issue", desk.path("in"), "--key", key, "--output", desk.path("out"), "--suite", suite]
    options = parser().parse_args(asked)
    code = options.run(options, Surroundings(datetime(2026, 2, 1, tzinfo=Stumbling()), broken_outbound))
    told = capsys.readouterr().err
    assert "internal" in told
    assert "ZeroDivisionError" in told
    is_in_bulk = suite == "eddsa-rdfc-2022"  # then both are signed once more, one by one
    assert code == (0 if is_in_bulk else 3)
    written = sorted(path.name for path in (desk.folder / "out").iterdir())
    assert written == (["a.json", "b.json"] if is_in_bulk else ["b.json"])
    assert main(["verify", desk.path("out"), "--offline", *NOW]) == 0


def test_a_result_that_cannot_be_written_stands_in_nobodys_way(desk, capsys):
    key = desk.key()
    for name in ("a.json", "b.json"):
        desk.save(f"in/{name}", desk.unsigned(key))
    (desk.folder / "out" / "a.json").mkdir(parents=True)
    assert main(["issue", desk.path("in"), "--key", key, "--output", desk.path("out"), *CREATED]) == 3
    assert "file not written" in capsys.readouterr().err
    assert (desk.folder / "out" / "b.json").is_file()
