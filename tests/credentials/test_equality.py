import pytest

from credentials import equality
from credentials.errors import UnreadableError

BADGE = {
    "id": "https://a.example/badge%20one",
    "issuer": {"id": "did:web:a.example"},
    "validFrom": "2026-01-01T00:00:00Z",
}


@pytest.mark.parametrize(
    "other",
    [
        {"issuer": "did:web:a.example"},
        {"id": " https://a.example/badge one\n"},
        {"issuer": {"id": "did%3Aweb%3Aa.example", "name": "Another name"}},
    ],
)
def test_the_same_ids_in_another_spelling_are_the_same_credential(other):
    assert equality.are_same(BADGE, {**BADGE, **other})


@pytest.mark.parametrize(
    "other",
    [
        {"id": "https://a.example/badge"},
        {"issuer": "did:web:b.example"},
        {"id": None},
        {"issuer": {}},
        {"id": " "},
    ],
)
def test_another_id_or_issuer_is_another_credential(other):
    assert not equality.are_same(BADGE, {**BADGE, **other})
    assert not equality.are_same({**BADGE, **other}, BADGE)


def test_two_credentials_without_ids_are_not_the_same():
    assert not equality.are_same({"issuer": "did:web:a.example"}, {"issuer": "did:web:a.example"})


def test_the_later_begin_is_the_newer_one_whatever_the_zone():
    later = {**BADGE, "validFrom": "2026-01-01T01:00:00+00:30"}
    assert equality.age_of(later, BADGE) == "newer"
    assert equality.age_of(BADGE, later) == "older"
    assert equality.age_of(BADGE, {**BADGE, "validFrom": "2026-01-01T02:00:00+02:00"}) == "as_old"
    first = {"id": "urn:x:1", "issuanceDate": "2025-01-01T00:00:00Z"}
    assert equality.age_of(BADGE, first) == "newer"
    with pytest.raises(UnreadableError):
        equality.age_of(BADGE, {})
