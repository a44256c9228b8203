"""Our own tables of good and bad signatures: each bad row stands beside an honest twin."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from credentials.errors import CredentialError
from credentials.keys import PublicKey, openssl, sodium, verify_signature
from credentials.proofs import jwt
from tests.credentials.samples import no_network

OWN = Path(__file__).parent / "own"
ED25519 = json.loads((OWN / "ed25519.json").read_text(encoding="utf-8"))
TOKENS = {row["name"]: row for row in json.loads((OWN / "jws.json").read_text(encoding="utf-8"))["tokens"]}
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def named(rows):
    return [pytest.param(row, id=row["name"]) for row in rows]


@pytest.mark.parametrize("row", named(ED25519["signatures"]))
def test_an_ed25519_signature_counts_only_when_it_is_the_one_spelling_of_a_good_one(row):
    key = PublicKey("Ed25519", bytes.fromhex(row["key"]))
    signature, message = bytes.fromhex(row["signature"]), bytes.fromhex(row["message"])
    assert verify_signature(key, "EdDSA", signature, message) is row["valid"], row["reason"]


@pytest.mark.parametrize("row", named(ED25519["signatures"]))
def test_both_engines_judge_a_signature_alike(row):
    given = [bytes.fromhex(row[name]) for name in ("key", "signature", "message")]
    if len(given[1]) == 64:
        assert sodium.is_signature(*given) is openssl.is_signature(*given) is row["valid"]


@pytest.mark.parametrize("row", named(ED25519["keys"]))
def test_a_weak_or_misspelled_ed25519_key_is_refused_by_both_engines(row):
    raw = bytes.fromhex(row["key"])
    if len(raw) == 32:
        assert sodium.is_strong_point(raw) is openssl.is_strong_point(raw) is (row["code"] is None)
    if row["code"] is None:
        assert PublicKey("Ed25519", raw).raw == raw
        return
    with pytest.raises(CredentialError) as caught:
        PublicKey("Ed25519", raw)
    assert caught.value.code == row["code"], row["reason"]


@pytest.mark.parametrize("row", named(TOKENS.values()))
def test_a_token_is_taken_or_refused_for_its_reason_and_its_twin_is_taken(row):
    if row["code"] is None:
        assert jwt.verify(row["token"], no_network, now=NOW)
        return
    assert TOKENS[row["twin"]]["code"] is None
    with pytest.raises(CredentialError) as caught:
        jwt.verify(row["token"], no_network, now=NOW)
    assert caught.value.code == row["code"], row["reason"]
