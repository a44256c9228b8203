from dataclasses import asdict

import pytest

from credentials import build
from credentials.errors import CredentialError
from credentials.identity import hash_identity, identity_object, matches
from tests.credentials import samples

PUBLISHED = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def as_json(identifier):
    return {
        "type": "IdentityObject",
        "hashed": identifier.hashed,
        "identityHash": identifier.identity_hash,
        "identityType": identifier.identity_type,
        "salt": identifier.salt,
    }


def test_the_published_hash_comes_out():
    assert hash_identity("a@example.com", "Kosher") == PUBLISHED


def test_an_address_is_hashed_in_lower_case_and_matches_in_any_case():
    identifier = identity_object("A@Example.com", "emailAddress", salt="Kosher")
    assert identifier.identity_hash == PUBLISHED
    assert matches(as_json(identifier), "a@EXAMPLE.com", "emailAddress")


def test_an_address_hashed_as_typed_by_another_issuer_matches_as_typed():
    stored = {
        "hashed": True,
        "identityHash": hash_identity("A@x.org", "s"),
        "identityType": "emailAddress",
        "salt": "s",
    }
    assert matches(stored, "A@x.org", "emailAddress")
    assert not matches(stored, "a@x.org", "emailAddress")


def test_a_user_name_keeps_its_case():
    identifier = as_json(identity_object("Anna", "userName", salt="s"))
    assert matches(identifier, "Anna", "userName")
    assert not matches(identifier, "anna", "userName")


def test_hex_digits_match_in_upper_case():
    stored = {
        "hashed": True,
        "identityHash": PUBLISHED.upper(),
        "identityType": "emailAddress",
        "salt": "Kosher",
    }
    assert matches(stored, "a@example.com", "emailAddress")


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"identityHash": 5, "identityType": "emailAddress", "hashed": True},
        {"identityHash": PUBLISHED, "identityType": "userName", "hashed": True, "salt": "Kosher"},
        {"identityHash": PUBLISHED, "identityType": "emailAddress", "hashed": True, "salt": "other"},
        {"identityHash": PUBLISHED, "identityType": "emailAddress", "hashed": True},
        {
            "identityHash": "md5$0cc175b9c0f1b6a831c399e269772661",
            "identityType": "emailAddress",
            "hashed": True,
        },
    ],
)
def test_everything_else_does_not_match(stored):
    assert not matches(stored, "a@example.com", "emailAddress")


def test_a_plain_identifier_is_compared_whole_and_its_salt_ignored():
    stored = {"identityHash": "A@x.org", "identityType": "emailAddress", "hashed": False, "salt": "not-used"}
    assert matches(stored, "a@X.org", "emailAddress")
    assert not matches(stored, "a@x.or", "emailAddress")


def test_the_value_never_appears_in_what_is_issued():
    assert "someone" not in str(build.achievement_credential(samples.award())).lower()
    assert "anna" not in str(asdict(identity_object("Anna", "userName", salt="s"))).lower()


def test_half_a_character_can_be_no_part_of_an_identifier():
    for value, salt in (("\ud800", ""), ("anna", "\udc00"), ("\ud83d", "\ude00")):
        with pytest.raises(CredentialError, match="lone_surrogate"):
            hash_identity(value, salt)
    with pytest.raises(CredentialError, match="lone_surrogate"):
        identity_object("\ud800", "userName", salt="s")


def test_half_a_character_matches_nobody():
    stored = as_json(identity_object("Anna", "userName", salt="s"))
    assert not matches(stored, "\ud800", "userName")
    assert not matches({**stored, "salt": "\ud800"}, "Anna", "userName")
    assert not matches({**stored, "hashed": False}, "\ud800", "userName")
