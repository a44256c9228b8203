"""What is asked of the command line is done, or refused by the name of the option: nothing is ignored."""

import json

import pytest

from credentials.__main__ import main
from tests.credentials.test_cli_issuing import CREATED, NOW, Desk

UNDECODABLE = "\udcff@b.c"  # how Python hands over a byte that is not UTF-8


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.fixture
def signed(desk):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    assert main(["issue", given, "--key", key, "--output", desk.path("signed"), *CREATED]) == 0
    return desk.path("signed")


@pytest.fixture
def bundle(desk, signed):
    assert main(["verify", signed, "--offline", *NOW, "--bundle", desk.path("b.zip")]) == 0
    return desk.path("b.zip")


def usage_error(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    captured = capsys.readouterr()
    assert (stopped.value.code, captured.out) == (2, "")
    assert captured.err.startswith("usage: ")
    return captured.err


def test_a_receipt_of_the_check_of_a_bundle_is_written(desk, bundle):
    asked = ["verify", "--offline", bundle, *NOW, "--receipt", desk.path("receipt")]
    assert main(asked) == 0
    receipt = json.loads((desk.folder / "receipt").read_text())
    assert receipt["sizeBytes"] == len((desk.folder / "b.zip").read_bytes())
    assert receipt["verdict"] == "genuine"
    signed = [*asked, "--sign-with", desk.key("P-256")]
    assert main(signed) == 0
    assert (desk.folder / "receipt").read_text().count(".") == 2


@pytest.mark.parametrize(
    ("option", "argument"),
    [
        ("--bundle", "again.zip"),
        ("--as-of", "2020-01-01T00:00:00Z"),
        ("--key", "Ed25519.json"),
    ],
)
def test_an_option_that_does_not_go_with_a_bundle_is_refused(desk, bundle, capsys, option, argument):
    argument = argument if option == "--as-of" else desk.path(argument)
    told = usage_error(capsys, "verify", "--offline", bundle, "--receipt", desk.path("r"), option, argument)
    assert f"{option} does not go with a bundle" in told
    assert not (desk.folder / "again.zip").exists()
    assert not (desk.folder / "r").exists()


def test_a_bundle_in_a_folder_says_which_option_does_not_go_with_it(desk, bundle, capsys):
    desk.save("in/bundle.zip", (desk.folder / "b.zip").read_bytes())
    desk.save("in/signed.json", (desk.folder / "signed").read_bytes())
    capsys.readouterr()
    asked = ["verify", desk.path("in"), "--offline", *NOW, "--as-of", "2026-02-28T13:00:00Z"]
    assert main(asked) == 3
    first, second = capsys.readouterr().out.splitlines()
    assert "--as-of does not go with a bundle" in first
    assert second.startswith("genuine")


@pytest.mark.parametrize(
    ("further", "told"),
    [
        (["--trust", "did:key:z6Mk"], "--trust goes with a bundle only"),
        (["--sign-with", "Ed25519.json"], "--sign-with goes with --receipt or --bundle only"),
        (["--recipient-type", "emailAddress"], "--recipient-type goes with --recipient only"),
        (["--also-fetch", "https://badges.example.org"], "--also-fetch does not go with --offline"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_an_option_of_verify_that_would_be_ignored_is_refused(desk, signed, capsys, further, told):
    assert told in usage_error(capsys, "verify", signed, "--offline", *NOW, *further)


@pytest.mark.parametrize(
    ("further", "told"),
    [
        (["--w3c"], "--w3c goes with --jwt only"),
        (["--jwt", "EdDSA", "--mandatory", "/name"], "--mandatory does not go with --jwt"),
        (["--mandatory", "/name"], "--mandatory goes with --suite ecdsa-sd-2023 only"),
        (["--suite", "eddsa-jcs-2022", "--mandatory", "/name"], "--mandatory goes with --suite"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
@pytest.mark.parametrize("is_folder", [False, True], ids=["one", "folder"])
def test_an_option_of_issue_that_would_be_ignored_is_refused(desk, capsys, further, told, is_folder):
    key = desk.key()
    given = desk.save("in/one.json", desk.unsigned(key))
    asked = ["--key", key, "--output", desk.path("out"), *further]
    assert told in usage_error(capsys, "issue", desk.path("in") if is_folder else given, *asked)
    assert not (desk.folder / "out").exists()


@pytest.mark.parametrize("command", ["issue", "verify", "bake", "unbake", "derive", "inspect"])
def test_two_inputs_are_one_too_many(desk, signed, capsys, command):
    further = {"issue": ["--key", desk.path("Ed25519.json")], "bake": ["--image", signed]}.get(command, [])
    told = usage_error(capsys, command, signed, "--input", signed, *further)
    assert "the input is given twice, as FILE and by --input" in told


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("verify", "--recipient"),
        ("verify", "--recipient-type"),
        ("verify", "--trust"),
        ("verify", "--now"),
        ("verify", "--also-fetch"),
        ("issue", "--mandatory"),
        ("issue", "--created"),
        ("issue", "--jwt"),
        ("derive", "--pointer"),
        ("keygen", "--controller"),
    ],
)
def test_an_argument_that_is_no_text_is_refused(capsys, command, option):
    file = [] if command == "keygen" else ["file"]
    told = usage_error(capsys, command, *file, option, UNDECODABLE)
    assert f"argument {option}: not in UTF-8" in told


@pytest.mark.parametrize(
    "further",
    [["--now", ""], ["--as-of", ""], ["--receipt", ""], ["--bundle", ""], ["--key", ""]],
    ids=lambda value: value[0],
)
def test_an_empty_argument_is_not_taken_for_none(signed, capsys, further):
    assert main(["verify", signed, "--offline", *further]) == 3
    assert capsys.readouterr().err.startswith("UNREADABLE")


@pytest.mark.parametrize("given", [[""], ["--input", ""], ["--offline", ""]], ids=" ".join)
def test_a_name_that_is_empty_is_no_folder(desk, capsys, monkeypatch, given):
    monkeypatch.chdir(desk.folder)
    assert main(["verify", *given]) == 3
    assert "input missing" in capsys.readouterr().err


@pytest.mark.parametrize("further", [["--created", ""], ["--expires", ""]], ids=lambda value: value[0])
def test_an_empty_time_is_no_time(desk, capsys, further):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    assert main(["issue", given, "--key", key, *further]) == 3
    assert "time invalid" in capsys.readouterr().err
