"""Signing, baking, deriving and looking into credentials on the command line."""

import json

import pytest

from credentials.__main__ import main
from credentials.proofs import jose
from credentials.secret_keys import public_method
from tests.credentials.test_baking import picture
from tests.world import World

NOW = ["--now", "2026-03-01T12:00:00Z"]
CREATED = ["--created", "2026-02-28T12:00:00Z"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


class Desk:
    """A folder with a key, and credentials that its issuer could sign."""

    def __init__(self, folder) -> None:
        self.folder, self.world = folder, World()

    def key(self, kind="Ed25519", *further):
        path = self.folder / f"{kind}.json"
        path.unlink(missing_ok=True)
        assert main(["keygen", "--type", kind, *further, "--output", str(path)]) == 0
        return str(path)

    def owner(self, key):
        return json.loads((self.folder / key).read_text())["controller"]

    def unsigned(self, key, **members):
        profile = {"id": self.owner(key), "type": ["Profile"], "name": "The workshop"}
        document = {**self.world.credential(self.world.issuer()), "issuer": profile, **members}
        return {name: value for name, value in document.items() if value is not None}

    def save(self, name, content):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    def path(self, name):
        return str(self.folder / name)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("Ed25519", []),
        ("Ed25519", ["--suite", "eddsa-jcs-2022"]),
        ("P-256", []),
        ("P-384", []),
        ("Ed25519", ["--jwt", "EdDSA"]),
        ("P-256", ["--jwt", "ES256"]),
        ("RSA", ["--jwt", "RS256"]),
        ("Ed25519", ["--jwt", "EdDSA", "--w3c"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else value,
)
def test_what_is_issued_with_a_fresh_key_is_genuine(desk, kind, form):
    key = desk.key(kind)
    given, signed = desk.save("in.json", desk.unsigned(key)), desk.path("out")
    issuing = ["issue", "--input", given, "--key", key, "--output", signed, *CREATED, *form]
    assert main(issuing) == 0
    assert main(["verify", "--input", signed, "--offline", *NOW]) == 0
    changed = (desk.folder / "out").read_bytes().replace(b"Wheel", b"Wheal")
    if not form or form[0] == "--suite":
        assert main(["verify", desk.save("changed", changed), "--offline", *NOW]) == 1


def test_a_folder_is_issued_and_verified_in_one_go(desk, capsys):
    key = desk.key()
    for number in range(3):
        desk.save(f"in/{number}.json", desk.unsigned(key, id=f"urn:uuid:{number:032x}", name=f"N {number}"))
    assert main(["issue", desk.path("in"), "--key", key, "--output", desk.path("out"), *CREATED]) == 0
    assert main(["verify", desk.path("out"), "--offline", *NOW]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["genuine"] * 3
    (desk.folder / "out" / "1.json").write_bytes(b"nonsense")
    assert main(["verify", desk.path("out"), "--offline", "--json", *NOW]) == 3
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("verdict", one.get("error")) for one in told] == ["genuine", "unknown_kind", "genuine"]


def test_one_bad_file_in_a_folder_spoils_nothing_else(desk, capsys):
    key = desk.key()
    desk.save("in/good.json", desk.unsigned(key))
    desk.save("in/wrong.json", desk.unsigned(key, validFrom=None))
    desk.save("in/broken.json", b"{")
    assert main(["issue", desk.path("in"), "--key", key, "--output", desk.path("out"), *CREATED]) == 3
    assert [path.name for path in (desk.folder / "out").iterdir()] == ["good.json"]
    complaints = capsys.readouterr().err
    assert "/validFrom" in complaints
    assert "broken.json" in complaints
    assert main(["issue", desk.path("in"), "--key", key, "--jwt", "EdDSA", "--output", desk.path("jwt")]) == 3
    assert [path.name for path in (desk.folder / "jwt").iterdir()] == ["good.jwt"]


def test_the_worst_verdict_of_a_folder_is_its_exit_code(desk):
    world = desk.world
    good = world.issue(world.issuer())
    desk.save("in/good.json", good)
    unknown = world.issue(world.issuer("did:web:badges.example.org"))
    desk.save("in/unknown.json", unknown)
    assert main(["verify", desk.path("in"), "--offline", *NOW]) == 2
    desk.save("in/wrong.json", {**good, "name": "other"})
    assert main(["verify", desk.path("in"), "--offline", *NOW]) == 1


def test_a_known_key_needs_no_network(desk):
    key = desk.key("Ed25519", "--controller", "did:web:badges.example.org")
    given = desk.save("in.json", desk.unsigned(key))
    assert main(["issue", given, "--key", key, "--output", desk.path("out"), *CREATED]) == 0
    assert main(["verify", desk.path("out"), "--offline", *NOW]) == 2
    assert main(["verify", desk.path("out"), "--key", key, "--offline", *NOW]) == 0
    public = desk.save("public.json", public_method(json.loads((desk.folder / key).read_text())))
    assert main(["verify", desk.path("out"), "--key", public, "--offline", *NOW]) == 0


def test_what_a_verifier_would_refuse_is_not_signed(desk, capsys):
    key = desk.key()
    cases = {
        "/issuer": desk.unsigned(key, issuer={"id": "did:example:1", "type": ["Profile"], "name": "N"}),
        "/credentialSubject": desk.unsigned(key, credentialSubject=7),
        "colour": desk.unsigned(key, colour="red"),
    }
    for told, document in cases.items():
        assert main(["issue", desk.save("in.json", document), "--key", key]) == 3
        captured = capsys.readouterr()
        assert captured.out == ""
        assert told in captured.err


@pytest.mark.parametrize(
    ("further", "code"),
    [
        (["--jwt", "ES256"], "algorithm mismatch"),
        (["--suite", "ecdsa-rdfc-2019"], "algorithm mismatch"),
        (["--suite", "eddsa-2022"], "cryptosuite"),
        (["--created", "yesterday"], "time invalid"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_what_does_not_fit_ends_with_three_and_a_line(desk, capsys, further, code):
    key = desk.key()
    assert main(["issue", desk.save("in.json", desk.unsigned(key)), "--key", key, *further]) == 3
    assert code in capsys.readouterr().err


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"id": "did:example:1#k", "controller": "did:example:1", "secretKeyMultibase": "z111"},
        {"id": "did:example:1#k", "controller": "did:example:1", "privateKeyJwk": {"kty": "RSA"}},
        [],
    ],
    ids=lambda key: str(key)[:40],
)
def test_a_key_that_is_none_ends_with_three(desk, capsys, key):
    assert main(["issue", desk.save("in.json", {}), "--key", desk.save("key.json", key)]) == 3
    assert capsys.readouterr().err.startswith("UNREADABLE")


def test_a_public_key_alone_cannot_sign_and_a_wrong_pair_is_refused(desk, capsys):
    key = json.loads((desk.folder / desk.key()).read_text())
    given = desk.save("in.json", desk.unsigned(desk.save("k.json", key)))
    other = json.loads((desk.folder / desk.key()).read_text())
    mixed = {**key, "publicKeyMultibase": other["publicKeyMultibase"]}
    assert main(["issue", given, "--key", desk.save("public.json", public_method(key))]) == 3
    assert "/secretKeyMultibase" in capsys.readouterr().err
    assert main(["issue", given, "--key", desk.save("mixed.json", mixed)]) == 3
    assert "key pair mismatch" in capsys.readouterr().err


@pytest.mark.parametrize("image", [picture(), SVG], ids=["png", "svg"])
@pytest.mark.parametrize("form", [[], ["--jwt", "EdDSA"]], ids=["json", "token"])
def test_what_is_baked_comes_out_as_it_went_in(desk, image, form):
    key = desk.key()
    signed, baked = desk.path("signed"), desk.path("baked")
    given = desk.save("in.json", desk.unsigned(key))
    main(["issue", given, "--key", key, "--output", signed, *CREATED, *form])
    baking = ["bake", "--image", desk.save("image", image), "--input", signed, "--output", baked]
    assert main(baking) == 0
    assert main(["unbake", baked, "--output", desk.path("back")]) == 0
    assert (desk.folder / "back").read_bytes() == (desk.folder / "signed").read_bytes().strip()
    assert main(["verify", baked, "--offline", *NOW]) == 0
    assert main(["bake", "--image", baked, "--input", signed, "--output", desk.path("twice")]) == 3


def test_a_holder_shows_a_part_of_a_credential(desk):
    key = desk.key("P-256")
    given = desk.save("in.json", desk.unsigned(key, description="Only for friends"))
    signed, part = desk.path("signed"), desk.path("part")
    issuing = ["issue", given, "--key", key, "--suite", "ecdsa-sd-2023", "--output", signed, *CREATED]
    assert main(issuing) == 0
    assert main(["derive", signed, "--output", part]) == 0
    assert b"Only for friends" not in (desk.folder / "part").read_bytes()
    assert main(["verify", part, "--offline", *NOW]) == 0
    assert main(["derive", signed, "--pointer", "/description", "--output", part]) == 0
    assert b"Only for friends" in (desk.folder / "part").read_bytes()
    assert main(["derive", signed, "--pointer", "/nowhere"]) == 3
    assert main(["derive", part]) == 3


def test_a_bundle_and_a_receipt_can_be_checked_where_there_is_no_network(desk, capsys):
    key, sealer = desk.key(), desk.key("P-256")
    service = json.loads((desk.folder / "P-256.json").read_text())
    given = desk.save("in.json", desk.unsigned(key))
    signed, bundle, receipt = desk.path("signed"), desk.path("b.zip"), desk.path("receipt")
    main(["issue", given, "--key", key, "--output", signed, *CREATED])
    keeping = ["--bundle", bundle, "--receipt", receipt, "--sign-with", sealer]
    assert main(["verify", signed, "--offline", *NOW, *keeping]) == 0
    assert jose.parse((desk.folder / "receipt").read_text().strip()).payload["iss"] == service["controller"]
    capsys.readouterr()
    assert main(["verify", "--offline", bundle, "--trust", service["controller"], *NOW]) == 0
    assert "sealed" in capsys.readouterr().out
    assert main(["verify", "--offline", bundle, signed, *NOW]) == 3


def test_a_receipt_without_a_key_is_plain_json(desk):
    key = desk.key()
    signed = desk.path("signed")
    main(["issue", desk.save("in.json", desk.unsigned(key)), "--key", key, "--output", signed, *CREATED])
    assert main(["verify", signed, "--offline", *NOW, "--receipt", desk.path("receipt")]) == 0
    assert json.loads((desk.folder / "receipt").read_text())["type"] == "VerificationReceipt"


def test_inspect_tells_what_is_hashed_and_what_is_found(desk, capsys):
    key = desk.key()
    signed = desk.path("signed")
    main(["issue", desk.save("in.json", desk.unsigned(key)), "--key", key, "--output", signed, *CREATED])
    assert main(["inspect", signed, *NOW]) == 0
    told = capsys.readouterr().out
    for part in (
        "canonical form",
        "statements, sha256",
        "sha256  proof ",
        "sha256  document ",
        "proofPurpose",
    ):
        assert part in told
    assert "signature good" in told
    assert "\nstructure:" in told


def test_inspect_tells_of_a_token_its_header_and_claims(desk, capsys):
    key = desk.key("RSA")
    signed = desk.path("signed")
    main(
        [
            "issue",
            desk.save("in.json", desk.unsigned(key)),
            "--key",
            key,
            "--jwt",
            "RS256",
            "--output",
            signed,
        ]
    )
    assert main(["inspect", signed, *NOW]) == 0
    told = capsys.readouterr().out
    assert '"alg": "RS256"' in told
    assert "jti " in told


def test_inspect_goes_on_where_one_part_cannot_be_told(desk, capsys):
    world = desk.world
    badge = {**world.issue(world.issuer()), "colour": "\x1b[2Jred"}
    assert main(["inspect", desk.save("bad.json", badge), *NOW]) == 0
    told = capsys.readouterr().out
    assert "term undefined" in told
    assert "findings" in told
    assert "\x1b" not in told


def test_no_command_ends_in_a_trace(desk, capsys):
    missing = desk.path("missing")
    key = desk.key()
    for command in (
        ["issue", missing, "--key", key],
        ["issue", "--key", key],
        ["issue", desk.save("list.json", []), "--key", key],
        ["issue", str(desk.folder), "--key", key],
        ["verify"],
        ["verify", str(desk.folder), "--offline", "--receipt", desk.path("r")],
        ["bake", missing, "--image", missing],
        ["unbake", missing],
        ["derive", missing],
        ["inspect", missing],
        ["keygen", "--output", desk.path("no/such/folder")],
    ):
        assert main(command) == 3, command
        assert capsys.readouterr().err.startswith("UNREADABLE"), command


def test_a_new_key_is_for_its_owner_and_never_written_over_another(tmp_path, capsys):
    path = tmp_path / "key.json"
    assert main(["keygen", "--output", str(path)]) == 0
    assert path.stat().st_mode & 0o077 == 0
    first = path.read_bytes()
    assert main(["keygen", "--output", str(path)]) == 3
    assert "file not written" in capsys.readouterr().err
    assert path.read_bytes() == first
