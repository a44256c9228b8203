"""Bytes as text: the fast ways give what the plain definitions give."""

import base64
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credentials.errors import UnreadableError
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url

DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE64URL = string.ascii_letters + string.digits + "-_"


def plainly_encoded(data):
    """The definition: divide by 58 until nothing is left, and a `1` for every zero byte in front."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = DIGITS[digit] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "z11233QC4"),
        (b"\0", "z1"),
        (
            b"\xff" * 64,
            "z67rpwLCuS5DGA8KGZXKsVQ7dnPb9goRLoKfgGbLfQg9WoLUgNY77E2jT11fem3coV9nAkguBACzrU1iyZM4B8roQ",
        ),
    ],
    ids=["hello", "fox", "zeros", "zero", "largest"],
)
def test_published_texts_are_written_and_read(data, text):
    assert encode_base58(data) == text == plainly_encoded(data)
    assert decode_base58(text) == data


@given(st.binary(min_size=1, max_size=128))
@example(bytes(64))
@example(b"\0" + b"\xff" * 63)
@example((58**10).to_bytes(8, "big"))
@example((58**20 - 1).to_bytes(15, "big"))
def test_base58_is_written_as_defined_and_read_back(data):
    text = encode_base58(data)
    assert text == plainly_encoded(data)
    assert decode_base58(text) == data


@given(st.text(DIGITS, min_size=1, max_size=180))
def test_each_bytes_have_one_base58_text(digits):
    try:
        data = decode_base58("z" + digits)
    except UnreadableError:
        assert len(digits) > 128
        return
    assert encode_base58(data) == "z" + digits


@pytest.mark.parametrize("length", [63, 64, 65, 1099, 1100])
def test_base58_up_to_the_limit_is_read_and_no_longer(length):
    text = encode_base58(b"\xff" * length)
    assert decode_base58(text, max_bytes=length) == b"\xff" * length
    with pytest.raises(UnreadableError):
        decode_base58(text, max_bytes=length - 1)


@pytest.mark.parametrize("character", ["0", "O", "I", "l", " ", "\n", "é", "\ud800", "-"])
def test_a_foreign_character_in_base58_is_refused(character):
    for text in (f"z{character}", f"z2{character}2", f"z22{character}"):
        with pytest.raises(UnreadableError):
            decode_base58(text)


def plainly_read(text):
    """The definition: the bytes of which this is the text, None when it is no bytes' text."""
    if len(text) % 4 == 1 or any(character not in BASE64URL for character in text):
        return None
    data = base64.urlsafe_b64decode(text + "==")
    return data if b64url(data) == text else None


@given(st.text("AQgwEIMUYcko048-_Bxz+/= \n", max_size=9))
def test_base64url_is_read_only_as_it_is_written(text):
    expected = plainly_read(text)
    if expected is None:
        with pytest.raises(UnreadableError):
            unb64url(text)
    else:
        assert unb64url(text) == expected


@pytest.mark.parametrize(
    "text", ["AB", "AAB", "A", "AAAAA", "AA=", "AAA=", "AAAA=", "AAAA====", "\ud800A", None]
)
def test_another_spelling_of_base64url_is_refused(text):
    with pytest.raises(UnreadableError):
        unb64url(text)
