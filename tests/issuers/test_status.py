import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from credentials import status
from credentials.proofs import data_integrity
from foundation import clock
from foundation.db import db, session, transaction
from foundation.errors import NotFoundError
from issuers import queries
from issuers.models import StatusList
from issuers.services import publishing
from issuers.services import status as places
from issuers.shuffle import place_of
from tests.issuers.places import group_of, somebody
from tests.world import World


def urn() -> str:
    return f"urn:uuid:{uuid4()}"


def published(group: UUID, number: int = 1) -> dict[str, object]:
    body = publishing.status_list_body(group, number)
    assert body is not None
    document: dict[str, object] = json.loads(body)
    return document


def bit(document: dict[str, object], place: int) -> bool:
    return status.is_set(status.decode_bits(document["credentialSubject"]["encodedList"]), place)


@given(st.binary(min_size=32, max_size=32), st.sets(st.integers(0, status.LIST_BITS - 1), max_size=50))
def test_the_shuffle_gives_each_place_once(key: bytes, counts: set[int]) -> None:
    given_places = {place_of(count, key) for count in counts}
    assert len(given_places) == len(counts)
    assert all(0 <= place < status.LIST_BITS for place in given_places)


def test_the_shuffle_fills_the_whole_list() -> None:
    assert len({place_of(count, b"k" * 32) for count in range(status.LIST_BITS)}) == status.LIST_BITS


def test_places_come_in_no_order_and_spread_over_the_list(app: Flask) -> None:
    found = [places.reserve(urn())[1] for _ in range(24)]
    assert found not in (sorted(found), sorted(found, reverse=True))
    assert max(found) - min(found) > status.LIST_BITS // 4


def test_asking_twice_for_one_document_gives_one_place(app: Flask) -> None:
    one = urn()
    assert places.reserve(one) == places.reserve(one)


def test_documents_signed_at_the_same_moment_get_different_places(app: Flask) -> None:
    def reserve(_: int) -> tuple[int, int]:
        with app.app_context():
            try:
                return places.reserve(urn())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(reserve, range(36)))
    assert len(set(found)) == 36


def test_a_full_list_opens_the_next_one(app: Flask) -> None:
    assert places.reserve(urn())[0] == 1
    with transaction() as writing:
        writing.execute(update(StatusList).values(given=status.LIST_BITS - 1))
    assert places.reserve(urn())[0] == 1
    assert places.reserve(urn())[0] == 2


def test_a_rolled_back_document_leaves_no_entry(app: Flask) -> None:
    one = urn()

    class KilledError(Exception):
        pass

    def sign_and_die() -> None:
        with transaction():
            places.reserve(one)
            raise KilledError

    with pytest.raises(KilledError):
        sign_and_die()
    assert queries.status_of(one) is None
    assert session().query(StatusList).count() == 0


def test_a_revoked_document_has_its_bit_set_in_the_next_list_and_for_good(app: Flask) -> None:
    group, one, other = group_of(somebody()), urn(), urn()
    place, untouched = places.reserve(one)[1], places.reserve(other)[1]
    assert not bit(published(group), place)
    assert places.revoke(one)
    first_time = queries.status_of(one).revoked_at
    assert bit(published(group), place)
    assert not places.revoke(one)
    assert queries.status_of(one).revoked_at == first_time
    assert not bit(published(group), untouched)


def test_only_what_has_a_place_can_be_revoked(app: Flask) -> None:
    with pytest.raises(NotFoundError):
        places.revoke(urn())


def test_the_published_list_is_signed_by_the_issuer_and_valid_for_a_day(app: Flask) -> None:
    group = group_of(somebody())
    _, place = places.reserve(urn())
    document = published(group)
    issuer = queries.issuer(group)
    (proof,) = document["proof"]
    data_integrity.verify(document, proof, World().fetch, controller=issuer.iri, now=clock.now())
    entry = status.read_entry(status.entry(str(document["id"]), place))
    now = clock.now()
    assert status.check_list(document, entry, now=now + timedelta(hours=23)) is False
    assert str(document["id"]).endswith(f"/issuers/{group}/status/1")
    assert document["issuer"] == issuer.iri


def test_two_issuers_publish_the_same_bits(app: Flask) -> None:
    one, two, document = group_of(somebody()), group_of(somebody(), "Guild"), urn()
    place = places.reserve(document)[1]
    places.revoke(document)
    assert bit(published(one), place)
    assert bit(published(two), place)


def test_a_list_is_served_as_it_was_made_until_it_is_half_a_day_old(app: Flask) -> None:
    group = group_of(somebody())
    places.reserve(urn())
    first = publishing.status_list_body(group, 1)
    assert publishing.status_list_body(group, 1) == first
    later = clock.now() + timedelta(hours=12)
    clock.set_source(lambda: later)
    assert publishing.status_list_body(group, 1) != first


def test_a_list_or_issuer_that_is_not_there_has_no_body(app: Flask) -> None:
    group = group_of(somebody())
    assert publishing.status_list_body(group, 1) is None
    places.reserve(urn())
    assert publishing.status_list_body(uuid4(), 1) is None
    assert publishing.status_list_body(group, 10**12) is None
