"""A framework at an address is fetched by a job, through the guarded client, and looked over like a file."""

import threading
from uuid import UUID

import orjson
import pytest

from accounts.services import tokens
from competencies.models.references import LoadState
from competencies.queries import references
from competencies.services import reference_fetching, referencing
from foundation import jobs
from foundation.db import db
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges import definitions
from tests.competencies.case_samples import document, item, package, uuid, written
from tests.world import World
from web.letters import HANDLERS

BY_ADDRESS = "/api/v1/groups/workshop/reference-imports/by-address"
THERE = "https://frameworks.example.org/package"


@pytest.fixture
def world(app):
    made, before = World(), app.extensions["fetch_packages"]
    app.extensions["fetch_packages"] = made.fetch
    yield made
    app.extensions["fetch_packages"] = before


def asked(steward, group_id, url=THERE):
    return reference_fetching.ask_for(steward, group_id=group_id, url=url).id


def fetched(load_id):
    jobs.run_due(HANDLERS)
    return references.load(load_id)


def test_what_is_at_the_address_is_looked_over_and_can_be_brought_in(world):
    steward, group_id = definitions.group()
    world.publish(THERE, written(package()))
    load_id = asked(steward, group_id)
    assert (references.load(load_id).state, world.asked) == (LoadState.FETCHING, [])
    found = fetched(load_id)
    assert (found.state, found.source_url, found.total) == (LoadState.STAGED, THERE, 14)
    referencing.confirm(steward, load_id)
    assert fetched(load_id).state == LoadState.DONE
    assert references.framework(UUID(uuid("document"))).source_url == THERE


def test_a_package_of_many_megabytes_is_fetched_too(world):
    steward, group_id = definitions.group()
    many = [item(f"i{number}", notes="x" * 2_000) for number in range(2_000)]
    world.publish(THERE, written({"CFDocument": document(), "CFItems": many}))
    assert len(world.pages[THERE]) > 4 * 1024**2
    assert fetched(asked(steward, group_id)).total == 2_000


@pytest.mark.parametrize(
    ("broken", "code"),
    [("too_big", "too_big_to_fetch"), ("timed_out", "not_fetched"), ("address_forbidden", "not_fetched")],
)
def test_what_cannot_be_fetched_is_told_and_nothing_is_kept(world, broken, code):
    steward, group_id = definitions.group()
    world.broken[THERE] = broken
    found = fetched(asked(steward, group_id))
    assert (found.state, found.code, found.body) == (LoadState.FAILED, code, None)
    with pytest.raises(ConflictError):
        referencing.confirm(steward, found.id)


@pytest.mark.parametrize("given", [b"", b"full statement\nx", b"<html>"])
def test_what_is_no_package_is_told(world, given):
    steward, group_id = definitions.group()
    world.publish(THERE, given)
    found = fetched(asked(steward, group_id))
    assert (found.state, found.code) == (LoadState.FAILED, "not_a_package")


def test_only_https_is_fetched_and_only_for_stewards(world):
    steward, group_id = definitions.group()
    other, _ = definitions.group("Others")
    with pytest.raises(InvalidError) as error:
        asked(steward, group_id, "http://x.example/")
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/url", "address_not_https")]
    for who, refusal in ((NOBODY, SignInNeededError), (other, NotFoundError)):
        with pytest.raises(refusal):
            asked(who, group_id)
    jobs.run_due(HANDLERS)
    assert world.asked == []


def test_what_is_dropped_meanwhile_stays_dropped_and_a_job_may_run_twice(world):
    steward, group_id = definitions.group()
    world.publish(THERE, written(package()))
    dropped = asked(steward, group_id)
    referencing.drop(steward, dropped)
    jobs.run_due(HANDLERS)
    assert world.asked == []
    kept = asked(steward, group_id)
    fetched(kept)
    reference_fetching.work(world.fetch, kept)
    assert world.asked == [THERE]
    assert references.load(kept).state == LoadState.STAGED


def test_one_address_that_is_asked_for_twice_at_once_is_fetched_once(app, world):
    steward, group_id = definitions.group()
    gate, found = threading.Barrier(3), []

    def ask():
        with app.app_context():
            gate.wait()
            found.append(asked(steward, group_id))

    db.session.remove()
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(found), len(set(found))) == (3, 1)


def headers(actor):
    return {"Authorization": f"Bearer {tokens.make(actor, label='test')}"}


def test_a_program_asks_for_an_address_and_is_led_to_how_far_it_is(app, world):
    steward, _ = definitions.group()
    client, told = app.test_client(), headers(steward)
    world.publish(THERE, written(package()))
    asked_for = client.post(BY_ADDRESS, json={"url": f" {THERE} "}, headers=told)
    assert (asked_for.status_code, asked_for.json["state"], world.asked) == (202, "fetching", [])
    here = asked_for.headers["Location"]
    assert here.endswith(f"/api/v1/reference-imports/{asked_for.json['id']}")
    jobs.run_due(HANDLERS)
    found = client.get(here, headers=told).json
    assert (found["state"], found["total"]) == ("staged", 14)
    assert client.post(f"{here}/confirm", headers=told).status_code == 202
    jobs.run_due(HANDLERS)
    assert client.get(here, headers=told).json["state"] == "done"


def test_a_program_that_asks_again_with_its_key_is_led_to_the_same_import(app, world):
    steward, group_id = definitions.group()
    client, told = app.test_client(), {**headers(steward), "Idempotency-Key": "k1"}
    world.publish(THERE, written(package()))
    first = client.post(BY_ADDRESS, json={"url": THERE}, headers=told)
    jobs.run_due(HANDLERS)
    again = client.post(BY_ADDRESS, json={"url": THERE}, headers=told)
    assert (again.status_code, again.json["id"], again.json["state"]) == (202, first.json["id"], "staged")
    assert len(references.loads(group_id)) == 1
    other = client.post(BY_ADDRESS, json={"url": f"{THERE}/2"}, headers=told)
    assert (other.status_code, other.json["code"]) == (409, "idempotency_key_reused")


def test_what_a_program_may_not_ask_for_is_a_problem_document(app, world):
    steward, group_id = definitions.group()
    other, _ = definitions.group("Others")
    client, told = app.test_client(), headers(steward)
    for sent, pointer in (({"url": "http://x.example/"}, "/url"), ({}, "/url"), ({"url": 1}, "/url")):
        answer = client.post(BY_ADDRESS, json=sent, headers=told)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        assert [one["pointer"] for one in answer.json["errors"]] == [pointer]
    assert client.post(BY_ADDRESS, json={"url": THERE}).status_code == 401
    assert client.post(BY_ADDRESS, json={"url": THERE}, headers=headers(other)).status_code == 404
    nowhere = BY_ADDRESS.replace("workshop", "nobody")
    assert client.post(nowhere, json={"url": THERE}, headers=told).status_code == 404
    for number in range(reference_fetching.MOST_WAITING):
        asked(steward, group_id, f"{THERE}/{number}")
    answer = client.post(BY_ADDRESS, json={"url": THERE}, headers=told)
    assert (answer.status_code, answer.json["code"]) == (409, "fetches_waiting")


def test_a_group_fetches_a_few_at_once_and_no_more(world):
    steward, group_id = definitions.group()
    for number in range(reference_fetching.MOST_WAITING):
        asked(steward, group_id, f"{THERE}/{number}")
    with pytest.raises(ConflictError, match="fetches_waiting"):
        asked(steward, group_id, f"{THERE}/more")
    assert orjson.loads(references.loads(group_id)[0].summary)["problem_count"] == 0
