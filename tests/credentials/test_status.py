import gzip
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import status
from credentials.canonical import canonicalise_checked
from credentials.errors import CredentialError, StatusListError, UnsupportedError
from credentials.multibase import b64url
from tests.credentials.samples import ISSUER, NOW

URL = "https://badges.example.org/status/1"
ZEROS = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def published(bits=bytes(status.LIST_BITS // 8), **changes):
    shape = {
        "list_url": URL,
        "issuer": ISSUER,
        "bits": bits,
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=1),
        "ttl_ms": 300_000,
    }
    return status.build_list(**{**shape, **changes})


def with_bit(index):
    bits = bytearray(status.LIST_BITS // 8)
    bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)


def test_the_published_example_inflates_to_zeros():
    assert status.decode_bits(ZEROS) == bytes(16_384)


@given(st.binary(max_size=200))
def test_packing_and_unpacking_gives_the_bits_back(bits):
    assert status.decode_bits(status.encode_bits(bits)) == bits
    assert status.encode_bits(bits) == status.encode_bits(bits)


@given(st.integers(0, status.LIST_BITS - 1))
def test_exactly_the_set_bit_is_set(index):
    bits = with_bit(index)
    assert status.is_set(bits, index)
    assert not status.is_set(bits, (index + 1) % status.LIST_BITS)
    assert status.check_list(published(bits), status.read_entry(status.entry(URL, index)), now=NOW)


def test_bit_zero_is_the_left_most():
    assert status.is_set(b"\x80", 0)
    assert status.is_set(b"\x01", 7)


def test_the_list_is_a_safe_document_and_passes_the_fixpoint_rule():
    assert canonicalise_checked(published(), at_issue=True)


@pytest.mark.parametrize("index", ["94567", 94567])
def test_an_index_may_be_text_or_a_json_number(index):
    assert status.read_entry({**status.entry(URL, 1), "statusListIndex": index}).index == 94567


@pytest.mark.parametrize("index", ["-1", "1.0", "", "0x1", "٣", " 1", 1.5, True, None, "1" * 30, -1])
def test_any_other_index_is_refused(index):
    with pytest.raises(StatusListError, match="index_invalid"):
        status.read_entry({**status.entry(URL, 1), "statusListIndex": index})


@pytest.mark.parametrize("change", [{"type": "1EdTechRevocationList"}, {"statusSize": 2}])
def test_other_kinds_of_status_are_unsupported(change):
    with pytest.raises(UnsupportedError):
        status.read_entry({**status.entry(URL, 1), **change})


@pytest.mark.parametrize("change", [{"statusListCredential": None}, {"statusPurpose": 1}, {"id": URL}])
def test_a_malformed_entry_is_refused(change):
    with pytest.raises(StatusListError, match="entry_invalid"):
        status.read_entry({**status.entry(URL, 1), **change})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": ["VerifiableCredential"]}, "list_invalid"),
        ({"credentialSubject": []}, "list_invalid"),
        ({"credentialSubject": {"type": "Other"}}, "list_invalid"),
        ({"validFrom": "2026-03-01T09:00:01Z"}, "list_not_yet_valid"),
        ({"validUntil": "2026-03-01T08:59:59Z"}, "list_expired"),
        ({"validUntil": "soon"}, "list_invalid"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(change, code):
    with pytest.raises(StatusListError) as caught:
        status.check_list({**published(), **change}, status.read_entry(status.entry(URL, 1)), now=NOW)
    assert caught.value.code == code


def test_another_purpose_a_short_list_and_an_index_beyond_it_are_refused():
    entry = status.read_entry({**status.entry(URL, 1), "statusPurpose": "suspension"})
    with pytest.raises(StatusListError, match="purpose_mismatch"):
        status.check_list(published(), entry, now=NOW)
    with pytest.raises(StatusListError, match="index_out_of_range"):
        status.check_list(published(), status.read_entry(status.entry(URL, 200_000)), now=NOW)
    with pytest.raises(StatusListError, match="list_too_short"):
        published(bytes(100))
    short = published()
    short["credentialSubject"]["encodedList"] = status.encode_bits(bytes(100))
    with pytest.raises(StatusListError, match="list_too_short"):
        status.check_list(short, status.read_entry(status.entry(URL, 1)), now=NOW)


def test_a_bomb_is_not_inflated():
    bomb = "u" + b64url(gzip.compress(bytes(17 * 1024 * 1024)))
    with pytest.raises(StatusListError, match="too_long"):
        status.decode_bits(bomb)


def test_a_second_member_and_a_cut_one_are_refused():
    member = gzip.compress(bytes(100))
    for packed in (member + member, member[:-4], member + b"x", b""):
        with pytest.raises(StatusListError, match="encoded_list_invalid"):
            status.decode_bits("u" + b64url(packed))


@given(st.text() | st.none() | st.binary().map(lambda data: "u" + b64url(data)))
def test_no_encoded_list_makes_it_raise_anything_but_our_errors(text):
    with suppress(CredentialError):
        status.decode_bits(text)
