"""Verification for programs, over HTTP."""

import hashlib
import io
import json

import pytest

from credentials import receipt
from foundation import clock
from tests.world import World

ADDRESS = "/api/v1/verify"


@pytest.fixture
def world(sqlite_app):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    return world


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/vc+ld+json", "text/plain", "application/x-www-form-urlencoded", ""],
)
def test_the_document_itself_is_a_body_of_any_type(sqlite_app, world, content_type):
    body = json.dumps(world.issue(world.issuer()))
    answer = sqlite_app.test_client().post(ADDRESS, data=body, content_type=content_type)
    assert answer.status_code == 200
    assert answer.json["verdict"] == "genuine"
    assert answer.json["form"] == "json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_token_is_a_body_too(sqlite_app, world):
    body = world.issue_jwt(world.issuer())
    answer = sqlite_app.test_client().post(ADDRESS, data=body, content_type="application/vc+jwt")
    assert (answer.json["verdict"], answer.json["form"]) == ("genuine", "jws")


def test_a_file_can_be_sent_as_multipart_with_a_recipient(sqlite_app, world):
    body = json.dumps(world.issue(world.issuer())).encode()
    sent = {"file": (io.BytesIO(body), "badge.json"), "recipient": "somebody@example.org"}
    answer = sqlite_app.test_client().post(ADDRESS, data=sent)
    assert answer.json["verdict"] == "could_not_finish"
    codes = {check["check"]: check["code"] for check in answer.json["checks"]}
    assert codes["recipient"] == "recipient_not_said"


def test_an_address_can_be_sent(sqlite_app, world):
    address = world.publish("https://badges.example.org/b/1", world.issue(world.issuer()))
    answer = sqlite_app.test_client().post(ADDRESS, json={"url": address})
    assert answer.json["verdict"] == "genuine"


def test_an_unknown_issuer_is_told_apart_from_the_verdict(sqlite_app, world):
    issuer = world.issuer()
    answer = sqlite_app.test_client().post(ADDRESS, json=world.issue(issuer))
    assert answer.json["issuer"] == {
        "id": issuer.id,
        "known": False,
        "name": "Cycle Workshop",
        "claimed_name": "Cycle Workshop",
        "label": None,
    }


def test_every_check_has_outcome_code_source_and_time(sqlite_app, world):
    answer = sqlite_app.test_client().post(ADDRESS, json=world.issue(world.issuer()))
    names = [check["check"] for check in answer.json["checks"]]
    assert names == ["structure", "proof", "issuer", "status", "validity", "recipient", "endorsements"]
    assert set(answer.json["checks"][1]) == {"check", "outcome", "code", "facts", "source", "at"}
    assert answer.json["checks"][1]["at"] == "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"hello", "text/plain"),
        (b'{"a": 1, "a": 2}', "application/json"),
        (b'{"url": 7}', "application/json"),
        (b'{"url": "https://nowhere.example/1"}', "application/json"),
        (b'{"url": "https://nowhere.example/1", "recipient": 7}', "application/json"),
        (b"[]", "application/json"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    ],
)
def test_what_cannot_be_read_is_a_problem_document(sqlite_app, world, body, content_type):
    answer = sqlite_app.test_client().post(ADDRESS, data=body, content_type=content_type)
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"]


def test_a_multipart_body_without_a_file_is_a_problem(sqlite_app, world):
    answer = sqlite_app.test_client().post(ADDRESS, data={"other": (io.BytesIO(b"x"), "x")})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/file"


def test_the_description_of_the_api_names_the_ways_in(sqlite_app):
    described = sqlite_app.test_client().get("/api/v1/openapi.json").json
    ways = described["paths"]["/api/v1/verify"]["post"]["requestBody"]["content"]
    assert {"application/json", "multipart/form-data", "image/png"} <= ways.keys()


def test_the_report_names_standard_policy_and_the_digest_of_the_credential(sqlite_app, world):
    body = json.dumps(world.issue(world.issuer())).encode()
    answer = sqlite_app.test_client().post(ADDRESS, data=body, content_type="application/json")
    told = answer.json
    assert (told["standard"], told["policy"], told["inner"], told["as_of"]) == ("ob3", "standard", [], None)
    assert told["digest"] == hashlib.sha256(body).hexdigest()


def test_what_a_record_carries_is_reported_by_itself(sqlite_app, world):
    workshop = world.issuer()
    record = world.sign(world.record(workshop, [world.issue(workshop)]), workshop)
    answer = sqlite_app.test_client().post(ADDRESS, json=record)
    assert answer.json["standard"] == "clr2"
    assert [one["verdict"] for one in answer.json["inner"]] == ["genuine"]


def test_a_request_may_speak_of_a_context_in_its_recipient(sqlite_app, world):
    address = world.publish("https://badges.example.org/b/1", world.issue(world.issuer()))
    asked = json.dumps({"url": address, "recipient": "@context"})
    answer = sqlite_app.test_client().post(ADDRESS, data=asked, content_type="application/json")
    assert answer.json["checks"][5]["code"] == "recipient_not_said"


def test_a_receipt_comes_as_a_signed_text(sqlite_app, world):
    body = json.dumps(world.issue(world.issuer())).encode()
    answer = sqlite_app.test_client().post(f"{ADDRESS}/receipt", data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (200, "application/jwt")
    assert answer.headers["Cache-Control"] == "no-store"
    told = receipt.check(answer.text, now=world.now)
    assert told.sha256 == hashlib.sha256(body).hexdigest()
    assert told.size_bytes == len(body)


def test_a_bundle_comes_as_a_zip_and_is_read_here_again(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    address = world.publish("https://badges.example.org/b/1", world.issue(issuer))
    packed = sqlite_app.test_client().post(f"{ADDRESS}/bundle", json={"url": address})
    assert (packed.status_code, packed.mimetype) == (200, "application/zip")
    world.pages.clear()
    answer = sqlite_app.test_client().post(ADDRESS, data=packed.data, content_type="application/zip")
    assert (answer.json["verdict"], answer.json["as_of"]) == ("genuine", "2026-03-01T12:00:00Z")
    assert answer.json["checks"][-1]["code"] == "sealed"


@pytest.mark.parametrize("what", ["receipt", "bundle"])
def test_of_what_cannot_be_read_there_is_nothing_to_keep(sqlite_app, world, what):
    answer = sqlite_app.test_client().post(f"{ADDRESS}/{what}", data=b"hello", content_type="text/plain")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_the_description_names_what_can_be_kept(sqlite_app):
    paths = sqlite_app.test_client().get("/api/v1/openapi.json").json["paths"]
    kinds = {
        what: list(paths[f"/api/v1/verify/{what}"]["post"]["responses"]["200"]["content"])
        for what in ("receipt", "bundle")
    }
    assert kinds == {"receipt": ["application/jwt"], "bundle": ["application/zip"]}
