"""What `issue` signs is what a verifier would accept, and of the rest it tells every problem at once."""

import json

import pytest

from credentials import status
from credentials.__main__ import main
from tests.credentials.test_cli_issuing import CREATED, NOW, Desk
from tests.vectors.published import read_json
from tests.world import CONTEXTS, World

CONTEXTS_V1 = [
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
OWN_ID = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"
FORMS = pytest.mark.parametrize(
    "form", [[], ["--jwt", "EdDSA"], ["--jwt", "EdDSA", "--w3c"]], ids=["embedded", "token", "w3c"]
)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.fixture
def key(desk):
    return desk.key()


def achievement(**members):
    world = World()
    subject = world.credential(world.issuer())["credentialSubject"]
    return {**subject, "achievement": {**subject["achievement"], **members}}


def entry(**changes):
    made = {**status.entry("https://badges.example.org/status/1", 5), **changes}
    return {name: value for name, value in made.items() if value is not None}


UNSOUND = {
    "ends before it begins": (
        {"validUntil": "2020-01-01T00:00:00Z"},
        "validity empty at '/validUntil'",
    ),
    "ends before it begins in another zone": (
        {"validFrom": "2026-03-01T01:00:00Z", "validUntil": "2026-03-01T02:00:00+02:00"},
        "validity empty at '/validUntil'",
    ),
    "half a status entry": (
        {"credentialStatus": {"type": "BitstringStatusListEntry"}},
        "entry invalid at '/credentialStatus'",
    ),
    "status entry without an index": (
        {"credentialStatus": entry(statusListIndex=None)},
        "index invalid at '/credentialStatus'",
    ),
    "revocation list nowhere": (
        {"credentialStatus": {"type": "1EdTechRevocationList"}},
        "missing at '/credentialStatus/id'",
    ),
    "criteria that say nothing": (
        {"credentialSubject": achievement(criteria={})},
        "criteria empty at '/credentialSubject/achievement/criteria'",
    ),
    "data model 1.1": (
        {"@context": CONTEXTS_V1, "validFrom": None, "issuanceDate": "2026-02-28T12:00:00Z"},
        "context only read at '/@context/0'",
    ),
    "a word without a meaning": ({"colour": "red"}, "term undefined"),
    "a context that is no name": (
        {"@context": [*CONTEXTS, {"colour": "urn:colour"}]},
        "not text at '/@context/2'",
    ),
    "an endorsement that has an achievement": (
        {
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "credentialSubject": {"id": "urn:uuid:1", "type": ["EndorsementSubject"], "achievement": []},
        },
        "term undefined",
    ),
    "a level that is no address": (
        {"credentialSubject": {**achievement(), "result": {"type": ["Result"], "achievedLevel": "high"}}},
        "not uri at '/credentialSubject/result/achievedLevel'",
    ),
    "a badge described in a second place": (
        {
            "credentialSubject": achievement(
                related=[{"id": OWN_ID, "type": ["Related", "VerifiableCredential"], "version": "1"}]
            )
        },
        "described twice",
    ),
}


@pytest.mark.parametrize("case", UNSOUND)
@FORMS
def test_what_no_verifier_would_accept_is_not_signed(desk, key, capsys, case, form):
    members, told = UNSOUND[case]
    given = desk.save("in.json", desk.unsigned(key, **members))
    assert main(["issue", given, "--key", key, *CREATED, *form]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err


def test_every_problem_is_told_with_its_place(desk, key, capsys):
    document = desk.unsigned(
        key,
        validUntil="2020-01-01T00:00:00Z",
        credentialSubject=achievement(criteria={}),
        credentialStatus={"type": "BitstringStatusListEntry"},
    )
    document["issuer"]["id"] = "did:example:1"
    desk.save("in/one.json", document)
    assert main(["issue", desk.path("in/one.json"), "--key", key]) == 3
    problems = [
        "validity empty at '/validUntil'",
        "criteria empty at '/credentialSubject/achievement/criteria'",
        "entry invalid at '/credentialStatus'",
        "key not issuers at '/issuer'",
    ]
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("NOT ISSUED: ") for line in lines)
    assert sorted(line.removeprefix("NOT ISSUED: ") for line in lines) == sorted(problems)
    assert main(["issue", desk.path("in"), "--key", key, "--output", desk.path("out")]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert sorted(line.removeprefix("'one.json': ") for line in lines) == sorted(problems)


SOUND = {
    "begins in the future": {"validFrom": "2099-01-01T00:00:00Z", "validUntil": "2099-02-01T00:00:00Z"},
    "ends in another zone": {
        "validFrom": "2026-02-28T01:00:00+02:00",
        "validUntil": "2026-02-28T00:00:00Z",
    },
    "has a status": {"credentialStatus": entry()},
    "lists a context of proofs": {"@context": [*CONTEXTS, "https://w3id.org/security/data-integrity/v2"]},
}


@pytest.mark.parametrize("case", SOUND)
@FORMS
def test_what_a_verifier_accepts_sooner_or_later_is_signed(desk, key, case, form):
    given = desk.save("in.json", desk.unsigned(key, **SOUND[case]))
    assert main(["issue", given, "--key", key, *CREATED, *form, "--output", desk.path("out")]) == 0


@pytest.mark.parametrize("issuer", ["address", "without a name"])
@FORMS
def test_an_issuer_may_be_an_address_alone_or_without_a_name(desk, key, form, issuer):
    owner = desk.owner(key)
    named = owner if issuer == "address" else {"id": owner, "type": ["Profile"]}
    given = desk.save("in.json", desk.unsigned(key, issuer=named))
    assert main(["issue", given, "--key", key, *CREATED, *form, "--output", desk.path("out")]) == 0
    assert main(["verify", desk.path("out"), "--offline", *NOW]) == 0


@pytest.mark.parametrize("name", ["basic", "complete"])
def test_the_published_samples_are_signed_by_whoever_puts_the_own_name_on_them(desk, key, name):
    sample = read_json(f"examples/ob3/{name}-open-badge-credential.json")
    document = {member: value for member, value in sample.items() if member != "proof"}
    document["issuer"] = {"id": desk.owner(key), "type": ["Profile"], "name": "The workshop"}
    given = desk.save("in.json", document)
    assert main(["issue", given, "--key", key, *CREATED, "--output", desk.path("out")]) == 0


@FORMS
def test_a_credential_of_another_kind_is_its_issuers_own_matter(desk, key, form):
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": desk.owner(key),
        "validFrom": "2026-02-28T12:00:00Z",
        "credentialSubject": {"id": "did:example:subject"},
    }
    asked = ["issue", "--input", desk.save("in.json", document), "--key", key, "--output", desk.path("out")]
    assert main([*asked, *CREATED, *form]) == 0
    assert main(["verify", desk.path("out"), "--offline", "--policy", "credentials", *NOW]) == 0
    assert json.loads((desk.folder / "in.json").read_text()) == document
