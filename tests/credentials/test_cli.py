import io
import json
import sys

import pytest

from credentials import status
from credentials.__main__ import main
from credentials.baking import bake_png
from tests.credentials.test_baking import picture
from tests.world import World

NOW = ["--now", "2026-03-01T12:00:00Z"]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def issuer(world):
    return world.issuer("did:key")


@pytest.fixture
def saved(tmp_path):
    def save(content) -> str:
        path = tmp_path / "badge"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return save


def test_a_genuine_badge_ends_with_zero(world, issuer, saved, capsys):
    assert main(["verify", saved(world.issue(issuer)), "--offline", *NOW]) == 0
    out = capsys.readouterr().out
    assert out.startswith("GENUINE")
    assert issuer.id in out


def test_a_changed_badge_ends_with_one_and_the_reason(world, issuer, saved, capsys):
    assert main(["verify", saved({**world.issue(issuer), "name": "other"}), "--offline", *NOW]) == 1
    assert "Reason: proof: signature wrong" in capsys.readouterr().out


def test_a_badge_with_a_status_list_cannot_be_finished_offline(world, issuer, saved, capsys):
    badge = world.issue(issuer, credentialStatus=status.entry("https://badges.example.org/status/1", 5))
    assert main(["verify", saved(badge), "--offline", *NOW]) == 2
    assert "offline" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"nonsense", b"\x89PNG\r\n\x1a\n", b'{"a": 1, "a": 2}'])
def test_what_cannot_be_read_ends_with_three(saved, capsys, content):
    assert main(["verify", saved(content), "--offline"]) == 3
    assert capsys.readouterr().err.startswith("UNREADABLE")


def test_a_missing_file_and_a_wrong_time_end_with_three(saved, tmp_path):
    assert main(["verify", str(tmp_path / "missing"), "--offline"]) == 3
    assert main(["verify", saved(b"{}"), "--offline", "--now", "yesterday"]) == 3


def test_the_report_as_json_names_every_check(world, issuer, saved, capsys):
    main(
        ["verify", saved(world.issue(issuer)), "--offline", "--json", "--recipient", "eve@example.org", *NOW]
    )
    report = json.loads(capsys.readouterr().out)
    outcomes = {check["check"]: check["outcome"] for check in report["checks"]}
    assert report["verdict"] == "could_not_finish"
    assert report["checked_at"] == "2026-03-01T12:00:00Z"
    assert outcomes["proof"] == "passed"
    assert outcomes["recipient"] == "undetermined"


def test_the_expiry_is_judged_as_of_the_given_time(world, issuer, saved):
    badge = saved(world.issue(issuer, validUntil="2026-04-01T00:00:00Z"))
    assert main(["verify", badge, "--offline", *NOW]) == 0
    assert main(["verify", badge, "--offline", "--now", "2026-04-02T00:00:00Z"]) == 1


def test_a_badge_is_read_from_standard_input(world, issuer, monkeypatch):
    data = json.dumps(world.issue(issuer)).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["verify", "-", "--offline", *NOW]) == 0


def test_unbaking_prints_the_credential_as_it_was_baked(world, issuer, saved, capsysbinary):
    raw = json.dumps(world.issue(issuer)).encode()
    assert main(["unbake", saved(bake_png(picture(), raw))]) == 0
    assert capsysbinary.readouterr().out == raw + b"\n"


def test_a_strangers_name_cannot_drive_the_terminal(world, saved, capsys):
    impostor = world.issuer("did:key", "\x1b[2J\u202eevil")
    main(["verify", saved(world.issue(impostor)), "--offline", *NOW])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
