"""Documents for programs at the addresses that stand in signed badges."""

from uuid import uuid4

import pytest

from badges.queries import achievements
from tests.web.starter import load_starter

JSON = {"Accept": "application/json"}


@pytest.fixture
def group(sqlite_app):
    return load_starter()


@pytest.fixture
def client(sqlite_app, group):
    return sqlite_app.test_client()


def _is_open(answer):
    return answer.headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in answer.headers


def test_an_issuer_is_a_page_for_people_and_a_profile_for_programs(client, group):
    address = f"/issuers/{group.id}"
    assert "whoever runs this service vouches for it" in client.get(address).text
    answer = client.get(address, headers=JSON)
    assert (answer.json["id"], answer.json["name"]) == (group.iri, "Cycle Workshop")
    assert _is_open(answer)
    assert "Accept" in answer.headers["Vary"]


def test_the_keys_of_an_issuer_are_public(client, group):
    did = client.get(f"/issuers/{group.id}/did.json")
    assert did.mimetype == "application/did+json"
    assert did.json["id"] == group.iri
    keys = client.get(f"/issuers/{group.id}/jwks.json").json["keys"]
    assert keys
    assert all("d" not in key for key in keys)
    assert _is_open(did)


@pytest.mark.parametrize("rest", ["", "/did.json", "/jwks.json", "/status/1"])
def test_an_unknown_issuer_is_not_found(client, rest):
    assert client.get(f"/issuers/{uuid4()}{rest}", headers=JSON).status_code == 404


def test_an_edition_of_a_badge_is_served_at_its_id(client):
    badge = achievements.achievement("first-steps")
    answer = client.get(f"/achievements/{badge.id}/en", headers=JSON)
    assert answer.json["id"].endswith(f"/achievements/{badge.id}/en")
    assert answer.json["inLanguage"] == "en"
    assert _is_open(answer)
    assert client.get(f"/achievements/{badge.id}", headers=JSON).json == answer.json


def test_a_language_that_is_not_reviewed_has_no_edition(client):
    badge = achievements.achievement("first-steps")
    assert client.get(f"/achievements/{badge.id}/sv", headers=JSON).status_code == 404


def test_people_are_led_from_a_signed_address_to_the_page(client):
    badge = achievements.achievement("first-steps")
    assert client.get(f"/achievements/{badge.id}").location == "/badges/first-steps"
    assert client.get(f"/achievements/{badge.id}/sv").location == "/badges/first-steps?lang=sv"
    assert client.get(f"/achievements/{badge.id}/v1").location == "/badges/first-steps/v1"


def test_a_picture_may_be_kept_for_ever_and_can_run_nothing(client):
    badge = achievements.achievement("first-steps")
    png = client.get(f"/achievements/{badge.id}/v1/image.png")
    assert png.data.startswith(b"\x89PNG")
    assert "immutable" in png.headers["Cache-Control"]
    svg = client.get(f"/achievements/{badge.id}/v1/image.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "sandbox" in svg.headers["Content-Security-Policy"]
    assert client.get(f"/achievements/{badge.id}/v2/image.png").status_code == 404


def test_an_unchanged_document_is_not_sent_twice(client, group):
    address = f"/issuers/{group.id}/did.json"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
