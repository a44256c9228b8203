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


@pytest.mark.parametrize("change", [{"type": "1EdTechRevocationList"}, {"statusSize": 9}])
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


@given(st.integers(1, 8), st.data())
def test_an_entry_of_several_bits_is_read_where_it_was_written(size, data):
    index = data.draw(st.integers(0, 199))
    values = [data.draw(st.integers(0, 2**size - 1)) if at == index else 0 for at in range(200)]
    text = "".join(f"{value:0{size}b}" for value in values)
    bits = int(text, 2).to_bytes(200 * size // 8, "big")
    assert status.value_at(bits, index, size) == values[index]
    assert status.value_at(bits, (index + 1) % 200, size) == 0
    with pytest.raises(StatusListError, match="index_out_of_range"):
        status.value_at(bits, 200, size)


MESSAGES = ("all is well", "delayed", "undefined", "see the office")
WORDED = status.entry(
    URL, 5, purpose="message", messages=MESSAGES, reference="https://badges.example.org/help"
)


def test_an_entry_with_messages_says_how_many_bits_it_takes():
    entry = status.read_entry(WORDED)
    assert (entry.size, entry.messages[3], entry.references) == (
        2,
        "see the office",
        ("https://badges.example.org/help",),
    )
    for wrong in (MESSAGES[:3], MESSAGES[:1], ["x"] * 512):
        with pytest.raises(StatusListError, match="status_message_invalid"):
            status.entry(URL, 5, purpose="message", messages=wrong)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statusSize": 0}, "status_size_invalid"),
        ({"statusSize": True}, "status_size_invalid"),
        ({"statusSize": "2"}, "status_size_invalid"),
        ({"statusSize": 3}, "status_message_invalid"),
        ({"statusMessage": None}, "status_message_invalid"),
        ({"statusMessage": WORDED["statusMessage"][:3]}, "status_message_invalid"),
        ({"statusMessage": [WORDED["statusMessage"][0]] * 4}, "status_message_invalid"),
        ({"statusMessage": ["0x0", "0x1", "0x2", "0x3"]}, "status_message_invalid"),
        (
            {"statusMessage": [{**item, "status": "?"} for item in WORDED["statusMessage"]]},
            "status_message_invalid",
        ),
        ({"statusReference": 7}, "entry_invalid"),
    ],
)
def test_a_malformed_size_message_or_reference_is_refused(change, code):
    with pytest.raises(StatusListError, match=code):
        status.read_entry({**WORDED, **change})


def test_a_list_of_two_bits_an_entry_must_be_twice_as_long():
    with pytest.raises(StatusListError, match="list_too_short"):
        published(size=2)
    long = published(bytes(status.LIST_BITS // 4), size=2, purpose=["message", "revocation"])
    assert canonicalise_checked(long, at_issue=True)
    assert status.read_list(long).purposes == {"message", "revocation"}


def test_a_list_of_an_earlier_time_has_an_address_of_its_own():
    assert status.address_at(URL, NOW) == f"{URL}?timestamp=2026-03-01T09:00:00Z"
    assert status.address_at(f"{URL}?a=1&timestamp=old#5", NOW) == f"{URL}?a=1&timestamp=2026-03-01T09:00:00Z"


def test_every_error_of_the_standard_has_its_published_name():
    assert status.PROBLEMS["list_too_short"].endswith("/status-list#STATUS_LIST_LENGTH_ERROR")
    assert status.PROBLEMS["index_out_of_range"].endswith("/vc-data-model#RANGE_ERROR")


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


def test_a_lifetime_that_is_no_number_is_refused():
    listed = published()
    listed["credentialSubject"]["ttl"] = float("nan")
    with pytest.raises(StatusListError, match="list_invalid"):
        status.read_list(listed)
