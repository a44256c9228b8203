import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.errors import UnreadableError
from credentials.strict_json import MAX_DEPTH, loads


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a": 1, "a": 2}', "duplicate_member"),
        (b'{"a": {"b": 1, "\\u0062": 1}}', "duplicate_member"),
        (b'{"a": NaN}', "not_finite"),
        (b'{"a": -Infinity}', "not_finite"),
        (b'{"a": 1e999}', "not_finite"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'{"a": 123456789012345678}', "integer_too_long"),
        (b'{"a": "\\ud800"}', "lone_surrogate"),
        (b'{"\\udc00": 1}', "lone_surrogate"),
        (b'{"a": "\xff"}', "not_utf8"),
        ('{"a": "\ud800"}', "not_utf8"),
        (b'{"a": 1,}', "not_json"),
        (b"", "not_json"),
        (b"{} {}", "not_json"),
        (b'{"a": "\n"}', "not_json"),
        (b'"' + b"a" * 1_048_576, "too_big"),
    ],
)
def test_a_text_with_two_meanings_or_none_is_refused_by_its_own_code(text, code):
    with pytest.raises(UnreadableError) as caught:
        loads(text)
    assert caught.value.code == code


def test_plain_documents_are_read():
    assert loads(b'\xef\xbb\xbf {"a": ["[[", 1.5, 12345678901234567, "\\ud83d\\ude00", null]}') == {
        "a": ["[[", 1.5, 12345678901234567, "😀", None]
    }


def test_brackets_inside_strings_are_not_depth():
    assert loads('["' + "[" * 1000 + '\\""]') == ["[" * 1000 + '"']


def test_depth_at_the_limit_is_read():
    assert loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)


@pytest.mark.parametrize("text", ['"\\"' * 300_000, '"' + '\\"' * 400_000, "\\" * 900_000, '"' * 900_000])
def test_the_depth_scan_stays_linear_on_hostile_strings(text):
    start = time.process_time()
    with pytest.raises(UnreadableError):
        loads(text)
    assert time.process_time() - start < 2


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_nothing_but_unreadable_is_ever_raised(data):
    with suppress(UnreadableError):
        loads(data)
