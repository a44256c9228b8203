"""The CBOR inside an ecdsa-sd-2023 proof is read in one spelling only."""

import time

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.errors import CredentialError, ProofError, TooComplexError
from credentials.multibase import b64url, unb64url
from credentials.proofs import data_integrity
from credentials.proofs.sd.proof_value import decode_base, decode_derived, encode_base, encode_derived
from tests.credentials.signing import signed, verify

BASE, DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
SIGNATURE, KEY, HMAC_KEY, LABELS, INDEXES = 0, 1, 2, 3, 4
HELD = signed("ecdsa-sd-2023", "P-256")
SHOWN = data_integrity.derive(
    HELD, ["/evidence", "/credentialSubject/identifier", "/credentialSubject/achievement/alignment"]
)


def payload(document):
    return unb64url(document["proof"][0]["proofValue"][1:])[3:]


def text(header, body):
    return f"u{b64url(header + body)}"


def components(document=SHOWN):
    return cbor2.loads(payload(document))


def with_component(place, value, document=SHOWN):
    parts = components(document)
    parts[place] = value
    return cbor2.dumps(parts, canonical=True)


def long_form(body):
    """The same first array, its length written in two bytes instead of one."""
    assert body[0] == 0x85
    return b"\x98\x05" + body[1:]


def with_reversed_labels(document=SHOWN):
    signature, key, signatures, labels, indexes = components(document)
    assert len(labels) > 1
    return cbor2.dumps([signature, key, signatures, dict(sorted(labels.items(), reverse=True)), indexes])


def with_a_label_twice():
    """A map that names one label two times, the second time as the first."""
    labels = components()[LABELS]
    one = cbor2.dumps(labels)
    key = cbor2.dumps(0) + cbor2.dumps(labels[0])
    doubled = bytes([0xA0 | (len(labels) + 1)]) + one[1:] + key
    parts = [cbor2.dumps(part) for part in components()]
    return b"\x85" + b"".join([*parts[:LABELS], doubled, parts[INDEXES]])


def test_both_forms_come_out_as_they_went_in():
    for document, decode, encode in (
        (HELD, decode_base, encode_base),
        (SHOWN, decode_derived, encode_derived),
    ):
        value = document["proof"][0]["proofValue"]
        assert encode(decode(value)) == value
    assert cbor2.dumps(components(), canonical=True) == payload(SHOWN)
    assert verify(SHOWN, "P-256", proofValue=text(DERIVED, payload(SHOWN)))


@pytest.mark.parametrize(
    "body",
    [
        payload(SHOWN) + b"\x00",
        payload(SHOWN)[:-1],
        b"",
        b"\x9f" + payload(SHOWN)[1:] + b"\xff",
        long_form(payload(SHOWN)),
        with_reversed_labels(),
        with_a_label_twice(),
        b"\xd8\x40" + payload(SHOWN),
        b"\xd9\xd9\xf7" + payload(SHOWN),
        cbor2.dumps(components()[:4], canonical=True),
        cbor2.dumps([*components(), 0], canonical=True),
        cbor2.dumps({0: 1}, canonical=True),
        with_component(SIGNATURE, bytes(63)),
        with_component(SIGNATURE, "x" * 64),
        with_component(KEY, b"\x80\x24" + bytes(33)),
        with_component(KEY, b"\x81\x24" + components()[KEY][2:]),
        with_component(KEY, components()[KEY] + b"\x00"),
        with_component(KEY, b"\xed\x01" + bytes(32)),
        with_component(HMAC_KEY, [bytes(65)]),
        with_component(HMAC_KEY, bytes(64)),
        with_component(LABELS, [[0, bytes(32)]]),
        with_component(LABELS, {"c14n0": bytes(32)}),
        with_component(LABELS, {0: bytes(31)}),
        with_component(LABELS, {-1: bytes(32)}),
        with_component(LABELS, {64: bytes(32)}),
        with_component(LABELS, {False: bytes(32)}),
        with_component(LABELS, {0: bytes(32), 1: bytes(32)}),
        with_component(INDEXES, [1, 0]),
        with_component(INDEXES, [0, 0]),
        with_component(INDEXES, [-1]),
        with_component(INDEXES, [0.0]),
        with_component(INDEXES, [True]),
        with_component(INDEXES, 0),
    ],
    ids=range(33),
)
def test_another_spelling_or_shape_is_refused(body):
    with pytest.raises(ProofError, match="proof_value_invalid"):
        verify(SHOWN, "P-256", proofValue=text(DERIVED, body))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (text(BASE, payload(SHOWN)), "base_proof_shown"),
        (text(b"\xd9\x5d\x02", payload(SHOWN)), "proof_value_invalid"),
        (text(b"\xd9\x5d\x03", payload(SHOWN)), "proof_value_invalid"),
        (text(b"\xd9\x5c\x01", payload(SHOWN)), "proof_value_invalid"),
        (text(b"", payload(SHOWN)), "proof_value_invalid"),
        ("z" + b64url(DERIVED + payload(SHOWN)), "proof_value_invalid"),
        ("U" + b64url(DERIVED + payload(SHOWN)), "proof_value_invalid"),
        (text(DERIVED, payload(SHOWN)) + "=", "proof_value_invalid"),
        (text(DERIVED, payload(SHOWN)) + "\n", "proof_value_invalid"),
        ("u", "proof_value_invalid"),
        (5, "proof_value_invalid"),
    ],
    ids=range(11),
)
def test_another_header_or_alphabet_is_refused(value, code):
    with pytest.raises(ProofError, match=code):
        verify(SHOWN, "P-256", proofValue=value)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (INDEXES, []),
        (INDEXES, [0, 1, 2, 1000]),
        (LABELS, {}),
        (LABELS, {**components()[LABELS], 63: bytes(32)}),
        (HMAC_KEY, components()[HMAC_KEY][:-1]),
        (HMAC_KEY, [*components()[HMAC_KEY], bytes(64)]),
    ],
    ids=[
        "no mandatory",
        "an index too far",
        "no labels",
        "a label too many",
        "one signature less",
        "one more",
    ],
)
def test_parts_that_do_not_fit_the_document_are_a_mismatch(place, value):
    with pytest.raises(ProofError, match="disclosure_mismatch"):
        verify(SHOWN, "P-256", proofValue=text(DERIVED, with_component(place, value)))


