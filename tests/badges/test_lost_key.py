"""After a key was lost: what we recorded stays genuine with a warning, what a thief signs is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from flask import Flask

from badges.services import carrying, verifying, withdrawing
from badges.services.own_documents import own_only
from credentials.proofs import data_integrity
from credentials.verify.report import Verdict
from foundation import clock
from foundation.policy import SYSTEM
from issuers import queries as issuers
from issuers.services import compromising, keys
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture(params=["http", "https"])
def service(app: Flask, request) -> Iterator[Flask]:
    """On http an issuer is its one key; on https it goes on with a new one."""
    before = dict(app.extensions)
    if request.param == "https":
        app.extensions["settings"] = replace(before["settings"], base_url="https://badges.example.org")
        app.extensions["fetch"] = own_only()
    yield app
    app.extensions.update(before)


@pytest.fixture
def held(service):
    scene = set_stage()
    return scene, accepted(scene, person("Holder"), "Holder")


def lose(scene, since):
    row = issuers.active_key(scene.group_id, "Ed25519")
    return compromising.compromise(scene.steward, row.id, since=since)


def issuer_code(report):
    return next(one.code for one in report.findings if one.check == "issuer")


def test_what_was_signed_before_the_cut_off_stays_genuine_with_a_warning(held):
    scene, credential = held
    documents = [carrying.form(credential, form) for form in ("json", "png", "svg")]
    lose(scene, clock.now())
    for document in documents:
        report = verifying.verify(document)
        assert (report.verdict, issuer_code(report)) == (Verdict.GENUINE, "recorded_before_compromise")
        assert "recorded_before_compromise" in {one.code for one in report.warnings}


def test_what_was_signed_after_the_cut_off_or_by_a_thief_is_not_relied_on(held):
    scene, credential = held
    document = orjson.loads(carrying.form(credential, "json"))
    signer, method = keys.signer_of(scene.group_id)
    thief = {**document, "awardedDate": "2025-01-01T00:00:00Z"}
    del thief["proof"]
    forged = data_integrity.sign(thief, signer, verification_method=method, created=clock.now())
    assert verifying.verify(orjson.dumps(forged)).verdict is Verdict.GENUINE  # as long as nobody knows
    lose(scene, clock.now())
    report = verifying.verify(orjson.dumps(forged))
    assert (report.verdict, issuer_code(report)) == (Verdict.DO_NOT_RELY, "key_compromised")
    compromising.compromise(SYSTEM, lost_key(scene), since=credential.accepted_at - timedelta(days=1))
    report = verifying.verify(orjson.dumps(document))
    assert (report.verdict, issuer_code(report)) == (Verdict.DO_NOT_RELY, "key_compromised")


def lost_key(scene):
    iri = issuers.issuer(scene.group_id).iri
    return next(row.id for row in issuers.keys_of(iri) if row.compromised_at is not None)


def test_a_recorded_badge_can_still_be_withdrawn_where_there_is_a_next_key(held, service):
    scene, credential = held
    document = carrying.form(credential, "json")
    if lose(scene, clock.now()) is None:
        return  # its last list is final
    withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    assert verifying.verify(document).verdict is Verdict.DO_NOT_RELY


def test_a_rotated_key_leaves_badges_as_genuine_as_they_were(held, service):
    scene, credential = held
    if issuers.issuer(scene.group_id).iri.startswith("did:web:"):
        keys.rotate(scene.group_id)
    report = verifying.verify(carrying.form(credential, "json"))
    assert (report.verdict, issuer_code(report), report.warnings) == (Verdict.GENUINE, "issuer_bound", ())
