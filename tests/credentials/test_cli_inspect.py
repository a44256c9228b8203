"""What `inspect` tells whoever looks for the reason: what was hashed, what was found, and what a file is."""

import hashlib
import json

import pytest

from credentials.__main__ import main
from credentials.canonical import canonicalise_checked, jcs
from credentials.proofs import presentation
from tests.credentials.test_cli_issuing import CREATED, NOW, Desk

GROUPS = ("mandatory", "alone")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def issued(desk, kind="Ed25519", *form, **members):
    key = desk.key(kind)
    given = desk.save("in.json", desk.unsigned(key, **members))
    assert main(["issue", given, "--key", key, *form, "--output", desk.path("signed"), *CREATED]) == 0
    return desk.path("signed")


def inspected(capsys, name):
    capsys.readouterr()
    assert main(["inspect", name, *NOW]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "suite", "digest"),
    [
        ("Ed25519", "eddsa-jcs-2022", "sha256"),
        ("P-256", "ecdsa-jcs-2019", "sha256"),
        ("P-384", "ecdsa-jcs-2019", "sha384"),
    ],
)
def test_of_a_jcs_suite_the_text_is_shown_that_is_hashed(desk, capsys, kind, suite, digest):
    told = inspected(capsys, issued(desk, kind, "--suite", suite, name="Räder"))
    hashed = jcs(json.loads((desk.folder / "in.json").read_text()))
    assert f"  {hashed.decode()}\n".encode("ascii", "backslashreplace").decode() in told
    assert f"{digest}  document {hashlib.new(digest, hashed).hexdigest()}" in told
    assert "_:c14n" not in told


@pytest.mark.parametrize(("kind", "digest"), [("P-256", "sha256"), ("P-384", "sha384")])
def test_of_an_rdfc_suite_the_hash_is_that_of_the_key(desk, capsys, kind, digest):
    told = inspected(capsys, issued(desk, kind))
    lines = canonicalise_checked(json.loads((desk.folder / "in.json").read_text()), digest=digest)
    assert f"{digest}  document {hashlib.new(digest, lines).hexdigest()}" in told
    assert told.count("  document ") == 1


def statements(told):
    words = [line.split(maxsplit=2) for line in told.splitlines()]
    return {line[2]: line[1] for line in words if line and line[0].isdigit() and line[1] in GROUPS}


def test_of_a_base_proof_every_statement_is_shown_with_its_group(desk, capsys):
    pointers = ["--mandatory", "/issuer", "--mandatory", "/validFrom"]
    told = inspected(capsys, issued(desk, "P-256", "--suite", "ecdsa-sd-2023", *pointers))
    assert "base proof, for its holder alone" in told
    assert "'/validFrom'" in told
    groups = statements(told)
    mandatory = [line for line, group in groups.items() if group == "mandatory"]
    digest = hashlib.sha256("".join(f"{line}\n" for line in mandatory).encode()).hexdigest()
    assert f"sha256  mandatory {digest}" in told
    assert any("validFrom" in line for line in mandatory)
    assert any("Trues a wheel" in line for line in groups.keys() - set(mandatory))


def test_of_a_derived_proof_only_what_is_shown_is_there(desk, capsys):
    signed = issued(desk, "P-256", "--suite", "ecdsa-sd-2023", "--mandatory", "/issuer")
    base = inspected(capsys, signed)
    assert main(["derive", signed, "--pointer", "/validFrom", "--output", desk.path("part")]) == 0
    told = inspected(capsys, desk.path("part"))
    assert "derived proof" in told
    [hashed] = [line for line in base.splitlines() if "sha256  mandatory" in line]
    assert hashed in told
    shown, whole = statements(told), statements(base)
    assert shown.items() < whole.items()
    assert any("validFrom" in line for line in shown)


def test_the_verdict_its_reason_and_the_warnings_are_told(desk, capsys):
    world = desk.world
    good = world.issue(world.issuer(name="Example \u202eUniversity"))
    told = inspected(capsys, desk.save("good.json", good))
    assert "GENUINE" in told
    assert "\u202e" not in told
    assert "  warning " in told
    told = inspected(capsys, desk.save("bad.json", {**good, "name": "other"}))
    assert "DO NOT RELY ON THIS" in told
    assert "Reason: proof: signature wrong" in told


def test_what_a_record_or_a_presentation_carries_is_told_one_by_one(desk, capsys):
    world = desk.world
    issuer = world.issuer()
    good = world.issue(issuer)
    carried = [good, {**world.issue(issuer, id="urn:uuid:2"), "name": "other"}]
    record = world.sign(world.record(issuer, carried), issuer)
    shown = presentation.build(carried, holder=issuer.id)
    for name, document in (("record.json", record), ("shown.json", shown)):
        told = inspected(capsys, desk.save(name, document))
        first, second = told.split("Credential 0 inside:")[1].split("Credential 1 inside:")
        assert "GENUINE" in first
        assert "signature wrong" in second


def test_a_bundle_says_what_it_is_and_what_it_holds(desk, capsys):
    world = desk.world
    sealer = desk.key("P-256")
    signed = issued(desk)
    keeping = ["--bundle", desk.path("b.zip"), "--receipt", desk.path("receipt"), "--sign-with", sealer]
    assert main(["verify", signed, "--offline", *NOW, *keeping]) == 0
    told = inspected(capsys, desk.path("b.zip"))
    assert told.startswith("offline bundle:")
    assert "made at       2026-03-01T12:00:00Z" in told
    assert f"sealed by     '{desk.owner(sealer)}'" in told
    assert "receipt inside:" in told
    assert "carrier:" in told
    assert "seal not asked" in told
    web = world.issuer("did:web:badges.example.org")
    key = {"id": web.method, "controller": web.id, "publicKeyMultibase": web.signer.public.multibase}
    badge = desk.save("web.json", world.issue(web))
    asked = ["verify", badge, "--offline", "--key", desk.save("web-key.json", key), *NOW]
    assert main([*asked, "--bundle", desk.path("web.zip")]) == 0
    told = inspected(capsys, desk.path("web.zip"))
    assert "sealed by     nobody" in told
    assert "'https://badges.example.org/.well-known/did.json'" in told


@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "plain"])
def test_a_receipt_says_what_it_is_and_what_was_found(desk, capsys, is_signed):
    signed = issued(desk)
    keeping = ["--sign-with", desk.key("P-256")] if is_signed else []
    receipt = desk.path("receipt")
    assert main(["verify", signed, "--offline", *NOW, "--receipt", receipt, *keeping]) == 0
    told = inspected(capsys, receipt)
    assert told.startswith("receipt of a check, no credential:")
    assert f"signature     {'good' if is_signed else 'none'}" in told
    assert "verdict       genuine" in told
    assert hashlib.sha256((desk.folder / "signed").read_bytes()).hexdigest() in told
    assert "signature good" in told
    if is_signed:
        head, body, tail = (desk.folder / "receipt").read_text().strip().split(".")
        forged = desk.save("forged", f"{head}.{body}.{tail[::-1]}".encode())
        assert "signature     good" not in inspected(capsys, forged)