def test_signatures_in_another_order_are_wrong():
    signatures = components()[HMAC_KEY]
    with pytest.raises(ProofError, match="signature_wrong"):
        verify(SHOWN, "P-256", proofValue=text(DERIVED, with_component(HMAC_KEY, signatures[::-1])))


@pytest.mark.parametrize("place", [SIGNATURE, KEY, HMAC_KEY, LABELS, INDEXES])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_flipped_byte_of_each_part_breaks_the_proof(place, data):
    parts = [cbor2.dumps(part, canonical=True) for part in components()]
    raw = bytearray(parts[place])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    body = b"\x85" + b"".join([*parts[:place], bytes(raw), *parts[place + 1 :]])
    with pytest.raises(CredentialError):
        verify(SHOWN, "P-256", proofValue=text(DERIVED, body))


@pytest.mark.parametrize(
    "body",
    [
        b"\x85" + b"\x81" * 100_0 + b"\x00",
        b"\xc5\x82\x1a\x3b\x9a\xca\x00\x01",
        b"\xc4\x82\x1a\x3b\x9a\xca\x00\x01",
        b"\xc2\x59\x40\x00" + b"\xff" * 0x4000,
        b"\xd8\x23\x6a(a+)+(b+)+$",
        b"\xd8\x1c\x81\xd8\x1d\x00",
        b"\xc0\x74" + b"2026-03-01T09:00:00Z",
        b"\xd9\x01\x02\x81\x00",
        b"\x9b" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
        b"\xf9\x7e\x00",
        b"\xf6",
        b"\xff",
    ],
    ids=[
        *("deep", "big float", "decimal", "big number", "pattern", "shared", "date", "set"),
        *("array of all", "bytes of all", "not a number", "null", "break"),
    ],
)
def test_hostile_cbor_costs_nothing(body):
    start = time.process_time()
    for decode, header in ((decode_derived, DERIVED), (decode_base, BASE)):
        with pytest.raises(ProofError, match="proof_value_invalid"):
            decode(text(header, body))
        with pytest.raises(ProofError, match="proof_value_invalid"):
            decode(text(header, b"\x85" + body))
    assert time.process_time() - start < 0.2


def test_a_value_that_is_too_long_is_not_even_decoded():
    with pytest.raises(TooComplexError, match="proof_value_too_long"):
        decode_derived("u" + "A" * 100_001)
    with pytest.raises(TooComplexError, match="too_many_statements"):
        decode_derived(text(DERIVED, with_component(HMAC_KEY, [bytes(64)] * 101)))


@given(st.binary(max_size=200))
def test_any_bytes_raise_nothing_but_our_errors(body):
    for decode, header in ((decode_derived, DERIVED), (decode_base, BASE)):
        with pytest.raises(CredentialError):
            decode(text(header, body))
