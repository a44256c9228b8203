"""Presentations on the command line, and the further members of a proof."""

import json

import pytest

from credentials.__main__ import main
from credentials.proofs import jose, presentation
from tests.credentials.test_cli_issuing import CREATED, NOW, Desk
from tests.credentials.test_cli_usage import usage_error

OCCASION = ["--challenge", "c-1", "--domain", "https://verifier.example.org"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.fixture
def holder(desk):
    return desk.key("P-256")


def unsigned(desk, key, **members):
    world = desk.world
    issuer = world.issuer()
    made = presentation.build([world.issue(issuer), world.issue_jwt(issuer)], holder=desk.owner(key))
    return desk.save("shown.json", {**made, **members})


def signing(desk, key, *further, **members):
    given = unsigned(desk, key, **members)
    return ["issue", given, "--key", key, "--output", desk.path("signed"), *CREATED, *further]


FORMS = pytest.mark.parametrize(
    "form", [[], ["--suite", "ecdsa-jcs-2019"], ["--jwt", "ES256"]], ids=["rdfc", "jcs", "token"]
)


@FORMS
def test_a_holder_presents_for_one_occasion(desk, holder, capsys, form):
    assert main(signing(desk, holder, *OCCASION, *form)) == 0
    asked = ["verify", desk.path("signed"), "--offline", *NOW]
    assert main([*asked, *OCCASION]) == 0
    assert f"presented by holder (holder: '{desk.owner(holder)}'" in capsys.readouterr().out
    assert main(asked) == 0
    assert main([*asked, "--challenge", "c-2"]) == 1
    assert "Reason: proof: invalid challenge error" in capsys.readouterr().out
    assert main([*asked, "--domain", "https://elsewhere.example.org"]) == 1
    assert "Reason: proof: invalid domain error" in capsys.readouterr().out


def test_the_token_of_a_presentation_is_vp_jwt(desk, holder):
    assert main(signing(desk, holder, *OCCASION, "--jwt", "ES256")) == 0
    compact = jose.parse((desk.folder / "signed").read_text().strip())
    assert compact.header["typ"] == "vp+jwt"
    assert (compact.payload["nonce"], compact.payload["aud"]) == (OCCASION[1], OCCASION[3])


def test_who_asks_for_an_occasion_is_not_content_with_an_unsigned_presentation(desk, holder):
    given = unsigned(desk, holder)
    assert main(["verify", given, "--offline", *NOW]) == 0
    assert main(["verify", given, "--offline", *NOW, "--challenge", "c-1"]) == 1


def test_the_receipt_and_the_report_are_about_the_occasion(desk, holder):
    main(signing(desk, holder, *OCCASION))
    asked = ["verify", desk.path("signed"), "--offline", *NOW, "--challenge", "c-2", "--json"]
    keeping = ["--receipt", desk.path("receipt"), "--output", desk.path("report")]
    assert main([*asked, *keeping]) == 1
    told = [json.loads((desk.folder / name).read_text())["verdict"] for name in ("receipt", "report")]
    assert told == ["do_not_rely", "do_not_rely"]


@pytest.mark.parametrize(
    "case",
    [
        ({"holder": "did:example:somebody"}, "key not holders at '/holder'"),
        ({"issuer": "did:example:somebody"}, "presentation malformed at '/issuer'"),
        ({"verifiableCredential": ["text"]}, "pointer: '/verifiableCredential/0'"),
    ],
    ids=lambda case: next(iter(case[0])),
)
@FORMS
def test_what_is_not_the_holders_to_show_is_not_signed(desk, holder, capsys, case, form):
    members, told = case
    assert main(signing(desk, holder, *OCCASION, *form, **members)) == 3
    assert told in capsys.readouterr().err
    assert not (desk.folder / "signed").exists()


@pytest.mark.parametrize(
    ("further", "told"),
    [
        ([], "a presentation is signed for one occasion: --challenge is missing"),
        ([*OCCASION, "--jwt", "ES256", "--w3c"], "--w3c does not go with a presentation"),
        ([*OCCASION, "--suite", "ecdsa-sd-2023"], "--suite ecdsa-sd-2023 does not go with a presentation"),
    ],
    ids=["no challenge", "w3c", "selective"],
)
def test_what_does_not_go_with_a_presentation_is_refused(desk, holder, capsys, further, told):
    assert told in usage_error(capsys, *signing(desk, holder, *further))


def test_an_occasion_goes_with_a_presentation_only(desk, capsys):
    key = desk.key()
    told = "--challenge and --domain go with a presentation only"
    asked = ["issue", desk.save("in.json", desk.unsigned(key)), "--key", key, "--output", desk.path("out")]
    assert told in usage_error(capsys, *asked, *CREATED, "--domain", "example.org")
    assert main([*asked, *CREATED]) == 0
    assert told in usage_error(capsys, "verify", desk.path("out"), "--offline", "--challenge", "c-1")


def test_a_folder_of_presentations_is_signed_for_one_occasion(desk, holder):
    given = json.loads((desk.folder / unsigned(desk, holder)).read_text())
    desk.save("in/a.json", given)
    desk.save("in/b.json", {**given, "id": "urn:uuid:1"})
    asked = ["issue", desk.path("in"), "--key", holder, "--output", desk.path("out"), *CREATED, *OCCASION]
    assert main(asked) == 0
    assert main(["verify", desk.path("out"), "--offline", *NOW, *OCCASION]) == 0


def test_a_proof_ends_when_it_is_said_to(desk):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    asked = ["issue", given, "--key", key, "--output", desk.path("out"), *CREATED]
    assert main([*asked, "--expires", "2026-03-02T00:00:00Z"]) == 0
    assert main(["verify", desk.path("out"), "--offline", *NOW]) == 0
    assert main(["verify", desk.path("out"), "--offline", "--now", "2026-03-03T00:00:00Z"]) == 1


@pytest.mark.parametrize("end", ["2026-02-28T12:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_proof_that_ends_before_it_is_made_is_refused(desk, capsys, end):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    told = usage_error(capsys, "issue", given, "--key", key, *CREATED, "--expires", end)
    assert "--expires is not after the time of the proof" in told


def test_a_second_proof_stands_on_the_first(desk):
    key = desk.key()
    first, second = desk.path("first"), desk.path("second")
    given = desk.save("in.json", desk.unsigned(key))
    asked = ["--key", key, *CREATED, "--output"]
    assert main(["issue", given, *asked, first, "--proof-id", "urn:uuid:a"]) == 0
    assert main(["issue", first, *asked, second, "--previous-proof", "urn:uuid:a"]) == 0
    assert main(["verify", second, "--offline", *NOW]) == 0
    proofs = json.loads((desk.folder / "second").read_text())["proof"]
    assert [proof.get("previousProof") for proof in proofs] == [None, ["urn:uuid:a"]]
    assert main(["issue", first, *asked, second, "--previous-proof", "urn:uuid:b"]) == 3


@pytest.mark.parametrize(
    "further",
    [["--expires", "2026-03-02T00:00:00Z"], ["--proof-id", "urn:a"], ["--previous-proof", "urn:a"]],
    ids=lambda value: value[0],
)
def test_a_token_has_no_members_of_a_proof(desk, capsys, further):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    told = usage_error(capsys, "issue", given, "--key", key, "--jwt", "EdDSA", *further)
    assert f"{further[0]} does not go with --jwt" in told


def test_a_token_says_when_it_was_made(desk):
    key = desk.key()
    given = desk.save("in.json", desk.unsigned(key))
    assert main(["issue", given, "--key", key, "--jwt", "EdDSA", "--output", desk.path("out"), *CREATED]) == 0
    token = (desk.folder / "out").read_text().strip()
    assert jose.parse(token).payload["iat"] == jose.parse(token).payload["nbf"]
