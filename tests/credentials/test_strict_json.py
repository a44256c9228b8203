import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import build
from credentials.errors import UnreadableError
from credentials.strict_json import MAX_DEPTH, loads
from tests.credentials.samples import award

# The quick reading does not take a byte order mark, so behind one every text is read with care.
BOM = b"\xef\xbb\xbf"


def outcome(data):
    """The value with its types and signs, or the code of the refusal."""
    try:
        return repr(loads(data))
    except UnreadableError as error:
        return error.code


def numbers():
    digits = st.text("0123456789", min_size=1, max_size=22)
    pieces = st.tuples(
        st.sampled_from(["", "-"]),
        digits.map(lambda text: text.lstrip("0") or "0"),
        st.one_of(st.just(""), digits.map(lambda text: f".{text}")),
        st.one_of(
            st.just(""), st.sampled_from(["e", "E", "e+", "e-"]).flatmap(lambda e: digits.map(e.__add__))
        ),
    )
    return pieces.map("".join)


def strings():
    """JSON strings, some of their characters written as escapes."""
    marks = st.sampled_from(
        [*"ab:,{}[]", '\\"', "\\\\", "\\u003a", "\\u003A", "\\u0061", "\\ud83d\\ude00", "\\ud800", "\\n", "å"]
    )
    return st.lists(marks, max_size=4).map(lambda found: '"' + "".join(found) + '"')


def texts():
    """JSON texts with few names, so that some are said twice, and with spaces here and there."""
    space = st.sampled_from(["", "", "", " ", "\n"])
    scalars = st.sampled_from(["true", "false", "null", "NaN", "-Infinity", "tru"]) | numbers() | strings()

    def containers(inner):
        members = st.tuples(strings(), space, inner).map(lambda parts: f"{parts[0]}{parts[1]}:{parts[2]}")
        return st.lists(members, max_size=4).map(lambda all_: "{" + ",".join(all_) + "}") | st.tuples(
            space, st.lists(inner, max_size=4)
        ).map(lambda parts: "[" + parts[0] + ",".join(parts[1]) + "]")

    return st.recursive(scalars, containers, max_leaves=12)


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


@pytest.mark.parametrize(("spaces", "careful"), [(32_000, "{'a': 'b:'}"), (33_000, "too_big_for_care")])
def test_a_long_text_that_wants_care_is_refused_and_its_quick_twin_is_read(spaces, careful):
    quick = '{"a": "b:"' + " " * spaces + "}"
    for text in (quick, BOM + quick.encode()):
        assert loads(text) == {"a": "b:"}
    assert outcome(quick.replace("b:", "b\\u003a")) == careful
    assert outcome(BOM + BOM + quick.encode()) in ("not_json", "too_big_for_care")
    assert outcome(quick.replace("}", "")) == "not_json"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_nothing_but_unreadable_is_ever_raised(data):
    with suppress(UnreadableError):
        loads(data)


@given(texts())
def test_the_quick_reading_and_the_careful_one_agree_on_every_text(text):
    assert outcome(text) == outcome(BOM + text.encode())


@given(st.integers(0, 4500), st.integers(0, 4500), st.sampled_from(b'":,{}[]\\0eE-+. ax\xc3\x80'))
def test_the_two_readings_agree_on_a_credential_with_damage(cut, moved, mark):
    whole = json.dumps(build.achievement_credential(award()), ensure_ascii=False).encode()
    damaged = whole[:cut] + bytes([mark]) + whole[cut + 1 : moved] + whole[moved + 1 :]
    assert outcome(damaged) == outcome(BOM + damaged)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": "\\u003a"}',
        '{"a": ":", "\\u0061": ""}',
        '{"a": {"b": 1, "b": 1}, "c": "\\u003a"}',
        "[" * 300 + "]" * 300,
        "100000000000000000.0",
        "-99999999999999999",
        "-100000000000000000",
        "18446744073709551616",
        "1e400",
        "1e-400",
        "-0",
        "[-0.0]",
        '{"a":1,"a":1}',
        "[9007199254740993]",
        "[" * 40 + "]" * 40,
        "[" * 40 + "1" + "]" * 40,
        "[" * 41 + "]" * 41,
        '{"a":' * 41 + "1" + "}" * 41,
    ],
)
def test_the_two_readings_agree_where_the_parsers_below_them_differ(text):
    assert outcome(text) == outcome(BOM + text.encode())


@pytest.mark.parametrize(
    ("text", "code", "pointer"),
    [
        ('{"a": [1, {"b/c": 1, "b/c": 2}]}', "duplicate_member", "/a/1"),
        ('{"a": [1, NaN]}', "not_finite", "/a/1"),
        ('{"a~": {"b": 1e999}}', "not_finite", "/a~0/b"),
        ('{"a": [-123456789012345678]}', "integer_too_long", "/a/0"),
        ('["x", {"y": "\\ud800"}]', "lone_surrogate", "/1/y"),
        ('["x", {"\\udc00": 1}]', "lone_surrogate", "/1/?"),
        ('{"a": ' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}", "too_deep", "/a" + "/0" * (MAX_DEPTH - 1)),
    ],
)
def test_what_is_refused_is_told_with_its_place(text, code, pointer):
    with pytest.raises(UnreadableError) as refused:
        loads(text)
    assert (refused.value.code, refused.value.facts["pointer"]) == (code, pointer)
    with pytest.raises(UnreadableError) as refused:
        loads(text.replace(" ", " " * 40_000, 1))
    assert "pointer" not in refused.value.facts
