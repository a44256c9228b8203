"""What no database can hold gets a clear refusal on both, never a failure of ours."""

import json
from datetime import timedelta

import pytest

from accounts.services import tokens
from credentials.errors import FetchError
from credentials.fetch import Fetched
from foundation import clock
from foundation.fetch import MOST_A_MINUTE, HostLimits
from issuers import queries as issuers
from tests.badges.scene import set_stage
from tests.web.browser import browser
from tests.web.visiting import client_of

HUGE = "99999999999999999999"


@pytest.fixture
def scene(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a failure is met as a visitor would meet it
    yield set_stage()
    app.config["PROPAGATE_EXCEPTIONS"] = None


def told(scene, **more):
    return {"Authorization": f"Bearer {tokens.make(scene.steward, label='test')}", **more}


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    "address",
    [
        "/badges/%00", "/groups/a%00b", "/roles/%00", "/paths/%00", "/resources/%00", "/api/v1/badges/%00",
        f"/badges/sources/v{HUGE}", f"/achievements/01a204a1-21de-7af8-bb92-9e203e5ee87a/v{HUGE}",
        f"/issuers/01a204a1-21de-7af8-bb92-9e203e5ee87a/status/{HUGE}",
    ],
)  # fmt: skip
def test_an_address_that_nothing_can_have_is_not_found(app, address):
    assert browser(app).get(address).status_code == 404


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("address", ["/badges?group=%00", "/badges?%00=1", "/?lang=%00"])
def test_a_query_with_nul_is_not_understood(app, address):
    assert browser(app).get(address).status_code == 400


@pytest.mark.parametrize("page", [HUGE, "-1", "0", "2147483648", "abc"])
def test_any_page_number_gives_a_page(app, scene, page):
    group = issuers.issuer(scene.group_id).slug
    client = client_of(app, scene.steward)
    assert client.get(f"/groups/{group}/awards?page={page}").status_code == 200
    assert client.get(f"/passport?page={page}").status_code == 200


def sent(app, scene, body, **more):
    headers = told(scene, **{"Content-Type": "application/json", **more})
    return app.test_client().post("/api/v1/awards", data=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        '{"achievement": "a\\u0000b", "recipient": "Ben"}',
        '{"achievement": "sources", "recipient": "Ben\\ud800"}',
        '{"achievement": "sources", "recipient": "Ben", "reason": "\\u0000"}',
        '{"achievement": "sources", "recipient": "Ben", "a\\u0000": 1}',
        '{"achievement": "sources", "recipient": "Ann", "recipient": "Ben"}',
        '{"achievement": NaN, "recipient": "Ben"}',
        "[" * 90_000,
        '{"a":' * 5_000,
        "{",
        "null",
    ],
)
def test_json_with_no_or_two_meanings_is_a_problem_document(app, scene, body):
    answer = sent(app, scene, body)
    assert answer.status_code in {400, 422}
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("key", ["x" * 201, "a\x01"])
def test_a_key_that_cannot_be_kept_is_refused(app, scene, key):
    body = json.dumps({"achievement": scene.badge, "recipient": "Ben"})
    assert sent(app, scene, body, **{"Idempotency-Key": key}).status_code == 422


@pytest.mark.parametrize("kinds", [5, None, "wiki_page", {}, [None], [[]]])
def test_kinds_of_evidence_that_are_no_list_are_refused(app, scene, kinds):
    words = {name: {"en": "Words"} for name in ("name", "description", "criteria")}
    picture = {"template": "spark", "colour": "blue", "alt": {"en": "A spark"}}
    badge = {**words, "group_id": str(scene.group_id), "kind": "milestone", "image": picture}
    badge["evidence_rule"] = {"kinds": kinds}
    answer = app.test_client().post("/api/v1/badges", json=badge, headers=told(scene))
    assert answer.status_code == 422
    if kinds != {}:
        assert any(one["pointer"].startswith("/evidence_rule") for one in answer.json["errors"])


@pytest.mark.usefixtures("scene")
def test_a_method_that_is_not_allowed_is_told_with_those_that_are(app):
    answer = app.test_client().post("/badges")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_another_spelling_of_a_host_does_not_widen_its_limit():
    limits = HostLimits(lambda url, **_: Fetched(url, b"", "text/plain"))
    spelled = ("https://victim.example/", "https://VICTIM.example:8443/", "https://a@victim.example/")
    for number in range(MOST_A_MINUTE):
        limits(spelled[number % 3])
    with pytest.raises(FetchError):
        limits("https://Victim.example/x")
    start = clock.now()
    clock.set_source(lambda: start + timedelta(minutes=2))
    try:
        limits("https://other.example/")
        assert set(limits._recent) == {"other.example"}
    finally:
        clock.set_source(None)


@pytest.mark.usefixtures("scene")
def test_a_host_that_cannot_be_a_name_is_not_understood(app):
    assert browser(app).get("/sign-in", headers={"Host": "x" * 3000}).status_code == 400


@pytest.mark.usefixtures("scene")
def test_no_redirect_is_made_of_the_host_that_was_sent(app):
    answer = browser(app).get("/groups//anything", headers={"Host": "evil.test"})
    assert answer.status_code == 404
