"""Our own tables of documents: every bad row has its reason, and stands beside honest twins."""

import json
from datetime import timedelta

import pytest

from credentials import strict_json
from credentials.errors import CredentialError
from credentials.instants import timestamp
from credentials.proofs import data_integrity
from credentials.verify import Verdict, verify
from tests.vectors.tables import Scene, changed, table


@pytest.fixture(scope="module")
def scene():
    return Scene()


def judgement(row):
    return row["verdict"], row["check"], row["code"]


def signed_or_changed(scene, row):
    """A badge that its issuer signed with the steps of a row, or an honest one after them."""
    steps = row["steps"]
    return scene.signed(steps) if row.get("signed_so") else changed(scene.signed(), steps)


@pytest.mark.parametrize("row", table("statements"))
def test_json_and_graph_tell_one_story(scene, row):
    assert scene.judge(signed_or_changed(scene, row)) == judgement(row), row["reason"]


@pytest.mark.parametrize("row", [row for row in table("statements") if row.values[0]["code"]])
def test_no_spelling_hides_the_end_of_a_badge(scene, row):
    verdict, _, _ = scene.judge(changed(scene.ended(), row["steps"]))
    assert verdict != "genuine", row["reason"]


@pytest.mark.parametrize("row", [row for row in table("statements") if row.values[0]["code"]])
def test_what_a_verifier_would_refuse_in_a_badge_it_refuses_in_a_record_of_learning(scene, row):
    """The record is signed as it stands: its own rules must hold without those of a badge around it."""
    world, workshop = scene.world, scene.workshop
    inner = {name: value for name, value in scene.signed().items() if name != "proof"}
    record = world.sign(world.record(workshop, [inner]), workshop)
    carried = record["credentialSubject"]["verifiableCredential"]
    carried[0] = changed(carried[0], row["steps"])
    verdict, _, _ = scene.judge(record)
    assert verdict != "genuine", row["reason"]


@pytest.mark.parametrize("row", table("contexts"))
def test_a_word_means_what_the_pinned_contexts_say(scene, row):
    assert scene.judge(signed_or_changed(scene, row)) == judgement(row), row["reason"]
    assert not [url for url in scene.world.asked if "badges.example.org" not in url]


@pytest.mark.parametrize("row", table("proof_options"))
def test_every_option_of_a_proof_is_signed_and_must_fit(scene, row):
    now, workshop = scene.world.now, scene.workshop
    options = {
        "proof_id": "urn:uuid:5d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b55",
        "expires": now + timedelta(days=1),
        "challenge": "c",
        "domain": "d.example",
        **row.get("sign", {}),
    }
    badge = data_integrity.sign(
        scene.unsigned(),
        workshop.signer,
        verification_method=workshop.method,
        created=now - timedelta(days=1),
        **options,
    )
    assert scene.judge(changed(badge, row["steps"])) == judgement(row), row["reason"]


@pytest.mark.parametrize("row", table("validity"))
def test_time_is_told_to_the_second(scene, row):
    now, workshop = scene.world.now, scene.workshop

    def at(name):
        return now + timedelta(seconds=row[name]) if name in row else None

    begin, end = at("begin") or now - timedelta(days=1), at("end") or now + timedelta(days=1)
    badge = data_integrity.sign(
        scene.unsigned(validFrom=timestamp(begin), validUntil=row.get("end_text", timestamp(end))),
        workshop.signer,
        verification_method=workshop.method,
        created=at("created") or now - timedelta(days=1),
        expires=at("expires"),
    )
    verdict, _, code = scene.judge(badge)
    assert (verdict, code) == (row["verdict"], row["code"]), row["reason"]


@pytest.mark.parametrize("row", table("controls"))
def test_an_unusual_but_honest_badge_is_genuine_and_raises_no_eyebrow(scene, row):
    suite = row.get("suite", "eddsa-rdfc-2022")
    badge = scene.world.sign(scene.unsigned(row["steps"]), scene.workshop, cryptosuite=suite)
    report = verify(json.dumps(badge).encode(), fetch=scene.world.fetch, now=scene.world.now)
    assert (report.verdict, report.warnings) == (Verdict.GENUINE, ())


def bytes_of(row):
    if "hex" in row:
        return bytes.fromhex(row["hex"])
    text = row["text"]
    if isinstance(text, list):
        first, middle, last = text
        times = row.get("times", 1)
        text = first * times + middle * row.get("middle", 1) + last * times
    return text.encode()


@pytest.mark.parametrize("row", table("strict_json"))
def test_a_text_has_one_reading_or_none(row):
    if row["code"] is None:
        strict_json.loads(bytes_of(row))
        return
    with pytest.raises(CredentialError) as caught:
        strict_json.loads(bytes_of(row))
    assert caught.value.code == row["code"], row["reason"]


@pytest.mark.parametrize("row", [row for row in table("strict_json") if row.values[0]["code"]])
def test_what_cannot_be_read_in_one_way_is_never_verified(scene, row):
    with pytest.raises(CredentialError):
        verify(bytes_of(row), fetch=scene.world.fetch, now=scene.world.now)
