"""A key that somebody else may hold: what is said of it, and what still counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from flask import Flask

from credentials.key_history import KeyHistory
from credentials.resolve import method_id
from foundation import audit, clock
from foundation.db import session, transaction
from foundation.errors import InvalidError, NotFoundError
from foundation.policy import SYSTEM, Actor
from issuers import queries
from issuers.models import DroppedDocument
from issuers.services import compromising, keys, publishing, storing
from issuers.services import status as places
from tests.issuers.places import group_of, somebody


@pytest.fixture
def by_https(app: Flask) -> Iterator[Flask]:
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, base_url="https://badges.example.org")
    yield app
    app.extensions["settings"] = before


def active(group):
    return queries.active_key(group, "Ed25519")


def lose(group, since=None, actor=SYSTEM):
    row = active(group)
    return row.id, compromising.compromise(actor, row.id, since=since or clock.now())


def test_a_lost_key_is_replaced_and_published_as_revoked_for_no_purpose(by_https: Flask) -> None:
    group = group_of(somebody())
    old = keys.signer_of(group)[1]
    since = clock.now() - timedelta(days=1)
    _, new_id = lose(group, since)
    assert active(group).id == new_id
    new = keys.signer_of(group)[1]
    document = publishing.did_document(group)
    assert document["assertionMethod"] == [new]
    told = {method["id"]: method.get("revoked") for method in document["verificationMethod"]}
    assert told == {new: None, old: since.strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert [key["kid"] for key in publishing.jwks(group)["keys"]] == [new]


def history(method: str) -> KeyHistory | None:
    found = queries.signer(method.partition("#")[0])
    return found.histories.get(method) if found else None


def test_the_life_of_a_key_is_told_by_its_method_and_strangers_have_none(by_https: Flask) -> None:
    group = group_of(somebody())
    rsa = keys.token_signer_of(group)[1]
    row, method = active(group), keys.signer_of(group)[1]
    assert history(method) == KeyHistory(active_from=row.active_from)
    assert history(rsa).active_from is not None
    since = clock.now() - timedelta(days=1)
    lose(group, since)
    assert history(method).compromised_at == since
    assert history(method).retired_at is not None
    assert history(method + "x") is None
    assert history("did:key:z6Mk#z6Mk") is None


def test_said_again_only_an_earlier_time_counts_and_no_second_key_is_made(by_https: Flask) -> None:
    group = group_of(somebody())
    first, later = clock.now() - timedelta(days=2), clock.now() - timedelta(days=1)
    key_id, new_id = lose(group, later)
    for since, kept in ((first, first), (later, first)):
        assert compromising.compromise(SYSTEM, key_id, since=since) is None
        session().expire_all()
        assert queries.signing_key(key_id).compromised_at == kept
    assert active(group).id == new_id


def test_a_retired_key_can_be_lost_too_and_the_active_one_stays(by_https: Flask) -> None:
    group = group_of(somebody())
    old, retired = active(group).id, keys.rotate(group)
    assert compromising.compromise(SYSTEM, old, since=clock.now()) is None
    assert active(group).id == retired
    assert queries.signing_key(old).sealed == b""


def test_the_key_that_is_its_issuer_has_no_successor_and_its_lists_are_signed_for_good(app: Flask) -> None:
    group = group_of(somebody())
    urn = "urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11"
    with transaction():
        number = places.reserve(urn)[0]
        storing.keep(urn, "json", group, b"{}")
    _, new = lose(group)
    assert new is None
    with pytest.raises(NotFoundError, match="no_key"):
        keys.signer_of(group)
    listed = orjson.loads(publishing.status_list_body(group, number))
    assert int(listed["validUntil"][:4]) > clock.now().year + 90


def test_status_lists_are_signed_anew_by_the_next_key(by_https: Flask) -> None:
    group = group_of(somebody())
    with transaction():
        number = places.reserve("urn:uuid:1b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11")[0]
    before = orjson.loads(publishing.status_list_body(group, number))["proof"][0]["verificationMethod"]
    lose(group)
    after = orjson.loads(publishing.status_list_body(group, number))["proof"][0]["verificationMethod"]
    assert before != after == keys.signer_of(group)[1]


def test_stewards_and_the_operator_may_say_it_strangers_may_not(by_https: Flask) -> None:
    group = group_of(somebody())
    stranger = Actor(person_id=somebody().person_id)
    with pytest.raises(NotFoundError):
        lose(group, actor=stranger)
    steward = Actor(person_id=stranger.person_id, stewards=frozenset({group}))
    key_id, _ = lose(group, actor=steward)
    (event,) = [one for one in audit.events_of(steward.person_id) if one.action == "key.compromised"]
    assert (event.subject, event.group_id, event.facts["kind"]) == (str(key_id), group, "Ed25519")


def test_a_time_to_come_and_an_unknown_key_are_refused(by_https: Flask) -> None:
    group = group_of(somebody())
    with pytest.raises(InvalidError):
        lose(group, clock.now() + timedelta(seconds=2))
    with pytest.raises(NotFoundError):
        compromising.compromise(SYSTEM, group, since=clock.now())


def test_what_was_signed_or_dropped_here_is_known_by_its_digest_and_date(app: Flask) -> None:
    group = group_of(somebody())
    urn = "urn:uuid:2b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11"
    storing.keep(urn, "json", group, b"{}")
    digest = bytes.fromhex("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    signed_at = queries.recorded_at(digest)
    assert clock.now() - signed_at < timedelta(minutes=1)
    assert storing.drop(urn) == ("json",)
    assert queries.recorded_at(digest) == signed_at
    with transaction() as write:
        row = write.query(DroppedDocument).one()
        row.signed_at, dropped_at = None, row.dropped_at
    assert queries.recorded_at(digest) == dropped_at
    assert queries.recorded_at(bytes(32)) is None


def test_the_operator_lists_keys_and_reports_a_loss_by_command(by_https: Flask) -> None:
    group = group_of(somebody())
    issuer, row = queries.issuer(group), active(group)
    run = by_https.test_cli_runner().invoke
    method = method_id(issuer.iri, queries.public_key(row))
    assert f"{row.id} Ed25519 active {method}" in run(args=["keys", issuer.slug]).output
    said = run(args=["key-compromised", str(row.id), "--since", "2026-01-01T00:00:00"])
    assert said.exit_code == 0, said.output
    assert f"{row.id} is compromised; new key: {active(group).id}" in said.output
    assert "compromised since 2026-01-01T00:00:00+00:00" in run(args=["keys", issuer.slug]).output
    assert "there is no group" in run(args=["keys", "nobody"]).output
    assert "there is no key" in run(args=["key-compromised", str(group), "--since", "2026-01-01"]).output
    later = ["key-compromised", str(active(group).id), "--since", "2999-01-01"]
    assert "still to come" in run(args=later).output
